import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { allDone, type Change } from './changes.ts'
import { readWhole } from './input.ts'
import { listRead } from './lists.ts'
import { isRegistered } from './owners.ts'
import { toDateOfSeconds, toUsername } from './spelling.ts'
import { accountTag, subscriptionsTag } from './tags.ts'
import type { User } from './users.ts'

export interface PresenceSubscription {
  readonly user: User
  readonly expiresAt: Date | null
}

export const LARGEST_SUBSCRIPTION_PAGE = 500

/** Whom a user watches. Cost: one call per 500. Source: operation `presence-subscriptions`. */
export const subscriptionPages = listRead({
  operation: 'presence-subscriptions',
  tagsOf: (username) => [subscriptionsTag(username), accountTag(username)],
  call: ({ of, from, size }) => ({
    path: { username: of },
    // Unless it is asked for more, the service gives one.
    query: { pageNum: Number(from) + 1, pageSize: size },
  }),
  page: ({ result: { sublist, totalnum } }, { appKey }) => ({
    items: sublist.map(
      ({ uid, expiry }): PresenceSubscription => ({
        user: { username: toUsername(uid, appKey) },
        expiresAt: expiry === undefined ? null : toDateOfSeconds(expiry),
      }),
    ),
    ...(totalnum === undefined ? {} : { total: Number(totalnum) }),
  }),
})

/** A DELETE with a bare list as its body. Source: operation `presence-unsubscribe`. */
export function unsubscribing(client: Client, subscriber: string): Change<'presence-unsubscribe'> {
  return {
    ...ofSubscriptions(client, subscriber),
    operation: 'presence-unsubscribe',
    call: (usernames) => ({ path: { username: subscriber }, body: [...usernames] }),
    told: allDone,
  }
}

/**
 * The answer is the presence of all who are watched from now on, perhaps of others than these too: who is not in it by
 * name is FAILED with `NOT_FOUND`. Whoever was watched already is watched anew. Source: operation `presence-subscribe`.
 */
export function subscribing(
  client: Client,
  subscriber: string,
  seconds: number,
): Change<'presence-subscribe'> {
  return {
    ...ofSubscriptions(client, subscriber),
    operation: 'presence-subscribe',
    call: (usernames) => ({
      path: { username: subscriber, expiry: String(seconds) },
      body: { usernames: [...usernames] },
    }),
    told({ result }, usernames, { appKey }) {
      const named = new Set(result.map(({ uid }) => toUsername(uid, appKey)))
      const left = usernames.filter((name) => !named.has(name))
      // Rows that do not say whose they are tell nothing, unless there is one for each name that is left.
      const unnamed = result.filter(({ uid }) => uid === '').length
      const isTold = unnamed === 0 || unnamed === left.length
      return new Map([
        ...allDone(result, [...named]),
        ...(isTold ? left.map((name) => [name, unnamed > 0] as const) : []),
      ])
    },
  }
}

/** What subscribing and its end have in common. */
function ofSubscriptions(client: Client, subscriber: string) {
  let isThere: Promise<boolean | undefined> | undefined
  return {
    lane: 'membership',
    tagsOf: () => [subscriptionsTag(subscriber)],
    async judge(refused, { refusal }) {
      if (refusal === undefined) return new Map(refused.map((name) => [name, 'NOT_FOUND']))
      isThere ??= isRegistered(client, subscriber)
      if ((await isThere) === false) {
        throw new UpstreamError('NOT_FOUND', refusal.operation, { cause: refusal, notExecuted: true })
      }
      return new Map()
    },
  } satisfies Pick<Change<'presence-subscribe' | 'presence-unsubscribe'>, 'lane' | 'tagsOf' | 'judge'>
}

/** At most 30 days. */
export function readDuration(seconds: number): number {
  return readWhole(seconds, 'durationSeconds', { least: 1, most: 2_592_000, unit: 'seconds' })
}
