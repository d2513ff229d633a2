/**
 * What can go wrong between this server and the chat service, as a closed set of codes. Clients read them in
 * `extensions.code`; the README lists what each asks of the reader. Nothing else of a failure leaves this folder:
 * the service's own words may hold names, phone numbers or stack traces.
 */
export const MESSAGES = {
  INVALID_ARGUMENT: 'the service does not accept an argument',
  NOT_FOUND: 'the service knows no such object',
  ALREADY_EXISTS: 'it exists already',
  NOT_ALLOWED: 'the rules of the service do not allow it',
  LIMIT_REACHED: 'a limit of the app, the group or the user is reached',
  CONFLICT: 'another change was being made at the same moment',
  FEATURE_OFF: 'the feature is not switched on for this app',
  MESSAGE_QUOTA: 'the quota of messages for this interval is used up',
  PLAN_LIMIT: 'the plan of this app is used up; trying again does not help',
  RATE_LIMITED: 'the service refused the call because of its rate limit',
  TOKEN_REFUSED: 'the service refused the token of this server',
  CREDENTIALS_REFUSED: 'the service refused the credentials or the app name of this server',
  UPSTREAM_BUSY: 'too much is waiting for the rate limit already; nothing was asked',
  UPSTREAM_CALL_LIMIT: 'the operation needs more upstream calls than one operation may make',
  UPSTREAM_TIMEOUT: 'no answer came in time',
  UPSTREAM_UNAVAILABLE: 'the service cannot be reached or failed',
  UPSTREAM_BAD_REPLY: 'the answer of the service breaks its contract',
  OUTCOME_UNKNOWN: 'no clear answer came, so it may or may not have been done',
  NOT_SENT: 'time ran out before this part was sent; it was not done',
  WRITE_TOO_LARGE: 'the write needs more calls than fit into the time of one operation; nothing was sent',
} as const

export type UpstreamCode = keyof typeof MESSAGES

export function isUpstreamCode(code: unknown): code is UpstreamCode {
  return typeof code === 'string' && Object.hasOwn(MESSAGES, code)
}

export interface UpstreamErrorDetails {
  /** HTTP status of the answer, when there was one. */
  readonly status?: number
  /** When to try again, in ms. */
  readonly retryAfterMs?: number
  /** True when the service certainly did nothing: the call was refused, or never left. */
  readonly notExecuted?: boolean
  /** What would help, for the reader of the error. */
  readonly hint?: string
  readonly cause?: unknown
}

/** A failure of one upstream operation. `code` and the details are for programs, the message is for people. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError'
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly notExecuted: boolean
  readonly hint: string | undefined

  constructor(
    readonly code: UpstreamCode,
    readonly operation: string,
    details: UpstreamErrorDetails = {},
  ) {
    const status = details.status === undefined ? '' : ` (HTTP ${details.status})`
    const hint = details.hint === undefined ? '' : ` ${details.hint}`
    super(`${operation}: ${MESSAGES[code]}${status}.${hint}`, { cause: details.cause })
    this.status = details.status
    this.retryAfterMs = details.retryAfterMs
    this.notExecuted = details.notExecuted ?? false
    this.hint = details.hint
  }
}

/** A client's mistake, found before anything was asked upstream. Says which argument, and what would be right. */
export class InputError extends Error {
  override readonly name = 'InputError'

  constructor(
    readonly argument: string,
    expected: string,
  ) {
    super(`${argument} ${expected}`)
  }
}

/** Error ids that mean the same under every status, then what a status means when its id says nothing. */
const BY_STATUS_AND_ID: Readonly<Record<string, UpstreamCode>> = {
  '400 invalid_grant': 'CREDENTIALS_REFUSED',
  '400 duplicate_unique_property_exists': 'ALREADY_EXISTS',
  '400 required_property_not_found': 'NOT_FOUND',
  // The push services say so of users and of templates.
  '400 RequiredPropertyNotFoundException': 'NOT_FOUND',
  '400 EntityNotFoundException': 'NOT_FOUND',
  '400 service open exception': 'FEATURE_OFF',
  '400 forbidden_op': 'NOT_ALLOWED',
  '401 unauthorized': 'TOKEN_REFUSED',
  '401 auth_bad_access_token': 'TOKEN_REFUSED',
  '403 exceed_limit': 'LIMIT_REACHED',
  '403 message_send_error': 'MESSAGE_QUOTA',
  '403 forbidden_service_operation': 'FEATURE_OFF',
  '403 FORBIDDEN': 'NOT_ALLOWED',
  '404 organization_application_not_found': 'CREDENTIALS_REFUSED',
  '404 invalid_grant': 'CREDENTIALS_REFUSED',
  '429 resource_limited': 'PLAN_LIMIT',
  // A wrong URL or method in spite of the status; asking again changes nothing.
  '500 no_full_text_index': 'UPSTREAM_BAD_REPLY',
  '500 unsupported_service_operation': 'UPSTREAM_BAD_REPLY',
  '500 web_application': 'UPSTREAM_BAD_REPLY',
}

const BY_STATUS: Readonly<Record<number, UpstreamCode>> = {
  400: 'INVALID_ARGUMENT',
  // A 401 with any other id is a rule of the feature (room attributes, edits), not the token.
  401: 'NOT_ALLOWED',
  403: 'NOT_ALLOWED',
  404: 'NOT_FOUND',
  405: 'UPSTREAM_BAD_REPLY',
  408: 'UPSTREAM_TIMEOUT',
  409: 'CONFLICT',
  413: 'LIMIT_REACHED',
  415: 'UPSTREAM_BAD_REPLY',
  429: 'RATE_LIMITED',
  501: 'UPSTREAM_BAD_REPLY',
  503: 'RATE_LIMITED',
}

/** What is different where the credentials are those of a user: who is unknown, or gave a wrong password. */
const OF_USERS: typeof BY_STATUS_AND_ID = {
  '400 invalid_grant': 'NOT_ALLOWED',
  '404 invalid_grant': 'NOT_FOUND',
}

/**
 * Ids that the service gives to several failures: a few of its words tell them apart, where nothing else does. Any other
 * words mean what the id or the status means; the words vary between releases, and so are as few as can be.
 */
const BY_WORDS: Readonly<Record<string, readonly (readonly [words: RegExp, UpstreamCode])[]>> = {
  '400 illegal_argument': [[/too many sub presence/i, 'LIMIT_REACHED']],
  '403 forbidden_op': [
    [/is unopened/i, 'FEATURE_OFF'],
    [/broadcast.* limit exceeded/i, 'MESSAGE_QUOTA'],
  ],
  '403 group_error': [
    [/not open/i, 'FEATURE_OFF'],
    [/already create/i, 'ALREADY_EXISTS'],
    [/limit/i, 'LIMIT_REACHED'],
  ],
}

interface ErrorSigns {
  /** What the service says of it. */
  readonly text?: string | undefined
  /** Whose credentials the call was about. */
  readonly credentialsOf?: 'app' | 'user' | undefined
}

/** The meaning of an error answer: by status and `error` id; by its text only where one id means several things. */
export function codeOf(
  status: number,
  error: string | undefined,
  { text = '', credentialsOf = 'app' }: ErrorSigns = {},
): UpstreamCode {
  const ofUser = credentialsOf === 'user' ? OF_USERS[`${status} ${error}`] : undefined
  if (ofUser !== undefined) return ofUser
  // Redirects and statuses that no document of the service knows are not an answer of it at all.
  const otherwise = status < 500 ? 'UPSTREAM_BAD_REPLY' : 'UPSTREAM_UNAVAILABLE'
  const id = `${status} ${error}`
  const [, byWords] = BY_WORDS[id]?.find(([words]) => words.test(text)) ?? []
  return byWords ?? BY_STATUS_AND_ID[id] ?? BY_STATUS[status] ?? otherwise
}
