import { InputError } from '../upstream/errors.ts'
import type { Read } from '../upstream/reads.ts'
import type { Client } from '../upstream/upstream.ts'
import { changeMany, type ItemResult } from './changes.ts'
import { readBytes, readOthers, readPathName, readUsername, readUsernames } from './input.ts'
import { type PageRequest, pageByNumber } from './paging.ts'
import { type DeviceStatus, type Presence, rowsByName, STATUSES, toPresence } from './presence-rows.ts'
import { toUsername } from './spelling.ts'
import {
  LARGEST_SUBSCRIPTION_PAGE,
  readDuration,
  subscribing,
  subscriptionPages,
  unsubscribing,
} from './subscriptions.ts'
import { ANYBODY_TAG, accountTag, presenceTag, STATUSES_TAG, statusTag, subscriptionsTag } from './tags.ts'
import type { User } from './users.ts'

interface PresenceKey {
  /** Who watches. */
  readonly subscriber: string
  /** Who is watched. */
  readonly username: string
}

/**
 * Presence of a user as a subscriber sees it, null for who is not watched by that one.
 * Cost: one call per subscriber and 100 names, shared by all requests. Source: operation `presence-batch-get`.
 */
export const presences: Read<PresenceKey, Presence | null, 'presence-batch-get'> = {
  operation: 'presence-batch-get',
  lifetime: 'status',
  leaf: true,
  idOf,
  partitionOf: ({ subscriber }) => subscriber,
  tagsOf: ({ subscriber, username }) => [
    subscriptionsTag(subscriber),
    presenceTag(username),
    ...[statusTag(username), accountTag(username), accountTag(subscriber), ANYBODY_TAG],
  ],
  call: (keys) => ({
    path: { username: keys[0]?.subscriber ?? '' },
    body: { usernames: keys.map(({ username }) => username) },
  }),
  answers({ result }, keys, { appKey }) {
    const names = keys.map(({ username }) => username)
    const rows = rowsByName(result, names, (uid) => toUsername(uid, appKey))
    return new Map(
      keys.flatMap((key) => {
        const row = rows.get(key.username)
        return row === undefined ? [] : [[idOf(key), toPresence(row)] as const]
      }),
    )
  },
  missing: () => null,
  notFound: () => null,
}

function idOf({ subscriber, username }: PresenceKey): string {
  return `${subscriber}/${username}`
}

export interface NewPresence {
  readonly username: string
  readonly deviceId: string
  readonly status?: DeviceStatus | null | undefined
  readonly customStatus?: string | null | undefined
  readonly ext?: string | null | undefined
}

export interface NewSubscriptions {
  readonly subscriber: string
  readonly usernames: readonly string[]
  readonly durationSeconds: number
}

/** All this server knows about the REST side of presence. */
export function presenceSource(client: Client) {
  return {
    of: ({ username }: User, subscriber: string) =>
      client.read(presences, { subscriber: readUsername(subscriber, 'subscriber'), username }),

    subscriptionsOf: ({ username }: User, request: PageRequest) =>
      pageByNumber(request, {
        list: subscriptionsTag(username),
        size: LARGEST_SUBSCRIPTION_PAGE,
        fetchPage: (from) =>
          client.read(subscriptionPages, { of: username, from, size: LARGEST_SUBSCRIPTION_PAGE }),
      }),

    /** Cost: one call. Fails with `NOT_FOUND` for an unknown name. */
    async set(presence: NewPresence): Promise<User> {
      const username = readUsername(presence.username)
      const resource = readPathName(presence.deviceId, 'deviceId', 128)
      const status = readStatus(presence)
      const ext = readBytes(presence.ext ?? '', 'ext', { least: 0, most: 1024 })
      return client.write({
        lane: 'membership',
        call: { operation: 'presence-set', path: { username, resource, status }, body: { ext } },
        tags: [presenceTag(username), STATUSES_TAG],
        outcome: () => ({ username }),
      })
    },

    /** Cost: one call per 100 names. Fails with `NOT_FOUND` for an unknown subscriber. */
    async subscribe(wanted: NewSubscriptions): Promise<readonly ItemResult[]> {
      const subscriber = readUsername(wanted.subscriber, 'subscriber')
      const usernames = readOthers(wanted.usernames, subscriber)
      return changeMany(
        client,
        usernames,
        subscribing(client, subscriber, readDuration(wanted.durationSeconds)),
      )
    },

    /** Cost: one call per 100 names. Who was not watched is DONE as well. */
    async unsubscribe(given: string, usernames: readonly string[]): Promise<readonly ItemResult[]> {
      const subscriber = readUsername(given, 'subscriber')
      return changeMany(client, readUsernames(usernames), unsubscribing(client, subscriber))
    },
  }
}

function readStatus({ status, customStatus }: NewPresence): string {
  if (customStatus == null && status != null) return status === 'ONLINE' ? '1' : '0'
  if (customStatus == null || status != null) {
    throw new InputError('status', 'or `customStatus` must be given, and not both')
  }
  const custom = readPathName(customStatus, 'customStatus', 64)
  const known = STATUSES.get(custom)
  if (known === undefined) return custom
  throw new InputError('customStatus', `must not be "${custom}": that is the \`status\` ${known}`)
}
