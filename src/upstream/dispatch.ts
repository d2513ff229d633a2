import { parse as parseLossless } from 'lossless-json'
import { Agent, errors, request } from 'undici'
import type { Clock } from './clock.ts'
import type { BodyOf, Contract, Operation, OperationId, ReplyOf } from './contract.ts'
import { codeOf, UpstreamError } from './errors.ts'

/** One call to make: which operation of the contract, and what goes into its path, query and body. */
export interface Call<Id extends OperationId = OperationId> {
  readonly operation: Id
  /** Values of the path's `{parts}`; a list becomes comma separated. */
  readonly path?: Readonly<Record<string, string | readonly string[]>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: BodyOf<Id>
  /** For the one endpoint that takes a form instead of JSON. */
  readonly form?: Readonly<Record<string, string>>
  /** Messages this call sends; some quotas count them. Default 1. */
  readonly targets?: number
}

export interface DispatchContext {
  /** Breaks the call off. */
  readonly signal: AbortSignal
  readonly bearer?: string
}

export type Dispatch = <Id extends OperationId>(
  call: Call<Id>,
  context: DispatchContext,
) => Promise<ReplyOf<Id>>

export interface DispatchOptions {
  /** `https://host/org/app`, no slash at its end. */
  readonly baseUrl: string
  /** One call waits at most this long for its whole answer, in ms. */
  readonly callTimeoutMs: number
  readonly clock: Clock
  readonly contract: Contract
  /** In the seed era a 503 is the limiter's word for "not executed"; later it can mean anything. */
  readonly limiterSays503: boolean
}

const REPLY_MAX_BYTES = 64 * 1024 * 1024

/** Failures before anything left this machine: the service certainly did nothing. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/**
 * The only place that touches the network: turns a call into bytes, an answer into JSON that fits the contract, and
 * everything else into an `UpstreamError`.
 */
export function createDispatch(options: DispatchOptions): { dispatch: Dispatch; close(): Promise<void> } {
  const agent = new Agent({
    pipelining: 1,
    keepAliveTimeout: 4_000,
    // Timed by the call's own clock, below.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: REPLY_MAX_BYTES,
    connect: { timeout: options.callTimeoutMs },
  })

  async function dispatch<Id extends OperationId>(
    call: Call<Id>,
    { signal, bearer }: DispatchContext,
  ): Promise<ReplyOf<Id>> {
    const operation = options.contract.operation(call.operation)
    const url = urlOf(options.baseUrl, operation, call)
    const timeout = new AbortController()
    const cancelTimeout = options.clock.after(options.callTimeoutMs, () => timeout.abort())
    try {
      const { status, text, retryAfter } = await exchange(url, operation, call, {
        signal: AbortSignal.any([signal, timeout.signal]),
        bearer,
      })
      if (status !== 200) throw refusalOf(operation.id, { status, text, retryAfter }, options.limiterSays503)
      return readReply<Id>(operation, text)
    } catch (error) {
      if (error instanceof UpstreamError) throw error
      if (timeout.signal.aborted) throw new UpstreamError('UPSTREAM_TIMEOUT', operation.id, { cause: error })
      if (signal.aborted) throw signal.reason
      throw failureOf(operation.id, error)
    } finally {
      cancelTimeout()
    }
  }

  async function exchange(
    url: string,
    operation: Operation,
    call: Call,
    { signal, bearer }: { signal: AbortSignal; bearer: string | undefined },
  ) {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      method: operation.method as 'GET',
      headers: {
        accept: 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...contentTypeOf(call),
      },
      body: bodyOf(call),
      signal,
    })
    return { status: statusCode, text: await body.text(), retryAfter: headers['retry-after'] }
  }

  return { dispatch, close: () => agent.close() }
}

function contentTypeOf(call: Call) {
  if (call.form !== undefined) return { 'content-type': 'application/x-www-form-urlencoded' }
  return call.body === undefined ? {} : { 'content-type': 'application/json' }
}

function bodyOf(call: Call): string | null {
  if (call.form !== undefined) return new URLSearchParams(call.form).toString()
  return call.body === undefined ? null : JSON.stringify(call.body)
}

/**
 * The URL of a call. Every part of the path must match its pattern in the contract: `""`, `.`, `..` or a comma would
 * name another object, or all of them.
 */
export function urlOf(baseUrl: string, operation: Operation, call: Call): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_part, name: string) => {
    const given = call.path?.[name]
    const value = typeof given === 'string' ? given : (given ?? []).join(',')
    if (!operation.pathPatterns.get(name)?.test(value)) {
      throw new UpstreamError('INVALID_ARGUMENT', operation.id, {
        notExecuted: true,
        hint: `${JSON.stringify(value.slice(0, 80))} cannot be a ${name}.`,
      })
    }
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) query.set(name, String(value))
  }
  return `${baseUrl}${path}${query.size === 0 ? '' : `?${query}`}`
}

function readReply<Id extends OperationId>(operation: Operation, text: string): ReplyOf<Id> {
  const reply = parseJson(text)
  if (reply === undefined) {
    throw new UpstreamError('UPSTREAM_BAD_REPLY', operation.id, { hint: 'It is not JSON.' })
  }
  const fault = operation.faultOf(reply)
  if (fault !== null)
    throw new UpstreamError('UPSTREAM_BAD_REPLY', operation.id, { status: 200, hint: `${fault}.` })
  // The one place where an answer gets its type: the schema that has just accepted it is where the type comes from.
  return reply as ReplyOf<Id>
}

const HAS_BIG_INTEGER = /[:[,]\s*-?\d{16,}\s*[,}\]]/

/** JSON without loss: some answers hold bare integers above 2^53 (message ids); those become strings. */
export function parseJson(text: string): unknown {
  try {
    if (!HAS_BIG_INTEGER.test(text)) return JSON.parse(text)
    return parseLossless(text, undefined, (number) => {
      const value = Number(number)
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? number : value
    })
  } catch {
    return undefined
  }
}

interface Refusal {
  readonly status: number
  readonly text: string
  readonly retryAfter: unknown
}

function refusalOf(
  operation: string,
  { status, text, retryAfter }: Refusal,
  limiterSays503: boolean,
): UpstreamError {
  const body = parseJson(text)
  const error = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : undefined
  const code = codeOf(status, error)
  const seconds = Number(retryAfter)
  return new UpstreamError(code, operation, {
    status,
    // 408 and 5xx say nothing about what was done.
    notExecuted: (status < 500 && status !== 408) || (status === 503 && limiterSays503),
    ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
  })
}

function failureOf(operation: string, error: unknown): UpstreamError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return new UpstreamError('UPSTREAM_BAD_REPLY', operation, { cause: error, hint: 'It is too large.' })
  }
  return new UpstreamError('UPSTREAM_UNAVAILABLE', operation, {
    cause: error,
    notExecuted: NEVER_SENT.has(code),
  })
}
