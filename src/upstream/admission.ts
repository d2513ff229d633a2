import type { Asker } from './asker.ts'
import type { Budget, Lane } from './budget.ts'
import { UpstreamError } from './errors.ts'

/** How much of its time a request may spend before its first call; the rest is for the calls that follow. */
const WAIT_SHARE = 0.7
/** Requests after which the average cost of one is believed. */
const TRUSTED_AFTER = 20
/** Weight of the newest request in the average. */
const SMOOTHING = 1 / 20

export interface Admission {
  /** Throws `UPSTREAM_BUSY` when the first call of this request could not start in time. */
  admit(asker: Asker, lane: Lane, operation: string): void
}

/**
 * Refuses a request at its arrival instead of letting it spend the budget and die half done.
 *
 * Unbounded waiting is the worst of all: every request then waits for nearly its whole time, and hardly one is
 * answered. So whoever is let in can expect to finish, and all others learn at once when to come back.
 */
export function createAdmission(budget: Budget, requestTimeoutMs: number): Admission {
  const waiting = new Set<Asker>()
  const patienceMs = requestTimeoutMs * WAIT_SHARE
  let callsPerRequest = 1
  let finished = 0

  /** What the requests not yet begun will cost beyond the calls that already wait: from what others did cost. */
  function callsToCome(): number {
    for (const asker of waiting) if (asker.begun || asker.left !== undefined) waiting.delete(asker)
    return finished < TRUSTED_AFTER ? 0 : waiting.size * Math.max(0, callsPerRequest - 1)
  }

  function learn(asker: Asker) {
    finished += 1
    callsPerRequest += (asker.permits - callsPerRequest) * SMOOTHING
  }

  return {
    admit(asker, lane, operation) {
      if (asker.admitted) return
      const waitMs = budget.waitMs(lane, callsToCome())
      if (waitMs > patienceMs) {
        const busy = new UpstreamError('UPSTREAM_BUSY', operation, {
          retryAfterMs: Math.ceil(waitMs - patienceMs / 2),
          notExecuted: true,
        })
        asker.leave(busy)
        throw busy
      }
      asker.admitted = true
      waiting.add(asker)
      asker.onLeave(() => learn(asker))
    },
  }
}
