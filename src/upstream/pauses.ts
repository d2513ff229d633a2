import type { Clock } from './clock.ts'

/** The service refused a call because of a rate. */
export interface Refusal {
  readonly operation: string
  /** How long the service says to wait. */
  readonly pauseMs?: number | undefined
  /** By the rate of all calls, and not of this operation alone. */
  readonly isOfAll: boolean
  /** Nobody waits for the call. */
  readonly isPatient: boolean
}

/** Operations that the service refuses, each for itself: a rate that is used up there keeps nothing else waiting. */
export interface Pauses {
  /** The earliest time for a call of the operation. */
  endsAt(operation: string, isPatient: boolean): number
  refused(refusal: Refusal): void
  /** The service took a call of the operation. */
  accepted(operation: string): void
}

const FIRST_MS = 1_000
const LONGEST_MS = 60_000

interface Pause {
  readonly endsAt: number
  /** For those who are patient: longer with each refusal of theirs, however many they are. */
  readonly endsForPatientAt: number
  readonly refusals: number
}

const NONE: Pause = {
  endsAt: Number.NEGATIVE_INFINITY,
  endsForPatientAt: Number.NEGATIVE_INFINITY,
  refusals: 0,
}

export function createPauses(clock: Pick<Clock, 'now'>): Pauses {
  const pauses = new Map<string, Pause>()
  const pauseOf = (operation: string) => pauses.get(operation) ?? NONE

  return {
    endsAt(operation, isPatient) {
      const { endsAt, endsForPatientAt } = pauseOf(operation)
      return isPatient ? Math.max(endsAt, endsForPatientAt) : endsAt
    },
    refused({ operation, pauseMs = 0, isPatient }) {
      const known = pauseOf(operation)
      const now = clock.now()
      const endsAt = Math.max(known.endsAt, now + pauseMs)
      if (!isPatient) {
        pauses.set(operation, { ...known, endsAt })
        return
      }
      const waitMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** known.refusals)
      pauses.set(operation, { endsAt, endsForPatientAt: now + waitMs, refusals: known.refusals + 1 })
    },
    accepted: (operation) => pauses.delete(operation),
  }
}
