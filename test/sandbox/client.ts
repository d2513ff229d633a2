import { onTestFinished } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts'

export interface Asking {
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly multipart?: FormData
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered {
  readonly status: number
  readonly body: unknown
}

export interface Client {
  readonly sandbox: Sandbox
  /** Asks with a good token, unless the headers say otherwise. Reads JSON where it is JSON. */
  ask(method: string, path: string, asking?: Asking): Promise<Answered>
}

/** A sandbox on a free port without a rate limit, closed when the test ends. Knows only HTTP. */
export async function openSandbox(options: SandboxOptions = {}): Promise<Client> {
  const sandbox = await startSandbox({ callsPerSecond: 0, ...options })
  onTestFinished(() => sandbox.close())
  const token = 'YWMt-a-token-of-the-test'
  sandbox.store.tokens.set(token, Number.POSITIVE_INFINITY)
  return {
    sandbox,
    async ask(method, path, { json, form, multipart, headers } = {}) {
      const response = await fetch(`${sandbox.url}/${sandbox.org}/${sandbox.app}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...mediaType(json, form), ...headers },
        ...(multipart === undefined ? bodyOf(json, form) : { body: multipart }),
      })
      return { status: response.status, body: readLeniently(await response.text()) }
    },
  }
}

/** Names u0001, u0002 … as the demo world has them, then strangers. */
export function manyNames(count: number, first = 1): string[] {
  return Array.from({ length: count }, (_, index) => `u${String(index + first).padStart(4, '0')}`)
}

/** Sorted keys of an object, to compare shapes with. */
export function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value).sort() : []
}

/** Follows the keys and indexes into a body of unknown shape. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined
    return new Map(Object.entries(inner)).get(String(key))
  }, value)
}

function mediaType(json: unknown, form: unknown): Readonly<Record<string, string>> {
  if (form !== undefined) return { 'content-type': 'application/x-www-form-urlencoded' }
  return json === undefined ? {} : { 'content-type': 'application/json' }
}

function bodyOf(
  json: unknown,
  form: Readonly<Record<string, string>> | undefined,
): { readonly body?: string } {
  if (form !== undefined) return { body: new URLSearchParams(form).toString() }
  return json === undefined ? {} : { body: JSON.stringify(json) }
}

function readLeniently(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
