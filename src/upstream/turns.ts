/** Who would use a permit, and whether its request has begun and not yet had its fair share of calls. */
export interface Claimant {
  readonly caller: string
  readonly goesFirst: boolean
}

/** Turns are forgotten beyond this many callers; a forgotten one counts as new. */
const REMEMBERED_CALLERS = 10_000

export interface Turns {
  /** The candidate that is next. Among equals the earlier one. `isRipe` is true for all when it does not matter. */
  first<T>(
    candidates: Iterable<T>,
    claimantOf: (candidate: T) => Claimant,
    isRipe?: (candidate: T) => boolean,
  ): T | undefined
  served(claimant: Claimant): void
}

/**
 * Whose turn it is. Nobody is served twice in a row while another waits; then ripe before unripe, begun before new,
 * and the one who has waited longest since it was served.
 */
export function createTurns(): Turns {
  const servedAt = new Map<string, number>()
  let turn = 0
  let last: string | undefined

  function rank({ caller, goesFirst }: Claimant, ripe: boolean): readonly number[] {
    return [caller === last ? 1 : 0, ripe ? 0 : 1, goesFirst ? 0 : 1, servedAt.get(caller) ?? 0]
  }

  return {
    first(candidates, claimantOf, isRipe = () => true) {
      let best:
        | { candidate: typeof candidates extends Iterable<infer T> ? T : never; rank: readonly number[] }
        | undefined
      for (const candidate of candidates) {
        const candidateRank = rank(claimantOf(candidate), isRipe(candidate))
        if (best === undefined || comesBefore(candidateRank, best.rank))
          best = { candidate, rank: candidateRank }
      }
      return best?.candidate
    },
    served({ caller }) {
      turn += 1
      last = caller
      servedAt.delete(caller)
      servedAt.set(caller, turn)
      const [oldest] = servedAt.keys()
      if (servedAt.size > REMEMBERED_CALLERS && oldest !== undefined) servedAt.delete(oldest)
    },
  }
}

function comesBefore(a: readonly number[], b: readonly number[]): boolean {
  const index = a.findIndex((value, at) => value !== b[at])
  return index >= 0 && (a[index] ?? 0) < (b[index] ?? 0)
}
