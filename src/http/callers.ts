import { createHash, timingSafeEqual } from 'node:crypto'
import type { Plugin } from 'graphql-yoga'
import { type Caller, toUserCaller } from '../access/caller.ts'
import type { ReadToken } from '../access/jwt.ts'
import { RETRY_AFTER_SECONDS } from '../access/jwt.ts'
import { type HttpRefusal, refuse } from './refuse.ts'

export interface CallerOptions {
  readonly adminKeys: readonly string[]
  /** The name in a token of a user; without it there are no users, only admins. */
  readonly readToken?: ReadToken | undefined
  /** Nobody is configured: the sandbox on somebody's own machine. Whoever asks is an admin, or whom they name. */
  readonly isOpen: boolean
}

/** What tells who asks. */
export type Asked = Pick<Request, 'method' | 'headers'>

export interface Callers {
  readonly plugin: Plugin
  /** Who asks in a request that is no operation; or why they are nobody. */
  identify(asked: Asked): Promise<Caller | HttpRefusal>
  /** Who sent a request that the plugin has let in. */
  of(request: Request): Caller
  /** The same; nothing of a request that was not, or of which nobody had to be known. */
  found(request: Request): Caller | undefined
  /** Of any request, let in or not. */
  isAdmin(request: Request): Promise<boolean>
}

/** With the open sandbox: act as this user, to try what they may see. */
export const ACT_AS_HEADER = 'x-act-as'

const ADMIN: Caller = { kind: 'admin' }

const BAD_CREDENTIALS: HttpRefusal = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'Send a valid token of a user, or an admin key, as `Authorization: Bearer …`.',
  headers: { 'www-authenticate': 'Bearer' },
}

/** A browser asks its user for the key, and sends it with what the page asks too. */
const NO_PAGE: HttpRefusal = {
  ...BAD_CREDENTIALS,
  message: 'GraphiQL is for admins: any name, and an admin key as the password.',
  headers: { 'www-authenticate': 'Basic realm="easemob-graphql", charset="UTF-8"' },
}

const NOBODY: HttpRefusal = {
  status: 400,
  code: 'BAD_REQUEST',
  message: `${ACT_AS_HEADER} must be the name of a user, like u0007.`,
}

/** Whoever relies on it must not see more than they meant to. */
const NOT_HERE: HttpRefusal = {
  status: 400,
  code: 'BAD_REQUEST',
  message: `${ACT_AS_HEADER} is only for the sandbox without callers configured: send a token of the user instead.`,
}

/** Of the header, in characters. Tokens of identity providers have one or two thousand. */
const LONGEST_CREDENTIALS = 8 * 1024

const CANNOT_TELL: HttpRefusal = {
  status: 503,
  code: 'AUTHENTICATION_UNAVAILABLE',
  message: 'The keys that tokens are checked with cannot be fetched. Try again.',
  retryAfterMs: RETRY_AFTER_SECONDS * 1000,
}

/** Tells who asks, and refuses everybody else. What is there but wrong is never taken for nothing. */
export function createCallers({ adminKeys, readToken, isOpen }: CallerOptions): Callers {
  const digests = adminKeys.map(digestOf)
  const known = new WeakMap<Request, Caller>()
  const asked = new WeakMap<Request, Promise<Caller | HttpRefusal>>()

  /** Asked once for each request. */
  function identified(request: Request): Promise<Caller | HttpRefusal> {
    const answer = asked.get(request) ?? identify(request)
    asked.set(request, answer)
    return answer
  }

  /** Compared as digests: in constant time, whatever the lengths. */
  function isAdminKey(key: string): boolean {
    const given = digestOf(key)
    return digests.filter((digest) => timingSafeEqual(digest, given)).length > 0
  }

  async function identify(request: Asked): Promise<Caller | HttpRefusal> {
    const { headers } = request
    const actAs = headers.get(ACT_AS_HEADER)
    const authorization = headers.get('authorization')
    if (isOpen && authorization === null) return openCaller(actAs)
    if (!isOpen && actAs !== null) return NOT_HERE
    if (authorization === null || authorization.length > LONGEST_CREDENTIALS) return BAD_CREDENTIALS
    // Several values of the header come with a comma and a space between them: no one of them is chosen.
    const [scheme = '', credentials = '', ...more] = authorization.split(' ')
    if (more.length > 0) return BAD_CREDENTIALS
    if (scheme.toLowerCase() === 'basic')
      return isFromPage(request) && isAdminKey(passwordIn(credentials)) ? ADMIN : BAD_CREDENTIALS
    if (scheme.toLowerCase() !== 'bearer') return BAD_CREDENTIALS
    if (isAdminKey(credentials)) return ADMIN
    try {
      const name = (await readToken?.(credentials)) ?? null
      return name === null ? BAD_CREDENTIALS : (toUserCaller(name) ?? BAD_CREDENTIALS)
    } catch {
      return CANNOT_TELL
    }
  }
  return {
    of(request) {
      const caller = known.get(request)
      if (caller === undefined) throw new Error('a request that nobody was asked about')
      return caller
    },
    found: (request) => known.get(request),
    identify,
    async isAdmin(request) {
      const found = await identified(request)
      return 'kind' in found && found.kind === 'admin'
    },
    plugin: {
      async onRequest({ request, fetchAPI, endResponse }) {
        if (request.method === 'OPTIONS') return
        const found = await identified(request)
        if ('kind' in found) known.set(request, found)
        else
          endResponse(refuse(fetchAPI, isPageVisit(request) && found === BAD_CREDENTIALS ? NO_PAGE : found))
      },
    },
  }
}

function openCaller(actAs: string | null): Caller | HttpRefusal {
  return actAs === null || actAs === '' ? ADMIN : (toUserCaller(actAs) ?? NOBODY)
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

/** `name:password` in base64; the name does not matter. */
function passwordIn(credentials: string): string {
  const text = Buffer.from(credentials, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

/** A browser sends the password by itself: so it counts only where no page of anybody else can make it do so. */
function isFromPage(request: Asked): boolean {
  return request.method === 'POST' || isPageVisit(request)
}

function isPageVisit({ method, headers }: Asked): boolean {
  // The same test by which yoga decides to answer with the page instead of running an operation.
  return method === 'GET' && (headers.get('accept')?.includes('text/html') ?? false)
}
