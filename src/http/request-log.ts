import { randomUUID } from 'node:crypto'
import type { Plugin } from 'graphql-yoga'
import type { Caller } from '../access/caller.ts'
import type { Context } from '../context.ts'
import type { Log } from '../log.ts'
import type { Asker } from '../upstream/asker.ts'
import { callsOf } from './askers.ts'
import type { Callers } from './callers.ts'
import { codeOfRefusal } from './refuse.ts'

export interface RequestLogOptions {
  readonly log: Log
  readonly callers: Callers
  /** Milliseconds. */
  readonly now: () => number
}

/** Tells clients under which id their request stands in the log. */
export const REQUEST_ID_HEADER = 'x-request-id'

/** What is found out about a request on its way. */
interface Notes {
  readonly requestId: string
  readonly codes: Set<string>
  operation?: string
  asker?: Asker
  status?: number
}

/** A name that a client gives to an operation, as GraphQL allows it; anything else is not worth a line. */
const OPERATION_NAME = /^[_A-Za-z][_0-9A-Za-z]{0,63}$/

/**
 * One line for each request that asks for an operation, refused ones too: who, what by name, and what became of it.
 * Never what was asked or answered, and no header. Stands last, where the answer is what the client will get.
 */
export function useRequestLog({ log, callers, now }: RequestLogOptions): Plugin<Context> {
  const notes = new WeakMap<Request, Notes>()

  function notesOf(request: Request): Notes {
    const known = notes.get(request) ?? { requestId: randomUUID(), codes: new Set<string>() }
    notes.set(request, known)
    return known
  }

  function write(request: Request, ms: number) {
    const known = notes.get(request)
    // The page, health and readiness: machines ask for them all the time.
    if (known === undefined) return
    const { requestId, operation, codes, asker, status } = known
    const { method } = request
    const caller = callers.found(request)
    const left = request.signal.aborted
    const calls = callsOf(asker)
    log.info(
      lineOf({ requestId, method, operation, caller, status, left, codes: [...codes], calls, ms }),
      'request',
    )
  }
  return {
    instrumentation: {
      async request({ request }, answer) {
        const since = now()
        try {
          await answer()
        } finally {
          write(request, now() - since)
        }
      },
    },
    onRequestParse({ request }) {
      notesOf(request)
    },
    onParams({ request, params: { operationName } }) {
      if (typeof operationName === 'string') noteName(notesOf(request), operationName)
    },
    onExecute({ args }) {
      const { request, asker } = args.contextValue
      const known = notesOf(request)
      known.asker = asker
      for (const definition of args.document.definitions) {
        if (!('operation' in definition) || definition.name === undefined) continue
        if ((args.operationName ?? definition.name.value) === definition.name.value)
          noteName(known, definition.name.value)
      }
    },
    onResultProcess({ request, result }) {
      if (!('errors' in result)) return
      const { codes } = notesOf(request)
      for (const { extensions } of result.errors ?? []) codes.add(String(extensions?.code))
    },
    onResponse({ request, response }) {
      const code = codeOfRefusal(response)
      if (code !== undefined) notesOf(request).codes.add(code)
      const known = notes.get(request)
      if (known === undefined) return
      known.status = response.status
      response.headers.set(REQUEST_ID_HEADER, known.requestId)
    },
  }
}

interface Told {
  readonly requestId: string
  readonly method: string
  readonly operation?: string | undefined
  readonly caller: Caller | undefined
  readonly status: number | undefined
  readonly left: boolean
  readonly codes: readonly string[]
  readonly calls: number
  readonly ms: number
}

/** What a line tells of a request, whatever it asked for. */
export function lineOf({ requestId, method, operation, caller, status, left, codes, calls, ms }: Told) {
  return {
    requestId,
    method,
    ...(operation === undefined ? {} : { operation }),
    ...(caller === undefined ? {} : { caller: caller.kind }),
    ...(caller?.kind === 'user' ? { username: caller.username } : {}),
    ...(status === undefined ? {} : { status }),
    ...(left ? { left: true } : {}),
    codes,
    calls,
    ms: Math.round(ms),
  }
}

function noteName(notes: Notes, name: string) {
  if (OPERATION_NAME.test(name)) notes.operation = name
}
