import type { Asker } from './asker.ts'
import type { Entry } from './queue.ts'
import type { Claimant } from './turns.ts'

interface CallCosts {
  readonly max: number
  readonly payer: Claimant
  /** When an attempt after the first asked for its permit, in ms. */
  readonly since: number | undefined
}

/** Tells every request in the batch what the call was for it. The permit is on the account of the payer's. */
export function noteCosts<Key, Value>(
  operation: string,
  entries: readonly Entry<Key, Value>[],
  { max, payer, since }: CallCosts,
): void {
  const keysOf = new Map<Asker, number>()
  for (const entry of entries) {
    for (const { asker } of entry.waiters) {
      if (!keysOf.has(asker)) asker.waited(since ?? entry.since)
      keysOf.set(asker, (keysOf.get(asker) ?? 0) + 1)
    }
  }
  for (const [asker, keys] of keysOf) {
    asker.paid({ operation, keys, filled: entries.length, capacity: max, shared: keysOf.size > 1 })
  }
  const paying = [...keysOf.keys()].find((asker) => asker.caller === payer.caller)
  paying?.tookPermit({ forBatch: max > 1 })
}
