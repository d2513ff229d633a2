import { randomBytes } from 'node:crypto'
import { VendorError } from './answer.ts'
import { type Application, type Call, objectBody, textOf } from './call.ts'
import { readUsername, userEntity } from './entity.ts'
import type { Route } from './router.ts'
import { addUser, type Store, type StoredUser } from './store.ts'

export const tokenRoutes: readonly Route[] = [
  { method: 'POST', path: '/token', body: 'json', open: true, answer: issueToken },
]

/** `ttl: 0` asks for a token that never expires; no source shows its `expires_in`, so it is a hundred years. */
const FOR_EVER_SECONDS = 100 * 365 * 24 * 3600

/** Only the application's token opens the other calls. A user's is for its client, which talks to another service. */
function issueToken(call: Call, store: Store) {
  const body = objectBody(call)
  const token = {
    access_token: `YWMt${randomBytes(48).toString('base64url')}`,
    expires_in: lifeSeconds(body.ttl, call.application.tokenTtlSeconds),
  }
  switch (body.grant_type) {
    case 'client_credentials':
      checkCredentials(call.application, textOf(body.client_id), textOf(body.client_secret))
      store.tokens.set(token.access_token, call.now + token.expires_in * 1000)
      return { ...token, application: call.application.uuid }
    case 'password':
      return { ...token, user: userEntity(userByPassword(store, body)) }
    case 'inherit':
      checkToken(call.authorization, store, call.now)
      return { ...token, user: userEntity(userByName(call, store, body)) }
    default:
      throw new VendorError(400, 'invalid_grant', 'grant_type is not one that the sandbox knows')
  }
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

type Body = Readonly<Record<string, unknown>>

function userByPassword(store: Store, body: Body): StoredUser {
  const username = textOf(body.username)?.toLowerCase()
  const password = textOf(body.password)
  if (username === undefined || password === undefined) {
    throw new VendorError(400, 'invalid_grant', 'invalid username or password')
  }
  const user = store.users.get(username)
  if (!user) throw new VendorError(404, 'invalid_grant', 'user not found')
  if (user.password !== password) throw new VendorError(400, 'invalid_grant', 'invalid password')
  return activated(user)
}

/** The administrator's way to a user's token: no password, and with `autoCreateUser` not even a user is needed. */
function userByName(call: Call, store: Store, body: Body): StoredUser {
  const username = readUsername(textOf(body.username) ?? '')
  const user = store.users.get(username)
  if (user) return activated(user)
  if (body.autoCreateUser !== true) throw new VendorError(404, 'entity_not_found', 'User null not found')
  const password = randomBytes(16).toString('base64url') // nobody knows it
  return addUser(store, { username, password, created: call.now })
}

function activated(user: StoredUser): StoredUser {
  if (user.activated) return user
  throw new VendorError(400, 'invalid_grant', 'user not activated')
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
