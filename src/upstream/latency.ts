import type { Clock } from './clock.ts'

/** How long the service takes to answer, as of late. */
export interface Latency {
  /** A call starts; the answer is to be called when it is answered. What failed says how broken the service is, not how slow. */
  started(): () => void
  /** How long one call takes, in ms; 0 while nothing is known. */
  callMs(): number
}

/** What one more call counts against all before it. */
const WEIGHT = 1 / 8

/** A moving average: one slow answer does not make a slow service. */
export function createLatency(clock: Clock): Latency {
  let average: number | undefined
  return {
    started() {
      const since = clock.now()
      return () => {
        const tookMs = clock.now() - since
        average = average === undefined ? tookMs : average + (tookMs - average) * WEIGHT
      }
    },
    callMs: () => average ?? 0,
  }
}
