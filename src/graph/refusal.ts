import { GraphQLError } from 'graphql'
import { InputError, UpstreamError } from '../upstream/errors.ts'

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
  if (graphqlError !== undefined && (cause === graphqlError || cause instanceof GraphQLError)) {
    return withCode(graphqlError)
  }
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

/** Errors of parsing and validation say what is wrong with the document; they only lack a code. */
function withCode(error: GraphQLError): GraphQLError {
  const { code = error.path === undefined ? 'GRAPHQL_VALIDATION_FAILED' : 'BAD_USER_INPUT', http } =
    error.extensions
  const isSyntax = error.message.startsWith('Syntax Error')
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: { code: isSyntax ? 'GRAPHQL_PARSE_FAILED' : code, ...(http === undefined ? {} : { http }) },
  })
}
