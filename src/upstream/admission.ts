import type { Asker } from './asker.ts'
import type { Budget } from './budget.ts'
import type { Lane } from './claim.ts'
import { UpstreamError } from './errors.ts'

/** How much of its time a request may spend before its first call; the rest is for the calls that follow. */
const WAIT_SHARE = 0.75
/** Admitted, and still not begun after this much of its time: the service has become slower than it was then. */
const GIVE_UP_SHARE = 0.85
/** Permits for shared batches that a request is thought to need, before any of its kind has ended. */
const BATCHES_TO_COME = 0.25
/** Weight of the newest request in the average. */
const SMOOTHING = 1 / 20

/** The first thing that a request asks for. */
export interface FirstCall {
  readonly lane: Lane
  readonly operation: string
  /** The answer can lead to further keys. */
  readonly leadsFurther: boolean
  /** One call serves the keys of many. */
  readonly isShared: boolean
  /** It would travel in a call that is made soon anyway. */
  readonly ridesAlong: () => boolean
}

/** A write: one call of its own, and its answer leads no further. */
export function firstWrite(lane: Lane, operation: string): FirstCall {
  return { lane, operation, leadsFurther: false, isShared: false, ridesAlong: () => false }
}

export interface Admission {
  /** Throws `UPSTREAM_BUSY` when the first call of this request could not start in time. */
  admit(asker: Asker, first: FirstCall): void
}

/**
 * Refuses a request at its arrival instead of letting it spend the budget and die half done.
 *
 * Unbounded waiting is the worst of all: every request then waits for nearly its whole time, and hardly one is
 * answered. So whoever is let in can expect to finish, and all others learn at once when to come back. Should the
 * service slow down afterwards, those not yet begun give up before their time is over: the budget is for those begun.
 */
export function createAdmission(budget: Budget, requestTimeoutMs: number, random: () => number): Admission {
  const batchesPerRequest = new Map<string, number>()
  let batchesToCome = 0

  /** Who has much under way already waits behind all that waits, and is refused before those who have not. */
  function waitOf({ standing }: Asker, { lane, operation }: FirstCall): number {
    const isLarge = standing === 'large'
    const turnMs = isLarge ? budget.waitMs(lane, batchesToCome) : budget.waitToBeginMs(lane, batchesToCome)
    return Math.max(turnMs, budget.pauseMs(operation))
  }

  /** What a request will cost beyond the calls it asks for at once: from what others of its kind did cost. */
  function expect({ operation, leadsFurther, isShared }: FirstCall): number {
    if (!leadsFurther) return 0
    return batchesPerRequest.get(operation) ?? (isShared ? 0 : BATCHES_TO_COME)
  }

  function learn(asker: Asker, first: FirstCall) {
    if (!first.leadsFurther || !asker.begun) return
    const known = expect(first)
    batchesPerRequest.set(first.operation, known + (asker.batchPermits - known) * SMOOTHING)
  }

  function refusal(operation: string, waitMs: number): UpstreamError {
    const soonestMs = Math.max(waitMs - (requestTimeoutMs * WAIT_SHARE) / 2, 1)
    return new UpstreamError('UPSTREAM_BUSY', operation, {
      // Spread out: a crowd that was refused together must not come back together.
      retryAfterMs: Math.ceil(soonestMs * (1 + random())),
      notExecuted: true,
    })
  }

  return {
    admit(asker, first) {
      if (asker.admitted || asker.begun) return
      const { operation } = first
      const waitMs = waitOf(asker, first)
      if (asker.now() + waitMs > asker.since + requestTimeoutMs * WAIT_SHARE) {
        if (first.ridesAlong()) return
        const busy = refusal(operation, waitMs)
        asker.leave(busy)
        throw busy
      }
      const expected = expect(first)
      asker.admitted = true
      batchesToCome += expected
      asker.onLeave(() => {
        batchesToCome -= expected
        learn(asker, first)
      })
      if (waitMs === 0) return
      asker.leaveUnlessBegun(asker.since + requestTimeoutMs * GIVE_UP_SHARE, () =>
        refusal(operation, waitOf(asker, first)),
      )
    },
  }
}
