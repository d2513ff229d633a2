import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { allDone, type Change, toldByUser } from './changes.ts'
import { listRead } from './lists.ts'
import { toUsername } from './spelling.ts'
import { allTag, joinedThreadsTag, threadMembersTag } from './tags.ts'
import { nextUnlessShort } from './thread-pages.ts'
import type { User } from './users.ts'

/** Members of a thread, null for an unknown one. Cost: one call per 50. Source: operation `thread-member-list`. */
export const threadMemberPages = listRead({
  operation: 'thread-member-list',
  // Whoever leaves a group leaves its threads, and which group it is need not be known here.
  tagsOf: (id) => [threadMembersTag(id), allTag('group')],
  call: ({ of, from, size }) => ({
    path: { thread_id: of },
    query: { limit: size, cursor: from ?? undefined },
  }),
  page: ({ data, properties }, { appKey }, { size }) => ({
    items: data.affiliations.map((name): User => ({ username: toUsername(name, appKey) })),
    next: nextUnlessShort(data.affiliations, properties, size),
  }),
})

/** Only members of the group can be added. Source: operation `thread-member-add-batch`. */
export function addingThreadMembers(client: Client, id: string): Change<'thread-member-add-batch'> {
  return {
    ...ofMembers(client, id),
    operation: 'thread-member-add-batch',
    told: allDone,
    // That one user is in too many threads need not keep out the others.
    aboutSome: ['LIMIT_REACHED'],
  }
}

/** Where members are removed, as far as is known: documents disagree about it. */
export type ThreadKickPath = 'either' | 'thread' | 'threads'

type Removal = 'thread-member-remove-batch' | 'thread-member-remove-batch-older'

/** Who is no member is FAILED with `NOT_FOUND`. Source: operations `thread-member-remove-batch`, `…-older`. */
export function removingThreadMembers(client: Client, id: string, path: ThreadKickPath): Change<Removal> {
  const shared = ofMembers(client, id)
  const at = (operation: Removal): Change<Removal> => ({
    ...shared,
    operation,
    told: ({ entities }, ...rest) => toldByUser({ data: entities }, ...rest),
  })
  const [newer, older] = [at('thread-member-remove-batch'), at('thread-member-remove-batch-older')]
  if (path === 'threads') return older
  return path === 'thread' ? newer : { ...newer, elsewhere: older }
}

/** What adding and removing have in common. */
function ofMembers(client: Client, id: string) {
  let isThere: Promise<boolean> | undefined
  return {
    lane: 'membership',
    call: (usernames) => ({ path: { thread_id: id }, body: { usernames: [...usernames] } }),
    tagsOf: (usernames) => [threadMembersTag(id), ...usernames.map(joinedThreadsTag)],
    async judge(refused, { refusal }) {
      if (refusal === undefined) return new Map(refused.map((name) => [name, 'NOT_FOUND']))
      // Of a missing thread or of a user who is not in its group: only the first is about all of them.
      if (refusal.code === 'NOT_FOUND') isThere ??= isThread(client, id)
      if ((await isThere) === false) {
        throw new UpstreamError('NOT_FOUND', refusal.operation, { cause: refusal, notExecuted: true })
      }
      return new Map()
    },
  } satisfies Pick<Change<'thread-member-add-batch' | Removal>, 'lane' | 'call' | 'tagsOf' | 'judge'>
}

/** In doubt it is: what cannot be learned must not hide what is known of the change. */
async function isThread(client: Client, id: string): Promise<boolean> {
  try {
    return (await client.read(threadMemberPages, { of: id, from: null, size: 1 })) !== null
  } catch {
    return true
  }
}
