import type { ReplyOf } from '../upstream/contract.ts'
import { toCursor } from './lists.ts'
import type { ServicePage } from './paging.ts'
import { singleRead } from './singles.ts'
import { toDate, toId, toUsername } from './spelling.ts'
import {
  ALL_JOINED_THREADS_TAG,
  accountTag,
  allJoinedTag,
  allTag,
  DELETIONS_TAG,
  joinedTag,
  joinedThreadsTag,
  THREADS_TAG,
} from './tags.ts'
import type { User } from './users.ts'

/**
 * A thread, with the facts that the answer it was met in told. The service has no call for a single one: what is null
 * here cannot be learned by its id.
 */
export interface Thread {
  readonly kind: 'Thread'
  readonly id: string
  readonly name: string | null
  readonly owner: User | null
  readonly groupId: string | null
  /** The message that it hangs on. */
  readonly parentMessageId: string | null
  readonly createdAt: Date | null
}

/** The largest page that the service gives of threads, and of their members. */
export const LARGEST_THREAD_PAGE = 50

/** The last page may have a cursor too: only one that is shorter than asked for tells the end. */
export function nextUnlessShort(
  items: readonly unknown[],
  properties: ReplyOf<'thread-list'>['properties'],
  size: number,
): string | null {
  return items.length < size ? null : toCursor(properties?.cursor)
}

export type ThreadOrder = 'NEWEST' | 'OLDEST'

const SORTS = { NEWEST: 'desc', OLDEST: 'asc' } as const

interface ThreadsKey {
  readonly order: ThreadOrder
  readonly from: string | number | null
  readonly size: number
}

interface JoinedKey extends ThreadsKey {
  readonly username: string
}

interface JoinedInGroupKey extends JoinedKey {
  readonly groupId: string
}

/** All threads of the app, by their ids alone. Cost: one call per 50. Source: operation `thread-list`. */
export const threadPages = pagesRead<ThreadsKey>({
  operation: 'thread-list',
  isOfApp: () => true,
  // Those of a group go with it.
  tagsOf: () => [THREADS_TAG, allTag('group')],
  path: () => ({}),
})

/** Threads of a user, in full. Cost: one call per 50. Source: operation `thread-user-joined`. */
export const joinedThreadPages = pagesRead<JoinedKey>({
  operation: 'thread-user-joined',
  tagsOf: joinedTags,
  path: ({ username }) => ({ username }),
})

/**
 * Threads of a user in one group, in full; null for who is not in it.
 * Cost: one call per 50. Source: operation `thread-user-group-joined`.
 */
export const joinedThreadPagesOfGroup = pagesRead<JoinedInGroupKey>({
  operation: 'thread-user-group-joined',
  tagsOf: joinedTags,
  path: ({ username, groupId }) => ({ username, group_id: groupId }),
})

/** Whoever leaves a group leaves its threads. */
function joinedTags({ username }: JoinedKey): readonly string[] {
  return [
    joinedThreadsTag(username),
    ALL_JOINED_THREADS_TAG,
    joinedTag('group', username),
    allJoinedTag('group'),
    accountTag(username),
  ]
}

type ThreadLists = 'thread-list' | 'thread-user-joined' | 'thread-user-group-joined'

interface PagesOptions<Key> {
  readonly operation: ThreadLists
  readonly isOfApp?: () => boolean
  readonly tagsOf: (key: Key) => readonly string[]
  readonly path: (key: Key) => Readonly<Record<string, string>>
}

/** A read of one page of threads in either order. */
function pagesRead<Key extends ThreadsKey>({
  operation,
  isOfApp = () => false,
  tagsOf,
  path,
}: PagesOptions<Key>) {
  return singleRead<Key, ServicePage<Thread>, ThreadLists>({
    operation,
    lifetime: 'list',
    leaf: false,
    isOfApp,
    tagsOf: (key) => [...tagsOf(key), DELETIONS_TAG],
    call: (key) => ({
      path: path(key),
      query: { limit: key.size, cursor: key.from ?? undefined, sort: SORTS[key.order] },
    }),
    value: ({ entities, properties }, { appKey }, { size }) => ({
      items: entities.map((row) => toThread(row, appKey)),
      next: nextUnlessShort(entities, properties, size),
    }),
  })
}

type ThreadRow = ReplyOf<ThreadLists>['entities'][number]

function toThread({ id, name, owner, groupId, msgId, created }: ThreadRow, appKey: string): Thread {
  return {
    kind: 'Thread',
    id: toId(id),
    name: name ?? null,
    owner: owner == null ? null : { username: toUsername(owner, appKey) },
    groupId: groupId === undefined ? null : toId(groupId),
    parentMessageId: msgId === undefined ? null : toId(msgId),
    createdAt: created === undefined ? null : toDate(created),
  }
}
