import { describe, expect, it } from 'vitest'
import { slidingWindow } from '../../src/upstream/window.ts'
import { budgetOf, claim, WINDOW_MS } from '../support/claims.ts'
import { mostInAnyWindow } from '../support/windows.ts'

const PATIENT = { lane: 'background', isPatient: true, caller: 'job' } as const

describe('who is patient', () => {
  it('takes the even half, and never what may start at once', async () => {
    const { clock, budget, starts, onGrant } = budgetOf(30)
    claim(budget, { ...PATIENT, calls: 1_000, onGrant })
    await clock.run(10 * WINDOW_MS)
    expect(mostInAnyWindow(starts, WINDOW_MS)).toBe(15)
    expect(starts.length).toBeGreaterThan(145)
    for (const [index, start] of starts.slice(1).entries()) {
      expect(start - (starts[index] ?? 0)).toBeGreaterThanOrEqual(WINDOW_MS / 15 - 1)
    }
  })

  it.each([0, 700, 5_000])('leaves half of all calls to who comes after %i ms, at once', async (ms) => {
    const { clock, budget } = budgetOf(30)
    claim(budget, { ...PATIENT, calls: 1_000 })
    await clock.run(ms)
    const since = clock.now()
    const startedAt: number[] = []
    claim(budget, { lane: 'read', calls: 15, onGrant: () => startedAt.push(clock.now()) })
    await clock.run(0)
    expect(startedAt).toEqual(Array(15).fill(since))
  })

  it('goes on, slowly, when there is no even half, and when all is wanted by others', async () => {
    for (const limit of [1, 30]) {
      const { clock, budget, order, onGrant } = budgetOf(limit)
      claim(budget, { ...PATIENT, calls: 1_000, onGrant })
      if (limit > 1) claim(budget, { lane: 'read', calls: 1_000, caller: 'others', onGrant })
      await clock.run(20 * WINDOW_MS)
      expect(order.filter((caller) => caller === 'job').length).toBeGreaterThanOrEqual(19)
    }
  })

  it('leaves a fifth of a rate of the operation, and is no reason to refuse anybody', async () => {
    const windowMs = 60_000
    const own = { window: slidingWindow(6_000, windowMs), counts: 'targets', limit: 6_000, windowMs } as const
    const { clock, budget, order, onGrant } = budgetOf(30, (operation) => (operation === 'send' ? [own] : []))
    claim(budget, { ...PATIENT, operation: 'send', calls: 100, targets: 600, onGrant })
    await clock.run(50_000)
    expect(order).toHaveLength(8)
    expect(budget.estimate('send', { operation: 'send', calls: 2, targetsPerCall: 600 })).toMatchObject({
      inLineMs: 0,
    })
    expect(budget.waitMs('background')).toBe(0)
    claim(budget, { lane: 'send', operation: 'send', calls: 2, targets: 600, caller: 'somebody', onGrant })
    await clock.run(0)
    expect(order.slice(8)).toEqual(['somebody', 'somebody'])
  })
})
