import { pino } from 'pino'
import { InputError, UpstreamError } from './upstream/errors.ts'

export type LogLevel = 'info' | 'warn' | 'error' | 'silent'

/** Lines of JSON for programs: what happened as fields, and in a few words. */
export type Log = Readonly<Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>>

export interface LogOptions {
  readonly level: LogLevel
  /** Takes whole lines; standard output by default. */
  readonly stream?: { write(line: string): void }
}

/** Names of what no log may hold, whoever puts it there; in any case, with `-`, `_` or nothing between the words. */
const SECRETS = new Set(
  [
    ['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'headers'],
    ['password', 'newpassword', 'secret', 'clientsecret', 'adminkey', 'adminkeys'],
    ['token', 'accesstoken', 'refreshtoken', 'bearer', 'jwt'],
    ['body', 'variables', 'query', 'phone', 'mail', 'email'],
  ].flat(),
)
const REDACTED = '[Redacted]'
const DEEPEST = 6

export function createLog({ level, stream }: LogOptions): Log {
  const options = {
    level,
    // Whoever runs the server knows which machine it is.
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: toFields },
  }
  // Written at once: what was logged is not lost when the process ends.
  const log = pino(options, stream ?? pino.destination({ dest: 1, sync: true }))
  return {
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  }
}

/**
 * The second line of defence; the first is that secrets are not given to the log. Walked here and not by pino's
 * `redact`: its paths with `*` take 20 µs a line for each level, and match neither other cases nor deeper levels.
 */
function toFields(fields: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const isSecret = SECRETS.has(name.toLowerCase().replaceAll(/[-_]/g, ''))
      return [name, isSecret ? REDACTED : toLogged(value, depth + 1)]
    }),
  )
}

function toLogged(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > DEEPEST) return '[Too deep]'
  if (value instanceof Error) return toLoggedError(value, depth)
  return Array.isArray(value) ? value.map((item) => toLogged(item, depth + 1)) : toFields(value, depth)
}

/** No property of an error but these: libraries hang requests with their headers, and bodies, on errors. */
function toLoggedError(error: Error, depth: number): object {
  const { name, cause } = error
  return {
    name,
    message: messageOf(error),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(error instanceof UpstreamError ? { operation: error.operation, status: error.status } : {}),
    // Its first lines are the message.
    stack: error.stack?.split('\n').filter((line) => line.startsWith('    at ')),
    ...(cause === undefined
      ? {}
      : { cause: cause instanceof Error ? toLogged(cause, depth + 1) : typeof cause }),
  }
}

/**
 * Only our own errors are known to quote nothing. Parsers quote the text that they did not like, and what checks a type
 * quotes the value, mostly behind a colon.
 */
function messageOf(error: Error): string {
  if (error instanceof UpstreamError || error instanceof InputError) return error.message
  if (error.name === 'SyntaxError') return REDACTED
  return error.message.replace(/(: |cannot (?:represent|serialize) (?!.*: )).*$/s, `$1${REDACTED}`)
}
