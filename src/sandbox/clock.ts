/** The time the sandbox lives in. Tests replace it, so that no test has to wait. */
export interface SandboxClock {
  /** Milliseconds since 1970; fractions are kept, because the rate limit is judged to less than one millisecond. */
  now(): number
  /** Runs once after `ms` milliseconds; the answer cancels it. */
  after(ms: number, run: () => void): () => void
}

export const systemClock: SandboxClock = {
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
