import { describe, expect, it } from 'vitest'
import type { CallRecord } from '../../src/sandbox/server.ts'
import {
  globalIds,
  keysOf,
  type Load,
  NO_CACHE,
  names,
  percentile,
  startLoad,
  users,
} from '../support/load.ts'
import { operation } from '../support/operations.ts'
import { mostInAnyWindow } from '../support/windows.ts'

const card = operation('user-card')

describe('pacing', { timeout: 60_000 }, () => {
  it('one user-card every 20 ms waits less than 200 ms for the budget in 95 of 100 cases', async () => {
    const { clock, timed, refusals, sandbox } = await startLoad({ env: NO_CACHE })
    const asked = []
    for (let number = 1; number <= 300; number += 1) {
      asked.push(timed(card, { username: `u${String(number).padStart(4, '0')}` }))
      await clock.run(20)
    }

    const answers = await clock.until(Promise.all(asked))

    expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([])
    const waits = answers.map(({ extensions }) => Number(extensions?.upstream?.waitedMs))
    expect(percentile(waits, 0.95)).toBeLessThan(200)
    expect(percentile(waits, 0.5)).toBeGreaterThan(20)
    expect(refusals()).toBe(0)
    const times = sandbox.calls.map(({ at }) => at)
    expect(mostInAnyWindow(times, 1000)).toBe(30)
  })
})

describe('saturation', { timeout: 60_000 }, () => {
  it('asks for more than 95 % of the keys that the limit allows, and is never refused', async () => {
    const { clock, ask, elapsed, sandbox, refusals } = await startLoad({
      env: { ...NO_CACHE, REQUEST_TIMEOUT_MS: '60000', UPSTREAM_CALL_LIMIT: '1000' },
    })
    const startedAt = clock.now()
    const asked = Array.from({ length: 8 }, (_, request) =>
      ask(users.cards, { ids: globalIds(names(`r${request}n`, 2_500)) }),
    )

    const answers = await clock.until(Promise.all(asked))

    expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([])
    const keys = sandbox.calls
      .filter(({ at }) => at >= startedAt + 2_000 && at < startedAt + 12_000)
      .reduce((sum, call) => sum + keysOf(call).length, 0)
    expect(keys / 10).toBeGreaterThan(0.95 * 30 * 100)
    expect(sandbox.calls.filter(({ path }) => path !== '/token')).toHaveLength(400)
    expect(elapsed()).toBeLessThan(400 * (1030 / 30) + 200)
    expect(refusals()).toBe(0)
  })
})

describe('fairness', { timeout: 60_000 }, () => {
  const patient = { ...NO_CACHE, UPSTREAM_CALL_LIMIT: '1000', REQUEST_TIMEOUT_MS: '60000' }
  const single = 'query ($name: String!) { user(username: $name) { onlineStatus } }'

  /** How many calls start until one carries the key, that one included. */
  async function permitsUntil(key: string, { clock, ask, sandbox }: Load) {
    const before = sandbox.calls.length
    const answer = ask(single, { name: key })
    await clock.until(answer)
    const since = sandbox.calls.slice(before)
    return since.findIndex((call: CallRecord) => keysOf(call).includes(key)) + 1
  }

  const cards = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on User { profile { nickname } } } }'
  it.each([
    { heavy: '10,000 keys of the same operation', requests: [users.statuses] },
    { heavy: '10,000 keys of another operation', requests: [cards] },
    {
      heavy: 'two callers with 10,000 keys of the same operation',
      requests: [users.statuses, users.statuses],
    },
    { heavy: 'two callers with 10,000 keys of another operation', requests: [cards, cards] },
    { heavy: 'two callers with 10,000 keys of both', requests: [users.statuses, cards] },
  ])('$heavy do not hold up another one: its single key starts within 2 permits', async ({ requests }) => {
    const load = await startLoad({ env: patient })
    // The false clock stands still at the end of the test, so they are never answered.
    for (const [index, query] of requests.entries()) {
      void load.ask(query, { ids: globalIds(names(`h${index}n`, 10_000)) })
    }
    await load.clock.run(1_200)

    for (const key of ['alice', 'bob', 'carol', 'dave']) {
      expect(await permitsUntil(key, load)).toBeLessThanOrEqual(2)
      await load.clock.run(37)
    }
  })

  it('a request that needs many calls goes on while many small ones come', async () => {
    const { clock, timed, ask } = await startLoad({ env: { UPSTREAM_CALL_LIMIT: '1000' } })
    const small: Promise<unknown>[] = []
    const sendSmall = async (count: number) => {
      for (let sent = 0; sent < count; sent += 1) {
        small.push(
          ask(operation('user-home'), { username: `u${String(1 + (small.length % 450)).padStart(4, '0')}` }),
        )
        await clock.run(50)
      }
    }
    await sendSmall(40)
    const large = timed(users.cards, { ids: globalIds(names('x', 1_000)) })
    await sendSmall(160)

    const { errors, askedAt, answeredAt } = await clock.until(large)

    expect(errors).toBeUndefined()
    expect(answeredAt - askedAt).toBeLessThan(5_000)
    await clock.until(Promise.all(small))
  })
})
