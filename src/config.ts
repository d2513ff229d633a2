import { RATE_PROFILES, type RateProfile } from './upstream/rates.ts'

/** Everything that can be set, in one frozen object. Times are in ms. */
export type Config = Readonly<ReturnType<typeof readConfig>>

type Environment = Readonly<Record<string, string | undefined>>

interface NumberKnob {
  readonly fallback: number
  readonly least: number
  readonly most: number
  readonly description: string
}

/** The numbers that can be set, as the README lists them. */
export const NUMBERS = {
  PORT: { fallback: 4000, least: 0, most: 65_535, description: 'Port to listen on; 0 takes any free one.' },
  CALLS_PER_SECOND: {
    fallback: 30,
    least: 1,
    most: 10_000,
    description:
      'Upstream calls that may start in any second, for all clients together, retries and tokens included.',
  },
  BUDGET_GUARD_MS: {
    fallback: 30,
    least: 0,
    most: 1_000,
    description: 'Added to that second, so that calls which the network pushes together are not refused.',
  },
  CALL_TIMEOUT_MS: {
    fallback: 5_000,
    least: 100,
    most: 60_000,
    description: 'Longest wait for one upstream answer.',
  },
  REQUEST_TIMEOUT_MS: {
    fallback: 10_000,
    least: 100,
    most: 120_000,
    description: 'Longest time of one GraphQL request.',
  },
  UPSTREAM_CALL_LIMIT: {
    fallback: 100,
    least: 1,
    most: 10_000,
    description: 'Upstream calls that the reads of one GraphQL request may need.',
  },
  BATCH_IDLE_MS: {
    fallback: 5,
    least: 0,
    most: 1_000,
    description: 'A batch asks for its turn when no key has come for this long …',
  },
  BATCH_LONGEST_MS: {
    fallback: 25,
    least: 0,
    most: 5_000,
    description: '… or this long after its first key.',
  },
  BATCH_RIPE_MS: {
    fallback: 500,
    least: 0,
    most: 5_000,
    description: 'While turns are scarce a batch lets others pass until it is full or this old.',
  },
  CACHE_PROFILE_MS: {
    fallback: 30_000,
    least: 0,
    most: 600_000,
    description: 'How long profiles are remembered.',
  },
  CACHE_STATUS_MS: {
    fallback: 3_000,
    least: 0,
    most: 600_000,
    description: 'How long online statuses are remembered.',
  },
  CACHE_ACCOUNT_MS: {
    fallback: 30_000,
    least: 0,
    most: 600_000,
    description: 'How long registrations are remembered.',
  },
  CACHE_DETAIL_MS: {
    fallback: 5_000,
    least: 0,
    most: 600_000,
    description: 'How long details and members of groups and chatrooms are remembered.',
  },
  CACHE_LIST_MS: {
    fallback: 5_000,
    least: 0,
    most: 600_000,
    description: 'How long pages of lists are remembered.',
  },
  CACHE_ENTRIES: {
    fallback: 10_000,
    least: 1,
    most: 1_000_000,
    description: 'Values remembered of each kind of read.',
  },
  DRAIN_MS: {
    fallback: 15_000,
    least: 0,
    most: 120_000,
    description:
      'Longest wait for requests under way when the server is told to stop. Below `REQUEST_TIMEOUT_MS` it can cut off answers that are owed.',
  },
} as const satisfies Record<string, NumberKnob>

type NumberName = keyof typeof NUMBERS

interface TextKnob {
  readonly fallback: string
  readonly description: string
}

/** The texts that can be set, as the README lists them. */
export const TEXTS = {
  HOST: { fallback: '127.0.0.1', description: 'Address to listen on.' },
  EASEMOB_BASE_URL: { fallback: '', description: 'REST host of the app, like `https://a1.easemob.com`.' },
  EASEMOB_ORG: { fallback: '', description: 'The part of the app key before `#`.' },
  EASEMOB_APP: { fallback: '', description: 'The part of the app key after `#`.' },
  EASEMOB_CLIENT_ID: { fallback: '', description: 'Client id of the app.' },
  EASEMOB_CLIENT_SECRET: { fallback: '', description: 'Client secret of the app. Never logged.' },
  ADMIN_KEY: {
    fallback: '',
    description:
      'What callers must send as `Authorization: Bearer …`: one key, or two with a comma while they change.',
  },
  CORS_ORIGINS: {
    fallback: '',
    description: 'Origins of web pages that may call, with commas; none by default.',
  },
  RATE_PROFILE: {
    fallback: '',
    description: `Limits of the service to keep besides \`CALLS_PER_SECOND\`: ${RATE_PROFILES.map((name) => `\`${name}\``).join(', ')}. Default \`seed\` over the sandbox and \`current\` over a real service; under \`seed\` a 503 counts as not done, and a send is tried again.`,
  },
  PROFILE_PROPERTIES: {
    fallback: 'nickname,avatarurl,phone,mail,gender,sign,birth,ext',
    description: 'User attributes to read, with commas. Add the ones that your app made up.',
  },
} as const satisfies Record<string, TextKnob>

type TextName = keyof typeof TEXTS

const SERVICE = [
  'EASEMOB_BASE_URL',
  'EASEMOB_ORG',
  'EASEMOB_APP',
  'EASEMOB_CLIENT_ID',
  'EASEMOB_CLIENT_SECRET',
] as const satisfies readonly TextName[]

const SHORTEST_ADMIN_KEY = 32

/** All faults of a configuration at once, each with the name of the variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(readonly faults: readonly string[]) {
    super(`The configuration is wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
  }
}

/** Reads the configuration. Without any variable it describes the sandbox. Throws a `ConfigError` that names all faults. */
export function readConfig(env: Environment) {
  const faults: string[] = []
  const text = (name: TextName) => env[name]?.trim() || TEXTS[name].fallback
  const list = (name: TextName) =>
    text(name)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  const number = (name: NumberName) => readNumber(name, env[name], faults)

  const service = readService(text, faults)
  const config = {
    host: text('HOST'),
    port: number('PORT'),
    corsOrigins: list('CORS_ORIGINS').map((origin) => readOrigin(origin, faults)),
    adminKeys: readAdminKeys(list('ADMIN_KEY'), service !== null, faults),
    /** Null: the embedded sandbox. */
    service,
    rateProfile: readRateProfile(text('RATE_PROFILE') || (service === null ? 'seed' : 'current'), faults),
    profileProperties: list('PROFILE_PROPERTIES'),
    callsPerSecond: number('CALLS_PER_SECOND'),
    guardMs: number('BUDGET_GUARD_MS'),
    callTimeoutMs: number('CALL_TIMEOUT_MS'),
    requestTimeoutMs: number('REQUEST_TIMEOUT_MS'),
    callLimit: number('UPSTREAM_CALL_LIMIT'),
    batch: {
      idleMs: number('BATCH_IDLE_MS'),
      longestMs: number('BATCH_LONGEST_MS'),
      ripeMs: number('BATCH_RIPE_MS'),
    },
    lifetimesMs: {
      profile: number('CACHE_PROFILE_MS'),
      status: number('CACHE_STATUS_MS'),
      account: number('CACHE_ACCOUNT_MS'),
      detail: number('CACHE_DETAIL_MS'),
      list: number('CACHE_LIST_MS'),
    },
    cacheEntries: number('CACHE_ENTRIES'),
    drainMs: number('DRAIN_MS'),
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return Object.freeze(config)
}

function readNumber(name: NumberName, given: string | undefined, faults: string[]): number {
  const { fallback, least, most } = NUMBERS[name]
  if (given === undefined || given.trim() === '') return fallback
  const value = Number(given)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  faults.push(
    `${name} must be a whole number from ${least} to ${most}, like ${fallback}; not ${JSON.stringify(given)}`,
  )
  return fallback
}

function readService(text: (name: TextName) => string, faults: string[]) {
  const missing = SERVICE.filter((name) => text(name) === '')
  if (missing.length === SERVICE.length) return null
  for (const name of missing)
    faults.push(`${name} is missing: a real service needs all of ${SERVICE.join(', ')}`)
  const [org, app] = [text('EASEMOB_ORG'), text('EASEMOB_APP')]
  for (const [name, part] of [
    ['EASEMOB_ORG', org],
    ['EASEMOB_APP', app],
  ] as const) {
    if (/[^A-Za-z0-9_.-]|^\.{1,2}$/.test(part))
      faults.push(`${name} must be one part of the app key, like my-app`)
  }
  return {
    baseUrl: `${readBaseUrl(text('EASEMOB_BASE_URL'), faults)}/${org}/${app}`,
    appKey: `${org}#${app}`,
    clientId: text('EASEMOB_CLIENT_ID'),
    clientSecret: text('EASEMOB_CLIENT_SECRET'),
  }
}

function readBaseUrl(given: string, faults: string[]): string {
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.username === '') {
    return url.href.replace(/\/+$/, '')
  }
  if (given !== '')
    faults.push('EASEMOB_BASE_URL must be the REST host with its scheme, like https://a1.easemob.com')
  return given
}

function readOrigin(origin: string, faults: string[]): string {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    faults.push(`CORS_ORIGINS must list origins like https://app.example.com; not ${JSON.stringify(origin)}`)
  }
  return origin
}

function readAdminKeys(keys: readonly string[], needed: boolean, faults: string[]): readonly string[] {
  const make = 'make one with: openssl rand -hex 32'
  if (needed && keys.length === 0) {
    faults.push(
      `ADMIN_KEY is missing: a server with real credentials answers only callers who send it; ${make}`,
    )
  }
  if (keys.length > 2) faults.push('ADMIN_KEY takes one key, or two with a comma while they change')
  if (keys.some((key) => key.length < SHORTEST_ADMIN_KEY)) {
    faults.push(`ADMIN_KEY must have at least ${SHORTEST_ADMIN_KEY} characters; ${make}`)
  }
  return keys
}

function readRateProfile(given: string, faults: string[]): RateProfile {
  const profile = RATE_PROFILES.find((name) => name === given)
  if (profile === undefined)
    faults.push(`RATE_PROFILE must be one of ${RATE_PROFILES.join(', ')}; not "${given}"`)
  return profile ?? 'seed'
}
