import type { Clock } from './clock.ts'
import { UpstreamError } from './errors.ts'
import { slidingWindow } from './window.ts'

export interface RetryQuestion {
  /** Changes nothing upstream. */
  readonly reads: boolean
  /** Attempts made so far, this failure included. */
  readonly attempt: number
  /** How often the token was refused in them, this failure included. */
  readonly tokensRefused?: number
  readonly error: unknown
}

export const ATTEMPTS_MAX = 3

/**
 * Whether a failed call may be made again. Never a write that may have been done: it would send a message twice.
 */
export function mayRetry({ reads, attempt, tokensRefused = attempt, error }: RetryQuestion): boolean {
  if (attempt >= ATTEMPTS_MAX || !(error instanceof UpstreamError)) return false
  switch (error.code) {
    case 'TOKEN_REFUSED': // Refused before anything was done. Once: a second new token would be refused as well.
      return tokensRefused === 1
    case 'RATE_LIMITED': // A 429 was refused before it was accepted; a 503 only where it is the limiter's word.
    case 'UPSTREAM_UNAVAILABLE': // Nothing left this machine, or nothing can be done twice.
      return reads || error.notExecuted
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_BAD_REPLY':
      return reads && isTransient(error)
    case 'CONFLICT': // Somebody else's change at the same moment; refused as a whole.
      return true
    default:
      return false
  }
}

/** A JSON answer that breaks the contract will break it again; a cut one may not. */
function isTransient(error: UpstreamError): boolean {
  return error.code === 'UPSTREAM_TIMEOUT' || error.status === undefined
}

export interface RetryTiming {
  /** Full jitter: no two callers come back at the same moment. The service's own word wins, when it has one. */
  delayMs(attempt: number, error: unknown): number
  /** Notes a call. */
  counted(): void
  /**
   * Retries are at most a tenth of the last 10 s' calls plus 10, or an outage would be made worse by them. Those with
   * a new token do not count: each call makes one at most, and all calls under way need it at the same moment.
   */
  takeRetry(error: unknown): boolean
}

const FIRST_DELAY_MS = 200
const LONGEST_DELAY_MS = 2_000
const RETRY_WINDOW_MS = 10_000
const RETRIES_ALWAYS = 10
const RETRY_SHARE = 1 / 10

export function createRetryTiming(clock: Clock, random: () => number): RetryTiming {
  const calls = slidingWindow(Number.MAX_SAFE_INTEGER, RETRY_WINDOW_MS)
  const retries = slidingWindow(Number.MAX_SAFE_INTEGER, RETRY_WINDOW_MS)
  const countOf = (window: typeof calls) => Number.MAX_SAFE_INTEGER - window.free(clock.now())

  return {
    delayMs(attempt, error) {
      const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt)
      const told = error instanceof UpstreamError ? (error.retryAfterMs ?? 0) : 0
      return told + random() * longest
    },
    counted: () => calls.take(clock.now()),
    takeRetry(error) {
      if (error instanceof UpstreamError && error.code === 'TOKEN_REFUSED') return true
      if (countOf(retries) >= RETRIES_ALWAYS + countOf(calls) * RETRY_SHARE) return false
      retries.take(clock.now())
      return true
    },
  }
}
