import { describe, expect, it } from 'vitest'
import { type Claimant, createTurns, type Standing } from '../../src/upstream/turns.ts'

const claimant = (caller: string, standing: Standing = 'new', since = 0): Claimant => ({
  caller,
  standing,
  since,
})

/** Who is served, when all of them always want more. */
function order(candidates: readonly Claimant[], count: number): string {
  const turns = createTurns()
  return Array.from({ length: count }, (_, now) => {
    const first = turns.first(candidates, (candidate) => candidate)
    if (first !== undefined) turns.served(first, now)
    return first?.caller
  }).join('')
}

describe('turns', () => {
  it('go round between callers of one standing', () => {
    expect(order([claimant('a'), claimant('b'), claimant('c')], 9)).toBe('abcabcabc')
  })

  it('come in the order of arrival, not of the place where one waits', () => {
    expect(order([claimant('late', 'new', -1), claimant('early', 'new', -2)], 1)).toBe('early')
  })

  it('give a newcomer no precedence over those who have waited since before it came', () => {
    const turns = createTurns()
    turns.served(claimant('old'), 100)
    const waiting = [claimant('new', 'new', 300), claimant('old', 'new', 0)]

    expect(turns.first(waiting, (candidate) => candidate)?.caller).toBe('old')
  })

  it('give one who was served long ago no precedence over those who have waited since', () => {
    const turns = createTurns()
    turns.served(claimant('returning'), 0)
    const waiting = [claimant('returning', 'new', 500), claimant('waiting', 'new', 400)]

    expect(turns.first(waiting, (candidate) => candidate)?.caller).toBe('waiting')
  })

  it('let a begun request go on before a new one begins', () => {
    expect(order([claimant('n', 'new', -9), claimant('b', 'begun')], 4)).toBe('bbbb')
  })

  it('give large requests one in four while others wait', () => {
    const served = order([claimant('L', 'large'), claimant('M', 'large'), claimant('s'), claimant('t')], 12)

    expect(served).toBe('stsLtstMstsL')
  })

  it('give a single small one its turn at once after a large one', () => {
    const turns = createTurns()
    for (const caller of ['L', 'M', 'L', 'M']) turns.served(claimant(caller, 'large'), 1)
    const waiting = [claimant('L', 'large'), claimant('M', 'large'), claimant('s', 'new', 5)]

    expect(turns.first(waiting, (candidate) => candidate)?.caller).toBe('s')
  })

  it('let the ripe go before the unripe, and the unripe when there is nobody else', () => {
    const turns = createTurns()
    const ripe = claimant('ripe', 'new', 9)
    const unripe = claimant('unripe', 'begun', 0)
    const first = (candidates: readonly Claimant[]) =>
      turns.first(
        candidates,
        (candidate) => candidate,
        (candidate) => candidate === ripe,
      )

    expect(first([unripe, ripe])).toBe(ripe)
    expect(first([unripe])).toBe(unripe)
    expect(first([])).toBeUndefined()
  })

  it('stay fair among callers although only the last ten thousand are remembered', () => {
    const turns = createTurns()
    for (let number = 0; number < 10_001; number += 1) turns.served(claimant(`c${number}`), 1)
    const waiting = [claimant('c10000'), claimant('c0')]

    expect(turns.first(waiting, (candidate) => candidate)?.caller).toBe('c0')
  })
})
