import { VendorError } from './answer.ts'

/** The application that this sandbox plays, and the credentials that open it. */
export interface Application {
  readonly org: string
  readonly app: string
  readonly clientId: string
  readonly clientSecret: string
  readonly tokenTtlSeconds: number
  /** The first segment of the path that removes members of a thread. */
  readonly threadKick: 'thread' | 'threads'
  /** Whether anyone may register without a token. */
  readonly registrationOpen: boolean
  /** Whether broadcasts are switched on. */
  readonly broadcastsOpen: boolean
  /** Whether messages can be taken back. */
  readonly recallOpen: boolean
  readonly editingOpen: boolean
  readonly reactionsOpen: boolean
  /** Whether messages are stored for the devices of users. */
  readonly roamingOpen: boolean
  /** The application's UUID, echoed in every full envelope. */
  readonly uuid: string
}

/** One call that passed the gate: routed, signed, and with its body read. */
export interface Call {
  readonly method: string
  /** Scheme, host, org and app as the caller knows them; answers echo it in `uri`. */
  readonly baseUrl: string
  /** After `/{org}/{app}`, still percent-encoded: answers echo it in `uri`. */
  readonly rawPath: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** In lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
  /** Checked already, except on open routes. */
  readonly authorization: string | undefined
  /** Whole milliseconds. */
  readonly now: number
  readonly application: Application
}

/** A decoded path parameter. A missing one is a mistake in our route table, not in the call. */
export function param(call: Call, name: string): string {
  const value = call.params[name]
  if (value === undefined) throw new Error(`The route of ${call.method} ${call.rawPath} has no :${name}`)
  return value
}

/** User names are stored in lower case, so `Aa` in a path means `aa`. */
export function usernameParam(call: Call, name = 'username'): string {
  return param(call, name).toLowerCase()
}

/** A comma-separated path parameter; the comma may come bare or as %2C. Repeats are dropped, order is kept. */
export function listParam(call: Call, name: string): string[] {
  return [
    ...new Set(
      param(call, name)
        .split(',')
        .filter((item) => item !== ''),
    ),
  ]
}

/** The user names of a comma-separated path parameter. */
export function usernamesParam(call: Call, name = 'usernames'): string[] {
  return [...new Set(listParam(call, name).map((username) => username.toLowerCase()))]
}

/** The call's JSON object, or the vendor's refusal of anything else. */
export function objectBody(call: Call, error = 'illegal_argument'): Readonly<Record<string, unknown>> {
  if (isObject(call.body)) return call.body
  throw new VendorError(400, error, 'request body must be a JSON object')
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A non-empty string, or nothing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An array of non-empty strings, or nothing. */
export function textsOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const texts = value.flatMap((item) => textOf(item) ?? [])
  return texts.length === value.length ? texts : undefined
}

/** User names from a body: in lower case, each once, in the order given. */
export function usernamesOf(value: unknown): string[] | undefined {
  const names = textsOf(value)
  return names && [...new Set(names.map((name) => name.toLowerCase()))]
}
