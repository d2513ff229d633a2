import { describe, expect, it } from 'vitest'
import { createCache } from '../../src/upstream/cache.ts'
import { createFreshness } from '../../src/upstream/freshness.ts'
import { createFalseClock } from '../support/clock.ts'

function cacheOf(lifetimeMs: number, maxEntries = 100) {
  const clock = createFalseClock()
  const freshness = createFreshness(clock)
  const cache = createCache<string>({ clock, freshness, lifetimeMs, maxEntries })
  const learn = (id: string, value: string, tags: readonly string[] = [], moment = freshness.moment()) =>
    cache.set(id, { value, moment, tags })
  return { clock, freshness, cache, learn }
}

describe('a remembered value', () => {
  it('comes back at once, not as a promise, for its lifetime', () => {
    const { clock, cache, learn } = cacheOf(3_000)
    learn('alice', 'ONLINE')

    clock.advance(3_000)
    expect(cache.get('alice')).toMatchObject({ value: 'ONLINE' })
    clock.advance(1)
    expect(cache.get('alice')).toBeUndefined()
  })

  it('is none when the lifetime is 0', () => {
    const { cache, learn } = cacheOf(0)
    learn('alice', 'ONLINE')

    expect(cache.get('alice')).toBeUndefined()
  })

  it('gives way to newer ones when there are too many', () => {
    const { cache, learn } = cacheOf(3_000, 2)
    for (const name of ['alice', 'bob', 'carol']) learn(name, 'ONLINE')

    expect(['alice', 'bob', 'carol'].map((name) => cache.get(name)?.value)).toEqual([
      undefined,
      'ONLINE',
      'ONLINE',
    ])
  })

  it('is dropped by a write on one of its facts, and by no other', () => {
    const { freshness, cache, learn } = cacheOf(3_000)
    learn('1001', 'detail', ['group:1001', 'groups'])

    freshness.touch(['group:1002'])
    expect(cache.get('1001')).toBeDefined()
    freshness.touch(['groups'])
    expect(cache.get('1001')).toBeUndefined()
  })

  it('that was read before a write is not served, even when it comes after it', () => {
    const { freshness, cache, learn } = cacheOf(3_000)
    const before = freshness.moment()
    freshness.touch(['group:1001'])

    learn('1001', 'stale', ['group:1001'], before)
    expect(cache.get('1001')).toBeUndefined()
    learn('1001', 'new', ['group:1001'])
    expect(cache.get('1001')).toMatchObject({ value: 'new' })
  })
})

describe('which facts were touched', () => {
  it('is remembered however many writes follow, as long as any read of that time could still count', () => {
    const { clock, freshness } = cacheOf(0)
    const before = freshness.moment()
    freshness.touch(['group:1001'])
    for (let write = 0; write < 20_000; write += 1) freshness.touch([`profile:${write}`])
    clock.advance(14 * 60_000)
    freshness.touch(['group:9'])

    expect(freshness.isFresh(['group:1001'], before)).toBe(false)
    expect(freshness.isFresh(['group:1001'], freshness.moment())).toBe(true)
  })
})
