import { describe, expect, it } from 'vitest'
import { createRandom, pickOne } from '../../src/sandbox/random.ts'
import { LANES, type Lane, type OperationWindow } from '../../src/upstream/claim.ts'
import { slidingWindow } from '../../src/upstream/window.ts'
import { budgetOf, claim, WINDOW_MS } from '../support/claims.ts'
import { mostInAnyWindow } from '../support/windows.ts'

describe('the budget', () => {
  it.each([1, 3, 7, 30])('never lets more than %i calls of any kind start in any window', async (limit) => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const { clock, budget, starts, onGrant } = budgetOf(limit)
      const random = createRandom(seed)
      const claims = []
      for (let step = 0; step < 60; step += 1) {
        const crowd = random() < 0.2 ? Math.floor(random() * limit) : 1
        for (let each = 0; each < crowd; each += 1) {
          const calls = random() < 0.1 ? 1 + Math.floor(random() * limit) : 1
          claims.push(claim(budget, { lane: pickOne(LANES, random), calls, onGrant }))
        }
        if (random() < 0.1) budget.withdraw(pickOne([claims[0] ?? claim(budget), ...claims], random))
        await Promise.resolve()
        clock.advance(random() * (random() < 0.1 ? 3 * WINDOW_MS : 1000 / limit))
      }
      expect(starts.length).toBeGreaterThan(20)
      expect(mostInAnyWindow(starts, WINDOW_MS)).toBeLessThanOrEqual(limit)
    }
  })

  it('wastes nothing while somebody waits', async () => {
    const { clock, budget, starts, onGrant } = budgetOf(30)

    claim(budget, { calls: 1000, onGrant })
    await clock.run(10 * WINDOW_MS)

    expect(starts.length).toBeGreaterThanOrEqual(300)
  })

  it('gives the permit of one who leaves to the next', async () => {
    const { clock, budget, order, onGrant, exhaust } = budgetOf(2)
    await exhaust()
    const leaving = claim(budget, { caller: 'leaving', since: 1, onGrant })
    claim(budget, { caller: 'next', since: 2, onGrant })

    budget.withdraw(leaving)
    await clock.run(WINDOW_MS)

    expect(order).toEqual(['next'])
    expect(leaving.left).toBe(1)
  })

  it('lets an unripe batch wait for others, but never a permit for a batch', async () => {
    const { clock, budget, order, onGrant, exhaust } = budgetOf(2)
    await exhaust()
    claim(budget, { caller: 'unripe', calls: 2, since: 1, isRipe: () => false, onGrant })
    claim(budget, { caller: 'ripe', since: 2, onGrant })

    await clock.run(WINDOW_MS * 2)

    expect(order).toEqual(['ripe', 'unripe', 'unripe'])
  })
})

describe('the lanes', () => {
  it('go in order of urgency', async () => {
    const { clock, budget, order, onGrant, exhaust } = budgetOf(5)
    await exhaust()
    for (const lane of [...LANES].reverse()) claim(budget, { lane, caller: lane, onGrant })

    await clock.run(3 * WINDOW_MS)

    expect(order).toEqual(['token', 'send', 'membership', 'read', 'background'])
  })

  it.each<{ waiting: readonly Lane[] }>([
    { waiting: ['send', 'background'] },
    { waiting: ['send', 'membership', 'read', 'background'] },
    { waiting: ['membership', 'read'] },
  ])('of $waiting none starves: each gets one permit in ten', async ({ waiting }) => {
    const { clock, budget, order, onGrant } = budgetOf(30)
    for (const lane of waiting) claim(budget, { lane, caller: lane, calls: 1000, onGrant })

    await clock.run(10 * WINDOW_MS)

    // The first ones that have waited long enough come one after the other.
    const settled = order.slice(waiting.length)
    for (const lane of waiting) {
      const gaps = settled
        .map((caller, place) => (caller === lane ? place : -1))
        .filter((place) => place >= 0)
        .map((place, index, places) => place - (places[index - 1] ?? -1))
      expect(Math.max(...gaps)).toBeLessThanOrEqual(10)
    }
    expect(settled.filter((caller) => caller === waiting[0]).length).toBeGreaterThan(settled.length * 0.6)
  })

  it('does not count what a lane was passed over before it was left', async () => {
    const { clock, budget, order, onGrant, exhaust } = budgetOf(2)
    await exhaust()
    claim(budget, { lane: 'send', caller: 'send', calls: 100, onGrant })
    const gone = claim(budget, { caller: 'gone', onGrant })
    await clock.run(4 * WINDOW_MS)
    budget.withdraw(gone)
    await clock.run(WINDOW_MS)
    order.length = 0

    claim(budget, { caller: 'read', onGrant })
    await clock.run(6 * WINDOW_MS)

    expect(order.indexOf('read')).toBe(9)
  })
})

describe('an operation with a rate of its own', () => {
  const window = (limit: number, counts: OperationWindow['counts'] = 'calls') => [
    { window: slidingWindow(limit, WINDOW_MS), counts, limit, windowMs: WINDOW_MS },
  ]

  it('keeps to it, and holds no other operation up', async () => {
    const own = window(3)
    const { clock, budget, starts, order, onGrant } = budgetOf(30, (operation) =>
      operation === 'slow' ? own : [],
    )
    claim(budget, { lane: 'send', operation: 'slow', caller: 'slow', calls: 9, onGrant })
    claim(budget, { operation: 'quick', caller: 'quick', calls: 40, onGrant })

    await clock.run(2.5 * WINDOW_MS)

    const slow = starts.filter((_, index) => order[index] === 'slow')
    expect(slow).toHaveLength(9)
    expect(mostInAnyWindow(slow, WINDOW_MS)).toBe(3)
    const quick = starts.filter((_, index) => order[index] === 'quick')
    expect(quick).toHaveLength(40)
    expect(quick.filter((start) => start === 0)).toHaveLength(13)
  })

  it('is counted by targets where its quota counts messages', async () => {
    const own = window(10, 'targets')
    const { clock, budget, starts, onGrant } = budgetOf(30, () => own)
    for (let call = 0; call < 4; call += 1) claim(budget, { lane: 'send', targets: 4, onGrant })

    await clock.run(WINDOW_MS * 1.5)

    expect(starts[1]).toBe(0)
    expect(starts[2]).toBeCloseTo(WINDOW_MS, 2)
  })

  it('wakes by itself when only its own rate held it up', async () => {
    const own = window(1)
    const { clock, budget, starts, onGrant } = budgetOf(30, () => own)
    claim(budget, { operation: 'slow', calls: 3, onGrant })

    await clock.run(2 * WINDOW_MS + 1)

    expect(starts).toHaveLength(3)
  })
})

describe('a call that does not leave at once', () => {
  it('counts from when it leaves, be it held back by a new connection or by a busy event loop', async () => {
    const { clock, budget, starts, onGrant } = budgetOf(1)
    let hasLeft = () => {}
    claim(budget, {
      calls: 2,
      onGrant,
      leave(leaves) {
        hasLeft = leaves
      },
    })
    await clock.run(300)
    expect(starts).toEqual([0])

    hasLeft()
    await clock.run(WINDOW_MS - 1)
    expect(starts).toHaveLength(1)

    await clock.run(1)
    expect(starts[1]).toBeCloseTo(300 + WINDOW_MS, 2)
  })
})

describe('how long one would wait', () => {
  it('is nothing while calls could start now', () => {
    const { budget } = budgetOf(30)

    expect(budget.left()).toBe(16)
    expect(budget.waitMs('read', 16)).toBe(0)
    expect(budget.waitToBeginMs('read', 0)).toBe(0)
  })

  it('counts what waits in lanes that go first, and not what comes after', async () => {
    const { budget, exhaust } = budgetOf(30)
    await exhaust()
    claim(budget, { lane: 'send', calls: 30 })
    claim(budget, { lane: 'background', calls: 300 })

    expect(budget.waitMs('token')).toBe(0)
    expect(budget.waitMs('read')).toBeCloseTo(WINDOW_MS)
    expect(budget.waitMs('read', 30)).toBeCloseTo(2 * WINDOW_MS)
  })

  it('is not made longer by a large request than by the share that it gets', async () => {
    const { budget, exhaust } = budgetOf(30)
    await exhaust()
    claim(budget, { standing: 'large', caller: 'large', calls: 10_000 })
    expect(budget.waitToBeginMs('read', 0)).toBe(0)

    claim(budget, { caller: 'small', calls: 30 })

    expect(budget.waitToBeginMs('read', 0)).toBeCloseTo((WINDOW_MS * 4) / 3)
  })
})
