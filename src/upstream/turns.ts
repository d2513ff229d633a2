/**
 * How a request stands: `begun` goes on before others begin, and `large` asks for more than its fair share of calls,
 * so it takes turns with all others.
 */
export type Standing = 'begun' | 'new' | 'large'

/** Who would use a permit. */
export interface Claimant {
  /** Whom to be fair to. */
  readonly caller: string
  readonly standing: Standing
  /** When its request arrived, in ms. */
  readonly since: number
  /** No client waits for what it does. */
  readonly isPatient?: boolean
}

/** While others wait, large requests get one permit in this many: enough to end, too little to hold anybody up. */
export const LARGE_SHARE = 4

/** Turns are forgotten beyond this many callers; a forgotten one counts as new. */
const REMEMBERED_CALLERS = 10_000

export interface Turns {
  /** The candidate that is next. Among equals the earlier one. `isRipe` is true for all when it does not matter. */
  first<T>(
    candidates: Iterable<T>,
    claimantOf: (candidate: T) => Claimant,
    isRipe?: (candidate: T) => boolean,
  ): T | undefined
  served(claimant: Claimant, now: number): void
}

/** A candidate's place: of two the lower number comes first, in the first property that differs. */
interface Place {
  readonly size: number
  readonly ripeness: number
  readonly standing: number
  readonly waitsSince: number
  readonly turn: number
}

/**
 * Whose turn it is: large requests at their share; then ripe before unripe, begun before new, and the caller who has
 * waited longest since it came or was served.
 */
export function createTurns(): Turns {
  const served = new Map<string, { readonly at: number; readonly turn: number }>()
  let turn = 0
  let othersInARow = 0

  function placeOf({ caller, standing, since }: Claimant, ripe: boolean): Place {
    const last = served.get(caller)
    const isLargesTurn = othersInARow >= LARGE_SHARE - 1
    return {
      size: (standing === 'large') === isLargesTurn ? 0 : 1,
      ripeness: ripe ? 0 : 1,
      standing: standing === 'begun' ? 0 : 1,
      // Who was served long ago does not come before those who have waited since.
      waitsSince: Math.max(since, last?.at ?? since),
      turn: last?.turn ?? 0,
    }
  }

  return {
    first(candidates, claimantOf, isRipe = () => true) {
      let best: { readonly candidate: CandidateOf<typeof candidates>; readonly place: Place } | undefined
      for (const candidate of candidates) {
        const place = placeOf(claimantOf(candidate), isRipe(candidate))
        if (best === undefined || compare(place, best.place) < 0) best = { candidate, place }
      }
      return best?.candidate
    },
    served({ caller, standing }, now) {
      turn += 1
      othersInARow = standing === 'large' ? 0 : othersInARow + 1
      // Deleted first so that the map stays in order of time.
      served.delete(caller)
      served.set(caller, { at: now, turn })
      const [oldest] = served.keys()
      if (served.size > REMEMBERED_CALLERS && oldest !== undefined) served.delete(oldest)
    },
  }
}

type CandidateOf<Candidates> = Candidates extends Iterable<infer T> ? T : never

function compare(a: Place, b: Place): number {
  return (
    a.size - b.size ||
    a.ripeness - b.ripeness ||
    a.standing - b.standing ||
    a.waitsSince - b.waitsSince ||
    a.turn - b.turn
  )
}
