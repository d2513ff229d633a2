import { Pool } from 'undici'
import { ADMIN_KEY } from './service.ts'

/** A GraphQL client over HTTP with keep-alive connections. */
export interface Client {
  /** The answer's text. Rejects on any status but 200. */
  send(body: string, signal?: AbortSignal): Promise<string>
  ask(query: string, variables: object, signal?: AbortSignal): Promise<Answer>
  close(): Promise<void>
}

export interface Answer {
  readonly data?: unknown
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

export function createClient(url: string, connections: number): Client {
  const { origin, pathname } = new URL(url)
  const pool = new Pool(origin, { connections })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` }

  async function send(body: string, signal?: AbortSignal): Promise<string> {
    const request = { method: 'POST', path: pathname, headers, body, ...(signal && { signal }) } as const
    const response = await pool.request(request)
    const text = await response.body.text()
    if (response.statusCode === 200) return text
    throw new Error(`HTTP ${response.statusCode}: ${text.slice(0, 200)}`)
  }

  return {
    send,
    async ask(query, variables, signal) {
      const answer: Answer = JSON.parse(await send(toBody(query, variables), signal))
      return answer
    },
    close: () => pool.destroy(),
  }
}

export function toBody(query: string, variables: object): string {
  return JSON.stringify({ query, variables })
}
