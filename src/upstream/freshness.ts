import type { Clock } from './clock.ts'

/** Longer than any cached value lives and any call runs: what was stamped before that is of no interest. */
const MEMORY_MS = 15 * 60_000
const PRUNE_ABOVE = 10_000
/** Beyond this the oldest are forgotten all the same, and all that was learned before them counts as stale. */
const TAGS_MAX = 200_000

/**
 * Which facts our own writes may have changed, and when.
 *
 * A tag names a set of facts (`group:1001`, `groups`). A read notes the moment its call starts; what it learned is
 * fresh as long as none of its tags was touched since. Writes touch their tags before they start and after they end,
 * whatever the outcome: so a value read while a write was under way is neither stored nor handed to anybody who asks
 * after the write.
 */
export interface Freshness {
  /** The present moment, for a read that starts. */
  moment(): number
  touch(tags: readonly string[]): void
  isFresh(tags: readonly string[], since: number): boolean
}

export function createFreshness(clock: Clock): Freshness {
  const touched = new Map<string, { moment: number; at: number }>()
  let counter = 0
  let floor = 0

  function prune(now: number) {
    for (const [tag, stamp] of touched) {
      const isOver = stamp.at + MEMORY_MS <= now
      if (!isOver && touched.size <= TAGS_MAX) return
      if (!isOver) floor = stamp.moment
      touched.delete(tag)
    }
  }

  return {
    moment: () => counter,
    touch(tags) {
      const now = clock.now()
      counter += 1
      for (const tag of tags) {
        // Deleted first so that the map stays in order of time.
        touched.delete(tag)
        touched.set(tag, { moment: counter, at: now })
      }
      if (touched.size > PRUNE_ABOVE) prune(now)
    },
    isFresh: (tags, since) => since >= floor && tags.every((tag) => (touched.get(tag)?.moment ?? 0) <= since),
  }
}
