import { randomBytes } from 'node:crypto'
import { VendorError } from './answer.ts'
import { type Application, type Call, objectBody, textOf } from './call.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

export const tokenRoutes: readonly Route[] = [
  { method: 'POST', path: '/token', body: 'json', open: true, answer: issueToken },
]

/** `ttl: 0` asks for a token that never expires; no source shows its `expires_in`, so it is a hundred years. */
const FOR_EVER_SECONDS = 100 * 365 * 24 * 3600

function issueToken(call: Call, store: Store) {
  const { grant_type, client_id, client_secret, ttl } = objectBody(call)
  if (grant_type !== 'client_credentials') {
    throw new VendorError(400, 'invalid_grant', 'the sandbox knows grant_type client_credentials only')
  }
  checkCredentials(call.application, textOf(client_id), textOf(client_secret))

  const expires_in = lifeSeconds(ttl, call.application.tokenTtlSeconds)
  const access_token = `YWMt${randomBytes(48).toString('base64url')}`
  store.tokens.set(access_token, call.now + expires_in * 1000)
  return { access_token, expires_in, application: call.application.uuid }
}

function checkCredentials(
  application: Application,
  id: string | undefined,
  secret: string | undefined,
): void {
  if (id === undefined) throw new VendorError(400, 'illegal_argument', 'client_id must be provided.')
  if (secret === undefined) throw new VendorError(400, 'illegal_argument', 'client_secret must be provided')
  if (id !== application.clientId) throw new VendorError(400, 'invalid_grant', 'client_id does not match')
  if (secret !== application.clientSecret) {
    throw new VendorError(400, 'invalid_grant', 'client_secret does not match')
  }
}

function lifeSeconds(asked: unknown, usual: number): number {
  if (typeof asked !== 'number' || asked < 0) return usual
  return asked === 0 ? FOR_EVER_SECONDS : asked
}

/** Throws the vendor's 401; missing, wrong and expired tokens differ in their texts. */
export function checkToken(authorization: string | undefined, store: Store, now: number): void {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw new VendorError(401, 'unauthorized', 'Unable to authenticate (OAuth)')

  const expiresAt = store.tokens.get(token)
  if (expiresAt === undefined) {
    const description = 'Unable to authenticate due to corrupt access token'
    const exception = 'org.apache.usergrid.rest.exceptions.SecurityException'
    throw new VendorError(401, 'auth_bad_access_token', description, exception)
  }
  if (expiresAt <= now) {
    throw new VendorError(401, 'unauthorized', 'Unable to authenticate due to expired access token')
  }
}

export function expireTokens(store: Store): void {
  for (const token of store.tokens.keys()) store.tokens.set(token, Number.NEGATIVE_INFINITY)
}
