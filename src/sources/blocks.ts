import type { ReplyOf } from '../upstream/contract.ts'
import type { AppSettings } from '../upstream/reads.ts'
import type { Client } from '../upstream/upstream.ts'
import { allDone, type Change, changeMany, type ItemResult, type Told, type Verdict } from './changes.ts'
import { readOthers, readUsername } from './input.ts'
import { listRead, toCursor } from './lists.ts'
import { judgeLeftOut, judgeOwner, noOwner } from './owners.ts'
import { type PageRequest, pageByCursor } from './paging.ts'
import { singleRead } from './singles.ts'
import { toUsername } from './spelling.ts'
import { accountTag, blocksTag, DELETIONS_TAG } from './tags.ts'
import type { User } from './users.ts'

const tagsOf = (username: string) => [blocksTag(username), accountTag(username)]

/** Whom a user blocks, newest first. Cost: one call per 50. Source: operation `user-block-list`. */
const blockPages = listRead({
  operation: 'user-block-list',
  tagsOf,
  call: ({ of, from, size }) => ({
    path: { owner: of },
    query: { pageSize: size, cursor: from ?? undefined },
  }),
  page: ({ data, cursor }, { appKey }) => ({
    items: data.map((name): User => ({ username: toUsername(name, appKey) })),
    next: toCursor(cursor),
  }),
})

const MOST_BLOCKED = 500

/** All whom a user blocks: without a page size the service answers the newest 500, and no list is longer. */
const wholeLists = singleRead({
  operation: 'user-block-list',
  lifetime: 'list',
  tagsOf: (owner: string) => [...tagsOf(owner), DELETIONS_TAG],
  call: (owner: string) => ({ path: { owner } }),
  value: ({ data }, { appKey }): ReadonlySet<string> => new Set(data.map((name) => toUsername(name, appKey))),
})

/** All this server knows about the REST side of the block lists of users. */
export function blocksSource(client: Client) {
  /** One result for each name. */
  const changing =
    <Id extends 'user-block-add' | 'user-block-remove'>(changeOf: (owner: string) => Change<Id>) =>
    async (username: string, usernames: readonly string[]): Promise<readonly ItemResult[]> => {
      const owner = readUsername(username)
      return changeMany(client, readOthers(usernames, owner), changeOf(owner))
    }

  return {
    of: ({ username }: User, request: PageRequest) =>
      pageByCursor(request, {
        operation: 'user-block-list',
        list: blocksTag(username),
        max: 50,
        fetchPage: (from, size) => client.read(blockPages, { of: username, from, size }),
      }),

    /** Whoever was blocked already is DONE as well. Cost: one call per 50 names; where some are left out, one, and one for each. */
    add: changing((owner) => ({
      lane: 'membership',
      operation: 'user-block-add',
      call: (usernames) => ({ path: { owner }, body: { usernames: [...usernames] } }),
      tagsOf: () => [blocksTag(owner)],
      told: toldBlocked,
      judge: judgeByList(client, owner),
    })),

    /** Whoever was not blocked is DONE as well. Cost: one call per name. */
    remove: changing((owner) => ({
      lane: 'membership',
      operation: 'user-block-remove',
      call: ([blocked = '']) => ({ path: { owner, blocked } }),
      tagsOf: () => [blocksTag(owner)],
      told: allDone,
      judge: judgeOwner(client, owner),
    })),
  }
}

/** The names that were blocked. What it means that a name is not among them is not documented. */
function toldBlocked(
  { data }: ReplyOf<'user-block-add'>,
  usernames: readonly string[],
  { appKey }: AppSettings,
): Told {
  const blocked = new Set(data.map((name) => toUsername(name, appKey)))
  return new Map(usernames.map((name) => [name, blocked.has(name)]))
}

/**
 * A name that the answer lacks may have been blocked before, or find the list full: the list itself tells. Or it is
 * nobody's. Asks for the list once: what it tells of names that were not blocked since remains true.
 */
function judgeByList(client: Client, owner: string): NonNullable<Change<'user-block-add'>['judge']> {
  let known: Promise<ReadonlySet<string> | null | undefined> | undefined

  return async (usernames, { refusal }) => {
    known ??= Promise.resolve(client.read(wholeLists, owner)).catch(() => undefined)
    const list = await known
    if (list === null && refusal !== undefined) throw noOwner(refusal)
    const done = new Map<string, Verdict>()
    for (const username of usernames) if (list?.has(username)) done.set(username, 'DONE')
    if (refusal !== undefined) return done
    const others = usernames.filter((username) => !done.has(username))
    if ((list?.size ?? 0) < MOST_BLOCKED) return new Map([...done, ...(await judgeLeftOut(client, others))])
    return new Map(usernames.map((username) => [username, done.get(username) ?? 'LIMIT_REACHED']))
  }
}
