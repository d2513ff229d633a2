import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { estimateAnswer } from '../../src/documents/answer-size.ts'
import { schema } from '../../src/graph/schema.ts'
import { start } from '../support/harness.ts'
import { operation, variables } from '../support/operations.ts'

const estimate = (query: string, values: Readonly<Record<string, unknown>> = {}, operationName?: string) =>
  estimateAnswer({ schema, document: parse(query), variables: values, operationName })

interface Row {
  readonly query: string
  readonly given?: Readonly<Record<string, unknown>>
  readonly values: number
}

const PAGE = 'query ($n: Int) { groups(first: $n) { edges { cursor } } }'
const PAGE_OF_7 = 'query ($n: Int = 7) { groups(first: $n) { edges { cursor } } }'
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
const ADD =
  'mutation ($names: [String!]!) { addGroupMembers(input: { groupId: "1", usernames: $names }) { results { username } } }'
const GROUP = '200000000000001'
const NAMES = (many: number) => Array.from({ length: many }, (_, index) => `u${index}`)

/** An object counts 1, and so does each value that is none. */
const ROWS: readonly Row[] = [
  { query: '{ __typename }', values: 1 },
  { query: '{ user(username: "a") { username profile { nickname } } }', values: 4 },
  { query: '{ groups { edges { cursor } } }', values: 1 + 20 * 2 },
  { query: '{ groups(first: 3) { edges { cursor } pageInfo { endCursor } } }', values: 1 + 3 * 2 + 2 },
  {
    query: '{ groups(first: 2) { edges { node { members(first: 5) { edges { role } } } } } }',
    values: 1 + 2 * (2 + 1 + 5 * 2),
  },
  {
    query: '{ a: groups(first: 1) { edges { cursor } } b: groups(first: 2) { edges { cursor } } }',
    values: 3 + 5,
  },
  // Lists without pages are taken for 100 long, and multiply.
  { query: '{ group(groupId: "1") { admins { username } } }', values: 1 + 100 * 2 },
  { query: '{ groups(first: 2) { edges { node { admins { username } } } } }', values: 1 + 2 * (2 + 100 * 2) },
  // Some are known to be short: three users of twenty reactions.
  {
    query: `mutation { sendMessage(input: { from: "a", to: { users: ["b", "c"] }, body: { text: { content: "t" } } }) {
      results { message { reactions { firstUsers { username } } } }
    } }`,
    values: 1 + 2 * (1 + 1 + 20 * (1 + 3 * 2)),
  },
  // What the arguments list decides how long an answer is.
  { query: '{ nodes(ids: ["a", "b", "c"]) { id } }', values: 3 * 2 },
  { query: NODES, given: { ids: ['a', 'b'] }, values: 2 * 2 },
  { query: NODES, given: { ids: [] }, values: 0 },
  { query: '{ nodes(ids: ["a", "b"]) { ... on Group { admins { username } } } }', values: 2 * (1 + 100 * 2) },
  { query: ADD, given: { names: NAMES(250) }, values: 1 + 250 * 2 },
  // Pages from variables, good and bad: the bad ones are refused by the field.
  { query: PAGE, given: { n: 3 }, values: 1 + 3 * 2 },
  { query: PAGE, values: 1 + 20 * 2 },
  { query: PAGE, given: { n: null }, values: 1 + 20 * 2 },
  { query: PAGE_OF_7, values: 1 + 7 * 2 },
  { query: PAGE_OF_7, given: { n: 2 }, values: 1 + 2 * 2 },
  { query: PAGE, given: { n: 0 }, values: 1 },
  { query: PAGE, given: { n: -5 }, values: 1 },
  { query: PAGE, given: { n: 1e9 }, values: 1 + 100 * 2 },
  { query: PAGE, given: { n: 'many' }, values: 1 + 100 * 2 },
  { query: '{ groups(first: -99999999999) { edges { cursor } } }', values: 1 },
  // Fragments count wherever they are used, but once at one level.
  {
    query:
      '{ groups(first: 2) { ...P } users(first: 3) { edges { ...E } } } fragment P on GroupConnection { edges { cursor } } fragment E on UserEdge { cursor }',
    values: 1 + 2 * 2 + 1 + 3 * 2,
  },
  {
    query: '{ groups(first: 2) { ...P ...P } } fragment P on GroupConnection { edges { cursor } }',
    values: 1 + 2 * 2,
  },
  {
    query: '{ groups(first: 2) { ... { edges { cursor } } ... on GroupConnection { edges { cursor } } } }',
    values: 1 + 8,
  },
  // What is left out does not count; what may be there does.
  { query: '{ groups(first: 2) @skip(if: true) { edges { cursor } } __typename }', values: 1 },
  {
    query: 'query ($x: Boolean!) { groups(first: 2) @include(if: $x) { edges { cursor } } }',
    given: { x: false },
    values: 0,
  },
  {
    query: 'query ($x: Boolean!) { groups(first: 2) @include(if: $x) { edges { cursor } } }',
    given: { x: true },
    values: 5,
  },
  {
    query: 'query ($x: Boolean!) { groups(first: 2) { ... @skip(if: $x) { edges { cursor } } } }',
    given: { x: true },
    values: 1,
  },
  { query: 'query ($x: Boolean!) { groups(first: 2) @include(if: $x) { edges { cursor } } }', values: 5 },
]

describe('the size of an answer', () => {
  it.each(ROWS)('of $query with $given is $values values', ({ query, given, values }) => {
    expect(estimate(query, given).values).toBe(values)
  })

  it('is that of the operation that is run', () => {
    const query = 'query A { __typename } query B { groups { edges { cursor } } }'
    expect(estimate(query, {}, 'A').values).toBe(1)
    expect(estimate(query, {}, 'B').values).toBe(41)
    // Execution says that there is none.
    expect(estimate(query).values).toBe(0)
  })

  it('names the list with the most in it as the client does', () => {
    const query = `{ few: groups(first: 2) { edges { cursor } }
      many: groups(first: 50) { edges { node { name people: members(first: 40) { edges { role } } admins { username } } } } }`
    expect(estimate(query).widest).toBe('many.edges.node.admins')
    expect(estimate('{ __typename }').widest).toBe('')
  })

  it('is found in time although the fragments unfold to more fields than could ever be walked', () => {
    const owner = (level: number) => `owner { groups(first: 1) { edges { node { ...F${level} } } } }`
    const fragments = Array.from(
      { length: 60 },
      (_, level) => `fragment F${level} on Group { a: ${owner(level + 1)} b: ${owner(level + 1)} }`,
    )
    const query = `{ group(groupId: "1") { ...F0 } } ${fragments.join(' ')} fragment F60 on Group { name }`
    expect(estimate(query).values).toBeGreaterThan(2 ** 60)
  })

  it.each([
    { name: 'user-card', given: variables('user-card') },
    { name: 'user-home', given: variables('user-home') },
    { name: 'group-board', given: variables('group-board') },
    { name: 'chatroom-lobby', given: {} },
    { name: 'announce', given: variables('announce') },
    { name: 'refetch', given: { ids: [globalId('User', 'u0001'), globalId('Group', GROUP)] } },
    { name: 'change-membership', given: { groupId: GROUP, add: NAMES(40), remove: ['u0001'] } },
  ])('is never less than the answer, and not far from it: $name', async ({ name, given }) => {
    const { ask } = await start()
    const { data, errors } = await ask(operation(name), given)
    expect(errors).toBeUndefined()
    const { values } = estimate(operation(name), given)
    expect(values).toBeGreaterThanOrEqual(valuesIn(data))
    expect(values).toBeLessThan(4 * valuesIn(data))
  })

  it('of a hundred groups with a hundred members each is allowed', () => {
    const { values } = estimate(operation('group-board'), { groups: 100, members: 100 })
    expect(values).toBe(81_804)
    expect(readConfig({}).nodeLimit).toBeGreaterThan(values)
  })
})

function globalId(typename: string, id: string): string {
  return btoa(`${typename}:${id}`)
}

/** Objects and single values, without the root. */
function valuesIn(answer: object): number {
  return Object.values(answer).reduce((sum: number, value: unknown) => {
    if (typeof value !== 'object' || value === null) return sum + 1
    return sum + valuesIn(value) + (Array.isArray(value) ? 0 : 1)
  }, 0)
}
