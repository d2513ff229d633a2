/** Time as the upstream layer sees it. Tests replace it, so nothing here may touch the system's timers directly. */
export interface Clock {
  /** Milliseconds that only ever grow; not a calendar time. */
  now(): number
  /** Calls `run` once, `ms` from now at the earliest. The answer cancels it. */
  after(ms: number, run: () => void): () => void
}

/** Longer ones overflow in the timers of the platform, and would ring at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(ms))))
    return () => clearTimeout(timer)
  },
}

/** Resolves after `ms`. Rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', stop)
      resolve()
    })
    signal?.addEventListener('abort', stop, { once: true })
  })
}
