import type { Clock } from '../upstream/clock.ts'

/** What happens later, until it is stopped. */
export interface Timers {
  after(ms: number, run: () => void): void
  /** Shorter when it is stopped. */
  sleep(ms: number): Promise<void>
  /** Nothing rings any more, and whoever sleeps wakes. */
  stop(): void
}

export function createTimers(clock: Pick<Clock, 'after'>): Timers {
  const waiting = new Set<() => void>()
  const sleeping = new Set<() => void>()

  function after(ms: number, run: () => void) {
    const cancel = clock.after(ms, () => {
      waiting.delete(cancel)
      run()
    })
    waiting.add(cancel)
  }

  return {
    after,
    async sleep(ms) {
      let wake = () => {}
      await new Promise<void>((resolve) => {
        wake = resolve
        sleeping.add(wake)
        after(ms, wake)
      })
      sleeping.delete(wake)
    },
    stop() {
      for (const cancel of waiting) cancel()
      waiting.clear()
      for (const wake of sleeping) wake()
    },
  }
}
