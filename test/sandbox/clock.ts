import type { SandboxClock } from '../../src/sandbox/server.ts'

export interface FalseClock extends SandboxClock {
  /** Moves the time and runs what has fallen due, in order. */
  advance(ms: number): void
}

export function createFalseClock(startMs = 1_700_000_000_000): FalseClock {
  let now = startMs
  const due = new Map<() => void, number>()
  return {
    now: () => now,
    after(ms, run) {
      const wake = () => run()
      due.set(wake, now + ms)
      return () => void due.delete(wake)
    },
    advance(ms) {
      now += ms
      for (const [run, when] of [...due].sort(([, one], [, other]) => one - other)) {
        if (when > now) continue
        due.delete(run)
        run()
      }
    },
  }
}
