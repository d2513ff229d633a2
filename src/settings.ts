import { RATE_PROFILES } from './upstream/rates.ts'

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
    description:
      'Upstream calls that the reads of one GraphQL request may need, and its changes beyond their first tries.',
  },
  SINGLE_CALL_LIMIT: {
    fallback: 30,
    least: 1,
    most: 10_000,
    description:
      'Of one kind that the service answers for one object at a time, like the account of a user or the attributes of the members of a group: how many objects (for a list: pages) one GraphQL request may ask about.',
  },
  DEPTH_LIMIT: {
    fallback: 15,
    least: 1,
    most: 100,
    description: 'Levels of fields in one operation.',
  },
  ALIAS_LIMIT: {
    fallback: 100,
    least: 0,
    most: 1_000,
    description: 'Aliases in one operation; those of a fragment count as often as it is used.',
  },
  NODE_LIMIT: {
    fallback: 100_000,
    least: 1,
    most: 100_000_000,
    description:
      'Values that one answer may hold, objects and single fields, as estimated before anything is asked: a page counts as full, a list without pages as 100.',
  },
  NODES_AT_ONCE: {
    fallback: 500_000,
    least: 1_000,
    most: 1_000_000_000,
    description:
      'Such values of all answers that are being made; more are refused (`SERVER_BUSY`), but for answers of up to 1000. A value takes some 250 bytes.',
  },
  USER_CALLS_PER_SECOND: {
    fallback: 10,
    least: 1,
    most: 10_000,
    description:
      'Upstream calls that one user may cause each second in the long run; a request counts as one at least, and so does each 1000 values of its answer. Admins are not limited.',
  },
  USER_CALLS_BURST: {
    fallback: 100,
    least: 1,
    most: 100_000,
    description:
      'Upstream calls that a user who was quiet may cause at once. As many can be owed, which have to be waited for.',
  },
  USER_REQUESTS_AT_ONCE: {
    fallback: 20,
    least: 1,
    most: 10_000,
    description: 'Requests of one user that may be under way at the same time.',
  },
  FILE_MAX_BYTES: {
    fallback: 10_485_760,
    least: 1,
    most: 10_485_760,
    description: 'Largest file that may be uploaded; the service takes 10 MB.',
  },
  FILE_TIMEOUT_MS: {
    fallback: 120_000,
    least: 1_000,
    most: 600_000,
    description: 'Longest time of one upload or download, however slow the client is.',
  },
  FILE_DOWNLOADS_AT_ONCE: {
    fallback: 100,
    least: 1,
    most: 10_000,
    description:
      'Downloads by the links of one user that may be under way at the same time, whoever opens them.',
  },
  FILE_URL_SECONDS: {
    fallback: 3_600,
    least: 1,
    most: 604_800,
    description: 'How long a `downloadUrl` can be used.',
  },
  JOB_TARGETS_MAX: {
    fallback: 50_000,
    least: 1,
    most: 1_000_000,
    description:
      'Targets of one job. Into a request of 256 KiB fit some 20,000 names of 10 letters, or 14,000 ids of 15 digits.',
  },
  JOBS_PER_CALLER: {
    fallback: 100,
    least: 1,
    most: 10_000,
    description: 'Jobs of one user, or of all admins together, that have not ended.',
  },
  JOB_KEPT_HOURS: {
    fallback: 168,
    least: 24,
    most: 8_760,
    description: 'How long it is kept after its end what became of the targets of a job.',
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
    most: 30_000,
    description:
      'How long details and members of groups and chatrooms are remembered: as long, who has just left elsewhere is still let in.',
  },
  CACHE_LIST_MS: {
    fallback: 5_000,
    least: 0,
    most: 30_000,
    description: 'How long pages of lists, and who is whose contact, are remembered.',
  },
  CACHE_ENTRIES: {
    fallback: 10_000,
    least: 1,
    most: 1_000_000,
    description: 'Values remembered of each kind of read.',
  },
  HISTORY_HOURS: {
    fallback: 72,
    least: 0,
    most: 720,
    description:
      'How far back the history goes. Its files are fetched in the background, 10 a minute, and kept in `STORE_FILE`; 0 fetches and keeps none.',
  },
  DRAIN_MS: {
    fallback: 15_000,
    least: 0,
    most: 120_000,
    description:
      'Longest wait for requests under way when the server is told to stop. Below `REQUEST_TIMEOUT_MS` it can cut off answers that are owed.',
  },
} as const satisfies Record<string, NumberKnob>

export type NumberName = keyof typeof NUMBERS

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
      'What admins must send as `Authorization: Bearer …`: one key, or two with a comma while they change. A real service needs it, or a key for tokens of users, or both.',
  },
  JWT_JWKS_URL: {
    fallback: '',
    description:
      'Where the keys are that tokens of users are checked with, like `https://login.example.com/.well-known/jwks.json`. One of this and the next two makes users callers.',
  },
  JWT_PUBLIC_KEY: {
    fallback: '',
    description: 'The public key itself, as PEM; line breaks may be written as `\\n`.',
  },
  JWT_SECRET: {
    fallback: '',
    description: 'A secret shared with the backend that makes the tokens, at least 32 bytes. Never logged.',
  },
  JWT_ALGORITHMS: {
    fallback: '',
    description:
      'How tokens are signed, with commas. Default: `RS256` for a URL, `HS256` for a secret, and what fits a public key (`RS256` for RSA).',
  },
  JWT_ISSUER: { fallback: '', description: 'What `iss` of a token must be, to the letter.' },
  JWT_AUDIENCE: { fallback: '', description: 'What `aud` of a token must be or contain.' },
  JWT_USERNAME_CLAIM: { fallback: 'sub', description: 'The claim that holds the chat username.' },
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
  PUBLIC_PROPERTIES: {
    fallback: 'nickname,avatarurl,gender,sign',
    description:
      'Those of them that users see of each other, with commas; `none` for none. Of themselves they see all.',
  },
  FILE_TYPES: {
    fallback:
      'image/*,audio/*,video/*,application/pdf,text/plain,text/csv,application/zip,application/msword,application/vnd.ms-excel,application/vnd.ms-powerpoint,application/vnd.openxmlformats-officedocument.wordprocessingml.document,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.openxmlformats-officedocument.presentationml.presentation',
    description:
      'Media types of files that may be uploaded, with commas. Pages, SVG and programs are refused as whatever they are sent.',
  },
  FILE_URL_KEY: {
    fallback: '',
    description:
      'What each `downloadUrl` is sealed with: 32 bytes in hexadecimal or base64. Without it one is made up at each start, so that such URLs end with the process; several servers need the same one. Never logged.',
  },
  PUBLIC_URL: {
    fallback: '',
    description:
      'Where clients find this server, like `https://chat.example.com`: each `downloadUrl` begins with it. Without it they begin with `/files/`, to be read against the address of the endpoint; the `Host` of a request is never believed.',
  },
  TRUSTED_DOCUMENTS_FILE: {
    fallback: '',
    description:
      'The manifest of trusted documents: `persisted-documents.json`, as GraphQL Code Generator writes it.',
  },
  STORE_FILE: {
    fallback: '',
    description:
      'Where the server keeps what must survive a restart; one file serves one server. `:memory:` keeps nothing. Default `easemob-graphql.db` in the working directory over a real service, `:memory:` over the sandbox.',
  },
  HISTORY_TIME_ZONE: {
    fallback: 'UTC',
    description:
      'By whose clocks the service names the files of the history: a name like `Asia/Shanghai`, or an offset like `+08:00`.',
  },
} as const satisfies Record<string, TextKnob>

export type TextName = keyof typeof TEXTS

interface ChoiceKnob {
  /** The first one is the default. */
  readonly options: readonly [string, ...string[]]
  readonly description: string
}

/** The choices that can be made, as the README lists them. */
export const CHOICES = {
  JOINED_GROUPS_CALL: {
    options: ['either', 'current', 'legacy'],
    description:
      'How the groups of a user are asked for: `current` tells their details and pages by 20; `legacy` is for services without that call, tells id and name, and pages by 100. `either` tries the current call first and, where it finds no such path, makes the other: there `legacy` saves calls.',
  },
  THREAD_KICK_PATH: {
    options: ['either', 'thread', 'threads'],
    description:
      'Where members of a thread are removed: the documents disagree, so `either` tries `/thread/…` and, where there is no such path, `/threads/…`.',
  },
  PROFILE_VISIBILITY: {
    options: ['app', 'related'],
    description:
      'Whose profile and status a user sees: of everybody in the `app`, or only of those `related`, which are contacts and who shares a group or chatroom. Members of chatrooms are seen by all in any case.',
  },
  CONTACT_ADDING: {
    options: ['admins', 'users'],
    description:
      'Who adds contacts. The service asks nobody: whoever is added has the other on their list from then on, and may be written to.',
  },
  LOG_LEVEL: {
    options: ['usual', 'info', 'warn', 'error', 'silent'],
    description:
      'The least that is logged: `info` has a line for each request. `usual` is `info` over a real service and `warn` over the sandbox.',
  },
  DELETE_OLDEST_USERS: {
    options: ['off', 'on'],
    description: 'Whether `deleteOldestUsers` may be used. It is meant for test data.',
  },
  TRUSTED_DOCUMENTS: {
    options: ['off', 'report', 'enforce'],
    description:
      'What users may run: `off` anything; `report` too, with ids understood, and what is not in `TRUSTED_DOCUMENTS_FILE` is logged; `enforce` only what is in it. Admins may run anything.',
  },
} as const satisfies Record<string, ChoiceKnob>

export type ChoiceName = keyof typeof CHOICES
