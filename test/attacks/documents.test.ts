import { describe, expect, it } from 'vitest'
import { openTarget, operationOf, type Target } from './attacker.ts'

const aliases = (many: number, field: string) =>
  Array.from({ length: many }, (_, index) => `a${index}:${field}`).join(' ')
/** 78 bytes, eight levels: from 5 calls it made 40 MB before there was a limit. */
const EIGHT_LEVELS = '{groups{edges{node{members{edges{node{groups{edges{node{members{edges{role}}}}}}}}}}}}'
const NAMES = Array.from({ length: 30_000 }, (_, index) => index.toString(36))

interface Row {
  readonly what: string
  readonly query: string
  readonly variables?: object
}

const TOO_LARGE: readonly Row[] = [
  { what: '200 aliases', query: `{${aliases(200, '__typename')}}` },
  { what: '101 aliases that would be 101 calls', query: `{${aliases(101, 'userAttributesSizeBytes')}}` },
  { what: 'a short document with many levels of lists', query: EIGHT_LEVELS },
  {
    what: 'all members of all groups with a hundred names for each field',
    query: `{groups(first:100){edges{node{members(first:100){edges{node{${aliases(100, 'username')}}}}}}}}`,
  },
  {
    what: 'a list literal 5000 deep',
    query: `{nodes(ids:${'['.repeat(5_000)}${']'.repeat(5_000)}){id}}`,
  },
  {
    what: 'fields 300 deep',
    query: `{user(username:"a"){${'a{'.repeat(300)}b${'}'.repeat(301)}}`,
  },
  {
    what: 'one field a thousand times',
    query: `{${'__typename '.repeat(1_000)}}`,
  },
  {
    what: 'fragments that double sixty times',
    query: `{group(groupId:"1"){...F0}} ${Array.from({ length: 26 }, (_, level) => `fragment F${level} on Group{a:owner{id} b:owner{id} ...F${level + 1}}`).join(' ')} fragment F26 on Group{${aliases(60, 'name')}}`,
  },
  {
    what: '30,000 ids',
    query: 'query($ids:[ID!]!){nodes(ids:$ids){id ... on Group{name members{edges{role}}}}}',
    variables: { ids: NAMES },
  },
  {
    what: 'a change of 30,000 with all that can be told of each',
    query:
      'mutation($n:[String!]!){addGroupMembers(input:{groupId:"1",usernames:$n}){results{username status error{code message} user{id username}}}}',
    variables: { n: NAMES },
  },
]

/** Refused by something else than a limit of ours. */
const WRONG: readonly (Row & { readonly status: number; readonly code: string })[] = [
  {
    what: 'a subscription',
    query: 'subscription{x}',
    status: 200,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    what: 'fragments in a circle',
    query: '{...A} fragment A on Query{...B} fragment B on Query{...A}',
    status: 200,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    what: 'introspection that goes in circles',
    query: '{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}',
    status: 200,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    what: 'answers in pieces',
    query: '{...@defer{groups{edges{cursor}}}}',
    status: 200,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
]

describe('a hostile document', () => {
  it.each(TOO_LARGE)('is 400 QUERY_TOO_LARGE and costs no call: $what', async ({ query, variables }) => {
    const { attack, traffic } = await openTarget()
    const { status, codes, text } = await attack(operationOf(query, variables))
    expect({ status, codes }).toEqual({ status: 400, codes: ['QUERY_TOO_LARGE'] })
    expect(text.length).toBeLessThan(600)
    expect(traffic()).toEqual({})
  })

  it.each(WRONG)('is refused by a code and costs no call: $what', async ({ query, status, code }) => {
    const { attack, traffic } = await openTarget()
    const reply = await attack(operationOf(query))
    expect({ status: reply.status, code: reply.codes[0] }).toEqual({ status, code })
    expect(traffic()).toEqual({})
  })
})

describe('a large change', () => {
  it.each([
    {
      what: 'members of a group',
      field: 'addGroupMembers(input:{groupId:"200000000000001",usernames:$n}){group{groupId}}',
    },
    {
      what: 'members who leave',
      field: 'removeGroupMembers(input:{groupId:"200000000000001",usernames:$n}){group{groupId}}',
    },
    {
      what: 'admins',
      field: 'addGroupAdmins(input:{groupId:"200000000000001",usernames:$n}){group{groupId}}',
    },
    { what: 'contacts', field: 'addContacts(input:{username:"u0001",contacts:$n}){user{username}}' },
    { what: 'blocked users', field: 'blockUsers(input:{username:"u0001",usernames:$n}){user{username}}' },
    { what: 'deleted users', field: 'deleteUsers(usernames:$n){results{status}}' },
  ])('of 30,000 $what is refused whole, and nothing of it is done', async ({ field }) => {
    const { attack, traffic } = await openTarget()
    const { codes } = await attack(operationOf(`mutation($n:[String!]!){${field}}`, { n: NAMES }))
    expect(codes).toEqual(['WRITE_TOO_LARGE'])
    expect(traffic()).toEqual({})
  })
})

describe('what is allowed', () => {
  it('still costs no more calls than one request may make', async () => {
    const { attack, sandbox } = await openTarget({
      env: { CALLS_PER_SECOND: '1000', UPSTREAM_CALL_LIMIT: '20' },
    })
    const cards = Array.from(
      { length: 60 },
      (_, index) => `a${index}:user(username:"u${index}"){account{createdAt}}`,
    )
    await attack(operationOf(`{${cards.join(' ')}}`))
    expect(callsOf(sandbox)).toBeLessThanOrEqual(20)
  })
})

function callsOf({ calls }: Target['sandbox']): number {
  return calls.filter(({ path }) => !path.endsWith('/token')).length
}
