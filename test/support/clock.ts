import type { Clock } from '../../src/upstream/clock.ts'

/** A clock that moves when the test says so. Fits the server's clock and the sandbox's. */
export interface FalseClock extends Clock {
  /** Timers that have not rung. */
  readonly waiting: number
  /** Moves the time at once and runs what has fallen due, in order of its time. */
  advance(ms: number): void
  /**
   * Moves the time from one timer to the next, and lets all that a timer set off come to rest before the next one:
   * promises, and bytes between sockets of this process. Takes no real time worth mentioning.
   */
  run(ms: number): Promise<void>
  /** Moves the time until `promise` settles; fails when that takes longer than `withinMs`. */
  until<Value>(promise: Promise<Value>, withinMs?: number): Promise<Value>
}

/** Runs as fast as the real one, from a moment on that a test chose: for files, which are unpacked in their own time. */
export function createLiveClock(startMs: number): Clock {
  const beganAt = performance.now()
  return {
    // In whole ones, as a calendar has them.
    now: () => startMs + Math.floor(performance.now() - beganAt),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  }
}

/** Turns of the event loop in which bytes written to a local socket have been read and answered. */
const TURNS_TO_REST = 40

export function createFalseClock(startMs = 1_700_000_000_000): FalseClock {
  let now = startMs
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()

  function next() {
    return [...timers].reduce<{ at: number; run: () => void } | undefined>(
      (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
      undefined,
    )
  }

  function step(until: number): boolean {
    const timer = next()
    if (timer === undefined || timer.at > until) {
      now = Math.max(now, until)
      return false
    }
    timers.delete(timer)
    now = Math.max(now, timer.at)
    timer.run()
    return true
  }

  async function run(ms: number) {
    const until = now + ms
    await rest()
    while (step(until)) await rest()
  }

  return {
    get waiting() {
      return timers.size
    },
    now: () => now,
    after(ms, run) {
      const timer = { at: now + Math.max(0, ms), run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance(ms) {
      const until = now + ms
      while (step(until));
    },
    run,
    async until(promise, withinMs = 60_000) {
      let settled = false
      const mark = () => {
        settled = true
      }
      promise.then(mark, mark)
      const deadline = now + withinMs
      await rest()
      while (!settled) {
        const timer = next()
        if (timer === undefined || timer.at > deadline) throw new Error(`not settled within ${withinMs} ms`)
        step(timer.at)
        await rest()
      }
      return promise
    },
  }
}

async function rest(): Promise<void> {
  for (let turn = 0; turn < TURNS_TO_REST; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
