import type { CallRecord } from '../../src/sandbox/server.ts'
import { createFalseClock, type FalseClock } from './clock.ts'
import { type Answer, type AskOptions, type Harness, type HarnessOptions, start } from './harness.ts'

/** The service's own pace in tests of load: a usual one, and not the same for all calls. */
const PACE = { latencyMs: 40, jitterMs: 20 }

/** Nothing is remembered between requests, so that each one costs what it costs alone. */
export const NO_CACHE = {
  CACHE_PROFILE_MS: '0',
  CACHE_STATUS_MS: '0',
  CACHE_ACCOUNT_MS: '0',
  CACHE_DETAIL_MS: '0',
  CACHE_LIST_MS: '0',
}

export interface Load extends Harness {
  readonly clock: FalseClock
  /** Time since the start, in ms. */
  elapsed(): number
  /** `ask`, and when its answer came. */
  timed(query: string, variables?: object, options?: AskOptions): Promise<TimedAnswer>
  /** Calls that the service refused because of its rate. */
  refusals(): number
}

export interface TimedAnswer extends Answer {
  readonly askedAt: number
  readonly answeredAt: number
}

/** Server and service under one false clock. */
export async function startLoad({ sandbox, ...options }: Omit<HarnessOptions, 'clock'> = {}): Promise<Load> {
  const clock = createFalseClock()
  const harness = await start({ ...options, clock, sandbox: { ...PACE, ...sandbox } })
  const startedAt = clock.now()
  const elapsed = () => clock.now() - startedAt
  return {
    ...harness,
    clock,
    elapsed,
    async timed(query, variables, options) {
      const askedAt = elapsed()
      const answer = await harness.ask(query, variables, options)
      return { ...answer, askedAt, answeredAt: elapsed() }
    },
    refusals: () => harness.sandbox.calls.filter(({ status }) => status === 503 || status === 429).length,
  }
}

/** Asks for many users in one request. */
export const users = {
  statuses: 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on User { onlineStatus } } }',
  cards: 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on User { onlineStatus profile { nickname } } } }',
}

export const globalIds = (names: readonly string[]) =>
  names.map((name) => Buffer.from(`User:${name}`).toString('base64'))

/** Names that differ from those of any other prefix; the service tells the status of strangers too. */
export const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`)

/** The user names that a call asks about. */
export function keysOf({ body }: CallRecord): readonly unknown[] {
  if (typeof body !== 'object' || body === null) return []
  if ('usernames' in body && Array.isArray(body.usernames)) return body.usernames
  return 'targets' in body && Array.isArray(body.targets) ? body.targets : []
}

export function codesOf({ errors = [] }: Answer): readonly string[] {
  return [...new Set(errors.map(({ extensions }) => extensions.code))]
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
