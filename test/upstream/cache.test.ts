import { describe, expect, it } from 'vitest'
import { createCache } from '../../src/upstream/cache.ts'
import { createFreshness } from '../../src/upstream/freshness.ts'
import { createFalseClock } from '../support/clock.ts'

function cacheOf(lifetimeMs: number, maxEntries = 100) {
  const clock = createFalseClock()
  const freshness = createFreshness(clock)
  return { clock, freshness, cache: createCache<string>({ clock, freshness, lifetimeMs, maxEntries }) }
}

describe('a remembered value', () => {
  it('comes back at once, not as a promise, for its lifetime', () => {
    const { clock, freshness, cache } = cacheOf(3_000)
    cache.set('alice', 'ONLINE', freshness.moment())

    clock.advance(3_000)
    expect(cache.get('alice', [])).toMatchObject({ value: 'ONLINE' })
    clock.advance(1)
    expect(cache.get('alice', [])).toBeUndefined()
  })

  it('is none when the lifetime is 0', () => {
    const { freshness, cache } = cacheOf(0)
    cache.set('alice', 'ONLINE', freshness.moment())

    expect(cache.get('alice', [])).toBeUndefined()
  })

  it('gives way to newer ones when there are too many', () => {
    const { freshness, cache } = cacheOf(3_000, 2)
    for (const name of ['alice', 'bob', 'carol']) cache.set(name, 'ONLINE', freshness.moment())

    expect(['alice', 'bob', 'carol'].map((name) => cache.get(name, [])?.value)).toEqual([
      undefined,
      'ONLINE',
      'ONLINE',
    ])
  })

  it('is dropped by a write on one of its facts, and by no other', () => {
    const { freshness, cache } = cacheOf(3_000)
    cache.set('1001', 'detail', freshness.moment())

    freshness.touch(['group:1002'])
    expect(cache.get('1001', ['group:1001', 'groups'])).toBeDefined()
    freshness.touch(['groups'])
    expect(cache.get('1001', ['group:1001', 'groups'])).toBeUndefined()
  })

  it('that was read before a write is not served, even when it comes after it', () => {
    const { freshness, cache } = cacheOf(3_000)
    const before = freshness.moment()
    freshness.touch(['group:1001'])

    cache.set('1001', 'stale', before)
    expect(cache.get('1001', ['group:1001'])).toBeUndefined()
    cache.set('1001', 'new', freshness.moment())
    expect(cache.get('1001', ['group:1001'])).toMatchObject({ value: 'new' })
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
