import type { FetchAPI } from 'graphql-yoga'
import type { RequestCode } from '../graph/refusal.ts'

export interface HttpRefusal {
  readonly status: number
  readonly code: RequestCode
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The answer to a request that never becomes an operation: like any other answer, so that clients read it alike. */
export function refuse(
  { Response }: FetchAPI,
  { status, code, message, headers = {} }: HttpRefusal,
): Response {
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status, headers })
}
