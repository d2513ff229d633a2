import { createYoga } from 'graphql-yoga'
import { describe, expect, it } from 'vitest'
import { schema } from '../../src/graph/schema.ts'
import { useIntrospectionFor } from '../../src/http/introspection.ts'
import { type AskOptions, start } from '../support/harness.ts'

const ADMIN_KEY = 'a-key-of-the-tests-with-more-than-32-characters'
const AS_ADMIN: AskOptions = { headers: { authorization: `Bearer ${ADMIN_KEY}` } }

const QUESTIONS = [
  '{ __schema { queryType { name } } }',
  '{ __type(name: "User") { name } }',
  '{ x: __schema { queryType { name } } }',
  '{ ...F } fragment F on Query { __schema { queryType { name } } }',
  '{ ... { ... on Query { __type(name: "User") { name } } } }',
]

describe('the schema', () => {
  it.each(QUESTIONS)(
    'is told to admins and to nobody else, in whatever order they ask: %s',
    async (query) => {
      // What yoga remembers of a document is on, as in the server.
      const yoga = createYoga({
        schema,
        logging: false,
        plugins: [useIntrospectionFor((request) => request.headers.get('x-caller') === 'admin')],
      })
      const ask = async (caller: string) => {
        const request = new Request('http://server/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-caller': caller },
          body: JSON.stringify({ query }),
        })
        const response = await yoga.fetch(request)
        const { errors = [] } = await response.json()
        return { status: response.status, codes: errors.map((error: Told) => error.extensions.code) }
      }

      const told = { status: 200, codes: [] }
      const refused = { status: 400, codes: ['FORBIDDEN'] }
      for (const expected of [told, refused, told, refused, refused, told]) {
        expect(await ask(expected === told ? 'admin' : 'user')).toEqual(expected)
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

interface Told {
  readonly extensions: { readonly code: string }
}

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
