import type { FetchAPI } from 'graphql-yoga'
import type { RequestCode } from '../graph/refusal.ts'
import type { UpstreamCode } from '../upstream/errors.ts'

export interface HttpRefusal {
  readonly status: number
  readonly code: RequestCode | UpstreamCode
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
  /** When to try again, in ms. */
  readonly retryAfterMs?: number | undefined
  /** The argument that is wrong. */
  readonly argument?: string
}

/** Status, headers and body of the answer to a request that is refused: like any other answer, so that clients read it alike. */
export function refusalParts({ status, code, message, headers = {}, retryAfterMs, argument }: HttpRefusal) {
  const later = retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }
  const extensions = {
    ...(argument === undefined ? {} : { argument }),
    ...(retryAfterMs === undefined ? { code } : { code, retryAfterMs }),
  }
  return { status, headers: { ...headers, ...later }, body: { errors: [{ message, extensions }] } }
}

/** The answer to a request that never becomes an operation. */
export function refuse({ Response }: FetchAPI, refusal: HttpRefusal): Response {
  const { status, headers, body } = refusalParts(refusal)
  return Object.assign(Response.json(body, { status, headers }), { refusedWith: refusal.code })
}

/** The code of an answer that `refuse` made, for who cannot read its body any more. */
export function codeOfRefusal(response: Response): string | undefined {
  return 'refusedWith' in response ? String(response.refusedWith) : undefined
}
