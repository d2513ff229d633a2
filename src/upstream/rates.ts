import type { OperationWindow } from './claim.ts'
import type { Contract, Rate } from './contract.ts'
import { slidingWindow } from './window.ts'

/**
 * Which generation of the service's limits to keep, on top of the calls per second of the whole server:
 * `seed` only those (30 a second for all calls, answered by 503), `2024` and `current` the documented rates of each
 * endpoint as well (answered by 429). The pace of the history is kept by all three.
 */
export const RATE_PROFILES = ['seed', '2024', 'current'] as const
export type RateProfile = (typeof RATE_PROFILES)[number]

/** Calls per second of every endpoint for which the contract names no other rate. */
const DEFAULT_RATE: PacedRate = { calls: 100, seconds: 1 }

/** A quota of the calendar day is no pace. */
type PacedRate = Rate & { readonly seconds: number }

const isPaced = (rate: Rate): rate is PacedRate => rate.seconds !== undefined

export interface Rates {
  windowsOf(operation: string): readonly OperationWindow[]
}

/** The windows of each operation, made when it is first called; those of one bucket are shared. */
export function createRates(contract: Contract, profile: RateProfile, guardMs: number): Rates {
  const byOperation = new Map<string, readonly OperationWindow[]>()
  const byBucket = new Map<string, OperationWindow>()

  function ratesOf(operation: string): readonly PacedRate[] {
    const { rates, hasQuota } = contract.operation(operation)
    // Half an hour is too long to wait for a turn: the service counts a quota, and its refusal says when it ends.
    if (hasQuota) return []
    return rates[profile]?.filter(isPaced) ?? (profile === 'seed' ? [] : [DEFAULT_RATE])
  }

  function windowOf(operation: string, rate: PacedRate): OperationWindow {
    const name = `${rate.bucket ?? operation} ${rate.calls ?? `${rate.targets} targets`}/${rate.seconds}`
    const known = byBucket.get(name)
    if (known !== undefined) return known
    const limit = rate.calls ?? rate.targets ?? Number.POSITIVE_INFINITY
    const made: OperationWindow = {
      window: slidingWindow(limit, rate.seconds * 1000 + guardMs),
      counts: rate.calls === undefined ? 'targets' : 'calls',
      limit,
      windowMs: rate.seconds * 1000 + guardMs,
    }
    byBucket.set(name, made)
    return made
  }

  return {
    windowsOf(operation) {
      const known = byOperation.get(operation)
      if (known !== undefined) return known
      const windows = ratesOf(operation).map((rate) => windowOf(operation, rate))
      byOperation.set(operation, windows)
      return windows
    },
  }
}
