import { describe, expect, it } from 'vitest'
import { type AskOptions, start } from '../support/harness.ts'
import { createIssuer } from '../support/tokens.ts'

const ADMIN_KEY = 'a-key-of-the-tests-with-more-than-32-characters'
const AS_ADMIN: AskOptions = { headers: { authorization: `Bearer ${ADMIN_KEY}` } }
const REFUSAL = { message: 'The schema is shown to admins only.', extensions: { code: 'FORBIDDEN' } }

const QUESTIONS = [
  '{ __schema { queryType { name } } }',
  '{ __type(name: "User") { name } }',
  '{ x: __schema { queryType { name } } }',
  '{ ...F } fragment F on Query { __schema { queryType { name } } }',
  '{ ... { ... on Query { __type(name: "User") { name } } } }',
]

describe('the schema', () => {
  it('is nothing that __typename gives away: everybody may ask that', async () => {
    const { env, headersOf } = createIssuer()
    const { ask } = await start({ env: { ...env, ADMIN_KEY } })
    const { data } = await ask('{ __typename }', {}, { headers: headersOf('u0001') })
    expect(data).toEqual({ __typename: 'Query' })
  })

  it.each(QUESTIONS)(
    'is told to admins and to nobody else, in whatever order they ask: %s',
    async (query) => {
      const { env, headersOf } = createIssuer()
      const { ask } = await start({ env: { ...env, ADMIN_KEY } })
      const asUser: AskOptions = { headers: headersOf('u0001') }

      // What was found out about the document for one must not be told to the next.
      for (const options of [AS_ADMIN, asUser, AS_ADMIN, asUser, asUser, AS_ADMIN]) {
        const { data, errors } = await ask(query, {}, options)
        if (options === AS_ADMIN)
          expect({ data, errors }).toEqual({ data: expect.anything(), errors: undefined })
        else expect({ data, errors }).toEqual({ data: undefined, errors: [REFUSAL] })
      }
    },
  )

  it('is told to who has an admin key, and in the sandbox to everybody', async () => {
    for (const query of QUESTIONS) {
      const guarded = await start({ env: { ADMIN_KEY } })
      expect((await guarded.ask(query, {}, AS_ADMIN)).errors).toBeUndefined()
      const open = await start()
      expect((await open.ask(query, {}, { headers: { 'x-act-as': 'u0001' } })).errors).toBeUndefined()
    }
  })
})

const MISTAKES = [
  { what: 'a field', query: '{ usr(username: "a") { username } }' },
  { what: 'a field of a type', query: '{ user(username: "a") { usernam } }' },
  { what: 'a field of some of the types', query: '{ node(id: "a") { username } }' },
  { what: 'an argument', query: '{ user(usrname: "a") { username } }' },
  { what: 'a type', query: '{ node(id: "a") { ... on Usr { username } } }' },
  { what: 'the type of a variable', query: 'query ($a: Strin) { user(username: $a) { username } }' },
  {
    what: 'a key of an input',
    query: 'mutation { setProfile(input: { usernam: "a" }) { user { username } } }',
  },
  {
    what: 'a value of an enum',
    query: 'mutation { setProfile(input: { username: "a", gender: FEMAL }) { user { username } } }',
  },
  {
    what: 'a key of an input in variables',
    query: 'mutation ($input: SetProfileInput!) { setProfile(input: $input) { user { username } } }',
    variables: { input: { username: 'a', nicknam: 'b' } },
  },
  {
    what: 'a value of an enum in variables',
    query: 'mutation ($input: SetProfileInput!) { setProfile(input: $input) { user { username } } }',
    variables: { input: { username: 'a', gender: 'FEMAL' } },
  },
]

describe('a wrong name', () => {
  it.each(MISTAKES)(
    'is answered without proposing the right one where callers are configured: $what',
    async ({ query, variables }) => {
      const guarded = await start({ env: { ADMIN_KEY } })
      const open = await start()

      const { errors = [] } = await guarded.ask(query, variables, AS_ADMIN)
      expect(errors.length).toBeGreaterThan(0)
      for (const { message } of errors) expect(message).not.toMatch(/did you mean/i)

      const helpful = (await open.ask(query, variables)).errors ?? []
      expect(helpful.some(({ message }) => /Did you mean/.test(message))).toBe(true)
    },
  )

  it('does not make the server search a long message in vain', async () => {
    const { ask } = await start({ env: { ADMIN_KEY } })
    const query = 'query ($n: Int) { groups(first: $n) { edges { cursor } } }'
    const { errors } = await ask(query, { n: ' Did you mean '.repeat(15_000) }, AS_ADMIN)
    expect(errors?.[0]?.message.length).toBeLessThan(600)
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  })
})
