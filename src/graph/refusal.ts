import { GraphQLError } from 'graphql'
import { InputError, UpstreamError } from '../upstream/errors.ts'

/**
 * What can be wrong with a request, as a closed set of codes beside those of `upstream/errors.ts`. Clients read them
 * in `extensions.code`; the README lists them.
 */
export const REQUEST_CODES = {
  BAD_REQUEST: 'the HTTP request does not carry a GraphQL operation',
  REQUEST_TOO_LARGE: 'the body of the request has more than 256 KiB',
  UNAUTHENTICATED: 'the request carries no valid token of a user and no admin key',
  AUTHENTICATION_UNAVAILABLE: 'the keys that tokens are checked with cannot be fetched',
  TOO_MANY_REQUESTS: 'the user has asked for more than one user may, or has too many requests under way',
  FORBIDDEN: 'the caller may not do this, or what it is about is not there',
  GRAPHQL_PARSE_FAILED: 'the document is not GraphQL, or has too many words',
  GRAPHQL_VALIDATION_FAILED: 'the document or its variables do not fit the schema',
  OPERATION_RESOLUTION_FAILURE: 'the document has several operations and `operationName` names none of them',
  BAD_USER_INPUT: 'an argument cannot be right; `extensions.argument` says which',
  INTERNAL_SERVER_ERROR: 'a fault of this server; its log says which',
} as const

export type RequestCode = keyof typeof REQUEST_CODES

/**
 * What a client may read of a failure: a code of the closed set, a sentence that is ours, and the path. Everything
 * else (the service's own words, stack traces) stays here; `onFault` is told of what is a fault of this server.
 */
export function toRefusal(error: unknown, onFault: (error: unknown) => void): GraphQLError {
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
  if (graphqlError !== undefined && isOfTheRequest(graphqlError, cause)) return withCode(graphqlError)
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

/** An error of a field that points to nothing in the document is about a value of ours, which its type cannot show. */
function isOfTheRequest(error: GraphQLError, cause: unknown): boolean {
  if (cause === error) return true
  return cause instanceof GraphQLError && (error.path === undefined || cause.nodes !== undefined)
}

/** Errors of requests, documents and arguments say themselves what is wrong; they lack a code, or have one of yoga's. */
function withCode(error: GraphQLError): GraphQLError {
  const code = codeOf(error)
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    // Yoga adds the bytes that it could not read; nobody needs them back.
    extensions: { code, ...httpOf(error, code) },
  })
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

/** A request without an operation has its status whatever the client accepts; yoga would make it a 200 for some. */
function httpOf({ extensions: { http } }: GraphQLError, code: RequestCode): object {
  if (typeof http !== 'object' || http === null) return {}
  return { http: code === 'BAD_REQUEST' ? { ...http, spec: false } : http }
}
