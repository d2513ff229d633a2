import type { Client } from '../upstream/upstream.ts'
import { changeMany, type ItemResult } from './changes.ts'
import { readDigits, readText, readUsername, readUsernames } from './input.ts'
import { type PageRequest, pageByCursor } from './paging.ts'
import { toId } from './spelling.ts'
import { ALL_JOINED_THREADS_TAG, joinedThreadsTag, THREADS_TAG, threadMembersTag } from './tags.ts'
import {
  addingThreadMembers,
  removingThreadMembers,
  type ThreadKickPath,
  threadMemberPages,
} from './thread-members.ts'
import {
  joinedThreadPages,
  joinedThreadPagesOfGroup,
  LARGEST_THREAD_PAGE,
  type Thread,
  type ThreadOrder,
  threadPages,
} from './thread-pages.ts'
import type { User } from './users.ts'

/** A reference: it costs nothing and does not say whether there is such a thread. */
function referenceTo(id: string, known: Partial<Thread> = {}): Thread {
  const unknown = { name: null, owner: null, groupId: null, parentMessageId: null, createdAt: null }
  return { kind: 'Thread', id, ...unknown, ...known }
}

export interface JoinedThreads {
  readonly order: ThreadOrder
  /** Only those of this group. */
  readonly groupId?: string | null | undefined
}

export interface NewThread {
  readonly groupId: string
  readonly parentMessageId: string
  readonly name: string
  readonly owner: string
}

export interface ThreadChanges {
  readonly threadId: string
  readonly name: string
}

const LONGEST_NAME = 64

/** All this server knows about the REST side of threads. */
export function threadsSource(
  client: Client,
  { threadKickPath }: { readonly threadKickPath: ThreadKickPath },
) {
  const readId = (given: string, argument = 'threadId') => readDigits(given, argument)

  return {
    byId: (given: string, argument?: string): Thread => referenceTo(readId(given, argument)),

    list: (request: PageRequest, order: ThreadOrder) =>
      pageByCursor(request, {
        operation: 'thread-list',
        list: `${THREADS_TAG}:${order}`,
        max: LARGEST_THREAD_PAGE,
        fetchPage: (from, size) => client.read(threadPages, { order, from, size }),
      }),

    /** Null for who is not in the group, where one is given. */
    joinedBy({ username }: User, request: PageRequest, { order, groupId }: JoinedThreads) {
      if (groupId == null) {
        return pageByCursor(request, {
          operation: 'thread-user-joined',
          list: `${joinedThreadsTag(username)}:${order}`,
          max: LARGEST_THREAD_PAGE,
          fetchPage: (from, size) => client.read(joinedThreadPages, { username, order, from, size }),
        })
      }
      const key = { username, order, groupId: readDigits(groupId, 'groupId') }
      return pageByCursor(request, {
        operation: 'thread-user-group-joined',
        list: `${joinedThreadsTag(username)}:${order}:${key.groupId}`,
        max: LARGEST_THREAD_PAGE,
        fetchPage: (from, size) => client.read(joinedThreadPagesOfGroup, { ...key, from, size }),
      })
    },

    members: ({ id }: Pick<Thread, 'id'>, request: PageRequest) =>
      pageByCursor(request, {
        operation: 'thread-member-list',
        list: threadMembersTag(id),
        max: LARGEST_THREAD_PAGE,
        fetchPage: (from, size) => client.read(threadMemberPages, { of: id, from, size }),
      }),

    /** Cost: one call. Fails with `ALREADY_EXISTS` where the message has a thread. */
    async create(thread: NewThread): Promise<Thread> {
      const groupId = readDigits(thread.groupId, 'groupId')
      const parentMessageId = readDigits(thread.parentMessageId, 'parentMessageId')
      const name = readText(thread.name, 'name', LONGEST_NAME)
      const username = readUsername(thread.owner, 'owner')
      return client.write({
        lane: 'membership',
        call: {
          operation: 'thread-create',
          body: { group_id: groupId, msg_id: parentMessageId, name, owner: username },
        },
        tags: [THREADS_TAG, joinedThreadsTag(username)],
        // Its id was nobody's before, and may be remembered as such.
        alsoTouches: ({ id }) => [threadMembersTag(id)],
        outcome: ({ data }) =>
          referenceTo(toId(data.thread_id), { name, owner: { username }, groupId, parentMessageId }),
      })
    },

    /** Cost: one call. */
    async update(changes: ThreadChanges): Promise<Thread> {
      const id = readId(changes.threadId)
      const name = readText(changes.name, 'name', LONGEST_NAME)
      return client.write({
        lane: 'membership',
        call: { operation: 'thread-update', path: { thread_id: id }, body: { name } },
        // Who is in it is not known here.
        tags: [ALL_JOINED_THREADS_TAG],
        outcome: ({ data }) => referenceTo(id, { name: data.name ?? name }),
      })
    },

    /** Deletes it for all. Cost: one call. Fails with `NOT_FOUND` for an unknown id. */
    async remove(given: string): Promise<string> {
      const id = readId(given)
      return client.write({
        lane: 'membership',
        call: { operation: 'thread-delete', path: { thread_id: id } },
        tags: [THREADS_TAG, ALL_JOINED_THREADS_TAG, threadMembersTag(id)],
        outcome: () => id,
      })
    },

    /** Cost: one call per 10 names. Fails with `NOT_FOUND` for an unknown thread. */
    async addMembers(given: string, usernames: readonly string[]): Promise<readonly ItemResult[]> {
      const id = readId(given)
      return changeMany(client, readUsernames(usernames), addingThreadMembers(client, id))
    },

    async removeMembers(given: string, usernames: readonly string[]): Promise<readonly ItemResult[]> {
      const id = readId(given)
      return changeMany(client, readUsernames(usernames), removingThreadMembers(client, id, threadKickPath))
    },
  }
}
