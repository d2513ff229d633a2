import type { BodyOf } from '../upstream/contract.ts'
import { InputError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { readSeconds, readText, readUsername } from './input.ts'
import { accountTag, USERS_TAG } from './tags.ts'
import type { User } from './users.ts'

export interface NewUserToken {
  readonly username: string
  /** With it the user is asked for; without it the name is enough, because this server may act for everybody. */
  readonly password?: string | null | undefined
  /** Registers the name where it is not, with a password that nobody knows. Not beside a password. */
  readonly createIfMissing?: boolean | null | undefined
  /** Null: as long as the app is configured. */
  readonly ttlSeconds?: number | null | undefined
}

/** What a client app logs in with as a user. */
export interface UserToken {
  readonly user: User
  readonly accessToken: string
  /** Null when it never expires. */
  readonly expiresInSeconds: number | null
}

/** All this server knows about the REST side of tokens of users. Its own is the business of `upstream/`. */
export function userTokensSource(client: Client) {
  return {
    /**
     * Cost: one call. Fails with `NOT_FOUND` for an unknown name, and with `NOT_ALLOWED` for a wrong password or a
     * deactivated account. Source: operations `token-user-password`, `token-user-inherit`.
     */
    async create(given: NewUserToken): Promise<UserToken> {
      const username = readUsername(given.username)
      const { body, withoutToken } = toGrant(given, username)
      return client.write({
        lane: 'membership',
        call: { operation: 'token-app', body, withoutToken, credentialsOf: 'user' },
        tags: given.createIfMissing ? [accountTag(username), USERS_TAG] : [],
        outcome: (reply) => ({
          user: { username },
          accessToken: reply.access_token,
          expiresInSeconds: reply.expires_in === 0 ? null : reply.expires_in,
        }),
      })
    },
  }
}

type Grant = Exclude<BodyOf<'token-app'>, { grant_type: 'client_credentials' }>

/** By password a client could ask as well, so that goes without the token of this server. */
function toGrant({ password, createIfMissing, ttlSeconds }: NewUserToken, username: string) {
  const seconds = readSeconds(ttlSeconds, 'ttlSeconds')
  const ttl = seconds === null ? {} : { ttl: seconds }
  if (password == null) {
    const autoCreateUser = createIfMissing ?? false
    const body: Grant = { grant_type: 'inherit', username, autoCreateUser, ...ttl }
    return { body, withoutToken: false }
  }
  if (createIfMissing) throw new InputError('createIfMissing', 'must not be true beside a password')
  const body: Grant = {
    grant_type: 'password',
    username,
    password: readText(password, 'password', 64),
    ...ttl,
  }
  return { body, withoutToken: true }
}
