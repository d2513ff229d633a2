import { Agent, buildConnector, type Dispatcher, errors, request } from 'undici'
import type { Clock } from './clock.ts'
import type { BodyOf, Contract, Operation, OperationId, ReplyOf } from './contract.ts'
import { codeOf, UpstreamError } from './errors.ts'
import { parseJson } from './json.ts'
import { payloadOf } from './payload.ts'
import { ofQuota, quotaEndMs } from './quotas.ts'
import { type ByteStream, chunksOf, createTurns, isPartial, type Turns, type Upload } from './streams.ts'

/** One call to make: which operation of the contract, and what goes into its path, query and body. */
export interface Call<Id extends OperationId = OperationId> {
  readonly operation: Id
  /** Values of the path's `{parts}`; a list becomes comma separated. */
  readonly path?: Readonly<Record<string, string | readonly string[]>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: BodyOf<Id>
  /** For the one endpoint that takes a form instead of JSON. */
  readonly form?: Readonly<Record<string, string>>
  /** For those that take a file. */
  readonly upload?: Upload
  /** What an operation has in headers of its own. */
  readonly headers?: Readonly<Record<string, string>>
  /** For what an app can open to everybody: registration. */
  readonly withoutToken?: boolean
  /** Whose credentials the body holds. That a user's are refused says nothing of this server's own. Default `app`. */
  readonly credentialsOf?: 'app' | 'user'
  /** Messages this call sends; some quotas count them. Default 1. */
  readonly targets?: number
}

export interface DispatchContext {
  readonly signal: AbortSignal
  readonly bearer?: string
  /** Told when the call leaves this machine: the connection is there, and it is written. */
  readonly onLeave?: () => void
}

type Exchange = { [Part in keyof DispatchContext]: DispatchContext[Part] | undefined } & {
  readonly turns: Turns
}

export type Dispatch = <Id extends OperationId>(call: Call<Id>, to: DispatchContext) => Promise<ReplyOf<Id>>

export interface DispatchOptions {
  /** `https://host/org/app`, no slash at its end. */
  readonly baseUrl: string
  /** One call waits at most this long for its whole answer, in ms; for each piece of one that is a file. */
  readonly callTimeoutMs: number
  readonly clock: Clock
  readonly contract: Contract
  /** In the seed era a 503 is the limiter's word for "not executed"; later it can mean anything. */
  readonly limiterSays503: boolean
}

const REPLY_MAX_BYTES = 64 * 1024 * 1024

/** A host that lets nobody in is known sooner than one that lets in and is silent: nothing was sent to it. */
const CONNECT_SHARE = 0.6
/** An hour would be a mistake of somebody on the way; nobody here would wait for it. */
const RETRY_AFTER_MAX_MS = 30_000

/**
 * The only place that touches the network: turns a call into bytes, an answer into JSON that fits the contract (a file
 * stays bytes, and its call lasts until they are taken), and everything else into an `UpstreamError`.
 */
export function createDispatch(options: DispatchOptions): { dispatch: Dispatch; close(): Promise<void> } {
  // Failures before anything left this machine: the service certainly did nothing.
  const unconnected = new WeakSet<Error>()
  const connectSocket = buildConnector({ timeout: options.callTimeoutMs * CONNECT_SHARE })
  const agent = new Agent({
    pipelining: 1,
    keepAliveTimeout: 4_000,
    // Timed by the call's own clock, below.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: REPLY_MAX_BYTES,
    connect(target, done) {
      connectSocket(target, (...[error, socket]) => {
        if (error === null) return done(null, socket)
        unconnected.add(error)
        done(error, null)
      })
    },
  })

  async function dispatch<Id extends OperationId>(
    call: Call<Id>,
    { signal, bearer, onLeave }: DispatchContext,
  ): Promise<ReplyOf<Id>> {
    const operation = options.contract.operation(call.operation)
    const url = urlOf(options.baseUrl, operation, call)
    signal.throwIfAborted()
    const ending = new AbortController()
    const stop = () => ending.abort(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    const turns = createTurns(options.clock, options.callTimeoutMs, () =>
      ending.abort(
        new UpstreamError('UPSTREAM_TIMEOUT', operation.id, { notExecuted: isPartial(call.upload) }),
      ),
    )
    const end = () => {
      turns.ours()
      signal.removeEventListener('abort', stop)
    }
    const toError = (error: unknown) => {
      if (error instanceof UpstreamError) return error
      const { progress } = call.upload ?? {}
      const cause = progress?.failure
      if (cause !== undefined)
        return new UpstreamError('NOT_SENT', operation.id, { cause, notExecuted: true })
      if (ending.signal.aborted) return ending.signal.reason
      const notExecuted = isPartial(call.upload) || (error instanceof Error && unconnected.has(error))
      return failureOf(operation.id, error, notExecuted)
    }
    turns.theirs()
    try {
      const answer = await exchange(url, operation, call, { signal: ending.signal, bearer, onLeave, turns })
      const { statusCode: status } = answer
      const isDone = status >= 200 && status <= 299
      if (isDone && operation.answersBytes) {
        if (status !== 200) {
          answer.body.on('error', () => {}).destroy()
          throw new UpstreamError('UPSTREAM_BAD_REPLY', operation.id, {
            status,
            hint: 'It is no whole file.',
          })
        }
        // The one place where a file gets its type: the contract says that it is one.
        return toStream(answer, { turns, toError, end }) as ReplyOf<Id>
      }
      const text = await answer.body.text()
      end()
      // Any 2xx was done; whether it is the answer that the contract promises is seen by its shape.
      if (isDone) return readReply<Id>(operation, text)
      const { limiterSays503 } = options
      throw refusalOf(
        { call, operation, limiterSays503 },
        { status, text, retryAfter: answer.headers['retry-after'] },
      )
    } catch (error) {
      end()
      throw toError(error)
    }
  }

  function exchange(url: string, operation: Operation, call: Call, context: Exchange) {
    const { signal, bearer, onLeave = () => {}, turns } = context
    const { headers, body } = payloadOf(call, turns)
    return request(url, {
      dispatcher: agent.compose(tellLeaving(onLeave)),
      method: operation.method as 'GET',
      headers: {
        accept: operation.answersBytes ? 'application/octet-stream' : 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      body: body as string | null, // undici takes what can be iterated too; its types do not say so
      signal,
    })
  }

  // Not `close`, which waits for answers: whoever waited for one has been answered by now, or does not wait any more.
  return { dispatch, close: () => agent.destroy() }
}

/** Tells when a request is written to its connection; passes all else through. */
function tellLeaving(onLeave: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        onLeave()
        handler.onRequestStart?.(controller, context)
      },
      onResponseStart: (...start) => handler.onResponseStart?.(...start),
      onResponseData: (...data) => handler.onResponseData?.(...data),
      onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
      onResponseError: (...error) => handler.onResponseError?.(...error),
    })
}

function toStream(
  { headers, body }: Dispatcher.ResponseData,
  reading: Parameters<typeof chunksOf>[1],
): ByteStream {
  const sizeBytes = Number(headers['content-length'] ?? Number.NaN)
  return {
    sizeBytes: Number.isSafeInteger(sizeBytes) ? sizeBytes : null,
    bytes: chunksOf(body, reading),
    close() {
      reading.end()
      // Its end is an error for whoever reads it, and nobody does.
      body.on('error', () => {}).destroy()
    },
  }
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

interface Refusal {
  readonly status: number
  readonly text: string
  readonly retryAfter: unknown
}

interface Refused {
  readonly call: Call
  readonly operation: Operation
  readonly limiterSays503: boolean
}

function refusalOf(
  { call, operation, limiterSays503 }: Refused,
  { status, text, retryAfter }: Refusal,
): UpstreamError {
  const body = parseJson(text)
  const error = wordOf(body, 'error')
  const told = codeOf(status, error, {
    text: wordOf(body, 'error_description'),
    credentialsOf: call.credentialsOf,
  })
  const { notFoundId = error } = operation
  const hasNoPath = (told === 'NOT_FOUND' && error !== notFoundId) || status === 405
  const code = hasNoPath ? 'UPSTREAM_BAD_REPLY' : ofQuota(operation, status, told)
  const quotaMs = code === 'MESSAGE_QUOTA' ? quotaEndMs(operation, status, timeOf(body)) : undefined
  const retryAfterMs = quotaMs ?? Math.min(RETRY_AFTER_MAX_MS, Number(retryAfter) * 1000)
  return new UpstreamError(code, operation.id, {
    status,
    // A redirect, 408 and 5xx say nothing about what was done. What has a quota is younger than the 503 of a limiter.
    notExecuted:
      (status >= 400 && status < 500 && status !== 408) ||
      (status === 503 && limiterSays503 && !operation.hasQuota),
    ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
    ...(hasNoPath
      ? { hint: 'The service has no such path; a setting of this server may name another.' }
      : {}),
  })
}

function wordOf(body: unknown, key: 'error' | 'error_description'): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const found = Object.entries(body).find(([name]) => name === key)
  return found === undefined ? undefined : String(found[1])
}

/** When the service says that it answered. */
function timeOf(body: unknown): number {
  return typeof body === 'object' && body !== null && 'timestamp' in body
    ? Number(body.timestamp)
    : Number.NaN
}

function failureOf(operation: string, error: unknown, notExecuted: boolean): UpstreamError {
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return new UpstreamError('UPSTREAM_BAD_REPLY', operation, { cause: error, hint: 'It is too large.' })
  }
  return new UpstreamError('UPSTREAM_UNAVAILABLE', operation, { cause: error, notExecuted })
}
