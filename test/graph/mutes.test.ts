import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { done, KINDS, worldOf } from './memberships.ts'
import { clearLists, putOn } from './moderations.ts'

const DAY_SECONDS = 86_400

describe.each(KINDS)('the mutes of a $one', (place) => {
  const { kind, one, id } = place
  const mute = `mutation($names: [String!]!, $term: MuteDurationInput!) {
    it: mute${kind}Members(input: { ${one}Id: "${id}", usernames: $names, term: $term }) {
      ${one} { mutes { user { username } expiresAt } }
      results { username status error { code } }
    }
  }`
  const read = `{ it: ${one}(${one}Id: "${id}") { mutes { user { username } expiresAt } } }`

  async function world() {
    const clock = createFalseClock()
    const found = await worldOf(place, { clock })
    clearLists(found.gathering)
    return {
      ...found,
      clock,
      ask: (query: string, variables?: object) => clock.until(found.ask(query, variables)),
    }
  }

  it.each([1, 60, DAY_SECONDS, 2_147_483_647])('end after %i seconds', async (seconds) => {
    const { ask, clock, inside } = await world()
    const [first = ''] = inside
    const startedAt = clock.now()

    const { data, errors } = await ask(mute, { names: [first], term: { durationSeconds: seconds } })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done(first)])
    const [{ user, expiresAt }] = data.it[one].mutes
    expect(user).toEqual({ username: first })
    const lastsMs = Date.parse(expiresAt) - startedAt
    expect(lastsMs).toBeGreaterThanOrEqual(seconds * 1000)
    // What the operation itself took, on the false clock.
    expect(lastsMs - seconds * 1000).toBeLessThanOrEqual(clock.now() - startedAt)
  })

  it('last until they are lifted when that is said', async () => {
    const { ask, gathering, inside } = await world()
    const [first = ''] = inside

    const { data } = await ask(mute, { names: [first], term: { forever: true } })

    expect(data.it[one].mutes).toEqual([{ user: { username: first }, expiresAt: null }])
    expect(gathering.mutes.get(first)).toBe(-1)
  })

  it('begin anew for those muted already', async () => {
    const { ask, gathering, inside } = await world()
    const [first = ''] = inside
    putOn(gathering, 'mutes', first)

    const { data } = await ask(mute, { names: [first], term: { durationSeconds: 60 } })

    expect(data.it.results).toEqual([done(first)])
    expect(data.it[one].mutes).toEqual([{ user: { username: first }, expiresAt: expect.any(String) }])
  })

  it('are gone once their time is over', async () => {
    const { ask, clock, inside } = await world()
    await ask(mute, { names: inside.slice(0, 1), term: { durationSeconds: 60 } })

    await clock.run(61_000)

    expect((await ask(read)).data.it.mutes).toEqual([])
  })

  it.each([
    { term: { durationSeconds: 0 }, argument: 'term.durationSeconds', why: '0' },
    { term: { durationSeconds: -1 }, argument: 'term.durationSeconds', why: '-1' },
    { term: { durationSeconds: -2_147_483_648 }, argument: 'term.durationSeconds', why: '-2147483648' },
    { term: { forever: false }, argument: 'term.forever', why: 'must be true' },
  ])('of $term are refused by the name of the argument', async ({ term, argument, why }) => {
    const { ask, calls, inside } = await world()

    const { data, errors } = await ask(mute, { names: inside.slice(0, 1), term })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(errors?.[0]?.message).toContain(why)
    expect(calls()).toEqual([])
  })

  it.each([
    { term: undefined },
    { term: null },
    { term: {} },
    { term: { durationSeconds: null } },
    { term: { forever: null } },
    { term: { durationSeconds: 60, forever: true } },
    { term: { lift: true } },
    { term: { durationSeconds: 2_147_483_648 } },
    { term: { durationSeconds: 1.5 } },
    { term: { durationSeconds: '60' } },
  ])('of $term are no term of the schema, so that none lasts for ever by mistake', async ({ term }) => {
    const { ask, calls, inside } = await world()

    const { data, errors } = await ask(mute, { names: inside.slice(0, 1), term })

    expect(data).toBeUndefined()
    expect(errors?.[0]?.message).toContain('term')
    expect(calls()).toEqual([])
  })

  it('of a time whose variable was not given are refused', async () => {
    const { ask, calls, inside } = await world()
    const names = JSON.stringify(inside.slice(0, 1))
    const { data, errors } = await ask(
      `mutation($seconds: Int) { it: mute${kind}Members(input: { ${one}Id: "${id}", usernames: ${names}, term: { durationSeconds: $seconds } }) { results { status } } }`,
    )

    expect(data?.it ?? null).toBeNull()
    expect(errors).toHaveLength(1)
    expect(calls()).toEqual([])
  })
})
