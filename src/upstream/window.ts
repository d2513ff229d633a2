/**
 * Rate limits that hold for ANY interval, not only for intervals that begin on the second: a fixed window lets almost
 * twice its limit through around its edge.
 */
export interface RateWindow {
  /** The earliest time at which `weight` more may start: `now` when it may start at once. */
  opensAt(now: number, weight?: number): number
  /** Records a start. Call it only when `opensAt(now) <= now`. */
  take(now: number, weight?: number): Start
  /** How many more may start at `now`. */
  free(now: number): number
}

/** Some may start at once, the others evenly. */
export interface PacedWindow extends RateWindow {
  /** For those who leave what may start at once to others. */
  readonly evenly: Pick<RateWindow, 'opensAt' | 'take'>
}

/** A start that a window counts. It may get another time, as long as it is not known when the call left; ∞ until then. */
export interface Start {
  at: number
}

/** Earliest first: calls do not leave in the order of their permits. */
function sort(starts: Start[]): void {
  // Not by difference: ∞ - ∞ is no number.
  starts.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

/** At most `limit` in any window of `windowMs`, as early as that allows. */
export function slidingWindow(limit: number, windowMs: number): RateWindow {
  const starts: (Start & { readonly weight: number })[] = []
  let used = 0

  function forget(now: number) {
    sort(starts)
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
      // Also for those who only count: nothing else would ever empty the list.
      forget(now)
      const start = { at: now, weight }
      starts.push(start)
      used += weight
      return start
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
 * one interval of the even half. The limit may change between calls (it is lowered after a refusal): whatever starts
 * finds fewer than the limit of that moment in the window behind it.
 */
export function pacedWindow(limit: () => number, windowMs: number): PacedWindow {
  const all: Start[] = []
  const atOnce: Start[] = []
  let lastPaced = Number.NEGATIVE_INFINITY

  const burst = () => Math.ceil(limit() / 2)

  function forget(now: number) {
    for (const starts of [all, atOnce]) {
      sort(starts)
      while (starts[0] !== undefined && starts[0].at + windowMs <= now) starts.shift()
    }
  }
  function roomAt(starts: readonly Start[], most: number) {
    const blocking = starts[starts.length - most]
    return blocking === undefined ? Number.NEGATIVE_INFINITY : blocking.at + windowMs
  }
  function pacedOpensAt() {
    const paced = Math.floor(limit() / 2)
    return paced === 0 ? Number.POSITIVE_INFINITY : lastPaced + windowMs / paced
  }

  function opensAt(now: number, isEven: boolean) {
    forget(now)
    const paced = pacedOpensAt()
    // Of a limit of one there is no even half.
    const opens = isEven && Number.isFinite(paced) ? paced : Math.min(roomAt(atOnce, burst()), paced)
    return Math.max(now, roomAt(all, limit()), opens)
  }

  function take(now: number, isEven: boolean) {
    forget(now)
    const start = { at: now }
    if (!isEven && roomAt(atOnce, burst()) <= now) atOnce.push(start)
    else lastPaced = now
    all.push(start)
    return start
  }

  return {
    opensAt: (now) => opensAt(now, false),
    take: (now) => take(now, false),
    evenly: { opensAt: (now) => opensAt(now, true), take: (now) => take(now, true) },
    free(now) {
      forget(now)
      const startable = Math.max(0, burst() - atOnce.length) + (pacedOpensAt() <= now ? 1 : 0)
      return Math.max(0, Math.min(limit() - all.length, startable))
    },
  }
}
