import type { ServerResponse } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import type { Context } from '../context.ts'
import type { Asker } from '../upstream/asker.ts'
import type { Allowances, Beginning } from './allowances.ts'
import { callsOf } from './askers.ts'
import type { Callers } from './callers.ts'
import { type HttpRefusal, refuse } from './refuse.ts'

interface PaceOptions {
  readonly callers: Callers
  /** What the answer to a request can hold. */
  readonly valuesOf: (request: Request) => number
}

/** What is remembered costs no call, but it costs this server: so many values count as one. */
const VALUES_OF_A_CALL = 1_000

/**
 * Refuses users who ask for more than their allowance, before anything of the request is read. Admins are servers of
 * the operator, behind whom are many: they are not limited here.
 */
export function usePace(allowances: Allowances, { callers, valuesOf }: PaceOptions): Plugin<Context> {
  const begun = new WeakMap<Request, Extract<Beginning, { end: unknown }>>()
  const askers = new WeakMap<Request, Asker>()
  const sockets = new WeakMap<Request, ServerResponse>()

  return {
    instrumentation: {
      // Around all hooks: the only place that is left however a request ends, with its client gone too.
      async request({ request }, answer) {
        const end = () => {
          const calls = callsOf(askers.get(request))
          begun.get(request)?.end(Math.max(calls, Math.ceil(valuesOf(request) / VALUES_OF_A_CALL)))
        }
        try {
          await answer()
        } finally {
          whenGone(sockets.get(request), end)
        }
      },
    },
    onRequest({ request, fetchAPI, endResponse, serverContext }) {
      if (isOnSocket(serverContext)) sockets.set(request, serverContext.res)
      const caller = callers.found(request)
      if (caller?.kind !== 'user') return
      const beginning = allowances.begin(caller.username)
      if ('end' in beginning) begun.set(request, beginning)
      else endResponse(refuse(fetchAPI, tooMuchAtOnce(beginning.retryAfterMs)))
    },
    onExecute({ args: { contextValue } }) {
      askers.set(contextValue.request, contextValue.asker)
    },
  }
}

/** The allowance of a user is used up. */
export function tooMuchAtOnce(retryAfterMs: number): HttpRefusal {
  const message = 'You ask too much at once. Wait a little, or ask for less.'
  return { status: 429, code: 'TOO_MANY_REQUESTS', message, retryAfterMs }
}

/** A request lasts until its answer is read, or nobody is there to read it: else answers that nobody reads pile up. */
function whenGone(response: ServerResponse | undefined, end: () => void) {
  if (response === undefined || response.closed) end()
  else response.once('close', end)
}

function isOnSocket(context: object): context is { readonly res: ServerResponse } {
  return 'res' in context
}
