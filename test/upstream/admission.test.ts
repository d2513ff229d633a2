import { describe, expect, it } from 'vitest'
import { codesOf, percentile, startLoad, type TimedAnswer } from '../support/load.ts'
import { operation } from '../support/operations.ts'

const home = operation('user-home')
const username = (number: number) => `u${String(number + 1).padStart(4, '0')}`

/** Those that completed; all others must have been refused at once, before any call of theirs. */
function completed(answers: readonly TimedAnswer[]): readonly TimedAnswer[] {
  const refused = answers.filter(({ errors }) => errors !== undefined)
  for (const answer of refused) {
    expect(codesOf(answer)).toEqual(['UPSTREAM_BUSY'])
    expect(answer.extensions?.upstream?.calls).toBe(0)
    expect(answer.answeredAt).toBe(answer.askedAt)
    for (const { extensions } of answer.errors ?? []) expect(extensions.retryAfterMs).toBeGreaterThan(0)
  }
  return answers.filter(({ errors }) => errors === undefined)
}

describe('admission', { timeout: 60_000 }, () => {
  it('of a thousand user-home at once each completes or is refused at its arrival, and over a hundred complete', async () => {
    const { clock, timed, refusals } = await startLoad({ sandbox: { seed: { users: 1_000, groups: 40 } } })

    const answers = await clock.until(
      Promise.all(Array.from({ length: 1_000 }, (_, number) => timed(home, { username: username(number) }))),
    )

    const done = completed(answers)
    expect(done.length).toBeGreaterThanOrEqual(100)
    expect(done.length).toBeLessThan(200)
    for (const { data } of done) expect(data.user.contacts.edges).toHaveLength(30)
    expect(refusals()).toBe(0)
  })

  it('of a hundred at once all complete, whoever they are and however the answers vary in time', async () => {
    const { clock, timed, refusals } = await startLoad({ sandbox: { latencyMs: 0, jitterMs: 20 } })

    const answers = await clock.until(
      Promise.all(Array.from({ length: 100 }, (_, number) => timed(home, { username: username(number) }))),
    )

    expect(completed(answers)).toHaveLength(100)
    expect(refusals()).toBe(0)
  })

  it('under twenty user-home a second for a minute nobody who is let in is let down, and no call is wasted', async () => {
    const { clock, timed, traffic, refusals, elapsed } = await startLoad({
      sandbox: { seed: { users: 1_200 } },
    })
    const asked: Promise<TimedAnswer>[] = []
    for (let number = 0; number < 1_200; number += 1) {
      asked.push(timed(home, { username: username(number) }))
      await clock.run(50)
    }

    const answers = await clock.until(Promise.all(asked))

    const done = completed(answers)
    expect(refusals()).toBe(0)
    // Two calls of each are its own; the rest are batches that it shares.
    expect(traffic()['group-joined']).toBe(done.length)
    expect(traffic()['contact-list-paged']).toBe(done.length)
    const calls = Object.values(traffic()).reduce((sum, count) => sum + count, 0)
    expect(calls / (elapsed() / 1000)).toBeGreaterThan(0.95 * 30)
    expect(calls / done.length).toBeLessThan(2.6)
    expect(
      percentile(
        done.map(({ answeredAt, askedAt }) => answeredAt - askedAt),
        1,
      ),
    ).toBeLessThan(10_000)
  })

  it('a query whose keys travel in a call that is made anyway is let in however long the line is', async () => {
    const { clock, timed, refusals } = await startLoad({ sandbox: { seed: { users: 1_200 } } })
    const homes: Promise<TimedAnswer>[] = []
    const cards: Promise<TimedAnswer>[] = []
    for (let number = 0; number < 800; number += 1) {
      homes.push(timed(home, { username: username(number) }))
      if (number > 400 && number % 4 === 0) {
        const query = '{ user(username: "stranger%") { onlineStatus } }'.replace('%', String(number))
        cards.push(timed(query))
      }
      await clock.run(50)
    }

    const answers = await clock.until(Promise.all(cards))

    const done = answers.filter(({ errors }) => errors === undefined)
    expect(done.length).toBeGreaterThan(answers.length * 0.6)
    for (const { askedAt, answeredAt } of done) expect(answeredAt - askedAt).toBeLessThan(1_000)
    const refused = (await clock.until(Promise.all(homes))).filter(({ errors }) => errors !== undefined)
    expect(refused.length).toBeGreaterThan(50)
    expect(refusals()).toBe(0)
  })

  it('when the service slows down those not yet begun are told in time, and those begun complete', async () => {
    const { clock, timed, sandbox } = await startLoad({ sandbox: { seed: { users: 1_000 } } })
    const asked = Array.from({ length: 110 }, (_, number) => timed(home, { username: username(number) }))
    await clock.run(1_500)
    sandbox.fault({ kind: 'unavailable', times: 12 })

    const answers = await clock.until(Promise.all(asked))

    const late = answers.filter(({ errors }) => errors !== undefined)
    expect(late.length).toBeGreaterThan(5)
    for (const answer of late) {
      expect(codesOf(answer)).toEqual(['UPSTREAM_BUSY'])
      expect(answer.extensions?.upstream?.calls).toBe(0)
      expect(answer.answeredAt - answer.askedAt).toBeLessThan(9_000)
    }
  })

  it('a thousand user-card at once are twenty calls, and nobody is refused', async () => {
    const { clock, timed, traffic } = await startLoad()

    const answers = await clock.until(
      Promise.all(
        Array.from({ length: 1_000 }, (_, number) =>
          timed(operation('user-card'), { username: `someone${number}` }),
        ),
      ),
    )

    expect(completed(answers)).toHaveLength(1_000)
    expect(traffic()).toEqual({ 'user-status-batch': 10, 'user-attr-batch-get': 10 })
  })
})
