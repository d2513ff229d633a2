import { getIntrospectionQuery } from 'graphql'
import { describe, expect, it } from 'vitest'
import { connect } from '../support/service.ts'

const NOWHERE = 'http://127.0.0.1:9/org/app'

interface Refusal {
  readonly name: string
  readonly query: string
  readonly variables?: object
  readonly message: RegExp
}

const aliases = (many: number, field = '__typename') =>
  Array.from({ length: many }, (_, index) => `a${index}: ${field}`).join(' ')
/** Of a user; each adds five levels. */
const levels = (many: number, inner = 'username'): string =>
  many === 0 ? inner : `groups(first: 1) { edges { node { owner { ${levels(many - 1, inner)} } } } }`

const REFUSALS: readonly Refusal[] = [
  {
    name: 'eighteen levels, some of them in a fragment',
    query: `{ user(username: "a") { ${levels(3)} ...D } } fragment D on User { ${levels(4)} }`,
    message: /^Query depth limit of 15 exceeded, found 18\. Ask in several operations\.$/,
  },
  {
    name: '101 aliases',
    query: `{ ${aliases(101)} }`,
    message: /^Aliases limit of 100 exceeded, found 101\./,
  },
  {
    name: 'aliases in a fragment that is used often',
    query: `{ ${aliases(3, 'user(username: "a") { ...F }')} } fragment F on User { ${aliases(40)} }`,
    message: /found 123\./,
  },
  {
    name: 'aliases that look like no aliases',
    query: `{ ${'__typename: __typename '.repeat(101)} }`,
    message: /found 101\./,
  },
  {
    name: '51 directives, each on a fragment that is spread again',
    query: `{ ${'...F @include(if: true) '.repeat(51)} } fragment F on Query { __typename }`,
    message: /^Directives limit of 50 exceeded, found 51\./,
  },
  {
    name: 'too many words',
    query: `{ ${'__typename '.repeat(1000)} }`,
    message: /^The document has more than 1000 words and signs\. Send values as variables/,
  },
  {
    name: 'lists inside lists',
    query: '{groups{edges{node{members{edges{node{groups{edges{node{members{edges{role}}}}}}}}}}}}',
    message:
      /^The answer could hold \d+ values, 100000 are allowed\. Most of them are in groups\.edges\.node\.members\.edges\.node\.groups\.edges\.node\.members\.edges\. Ask for a smaller `first`/,
  },
  {
    name: 'as many ids as fit',
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Group { members { edges { role } } } } }',
    variables: { ids: Array.from({ length: 20_000 }, () => 'x') },
    message: /^The answer could hold 860000 values/,
  },
]

const post = (body: object, accept = 'application/json') =>
  new Request('http://server/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  })

describe('an operation that asks for too much', () => {
  it.each(REFUSALS)(
    'is refused with 400 before it costs anything: $name',
    async ({ query, variables, message }) => {
      // A call would be UPSTREAM_UNAVAILABLE: nothing listens there.
      const { server, faults } = connect(NOWHERE)
      for (const accept of ['application/json', 'application/graphql-response+json']) {
        const response = await server.fetch(post({ query, variables }, accept))
        expect(response.status).toBe(400)
        expect(await response.json()).toEqual({
          errors: [{ message: expect.stringMatching(message), extensions: { code: 'QUERY_TOO_LARGE' } }],
        })
      }
      expect(faults).toEqual([])
    },
  )

  it('is refused again when it comes again', async () => {
    const { server } = connect(NOWHERE)
    const query = `{ ${aliases(101)} }`
    for (const _ of [1, 2, 3]) expect((await server.fetch(post({ query }))).status).toBe(400)
  })

  it('is one that passes the limits of the operator', async () => {
    const { ask } = connect(NOWHERE, { env: { DEPTH_LIMIT: '2', ALIAS_LIMIT: '1', NODE_LIMIT: '3' } })
    const codeOf = async (query: string) => (await ask(query)).errors?.[0]?.extensions.code
    expect(await codeOf('{ user(username: "a") { username } }')).toBeUndefined()
    expect(await codeOf('{ user(username: "a") { profile { nickname } } }')).toBe('QUERY_TOO_LARGE')
    expect(await codeOf('{ a: __typename }')).toBeUndefined()
    expect(await codeOf('{ a: __typename b: __typename }')).toBe('QUERY_TOO_LARGE')
    expect(await codeOf('{ user(username: "a") { username __typename } }')).toBeUndefined()
    expect(await codeOf('{ user(username: "a") { username __typename id } }')).toBe('QUERY_TOO_LARGE')
  })
})

describe('an operation within the limits', () => {
  it.each([
    { name: '100 aliases', query: `{ ${aliases(100)} }` },
    { name: '15 levels', query: `{ user(username: "a") { ${levels(3, 'profile { nickname }')} } }` },
    { name: '50 directives', query: `{ ${'__typename @include(if: true) '.repeat(50)} }` },
    { name: 'the question of GraphiQL for the schema', query: getIntrospectionQuery() },
  ])('is not refused: $name', async ({ query }) => {
    const { ask } = connect(NOWHERE)
    const { errors = [] } = await ask(query)
    expect(errors.map(({ extensions }) => extensions.code)).not.toContain('QUERY_TOO_LARGE')
    expect(errors.map(({ extensions }) => extensions.code)).not.toContain('GRAPHQL_VALIDATION_FAILED')
  })
})
