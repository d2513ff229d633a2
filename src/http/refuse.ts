import type { FetchAPI } from 'graphql-yoga'
import type { RequestCode } from '../graph/refusal.ts'

export interface HttpRefusal {
  readonly status: number
  readonly code: RequestCode
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
  /** When to try again, in ms. */
  readonly retryAfterMs?: number
}

/** The answer to a request that never becomes an operation: like any other answer, so that clients read it alike. */
export function refuse(
  { Response }: FetchAPI,
  { status, code, message, headers = {}, retryAfterMs }: HttpRefusal,
): Response {
  if (retryAfterMs === undefined) {
    return Response.json({ errors: [{ message, extensions: { code } }] }, { status, headers })
  }
  const retryAfter = { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }
  return Response.json(
    { errors: [{ message, extensions: { code, retryAfterMs } }] },
    { status, headers: { ...headers, ...retryAfter } },
  )
}
