const WINDOW_MS = 1000

/** Says of each call, at the moment it arrives, whether it may pass. */
export interface Limiter {
  admit(atMs: number): boolean
}

/**
 * A strict sliding window: no interval of 1000 ms, wherever it starts, holds more than `callsPerSecond` admitted calls.
 * A counter that restarts each second would let twice as many pass around the turn of a second.
 *
 * Refused calls are not counted: who waits a full window after its last admitted call always passes again.
 * 0 means no limit.
 */
export function createLimiter(callsPerSecond: number): Limiter {
  if (callsPerSecond === 0) return { admit: () => true }

  // The last `callsPerSecond` admissions; `oldest` is the one that the next admission overwrites.
  const admittedAt: number[] = new Array(callsPerSecond).fill(Number.NEGATIVE_INFINITY)
  let oldest = 0
  return {
    admit(atMs) {
      const leftWindow = atMs - (admittedAt[oldest] ?? 0) >= WINDOW_MS
      if (!leftWindow) return false
      admittedAt[oldest] = atMs
      oldest = (oldest + 1) % callsPerSecond
      return true
    },
  }
}
