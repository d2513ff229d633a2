import { describe, expect, it } from 'vitest'
import { openTarget, operationOf } from './attacker.ts'

/** Some 40 chatrooms with 12 members each; in the estimate 100 of both. */
const WIDE = '{ chatrooms(first: 100) { edges { node { members(first: 100) { edges { role } } } } } }'
const CARD = '{ user(username: "u0002") { username } }'

describe('an answer', () => {
  it.each([
    { what: 'of a field', query: (alias: string) => `{ ${alias}: __typename }` },
    {
      what: 'in a fragment',
      query: (alias: string) => `{ ...F } fragment F on Query { ${alias}: __typename }`,
    },
    {
      what: 'of a change',
      query: (alias: string) => `mutation { ${alias}: deleteGroup(groupId: "1") { groupId } }`,
    },
  ])('does not grow by the length of an alias $what, which comes again with each item', async ({ query }) => {
    const { attack, calls } = await openTarget()
    const { status, codes, text } = await attack(operationOf(query('a'.repeat(65))))
    expect({ status, codes, calls: calls() }).toEqual({ status: 400, codes: ['QUERY_TOO_LARGE'], calls: [] })
    expect(text).toContain('An alias may have 64 letters, one has 65.')
    expect((await attack(operationOf(query('a'.repeat(64))))).status).toBe(200)
  })

  it('of ids that are none tells two hundred of them, of as many as one may ask about', async () => {
    const { attack, calls } = await openTarget()
    const ids = (count: number) =>
      operationOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: Array.from({ length: count }, () => 'x'),
      })
    const refused = await attack(ids(10_001))
    expect({ status: refused.status, codes: refused.codes }).toEqual({
      status: 200,
      codes: ['BAD_USER_INPUT'],
    })
    expect(refused.text).toContain('must be at most 10000, not 10001')
    const { codes } = await attack(ids(10_000))
    expect(codes).toHaveLength(201)
    expect(codes.at(-1)).toBe('TOO_MANY_ERRORS')
    expect(calls()).toEqual([])
  })

  it('of fields that fail tells two hundred of them, and that there are more', async () => {
    const { attack } = await openTarget()
    const wrong =
      '{ users(first: 100) { edges { node { profile { a: attribute(name: "no") b: attribute(name: "no") c: attribute(name: "no") } } } } }'

    const { codes, text } = await attack(operationOf(wrong))

    expect(codes).toHaveLength(201)
    expect(codes.slice(0, 200).every((code) => code === 'BAD_USER_INPUT')).toBe(true)
    expect(codes.at(-1)).toBe('TOO_MANY_ERRORS')
    expect(text).toContain('More than 200 fields failed.')
  })

  it('is not made of an object with more fields than any input has', async () => {
    const { attack, calls } = await openTarget()
    const query = 'mutation ($input: SetProfileInput!) { setProfile(input: $input) { user { id } } }'
    const wide = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 1]))

    for (const variables of [{ input: wide(501) }, { input: { username: [[wide(501)]] } }]) {
      const { status, codes, text } = await attack(operationOf(query, variables))
      expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_REQUEST'] })
      expect(text.length).toBeLessThan(300)
    }
    expect((await attack(operationOf(query, { input: wide(500) }))).text.length).toBeLessThan(64 * 1024)
    expect(calls()).toEqual([])
  })

  it('that is large waits its turn when others are being made; a small one does not', async () => {
    // One of them is 20,301 values by its estimate: two fit.
    const { attack, calls, forget } = await openTarget({ env: { NODES_AT_ONCE: '50000' } })

    const large = Array.from({ length: 6 }, () => attack(operationOf(WIDE)))
    const small = await attack(operationOf(CARD))
    const answers = await Promise.all(large)

    expect(small.codes).toEqual([])
    const refused = answers.filter(({ status }) => status === 503)
    expect(refused).toHaveLength(4)
    for (const { codes, headers, text } of refused) {
      expect(codes).toEqual(['SERVER_BUSY'])
      expect(headers.get('retry-after')).toBe('1')
      expect(text).toContain('"retryAfterMs":1000')
    }
    forget()
    expect((await attack(operationOf(WIDE))).codes).toEqual([])
    expect(calls()).toEqual([])
  })

  it('that is large counts for a user although it is remembered and costs no call', async () => {
    const { attack } = await openTarget({ env: { USER_CALLS_BURST: '40', USER_CALLS_PER_SECOND: '1' } })
    expect((await attack(operationOf(WIDE), { as: 'user' })).status).toBe(200)
    expect((await attack(operationOf(WIDE), { as: 'user' })).status).toBe(200)
    expect((await attack(operationOf(CARD), { as: 'user' })).codes).toEqual(['TOO_MANY_REQUESTS'])
  })
})
