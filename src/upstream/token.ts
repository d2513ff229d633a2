import type { Gate } from './budget.ts'
import type { Clock } from './clock.ts'
import { UpstreamError } from './errors.ts'

export interface FetchedToken {
  readonly accessToken: string
  /** Seconds it is valid; 0 for ever. */
  readonly expiresInSeconds: number
}

export interface Token extends Gate {
  /** The token to send. Read it only while the gate is open. */
  bearer(): string
  /** The service refused this token: it is not used again. */
  refused(bearer: string): void
  /** Why there is none, after a failed attempt. */
  readonly failure: UpstreamError | undefined
}

/** The vendor blocks accounts that ask too often; its own SDK waits this long after a failed attempt. */
const PAUSE_AFTER_REFUSAL_MS = 10_000
/** The service could not be reached: try again soon, it costs it nothing. */
const PAUSE_AFTER_OUTAGE_MS = 1_000

/**
 * One app token for the whole process. Fetched by the first call that needs it, renewed at half of its life while the
 * old one still serves, and once more when the service refuses it. Never two renewals at a time.
 */
export function createToken(fetch: () => Promise<FetchedToken>, clock: Clock): Token {
  let current: { bearer: string; renewAt: number; expiresAt: number } | undefined
  let renewal: Promise<void> | undefined
  let failed: { error: UpstreamError; retryAt: number } | undefined
  let refusedAt = Number.NEGATIVE_INFINITY

  async function renew() {
    try {
      const { accessToken, expiresInSeconds } = await fetch()
      const lifeMs = expiresInSeconds === 0 ? Number.POSITIVE_INFINITY : expiresInSeconds * 1000
      const now = clock.now()
      current = { bearer: accessToken, renewAt: now + lifeMs / 2, expiresAt: now + lifeMs }
      failed = undefined
    } catch (cause) {
      const error =
        cause instanceof UpstreamError
          ? cause
          : new UpstreamError('UPSTREAM_UNAVAILABLE', 'token-app', { cause })
      const pauseMs = error.code === 'CREDENTIALS_REFUSED' ? PAUSE_AFTER_REFUSAL_MS : PAUSE_AFTER_OUTAGE_MS
      failed = { error, retryAt: clock.now() + pauseMs }
      throw error
    } finally {
      renewal = undefined
    }
  }

  function startRenewal(): Promise<void> {
    renewal ??= renew()
    return renewal
  }

  return {
    get failure() {
      return failed?.error
    },
    isOpen() {
      if (current === undefined || current.expiresAt <= clock.now()) return false
      const mayTry = failed === undefined || failed.retryAt <= clock.now()
      // Ahead of time and in the background: a failure only matters once the old token has expired.
      if (current.renewAt <= clock.now() && renewal === undefined && mayTry) startRenewal().catch(() => {})
      return true
    },
    open() {
      if (renewal === undefined && failed !== undefined && failed.retryAt > clock.now()) {
        return Promise.reject(failed.error)
      }
      return startRenewal()
    },
    bearer: () => current?.bearer ?? '',
    refused(bearer) {
      if (current?.bearer !== bearer) return
      // A new one that is refused as well is not the token's fault: asking for another each time would get us blocked.
      if (clock.now() - refusedAt < PAUSE_AFTER_REFUSAL_MS) return
      refusedAt = clock.now()
      current = undefined
    },
  }
}
