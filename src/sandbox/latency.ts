import type { SandboxClock } from './clock.ts'

export interface LatencyOptions {
  readonly clock: SandboxClock
  readonly latencyMs: number
  readonly jitterMs: number
  readonly random: () => number
}

/** Holds answers back, and forgets those that still wait when the sandbox closes. */
export interface Latency {
  /** Answers after the latency, a share of the jitter, and `extraMs`; at once if that is nothing. */
  hold(extraMs: number, answer: () => void): void
  cancel(): void
}

export function createLatency({ clock, latencyMs, jitterMs, random }: LatencyOptions): Latency {
  const waiting = new Set<() => void>()
  return {
    hold(extraMs, answer) {
      const delayMs = latencyMs + random() * jitterMs + extraMs
      if (delayMs <= 0) {
        answer()
        return
      }
      const cancel = clock.after(delayMs, () => {
        waiting.delete(cancel)
        answer()
      })
      waiting.add(cancel)
    },
    cancel() {
      for (const cancel of waiting) cancel()
      waiting.clear()
    },
  }
}
