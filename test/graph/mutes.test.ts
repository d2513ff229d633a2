import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { done, KINDS, worldOf } from './memberships.ts'
import { clearLists, putOn } from './moderations.ts'

const DAY_SECONDS = 86_400

describe.each(KINDS)('the mutes of a $one', (place) => {
  const { kind, one, id } = place
  const mute = `mutation($names: [String!]!, $seconds: Int) {
    it: mute${kind}Members(input: { ${one}Id: "${id}", usernames: $names, durationSeconds: $seconds }) {
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

    const { data, errors } = await ask(mute, { names: [first], seconds })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done(first)])
    const [{ user, expiresAt }] = data.it[one].mutes
    expect(user).toEqual({ username: first })
    const lastsMs = Date.parse(expiresAt) - startedAt
    expect(lastsMs).toBeGreaterThanOrEqual(seconds * 1000)
    // What the operation itself took, on the false clock.
    expect(lastsMs - seconds * 1000).toBeLessThanOrEqual(clock.now() - startedAt)
  })

  it.each([
    { what: 'no time', variables: {} },
    { what: 'null', variables: { seconds: null } },
  ])('last until they are lifted when $what is given', async ({ variables }) => {
    const { ask, gathering, inside } = await world()
    const [first = ''] = inside

    const { data } = await ask(mute, { names: [first], ...variables })

    expect(data.it[one].mutes).toEqual([{ user: { username: first }, expiresAt: null }])
    expect(gathering.mutes.get(first)).toBe(-1)
  })

  it('begin anew for those muted already', async () => {
    const { ask, gathering, inside } = await world()
    const [first = ''] = inside
    putOn(gathering, 'mutes', first)

    const { data } = await ask(mute, { names: [first], seconds: 60 })

    expect(data.it.results).toEqual([done(first)])
    expect(data.it[one].mutes).toEqual([{ user: { username: first }, expiresAt: expect.any(String) }])
  })

  it('are gone once their time is over', async () => {
    const { ask, clock, inside } = await world()
    await ask(mute, { names: inside.slice(0, 1), seconds: 60 })

    await clock.run(61_000)

    expect((await ask(read)).data.it.mutes).toEqual([])
  })

  it.each([
    { seconds: 0, argument: 'durationSeconds' },
    { seconds: -1, argument: 'durationSeconds' },
    { seconds: -2_147_483_648, argument: 'durationSeconds' },
  ])('of $seconds seconds are refused by the name of the argument', async ({ seconds, argument }) => {
    const { ask, calls, inside } = await world()

    const { data, errors } = await ask(mute, { names: inside.slice(0, 1), seconds })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(errors?.[0]?.message).toContain(String(seconds))
    expect(calls()).toEqual([])
  })

  it.each([2_147_483_648, 1.5, '60'])('of %j seconds are no number of the schema', async (seconds) => {
    const { ask, calls, inside } = await world()

    const { data, errors } = await ask(mute, { names: inside.slice(0, 1), seconds })

    expect(data).toBeUndefined()
    expect(errors?.[0]?.message).toContain('seconds')
    expect(calls()).toEqual([])
  })
})
