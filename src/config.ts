import { readJwt } from './access/jwt-settings.ts'
import { readFiles } from './files/file-settings.ts'
import { readTimeZone } from './history/time-zone.ts'
import { CHOICES, type ChoiceName, NUMBERS, type NumberName, TEXTS, type TextName } from './settings.ts'
import { RATE_PROFILES, type RateProfile } from './upstream/rates.ts'

/** Everything that can be set, in one frozen object. Times are in ms. */
export type Config = Readonly<ReturnType<typeof readConfig>>

type Environment = Readonly<Record<string, string | undefined>>

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
  const choice = <Name extends ChoiceName>(name: Name) => readChoice(name, env[name], faults)

  const service = readService(text, faults)
  const known = faults.length
  const jwt = readJwt(text, faults)
  const isJwtMeant = jwt !== null || faults.length > known
  const config = {
    host: text('HOST'),
    port: number('PORT'),
    corsOrigins: list('CORS_ORIGINS').map((origin) => readOrigin(origin, faults)),
    adminKeys: readAdminKeys(list('ADMIN_KEY'), service !== null && !isJwtMeant, faults),
    /** Null: no users, only admins. */
    jwt,
    /** Null: the embedded sandbox. */
    service,
    rateProfile: readRateProfile(text('RATE_PROFILE') || (service === null ? 'seed' : 'current'), faults),
    profileProperties: list('PROFILE_PROPERTIES'),
    publicProperties: readPublicProperties(list, faults),
    profileVisibility: choice('PROFILE_VISIBILITY'),
    contactAdding: choice('CONTACT_ADDING'),
    joinedGroupsCall: choice('JOINED_GROUPS_CALL'),
    threadKickPath: choice('THREAD_KICK_PATH'),
    logLevel: readLogLevel(choice('LOG_LEVEL'), service !== null),
    deleteOldestUsers: choice('DELETE_OLDEST_USERS') === 'on',
    trustedDocuments: readTrustedDocuments(
      choice('TRUSTED_DOCUMENTS'),
      text('TRUSTED_DOCUMENTS_FILE'),
      faults,
    ),
    /** Null: in memory. */
    storeFile: readStoreFile(text('STORE_FILE'), service !== null),
    files: readFiles({ text, list, number }, faults),
    historyHours: number('HISTORY_HOURS'),
    historyTimeZone: readZone(text('HISTORY_TIME_ZONE'), faults),
    callsPerSecond: number('CALLS_PER_SECOND'),
    guardMs: number('BUDGET_GUARD_MS'),
    callTimeoutMs: number('CALL_TIMEOUT_MS'),
    requestTimeoutMs: number('REQUEST_TIMEOUT_MS'),
    callLimit: number('UPSTREAM_CALL_LIMIT'),
    singleCallLimit: number('SINGLE_CALL_LIMIT'),
    depthLimit: number('DEPTH_LIMIT'),
    aliasLimit: number('ALIAS_LIMIT'),
    nodeLimit: number('NODE_LIMIT'),
    nodesAtOnce: number('NODES_AT_ONCE'),
    user: {
      callsPerSecond: number('USER_CALLS_PER_SECOND'),
      burst: number('USER_CALLS_BURST'),
      requestsAtOnce: number('USER_REQUESTS_AT_ONCE'),
    },
    jobTargetsMax: number('JOB_TARGETS_MAX'),
    jobsPerCaller: number('JOBS_PER_CALLER'),
    jobsKeptMs: number('JOB_KEPT_HOURS') * 3_600_000,
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

/** `none`, or some of the attributes that are read: another name would be shown to nobody, and nobody would know why. */
function readPublicProperties(list: (name: TextName) => string[], faults: string[]): readonly string[] {
  const [read, shown] = [list('PROFILE_PROPERTIES'), list('PUBLIC_PROPERTIES')]
  if (shown.length === 1 && shown[0] === 'none') return []
  // Whoever reads fewer attributes need not say it twice.
  const isUsual = shown.join() === TEXTS.PUBLIC_PROPERTIES.fallback
  const unknown = isUsual ? [] : shown.filter((name) => !read.includes(name))
  if (unknown.length > 0) {
    faults.push(
      `PUBLIC_PROPERTIES must be \`none\`, or some of PROFILE_PROPERTIES (${read.join(', ')}); not ${unknown.join(', ')}`,
    )
  }
  return shown
}

function readNumber(name: NumberName, given: string | undefined, faults: string[]): number {
  const { fallback, least, most } = NUMBERS[name]
  if (given === undefined || given.trim() === '') return fallback
  const value = Number(given)
  // Only digits: 0x10 and 1e3 are numbers too, but hardly what was meant.
  if (/^\d+$/.test(given.trim()) && value >= least && value <= most) return value
  faults.push(
    `${name} must be a whole number from ${least} to ${most}, like ${fallback}; not ${JSON.stringify(given)}`,
  )
  return fallback
}

function readChoice<Name extends ChoiceName>(
  name: Name,
  given: string | undefined,
  faults: string[],
): (typeof CHOICES)[Name]['options'][number] {
  const options: readonly (typeof CHOICES)[Name]['options'][number][] = CHOICES[name].options
  const [fallback] = CHOICES[name].options
  const wanted = given?.trim() || fallback
  const found = options.find((option) => option === wanted)
  if (found === undefined)
    faults.push(`${name} must be one of ${options.join(', ')}; not ${JSON.stringify(given)}`)
  return found ?? fallback
}

function readLogLevel(given: (typeof CHOICES)['LOG_LEVEL']['options'][number], isRealService: boolean) {
  if (given !== 'usual') return given
  return isRealService ? 'info' : 'warn'
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

function readTrustedDocuments(step: 'off' | 'report' | 'enforce', file: string, faults: string[]) {
  if (step !== 'off' && file === '')
    faults.push(`TRUSTED_DOCUMENTS_FILE is missing: TRUSTED_DOCUMENTS=${step} needs a manifest`)
  return { step, file }
}

function readStoreFile(given: string, isRealService: boolean): string | null {
  if (given === ':memory:') return null
  return given || (isRealService ? 'easemob-graphql.db' : null)
}

function readZone(given: string, faults: string[]): string {
  if (readTimeZone(given) === null) {
    faults.push(
      `HISTORY_TIME_ZONE must be a time zone like Asia/Shanghai, or an offset like +08:00; not ${JSON.stringify(given)}`,
    )
  }
  return given
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
      `ADMIN_KEY is missing, and no JWT_… variable is set: a server with real credentials must be able to tell its callers. Set ADMIN_KEY for servers of yours (${make}), or JWT_JWKS_URL, JWT_ISSUER and JWT_AUDIENCE for users`,
    )
  }
  if (keys.length > 2) faults.push('ADMIN_KEY takes one key, or two with a comma while they change')
  if (keys.some((key) => key.length < SHORTEST_ADMIN_KEY)) {
    faults.push(`ADMIN_KEY must have at least ${SHORTEST_ADMIN_KEY} characters; ${make}`)
  }
  // Nobody could send it: a space ends it, and a header has no other letters.
  if (keys.some((key) => /[^!-~]/.test(key))) {
    faults.push(`ADMIN_KEY must be of the visible characters of ASCII, without spaces; ${make}`)
  }
  return keys
}

function readRateProfile(given: string, faults: string[]): RateProfile {
  const profile = RATE_PROFILES.find((name) => name === given)
  if (profile === undefined)
    faults.push(`RATE_PROFILE must be one of ${RATE_PROFILES.join(', ')}; not "${given}"`)
  return profile ?? 'seed'
}
