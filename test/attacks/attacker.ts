import { type Harness, type HarnessOptions, start } from '../support/harness.ts'
import { createIssuer } from '../support/tokens.ts'

export const ADMIN_KEY = 'a-key-of-the-tests-with-more-than-32-characters'

export type Attacker = 'admin' | 'user'

export interface Reply {
  readonly status: number
  readonly codes: readonly string[]
  readonly text: string
  readonly headers: Headers
}

export interface Target extends Harness {
  /** Sends bytes on a real socket; as an admin by default: whoever may most must not be able to do harm either. */
  attack(body: BodyInit | null, options?: AttackOptions): Promise<Reply>
}

export interface AttackOptions {
  readonly as?: Attacker
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Behind the path of the endpoint, like `?query=…`. */
  readonly search?: string
}

/** A server with callers configured, and the sandbox behind it that counts the calls. */
export async function openTarget(options: HarnessOptions = {}): Promise<Target> {
  const issuer = createIssuer()
  const harness = await start({ ...options, env: { ADMIN_KEY, ...issuer.env, ...options.env } })
  const admin = { authorization: `Bearer ${ADMIN_KEY}` }
  const url = await harness.listen()
  return {
    ...harness,
    async attack(body, { as = 'admin', method = 'POST', headers = {}, search = '' } = {}) {
      const response = await fetch(`${url}${search}`, {
        method,
        headers: {
          ...(as === 'admin' ? admin : issuer.headersOf('u0001')),
          'content-type': 'application/json',
          ...headers,
        },
        body,
      })
      const text = await response.text()
      return { status: response.status, codes: codesIn(text), text, headers: response.headers }
    },
  }
}

/** The body of a request that carries an operation. */
export function operationOf(query: string, variables?: object): string {
  return JSON.stringify({ query, variables })
}

/** Of an answer in JSON, or in pieces of JSON. */
function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code = '']) => code)
}
