import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { SandboxOptions, SeedOptions } from '../src/sandbox/server.ts'

/** What one has to know of the sandbox to call it, and to ask about the people in it. */
export interface ServiceFacts {
  readonly url: string
  readonly org: string
  readonly app: string
  readonly clientId: string
  readonly clientSecret: string
  readonly usernames: readonly string[]
  readonly groups: readonly { readonly id: string; readonly members: readonly string[] }[]
  readonly chatroomIds: readonly string[]
}

/** Calls in order of arrival, without those for tokens. */
export type ServiceTraffic = readonly {
  readonly path: string
  readonly isRefused: boolean
  /** Names that a batch call asked for. */
  readonly keys: number
}[]

export interface Service {
  readonly facts: ServiceFacts
  /** What it received since it was last asked. */
  traffic(): Promise<ServiceTraffic>
  stop(): Promise<void>
}

export const isQuick = process.env.BENCH_QUICK === '1'
export const CALLS_PER_SECOND = 30
export const ADMIN_KEY = 'bench-bench-bench-bench-bench-bench'

/** The default world of the sandbox is that of the operations' figures; the quick one is much smaller. */
const QUICK_SEED: SeedOptions = {
  users: 60,
  groups: 5,
  groupMembers: 12,
  chatrooms: 10,
  chatroomMembers: 6,
  contacts: 10,
}

/** The same for each server that is measured: the same world, the same limit, as far away as a near region. */
export const SANDBOX_OPTIONS: SandboxOptions = {
  callsPerSecond: CALLS_PER_SECOND,
  latencyMs: 20,
  jitterMs: 10,
  seed: isQuick ? QUICK_SEED : {},
}

/** It ends by itself when this process is gone. */
export async function startService(): Promise<Service> {
  const child = fork(new URL('./sandbox.ts', import.meta.url), { execArgv: ['--import', 'tsx'] })
  const [facts]: ServiceFacts[] = await once(child, 'message')
  if (facts === undefined) throw new Error('the sandbox did not say where it is')
  return {
    facts,
    async traffic() {
      child.send('traffic')
      const [traffic = []]: ServiceTraffic[] = await once(child, 'message')
      return traffic
    },
    async stop() {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

/** The variables by which a server finds it. */
export function serviceEnv({ facts }: Service): Record<string, string> {
  const { url, org, app, clientId, clientSecret } = facts
  return {
    PORT: '0',
    ADMIN_KEY,
    STORE_FILE: ':memory:',
    EASEMOB_BASE_URL: url,
    EASEMOB_ORG: org,
    EASEMOB_APP: app,
    EASEMOB_CLIENT_ID: clientId,
    EASEMOB_CLIENT_SECRET: clientSecret,
  }
}

/** What rules are decided by is remembered for this long at most. */
const LONGEST_FACT_MS = 30_000

/** The variables that decide how long our server remembers. */
export function lifetimes(ms: number): Record<string, string> {
  const long = ['PROFILE', 'STATUS', 'ACCOUNT'].map((kind) => [kind, ms] as const)
  const short = ['DETAIL', 'LIST'].map((kind) => [kind, Math.min(ms, LONGEST_FACT_MS)] as const)
  return Object.fromEntries([...long, ...short].map(([kind, value]) => [`CACHE_${kind}_MS`, String(value)]))
}
