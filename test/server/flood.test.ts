import { describe, expect, it } from 'vitest'
import { codesOf, globalIds, type Load, NO_CACHE, startLoad } from '../support/load.ts'
import { operation } from '../support/operations.ts'

const as = (username: string) => ({ headers: { 'x-act-as': username } })
const username = (number: number) => `u${String(1 + (number % 450)).padStart(4, '0')}`
/** A call for each user. */
const ACCOUNTS = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on User { account { isActive } } } }'
const REQUESTS = 60

/** One user asks this many requests at once, each of so many calls of its own. */
function flood({ timed }: Load, user: string, callsEach: number) {
  const namesOf = (request: number) =>
    Array.from({ length: callsEach }, (_, key) => username(request * callsEach + key))
  return Array.from({ length: REQUESTS }, (_, request) =>
    timed(ACCOUNTS, { ids: globalIds(namesOf(request)) }, as(user)),
  )
}

describe('a user who asks for far too much', { timeout: 60_000 }, () => {
  it.each([
    { callsEach: 5, atOnce: '20', floods: ['u0001'] },
    { callsEach: 10, atOnce: '20', floods: ['u0001'] },
    { callsEach: 25, atOnce: '20', floods: ['u0001'] },
    { callsEach: 10, atOnce: '1000', floods: ['u0001'] },
    { callsEach: 25, atOnce: '1000', floods: ['u0001'] },
    { callsEach: 10, atOnce: '1000', floods: ['u0001', 'u0002', 'u0003', 'u0004'] },
  ])('holds up nobody else: $floods, 60 requests of $callsEach calls, $atOnce at once', async (row) => {
    const env = { ...NO_CACHE, USER_REQUESTS_AT_ONCE: row.atOnce }
    const load = await startLoad({ env })
    const { clock, timed, elapsed, refusals } = load
    const floods = row.floods.flatMap((user) => flood(load, user, row.callsEach))

    const cards = []
    for (let card = 0; card < 5; card += 1) {
      const asked = timed(operation('user-card'), { username: username(300 + card) }, as('u0009'))
      cards.push(await clock.until(asked))
      await clock.run(300)
    }

    expect(elapsed()).toBeLessThan(4_000)
    for (const { askedAt, answeredAt, errors, extensions } of cards) {
      expect(errors).toBeUndefined()
      expect(extensions?.upstream?.calls).toBe(2)
      expect(answeredAt - askedAt).toBeLessThan(600)
    }
    const answers = await clock.until(Promise.all(floods))
    const refused = answers.filter((answer) => codesOf(answer).length > 0)
    expect(refused.length).toBeGreaterThan(answers.length / 4)
    for (const answer of refused) {
      expect(['TOO_MANY_REQUESTS', 'UPSTREAM_BUSY']).toContain(codesOf(answer).join())
    }
    expect(refusals()).toBe(0)
  })
})
