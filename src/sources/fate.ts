import { UpstreamError } from '../upstream/errors.ts'

/** What a failed write means for each of its targets: certainly not done, or unknown. Any other fault goes on. */
export function fateOf(error: unknown): {
  readonly status: 'FAILED' | 'UNKNOWN'
  readonly error: UpstreamError
} {
  if (!(error instanceof UpstreamError)) throw error
  return { status: error.notExecuted ? 'FAILED' : 'UNKNOWN', error }
}
