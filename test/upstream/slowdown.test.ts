import { describe, expect, it } from 'vitest'
import { LANES } from '../../src/upstream/claim.ts'
import { budgetOf, claim, WINDOW_MS } from '../support/claims.ts'

describe('after a refusal', () => {
  const inWindowAt = (starts: readonly number[], from: number) =>
    starts.filter((start) => start >= from && start < from + WINDOW_MS).length

  it.each([
    { refusals: 1, most: 29 },
    { refusals: 6, most: 24 },
    { refusals: 15, most: 15 },
    { refusals: 40, most: 15 },
  ])('$refusals refusals in a window leave $most calls for the next', async ({ refusals, most }) => {
    const { clock, budget, starts, onGrant } = budgetOf(30)
    claim(budget, { calls: 2000, onGrant })
    await clock.run(2 * WINDOW_MS)
    for (let refusal = 0; refusal < refusals; refusal += 1) budget.slowDown()

    await clock.run(2 * WINDOW_MS)

    const inNext = inWindowAt(starts, 2 * WINDOW_MS + 1)
    expect(inNext).toBeLessThanOrEqual(most)
    expect(inNext).toBeGreaterThanOrEqual(most - 7)
  })

  it('the budget is whole again within 30 s', async () => {
    const { clock, budget, starts, onGrant } = budgetOf(30)
    claim(budget, { calls: 2000, onGrant })
    await clock.run(2 * WINDOW_MS)
    for (let refusal = 0; refusal < 15; refusal += 1) budget.slowDown()

    await clock.run(30_000 + 3 * WINDOW_MS)

    const refusedAt = 2 * WINDOW_MS
    expect(inWindowAt(starts, refusedAt + 1)).toBeLessThanOrEqual(15)
    expect(inWindowAt(starts, refusedAt + WINDOW_MS)).toBeGreaterThanOrEqual(12)
    expect(inWindowAt(starts, refusedAt + 15_000)).toBeGreaterThanOrEqual(20)
    expect(inWindowAt(starts, refusedAt + 30_000 + WINDOW_MS)).toBe(30)
  })

  it('a service that refuses everything is still asked a little', async () => {
    const { clock, budget, starts, onGrant } = budgetOf(30)
    claim(budget, { calls: 1000, onGrant })
    const refuseAll = () => {
      for (let refusal = 0; refusal < 30; refusal += 1) budget.slowDown()
    }
    for (let window = 0; window < 20; window += 1) {
      refuseAll()
      await clock.run(WINDOW_MS)
    }
    starts.length = 0
    refuseAll()

    await clock.run(WINDOW_MS)

    expect(starts.length).toBeGreaterThanOrEqual(2)
    expect(starts.length).toBeLessThanOrEqual(4)
  })

  it('nothing starts before the moment that the service named', async () => {
    const { clock, budget, starts, onGrant } = budgetOf(30)
    budget.slowDown(4_000)
    for (const lane of LANES) claim(budget, { lane, onGrant })

    await clock.run(10_000)

    expect(starts).toEqual(Array(LANES.length).fill(4_000))
  })
})
