export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

export interface Rate {
  readonly perSecond: number
  readonly medianMs: number
}

/** Keeps `workers` requests under way for so long; counts those that began and ended within it. */
export async function rateOf(send: () => Promise<unknown>, workers: number, ms: number): Promise<Rate> {
  const latenciesMs: number[] = []
  const startedAt = performance.now()
  const endsAt = startedAt + ms
  async function work() {
    for (;;) {
      const from = performance.now()
      if (from >= endsAt) return
      await send()
      const until = performance.now()
      if (until <= endsAt) latenciesMs.push(until - from)
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  return { perSecond: (latenciesMs.length / ms) * 1000, medianMs: median(latenciesMs) }
}
