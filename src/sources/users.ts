import type { ReplyOf } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Read } from '../upstream/reads.ts'
import type { Client } from '../upstream/upstream.ts'
import { readUsername } from './input.ts'
import { listRead, toCursor } from './lists.ts'
import { type PageRequest, pageByCursor } from './paging.ts'
import {
  allAttributes,
  attributeOf,
  attributesSize,
  type ProfileChanges,
  profiles,
  toAttributes,
} from './profiles.ts'
import { type PushPreferences, toPushPreferences } from './push-preferences.ts'
import { singleRead } from './singles.ts'
import { toDate, toUsername } from './spelling.ts'
import { ANYBODY_TAG, accountTag, PROFILES_TAG, profileTag, statusTag, USERS_TAG } from './tags.ts'

/** A reference: it costs nothing and says nothing about whether the name is registered. */
export interface User {
  readonly username: string
}

export type OnlineStatus = 'ONLINE' | 'OFFLINE'

/** The registration of a user. */
export interface Account {
  readonly username: string
  readonly createdAt: Date | null
  readonly modifiedAt: Date | null
  /** False for a deactivated (banned) account. */
  readonly isActive: boolean
  readonly push: PushPreferences
}

/**
 * Online status by username. An unknown name is OFFLINE, as the service says.
 * Cost: one call per 100 names, shared by all requests. Source: operation `user-status-batch`.
 */
export const statuses: Read<string, OnlineStatus, 'user-status-batch'> = {
  operation: 'user-status-batch',
  lifetime: 'status',
  leaf: true,
  idOf: (username) => username,
  tagsOf: (username) => [statusTag(username), ANYBODY_TAG],
  call: (usernames) => ({ body: { usernames } }),
  answers: ({ data }, _keys, { appKey }) =>
    new Map(
      [data]
        .flat()
        .flatMap(toNamedStatuses)
        .map(([name, status]) => [toUsername(name, appKey), status === 'online' ? 'ONLINE' : 'OFFLINE']),
    ),
  missing: () => 'OFFLINE',
}

type StatusRow = Extract<ReplyOf<'user-status-batch'>['data'], readonly unknown[]>[number]

/** A name and its status; the oldest generation has keys for both. */
function toNamedStatuses(row: StatusRow): readonly (readonly [string, string])[] {
  const { result_content: content } = row
  if (typeof content === 'object') return [[String(row.target_name), content.result]]
  return Object.entries(row).map(([name, status]) => [name, String(status)])
}

/** Registration by username, null for an unknown name. Cost: one call per name. Source: operation `user-get`. */
export const accounts = singleRead({
  operation: 'user-get',
  lifetime: 'account',
  tagsOf: (username: string) => [accountTag(username), ANYBODY_TAG],
  call: (username) => ({ path: { username } }),
  value: ({ entities: [row] }, { appKey }) => (row === undefined ? null : toAccount(row, appKey)),
})

type UserRow = ReplyOf<'user-get'>['entities'][number]

function toAccount(row: UserRow, appKey: string): Account {
  return {
    username: toUsername(row.username, appKey),
    createdAt: row.created === undefined ? null : toDate(row.created),
    modifiedAt: row.modified === undefined ? null : toDate(row.modified),
    isActive: row.activated ?? true,
    push: toPushPreferences(row),
  }
}

/** All users of the app in the order of their registration. Cost: one call per 100. Source: `user-list`. */
const userPages = listRead({
  operation: 'user-list',
  tagsOf: () => [USERS_TAG],
  call: ({ from, size }) => ({ query: { limit: size, cursor: from ?? undefined } }),
  page: (reply, { appKey }) => ({
    items: reply.entities.map((row) => toAccount(row, appKey)),
    next: toCursor(reply.cursor),
  }),
})

/** All this server knows about the REST side of users. */
export function usersSource(client: Client) {
  return {
    byName: (username: string, argument = 'username'): User => ({
      username: readUsername(username, argument),
    }),
    status: ({ username }: User) => client.read(statuses, username),
    profile: ({ username }: User) => client.read(profiles, username),
    attribute: attributeOf,
    /** Every attribute by the app's key, also those that no profile shows. Cost: one call per user. */
    attributes: ({ username }: User) => client.read(allAttributes, username),
    /** What the attributes of all users take, in bytes. Cost: one call. */
    attributesSizeBytes: () => client.read(attributesSize, ''),
    account: ({ username }: User) => client.read(accounts, username),

    list: (request: PageRequest) =>
      pageByCursor(request, {
        operation: 'user-list',
        list: USERS_TAG,
        max: 100,
        fetchPage: (from, size) => client.read(userPages, { of: '', from, size }),
      }),

    /** Sets the given attributes and leaves the others as they are. Cost: one call. */
    async setProfile({ username: name, ...changes }: ProfileChanges & User): Promise<User> {
      const username = readUsername(name)
      return client.write({
        lane: 'membership',
        call: { operation: 'user-attr-set', path: { username }, form: toAttributes(changes) },
        tags: [profileTag(username), PROFILES_TAG],
        outcome: () => ({ username }),
      })
    },

    /** Deletes every attribute; an unknown name has none, which is DONE as well. Cost: one call. */
    async clearProfile(name: string): Promise<User> {
      const username = readUsername(name)
      return client.write({
        lane: 'membership',
        call: { operation: 'user-attr-delete', path: { username } },
        tags: [profileTag(username), PROFILES_TAG],
        outcome: ({ data }) => {
          if (data) return { username }
          throw new UpstreamError('NOT_ALLOWED', 'user-attr-delete', { notExecuted: true })
        },
      })
    },
  }
}
