import { Agent, fetch } from 'undici'

export interface PlainRestOptions {
  /** `http://host/org/app`. */
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** Tries of one call that meets a 503. */
  readonly attempts: number
}

/** One call of the REST API; the answer's JSON, unchecked, as a first version has it. */
export type PlainRest = <Reply>(method: string, path: string, body?: object) => Promise<Reply>

const FIRST_BACKOFF_MS = 200
const LONGEST_BACKOFF_MS = 3_200

/** What a team writes on its first day: a token, a fetch, and a simple retry on 503. */
export async function createPlainRest(options: PlainRestOptions): Promise<PlainRest> {
  const { baseUrl, clientId, clientSecret, attempts } = options
  // Unlimited by default; more sockets than this help nobody, and some systems stop a process at 1024.
  const dispatcher = new Agent({ connections: 256 })
  const headers: Record<string, string> = { 'content-type': 'application/json' }

  async function call<Reply>(method: string, path: string, body?: object): Promise<Reply> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers,
        dispatcher,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (response.ok) return JSON.parse(text)
      if (response.status !== 503 || attempt === attempts) throw new Error(`${response.status} ${path}`)
      const backoffMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1))
      await pause(backoffMs * (0.5 + Math.random()))
    }
  }

  const token = await call<{ access_token: string }>('POST', '/token', {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  })
  headers.authorization = `Bearer ${token.access_token}`
  return call
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
