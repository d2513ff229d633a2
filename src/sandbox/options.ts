import type { SandboxClock } from './clock.ts'

/** Sizes of the demo world. The same sizes give the same world, name by name. */
export interface SeedOptions {
  readonly users?: number
  readonly groups?: number
  /** Per group, the owner included. */
  readonly groupMembers?: number
  readonly chatrooms?: number
  /** Per chatroom, the owner included. */
  readonly chatroomMembers?: number
  /** Per user; mutual. */
  readonly contacts?: number
  /** Adds one more group of this size, and as many users as it needs. */
  readonly largeGroupMembers?: number
}

export interface SandboxOptions {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: any free port. */
  readonly port?: number
  /** Default demo-org. */
  readonly org?: string
  /** Default demo-app. */
  readonly app?: string
  /** Default demo-client-id. */
  readonly clientId?: string
  /** Default demo-client-secret. */
  readonly clientSecret?: string
  /** Default 60 days. */
  readonly tokenTtlSeconds?: number
  /** Whether members of a thread are removed at `/thread/…` or at `/threads/…`; default thread. */
  readonly threadKick?: 'thread' | 'threads'
  /** Lets anyone register a user without a token; default false. */
  readonly registrationOpen?: boolean
  /** Whether one may write to everybody at once; default true, though the service has it off until it is asked for. */
  readonly broadcastsOpen?: boolean
  /** Features of an app that the service may have off; default true. */
  readonly recallOpen?: boolean
  readonly editingOpen?: boolean
  readonly reactionsOpen?: boolean
  readonly roamingOpen?: boolean
  /** Calls in any 1000 ms, over all clients and operations, `/token` too; default 30. 0 means no limit. */
  readonly callsPerSecond?: number
  /** The status of a call above the limit; default 503. */
  readonly refusal?: 503 | 429
  /** Each answer waits this long, and up to `jitterMs` longer. Default 0. */
  readonly latencyMs?: number
  readonly jitterMs?: number
  readonly seed?: SeedOptions
  readonly clock?: SandboxClock
  /** Source of the jitter; default: the same sequence at every start. */
  readonly random?: () => number
}

type Environment = Readonly<Record<string, string | undefined>>

const WHOLE_NUMBERS = {
  port: { variable: 'SANDBOX_PORT', least: 0, most: 65_535, example: '4010' },
  tokenTtlSeconds: { variable: 'SANDBOX_TOKEN_TTL_SECONDS', least: 1, most: 1e9, example: '3600' },
  callsPerSecond: { variable: 'SANDBOX_CALLS_PER_SECOND', least: 0, most: 1e6, example: '30' },
  latencyMs: { variable: 'SANDBOX_LATENCY_MS', least: 0, most: 600_000, example: '25' },
  jitterMs: { variable: 'SANDBOX_JITTER_MS', least: 0, most: 600_000, example: '10' },
} as const

const SEED_SIZES = {
  users: { variable: 'SANDBOX_USERS', least: 1, most: 100_000, example: '450' },
  groups: { variable: 'SANDBOX_GROUPS', least: 0, most: 10_000, example: '20' },
  groupMembers: { variable: 'SANDBOX_GROUP_MEMBERS', least: 1, most: 10_000, example: '30' },
  chatrooms: { variable: 'SANDBOX_CHATROOMS', least: 0, most: 10_000, example: '40' },
  chatroomMembers: { variable: 'SANDBOX_CHATROOM_MEMBERS', least: 1, most: 10_000, example: '12' },
  contacts: { variable: 'SANDBOX_CONTACTS', least: 0, most: 3000, example: '30' },
  largeGroupMembers: { variable: 'SANDBOX_LARGE_GROUP_MEMBERS', least: 1, most: 100_000, example: '10050' },
} as const

const TEXTS = {
  host: 'SANDBOX_HOST',
  org: 'SANDBOX_ORG',
  app: 'SANDBOX_APP',
  clientId: 'SANDBOX_CLIENT_ID',
  clientSecret: 'SANDBOX_CLIENT_SECRET',
} as const

interface Bounds {
  readonly variable: string
  readonly least: number
  readonly most: number
  readonly example: string
}

/**
 * Reads SANDBOX_* variables; an empty one counts as absent.
 * Throws one error that names every bad variable, what it holds and what it may hold.
 */
export function readSandboxOptions(environment: Environment): SandboxOptions {
  const problems: string[] = []
  const numbers = <Key extends string>(
    table: Readonly<Record<Key, Bounds>>,
  ): Partial<Record<Key, number>> => {
    const read: Partial<Record<Key, number>> = {}
    for (const key in table) {
      const value = readWholeNumber(environment, table[key], problems)
      if (value !== undefined) read[key] = value
    }
    return read
  }
  const refusal = readRefusal(environment, problems)
  const options: SandboxOptions = {
    ...readTexts(environment),
    ...numbers(WHOLE_NUMBERS),
    ...(refusal === undefined ? {} : { refusal }),
    seed: numbers(SEED_SIZES),
  }
  if (problems.length > 0) throw new Error(`The sandbox cannot start:\n  ${problems.join('\n  ')}`)
  return options
}

function readTexts(environment: Environment): Partial<Record<keyof typeof TEXTS, string>> {
  const given = Object.entries(TEXTS).flatMap(([key, variable]) => {
    const text = environment[variable]
    return text ? [[key, text] as const] : []
  })
  return Object.fromEntries(given)
}

function readWholeNumber(environment: Environment, bounds: Bounds, problems: string[]): number | undefined {
  const { variable, least, most, example } = bounds
  const text = environment[variable]
  if (!text) return undefined
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  problems.push(
    `${variable} is "${text}"; expected a whole number from ${least} to ${most}, such as ${example}`,
  )
  return undefined
}

function readRefusal(environment: Environment, problems: string[]): 503 | 429 | undefined {
  const text = environment.SANDBOX_REFUSAL
  if (!text) return undefined
  if (text === '503') return 503
  if (text === '429') return 429
  problems.push(`SANDBOX_REFUSAL is "${text}"; expected 503 or 429`)
  return undefined
}
