import { describe, expect, it } from 'vitest'
import { LANES } from '../../src/upstream/claim.ts'
import { budgetOf, claim, WINDOW_MS } from '../support/claims.ts'

const OF_ALL = { operation: 'user-get', isOfAll: true, isPatient: false }
const OF_ONE = { operation: 'user-get', isOfAll: false, isPatient: false }

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
    for (let refusal = 0; refusal < refusals; refusal += 1) budget.slowDown(OF_ALL)

    await clock.run(2 * WINDOW_MS)

    const inNext = inWindowAt(starts, 2 * WINDOW_MS + 1)
    expect(inNext).toBeLessThanOrEqual(most)
    expect(inNext).toBeGreaterThanOrEqual(most - 7)
  })

  it('the budget is whole again within 30 s', async () => {
    const { clock, budget, starts, onGrant } = budgetOf(30)
    claim(budget, { calls: 2000, onGrant })
    await clock.run(2 * WINDOW_MS)
    for (let refusal = 0; refusal < 15; refusal += 1) budget.slowDown(OF_ALL)

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
      for (let refusal = 0; refusal < 30; refusal += 1) budget.slowDown(OF_ALL)
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
    budget.slowDown({ ...OF_ALL, pauseMs: 4_000 })
    for (const lane of LANES) claim(budget, { lane, onGrant })

    await clock.run(10_000)

    expect(starts).toEqual(Array(LANES.length).fill(4_000))
  })
})

describe('after the refusal of one operation', () => {
  const startsOf = async (
    refuse: (budget: ReturnType<typeof budgetOf>['budget']) => void,
    isPatient = false,
  ) => {
    const { clock, budget } = budgetOf(30)
    const beganAt = clock.now()
    refuse(budget)
    const starts: Record<string, number> = {}
    for (const operation of ['user-get', 'group-get']) {
      const onGrant = () => {
        starts[operation] = clock.now() - beganAt
      }
      claim(budget, { operation, isPatient, onGrant })
    }
    await clock.run(100_000)
    return starts
  }

  it('its calls wait as long as the service says, and no others', async () => {
    expect(await startsOf((budget) => budget.slowDown({ ...OF_ONE, pauseMs: 4_000 }))).toEqual({
      ...{ 'user-get': 4_000, 'group-get': 0 },
    })
  })

  it.each([
    { refusals: 1, waitMs: 1_000 },
    { refusals: 3, waitMs: 4_000 },
    { refusals: 20, waitMs: 60_000 },
  ])(
    'those who are patient wait $waitMs ms after $refusals of theirs, and others not at all',
    async (row) => {
      const refuse: Parameters<typeof startsOf>[0] = (budget) => {
        for (let refusal = 0; refusal < row.refusals; refusal += 1) {
          budget.slowDown({ ...OF_ONE, isPatient: true })
        }
      }
      const patient = await startsOf(refuse, true)
      expect(patient['user-get']).toBeGreaterThanOrEqual(row.waitMs)
      expect(patient['user-get']).toBeLessThan(row.waitMs + 200)
      expect(patient['group-get']).toBeLessThan(200)
      expect(await startsOf(refuse)).toEqual({ 'user-get': 0, 'group-get': 0 })
    },
  )

  it('patience ends when the service takes a call', async () => {
    const starts = await startsOf((budget) => {
      for (let refusal = 0; refusal < 9; refusal += 1) budget.slowDown({ ...OF_ONE, isPatient: true })
      budget.accepted('user-get')
    }, true)
    expect(starts['user-get']).toBeLessThan(200)
  })

  it('those who are patient slow nobody down', () => {
    const { budget } = budgetOf(30)
    const left = budget.left()
    for (let refusal = 0; refusal < 40; refusal += 1) budget.slowDown({ ...OF_ONE, isPatient: true })
    expect(budget.left()).toBe(left)
  })
})
