import { type UpstreamCode, UpstreamError } from '../upstream/errors.ts'

/**
 * What says nothing about the message: the service is out, has no room, or does not let this server in. That passes, or
 * somebody mends it; until then it would be the same for each chunk.
 */
const PASSING: ReadonlySet<UpstreamCode> = new Set([
  'RATE_LIMITED',
  'MESSAGE_QUOTA',
  'PLAN_LIMIT',
  'CONFLICT',
  'TOKEN_REFUSED',
  'CREDENTIALS_REFUSED',
  'UPSTREAM_BUSY',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'NOT_SENT',
])

/** Whether a call that failed is to be made again: it was certainly not done, and that was not because of what it asks. */
export function mayTryAgain(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.notExecuted && isPassing(error)
}

/** Without a token nothing is asked at all, whatever kept it away. */
function isPassing({ code, operation, cause }: UpstreamError): boolean {
  const isOfToken = cause instanceof UpstreamError && cause.operation === 'token-app'
  return PASSING.has(code) || operation === 'token-app' || isOfToken
}

/** Whether the service does what it is asked, by how a call that changes nothing has failed. */
export function isOut(error: unknown): boolean {
  return !(error instanceof UpstreamError && error.notExecuted) || isPassing(error)
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/** How long to wait after so many failures in a row; longer where the service says so. */
export function pauseMs(failures: number, error: unknown): number {
  const told = error instanceof UpstreamError ? (error.retryAfterMs ?? 0) : 0
  return Math.max(told, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)))
}
