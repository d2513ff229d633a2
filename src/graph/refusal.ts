import { GraphQLError } from 'graphql'
import { Forbidden } from '../access/forbidden.ts'
import { KeyReused } from '../sources/key-reused.ts'
import { TooManyJobs } from '../sources/too-many-jobs.ts'
import { StoreError } from '../store/store-error.ts'
import { InputError, UpstreamError } from '../upstream/errors.ts'
import { withoutValue } from './coercion.ts'

/**
 * What can be wrong with a request, as a closed set of codes beside those of `upstream/errors.ts`. Clients read them
 * in `extensions.code`; the README lists them.
 */
export const REQUEST_CODES = {
  BAD_REQUEST: 'the HTTP request does not carry a GraphQL operation, or one file',
  REQUEST_TOO_LARGE:
    'the request has more than 256 KiB, with files within it 1 MB, or its file is larger than `FILE_MAX_BYTES`',
  UNAUTHENTICATED: 'the request carries no valid token of a user and no admin key',
  AUTHENTICATION_UNAVAILABLE: 'the keys that tokens are checked with cannot be fetched',
  TOO_MANY_REQUESTS: 'the user has asked for more than one user may, or has too many requests under way',
  FORBIDDEN: 'the caller may not do this, or what it is about is not there',
  GRAPHQL_PARSE_FAILED: 'the document is not GraphQL',
  GRAPHQL_VALIDATION_FAILED: 'the document or its variables do not fit the schema',
  QUERY_TOO_LARGE:
    'the operation asks for too much: too deep, too many words, aliases or directives, or an answer with too many values',
  PERSISTED_DOCUMENT_REQUIRED:
    'the operation is none of the trusted documents, and this server runs no others',
  PERSISTED_DOCUMENT_NOT_FOUND: 'this server has no trusted document of that id',
  TOO_MANY_ERRORS: 'more fields failed than are told; what else is null may not have been asked for',
  SERVER_BUSY: 'too many large answers are being made at the same time',
  OPERATION_RESOLUTION_FAILURE: 'the document has several operations and `operationName` names none of them',
  BAD_USER_INPUT: 'an argument cannot be right; `extensions.argument` says which',
  IDEMPOTENCY_KEY_REUSED:
    'the key was used for another input of the same mutation in the last 24 hours; nothing was done',
  TOO_MANY_JOBS: 'the caller has as many jobs that have not ended as there may be; nothing was done',
  STORE_UNAVAILABLE:
    'the store of this server cannot be read or written, so that nothing was sent; its log says why',
  INTERNAL_SERVER_ERROR: 'a fault of this server; its log says which',
} as const

export type RequestCode = keyof typeof REQUEST_CODES

export interface RefusalOptions {
  readonly onFault: (error: unknown) => void
  /** Whether anybody may know the schema. */
  readonly isOpen: boolean
}

/** Some messages repeat what was sent, and that can be long. */
const LONGEST_MESSAGE = 500
/** How graphql ends a message about a name that it does not know; the names that it proposes are of the schema. */
const SUGGESTION = / Did you mean [^?]*\??/g

/**
 * What a client may read of a failure: a code of the closed set, a sentence that is ours, and the path. Everything
 * else (the service's own words, stack traces) stays here; `onFault` is told of what is a fault of this server.
 */
export function toRefusal(error: unknown, { onFault, isOpen }: RefusalOptions): GraphQLError {
  const graphqlError = error instanceof GraphQLError ? error : undefined
  const cause = graphqlError?.originalError ?? error
  const place = { nodes: graphqlError?.nodes ?? null, path: graphqlError?.path ?? null }

  if (cause instanceof UpstreamError) {
    const { code, message, retryAfterMs } = cause
    if (retryAfterMs === undefined) return new GraphQLError(message, { ...place, extensions: { code } })
    const http = { headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) } }
    return new GraphQLError(message, { ...place, extensions: { code, retryAfterMs, http } })
  }
  if (cause instanceof InputError) {
    return new GraphQLError(cause.message, {
      ...place,
      extensions: { code: 'BAD_USER_INPUT', argument: cause.argument },
    })
  }
  if (cause instanceof Forbidden) {
    return new GraphQLError(cause.message, { ...place, extensions: { code: 'FORBIDDEN' } })
  }
  if (cause instanceof KeyReused) {
    return new GraphQLError(cause.message, { ...place, extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } })
  }
  if (cause instanceof TooManyJobs) {
    return new GraphQLError(cause.message, { ...place, extensions: { code: 'TOO_MANY_JOBS' } })
  }
  if (cause instanceof StoreError) {
    onFault(cause)
    const message = 'The store of this server cannot be read or written now. Nothing was sent.'
    return new GraphQLError(message, { ...place, extensions: { code: 'STORE_UNAVAILABLE' } })
  }
  if (graphqlError !== undefined && isOfTheRequest(graphqlError, cause)) return withCode(graphqlError, isOpen)
  onFault(cause)
  return new GraphQLError('Something went wrong in this server.', {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  })
}

/** An argument of a client is wrong: names it, and says what would be right. */
export function badArgument(argument: string, expected: string): InputError {
  return new InputError(argument, expected)
}

/** A limit that is the same whatever the service does. Says the limit, what was found, and what to do. */
export function queryTooLarge(message: string): GraphQLError {
  return refused('QUERY_TOO_LARGE', message)
}

/** Told once, behind those that are told. */
export function moreFailed(told: number): GraphQLError {
  const message = `More than ${told} fields failed. What else is null may not have been asked for.`
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_ERRORS' } })
}

export function introspectionRefused(): GraphQLError {
  return refused('FORBIDDEN', 'The schema is shown to admins only.', { status: 403 })
}

/** This server has enough to do at the moment. */
export function serverBusy(message: string): GraphQLError {
  const retryAfterMs = 1_000
  const headers = { 'retry-after': '1' }
  return refused(
    'SERVER_BUSY',
    `${message} Try again in a moment.`,
    { status: 503, headers },
    { retryAfterMs },
  )
}

interface RefusedHttp {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

/** What is never run. Has its status whatever the client accepts. */
export function refused(
  code: RequestCode,
  message: string,
  http: RefusedHttp = { status: 400 },
  extensions: object = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code, http: { ...http, spec: false } } })
}

/** An error of a field that points to nothing in the document is about a value of ours, which its type cannot show. */
function isOfTheRequest(error: GraphQLError, cause: unknown): boolean {
  if (cause === error) return true
  return cause instanceof GraphQLError && (error.path === undefined || cause.nodes !== undefined)
}

/** Errors of requests, documents and arguments say themselves what is wrong; they lack a code, or have one of yoga's. */
function withCode(error: GraphQLError, isOpen: boolean): GraphQLError {
  const code = codeOf(error)
  const message = shortened(withoutValue(error))
  return new GraphQLError(isOpen ? message : message.replaceAll(SUGGESTION, ''), {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    // Yoga adds the bytes that it could not read; nobody needs them back.
    extensions: { code, ...retryOf(error), ...httpOf(error, code) },
  })
}

function shortened(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} …` : message
}

function codeOf({ message, path, extensions: { code } }: GraphQLError): RequestCode {
  if (message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED'
  if (code === 'REQUEST_ENTITY_TOO_LARGE') return 'REQUEST_TOO_LARGE'
  if (isRequestCode(code)) return code
  return path === undefined ? 'GRAPHQL_VALIDATION_FAILED' : 'BAD_USER_INPUT'
}

function isRequestCode(code: unknown): code is RequestCode {
  return typeof code === 'string' && code in REQUEST_CODES
}

function retryOf({ extensions: { retryAfterMs } }: GraphQLError): object {
  return typeof retryAfterMs === 'number' ? { retryAfterMs } : {}
}

/** What is never run has its status whatever the client accepts; yoga would make it a 200 for some. */
function httpOf({ extensions: { http } }: GraphQLError, code: RequestCode): object {
  if (typeof http !== 'object' || http === null) return {}
  const isNeverRun = code === 'BAD_REQUEST' || code === 'QUERY_TOO_LARGE'
  return { http: isNeverRun ? { ...http, spec: false } : http }
}
