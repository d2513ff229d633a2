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
  const later = retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }
  const extensions = retryAfterMs === undefined ? { code } : { code, retryAfterMs }
  const response = Response.json(
    { errors: [{ message, extensions }] },
    { status, headers: { ...headers, ...later } },
  )
  return Object.assign(response, { refusedWith: code })
}

/** The code of an answer that `refuse` made, for who cannot read its body any more. */
export function codeOfRefusal(response: Response): string | undefined {
  return 'refusedWith' in response ? String(response.refusedWith) : undefined
}
