import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller } from '../access/caller.ts'
import type { Log } from '../log.ts'
import type { Asker } from '../upstream/asker.ts'
import type { Allowances } from './allowances.ts'
import { callsOf } from './askers.ts'
import { closeIfComing, endAnswer } from './lingering.ts'
import { tooMuchAtOnce } from './pace.ts'
import { type HttpRefusal, refusalParts } from './refuse.ts'
import { lineOf, REQUEST_ID_HEADER } from './request-log.ts'

export interface PlainParts {
  readonly allowances: Allowances
  readonly log: Log
  readonly now: () => number
  /** Web pages that may read the answer. */
  readonly corsOrigins: readonly string[]
}

/** A request beside the GraphQL endpoint: asked by somebody, paid, answered and logged like one of an operation. */
export interface PlainRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Somebody is known now. False when they have asked too much: then they are told. */
  begin(caller: Caller, paidFrom?: Allowances): boolean
  /** Calls that are made for it are logged and paid. */
  asks(asker: Asker): void
  refuse(refusal: HttpRefusal): void
  /** With JSON. What still comes of the request is not waited for. */
  answer(status: number, body: object): void
}

const STILL_ALLOWED = 'GET, HEAD, POST'

/** Takes a request over. What it did cost is paid when its answer is read, or nobody is there to read it. */
export function openPlain(
  request: IncomingMessage,
  response: ServerResponse,
  { route, parts }: { readonly route: string; readonly parts: PlainParts },
): PlainRequest {
  const { allowances, log, now, corsOrigins } = parts
  const since = now()
  const requestId = randomUUID()
  const codes: string[] = []
  let caller: Caller | undefined
  let asker: Asker | undefined
  let end = (_calls: number) => {}

  response.setHeader(REQUEST_ID_HEADER, requestId)
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'no-referrer')
  letPagesRead(request, response, corsOrigins)
  response.once('close', () => {
    const calls = callsOf(asker)
    end(calls)
    const left = !response.writableFinished
    const { method = '' } = request
    const status = response.headersSent ? response.statusCode : undefined
    log.info(
      { ...lineOf({ requestId, method, caller, status, left, codes, calls, ms: now() - since }), route },
      'request',
    )
  })

  function refuse(refusal: HttpRefusal) {
    codes.push(refusal.code)
    const { status, headers, body } = refusalParts(refusal)
    if (response.headersSent) {
      response.destroy()
      return
    }
    for (const name of response.getHeaderNames()) if (name.startsWith('content-')) response.removeHeader(name)
    answer(status, body, headers)
  }
  function answer(status: number, body: object, headers: Readonly<Record<string, string>> = {}) {
    const text = JSON.stringify(body)
    closeIfComing(request, response)
    response.setHeader('cache-control', 'no-store')
    response.writeHead(status, {
      ...headers,
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
    })
    endAnswer(request, response, request.method === 'HEAD' ? undefined : text)
  }
  return {
    request,
    response,
    refuse,
    answer,
    begin(found, paidFrom = allowances) {
      caller = found
      if (found.kind !== 'user') return true
      const beginning = paidFrom.begin(found.username)
      if ('end' in beginning) end = beginning.end
      else refuse(tooMuchAtOnce(beginning.retryAfterMs))
      return 'end' in beginning
    },
    asks(found) {
      asker = found
    },
  }
}

/** The same as the endpoint: pages of these origins, and no credentials that a browser has by itself. */
function letPagesRead(request: IncomingMessage, response: ServerResponse, origins: readonly string[]) {
  const { origin } = request.headers
  response.setHeader('vary', 'Origin')
  if (origin !== undefined && origins.includes(origin))
    response.setHeader('access-control-allow-origin', origin)
}

/** What a browser asks before it lets a page send what a form could not. */
export function answerPreflight({ request, response }: PlainRequest): void {
  closeIfComing(request, response)
  const { 'access-control-request-headers': asked } = request.headers
  if (response.hasHeader('access-control-allow-origin')) {
    response.setHeader('access-control-allow-methods', STILL_ALLOWED)
    if (asked !== undefined) response.setHeader('access-control-allow-headers', asked)
  }
  response.writeHead(204)
  endAnswer(request, response)
}
