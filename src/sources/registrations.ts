import type { BodyOf, ReplyOf } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { type Change, changeMany, type ItemResult } from './changes.ts'
import { readByName, readText, readUsername } from './input.ts'
import { toUsername } from './spelling.ts'
import { accountTag, USERS_TAG } from './tags.ts'
import type { User } from './users.ts'

export interface NewUser {
  readonly username: string
  readonly password: string
  /** The name that push messages show. */
  readonly pushNickname?: string | null | undefined
}

type NewUserRow = Extract<BodyOf<'user-register'>, { username: string }>

/** All this server knows about the REST side of registration. Never repeated when the outcome is unclear. */
export function registrationsSource(client: Client) {
  async function registerOne(user: NewUser, { withoutToken }: { readonly withoutToken: boolean }) {
    const body = toRow(user)
    return client.write({
      lane: 'background',
      call: { operation: 'user-register', body, withoutToken },
      tags: [accountTag(body.username), USERS_TAG],
      outcome: (reply, { appKey }): User => toRegistered(reply, body.username, appKey),
    })
  }

  return {
    /** Cost: one call. Fails with `ALREADY_EXISTS` for a name that is taken. */
    register: (user: NewUser) => registerOne(user, { withoutToken: false }),

    /** As anybody can where the app allows it; fails with `FEATURE_OFF` where it does not. Cost: one call. */
    registerOpenly: (user: NewUser) => registerOne(user, { withoutToken: true }),

    /** Any number, one result for each. Cost: one call per 60. A name that is taken is `ALREADY_EXISTS`. */
    async registerMany(users: readonly NewUser[]): Promise<readonly ItemResult[]> {
      const rows = toRows(users)
      return changeMany(client, [...rows.keys()], registering(rows))
    },
  }
}

function toRow({ username, password, pushNickname }: NewUser, at = ''): NewUserRow {
  return {
    username: readUsername(username, `${at}username`),
    password: readText(password, `${at}password`, 64),
    ...(pushNickname == null ? {} : { nickname: readText(pushNickname, `${at}pushNickname`, 100) }),
  }
}

/** By name. The same name twice is a mistake that cannot be passed over: which password would it have? */
function toRows(users: readonly NewUser[]): ReadonlyMap<string, NewUserRow> {
  return readByName(users, { argument: 'users', field: 'username' }, (user, at) => {
    const row = toRow(user, `${at}.`)
    return [row.username, row]
  })
}

/**
 * The only documented reason to refuse one of many is that the name is taken. One generation refuses the whole call
 * then: which of them it is about is found by trying halves.
 */
function registering(rows: ReadonlyMap<string, NewUserRow>): Change<'user-register'> {
  return {
    lane: 'background',
    operation: 'user-register',
    call: (usernames) => ({ body: usernames.flatMap((username) => rows.get(username) ?? []) }),
    tagsOf: (usernames) => [USERS_TAG, ...usernames.map(accountTag)],
    told: ({ entities, data = [] }, _usernames, { appKey }) =>
      new Map([
        ...entities.map(({ username }) => [toUsername(username, appKey), true] as const),
        ...data.map(({ username }) => [toUsername(username, appKey), false] as const),
      ]),
    judge: async (usernames, { refusal }) =>
      new Map(refusal === undefined ? usernames.map((username) => [username, 'ALREADY_EXISTS']) : []),
  }
}

/** Some generations accept the call and say in the answer that a name could not be registered. */
function toRegistered({ data = [] }: ReplyOf<'user-register'>, username: string, appKey: string): User {
  if (!data.some((row) => toUsername(row.username, appKey) === username)) return { username }
  throw new UpstreamError('ALREADY_EXISTS', 'user-register', { notExecuted: true })
}
