import { InputError } from '../upstream/errors.ts'
import { readSeconds } from './input.ts'

/** An end, or in so many words none: exactly one of them is there. */
export interface MuteDurationGiven {
  readonly durationSeconds?: number | null | undefined
  readonly forever?: boolean | null | undefined
}

/** A duration, or that it ends: exactly one of them is there. */
export interface MuteTermGiven extends MuteDurationGiven {
  readonly lift?: boolean | null | undefined
}

/** In seconds; null is without an end, which has a word of its own: no time that was forgotten becomes it. */
export function readMuteDuration(
  { durationSeconds, forever }: MuteDurationGiven,
  argument: string,
): number | null {
  const seconds = readSeconds(durationSeconds, `${argument}.durationSeconds`)
  if (seconds !== null) return seconds
  if (forever) return null
  throw new InputError(`${argument}.forever`, 'must be true')
}

/** As a duration; 0 lifts it. */
export function readMuteTerm({ lift, ...duration }: MuteTermGiven, argument: string): number | null {
  if (lift) return 0
  if (lift === false) throw new InputError(`${argument}.lift`, 'must be true')
  return readMuteDuration(duration, argument)
}
