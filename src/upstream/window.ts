/**
 * Rate limits that hold for ANY interval, not only for intervals that begin on the second: a fixed window lets almost
 * twice its limit through around its edge.
 */
export interface RateWindow {
  /** The earliest time at which `weight` more may start: `now` when it may start at once. */
  opensAt(now: number, weight?: number): number
  /** Records a start. Call it only when `opensAt(now) <= now`. */
  take(now: number, weight?: number): void
  /** How many more may start at `now`. */
  free(now: number): number
}

/** At most `limit` in any window of `windowMs`, as early as that allows. */
export function slidingWindow(limit: number, windowMs: number): RateWindow {
  const starts: { at: number; weight: number }[] = []
  let used = 0

  function forget(now: number) {
    while (starts[0] !== undefined && starts[0].at + windowMs <= now) used -= starts.shift()?.weight ?? 0
  }

  return {
    opensAt(now, weight = 1) {
      forget(now)
      // Heavier than the whole window: let it through alone, the service will say what it thinks of it.
      let toFree = used + Math.min(weight, limit) - limit
      if (toFree <= 0) return now
      for (const start of starts) {
        toFree -= start.weight
        if (toFree <= 0) return start.at + windowMs
      }
      return now + windowMs
    },
    take(now, weight = 1) {
      starts.push({ at: now, weight })
      used += weight
    },
    free(now) {
      forget(now)
      return Math.max(0, limit - used)
    },
  }
}

/**
 * At most `limit()` in any window of `windowMs`: half of them may start at once, the other half is let out evenly.
 *
 * A window that is spent at its beginning makes a small query wait for nearly a whole window; here it waits for about
 * one interval of the even half. The limit may change between calls (it is lowered after a refusal).
 */
export function pacedWindow(limit: () => number, windowMs: number): RateWindow {
  const atOnce: number[] = []
  let lastPaced = Number.NEGATIVE_INFINITY

  const burst = () => Math.ceil(limit() / 2)
  const interval = () => {
    const paced = Math.floor(limit() / 2)
    return paced === 0 ? Number.POSITIVE_INFINITY : windowMs / paced
  }
  function forget(now: number) {
    while (atOnce[0] !== undefined && atOnce[0] + windowMs <= now) atOnce.shift()
  }
  function burstOpensAt(now: number) {
    forget(now)
    const blocking = atOnce[atOnce.length - burst()]
    return blocking === undefined ? now : blocking + windowMs
  }

  return {
    opensAt: (now) => Math.max(now, Math.min(burstOpensAt(now), lastPaced + interval())),
    take(now) {
      if (burstOpensAt(now) <= now) atOnce.push(now)
      else lastPaced = now
    },
    free(now) {
      forget(now)
      return Math.max(0, burst() - atOnce.length) + (lastPaced + interval() <= now ? 1 : 0)
    },
  }
}
