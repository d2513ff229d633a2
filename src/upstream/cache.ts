import { LRUCache } from 'lru-cache'
import type { Clock } from './clock.ts'
import type { Freshness } from './freshness.ts'

/** Values of one read, remembered for a moment and shared by all requests. Facts only, never a caller's view of them. */
export interface Cache<Value> {
  /** Synchronous, so that a list from memory costs no promise per field. */
  get(id: string): Learned<Value> | undefined
  set(id: string, learned: Learned<Value>): void
}

/** A value, and what decides how long it is true (freshness.ts). */
export interface Learned<Value> {
  readonly value: Value
  /** When the call started that answered it. */
  readonly moment: number
  /** Kept with the value: to name them anew at every look would be most of the cost of a look. */
  readonly tags: readonly string[]
}

export interface CacheOptions {
  readonly clock: Clock
  readonly freshness: Freshness
  /** 0 remembers nothing. */
  readonly lifetimeMs: number
  readonly maxEntries: number
}

export function createCache<Value>({ clock, freshness, lifetimeMs, maxEntries }: CacheOptions): Cache<Value> {
  if (lifetimeMs === 0) return { get: () => undefined, set: () => {} }

  const entries = new LRUCache<string, Learned<Value>>({
    // Entries of size 1: given as `max` the places for all of them would be laid out before the first one comes.
    maxSize: maxEntries,
    sizeCalculation: () => 1,
    ttl: lifetimeMs,
    perf: clock,
    // The default asks the clock once a millisecond by a timer of its own, which a false clock cannot move.
    ttlResolution: 0,
  })
  return {
    get(id) {
      const learned = entries.get(id)
      return learned !== undefined && freshness.isFresh(learned.tags, learned.moment) ? learned : undefined
    },
    set: (id, learned) => entries.set(id, learned),
  }
}
