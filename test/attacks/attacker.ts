import { type Harness, type HarnessOptions, start } from '../support/harness.ts'

export const ADMIN_KEY = 'a-key-of-the-tests-with-more-than-32-characters'

export interface Reply {
  readonly status: number
  readonly codes: readonly string[]
  readonly text: string
  readonly headers: Headers
}

export interface Target extends Harness {
  /** Sends bytes on a real socket, with the key of an admin: whoever may most must not be able to do harm either. */
  attack(body: BodyInit | null, options?: AttackOptions): Promise<Reply>
}

export interface AttackOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Behind the path of the endpoint, like `?query=…`. */
  readonly search?: string
}

/** A server with callers configured, and the sandbox behind it that counts the calls. */
export async function openTarget(options: HarnessOptions = {}): Promise<Target> {
  const harness = await start({ ...options, env: { ADMIN_KEY, ...options.env } })
  const url = await harness.listen()
  return {
    ...harness,
    async attack(body, { method = 'POST', headers = {}, search = '' } = {}) {
      const response = await fetch(`${url}${search}`, {
        method,
        headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', ...headers },
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
