import { createSchema, createYoga } from 'graphql-yoga'
import { createTokenReader } from '../../src/access/jwt.ts'
import { readConfig } from '../../src/config.ts'
import { createCallers } from '../../src/http/callers.ts'

/** Whom the server takes this request for, or how it refuses it. */
export async function whoAsks(
  env: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { adminKeys, jwt } = readConfig(env)
  const callers = createCallers({
    adminKeys,
    readToken: jwt === null ? undefined : createTokenReader(jwt),
    isOpen: adminKeys.length === 0 && jwt === null,
  })
  const schema = createSchema({
    typeDefs: 'scalar Caller type Query { whoAsks: Caller }',
    resolvers: { Query: { whoAsks: (_root, _args, { request }) => callers.of(request) } },
  })
  const yoga = createYoga({ schema, logging: false, plugins: [callers.plugin] })
  const response = await yoga.fetch(requestWith(headers, JSON.stringify({ query: '{ whoAsks }' })))
  const { data, errors } = await response.json()
  return data?.whoAsks ?? `${response.status} ${errors[0].extensions.code}`
}

export function requestWith(
  headers: Readonly<Record<string, string>>,
  body = '{"query":"{ __typename }"}',
): Request {
  return new Request('http://server/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
}
