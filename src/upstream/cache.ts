import { LRUCache } from 'lru-cache'
import type { Clock } from './clock.ts'
import type { Freshness } from './freshness.ts'

/** Values of one read, remembered for a moment and shared by all requests. Facts only, never a caller's view of them. */
export interface Cache<Value> {
  /** Synchronous, so that a list from memory costs no promise per field. */
  get(id: string, tags: readonly string[]): { readonly value: Value } | undefined
  /** `moment` is when the call started that answered it (freshness.ts). */
  set(id: string, value: Value, moment: number): void
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

  const entries = new LRUCache<string, { value: Value; moment: number }>({
    max: maxEntries,
    ttl: lifetimeMs,
    perf: clock,
    // The default asks the clock once a millisecond by a timer of its own, which a false clock cannot move.
    ttlResolution: 0,
  })
  return {
    get(id, tags) {
      const entry = entries.get(id)
      return entry !== undefined && freshness.isFresh(tags, entry.moment) ? entry : undefined
    },
    set: (id, value, moment) => entries.set(id, { value, moment }),
  }
}
