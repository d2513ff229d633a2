import type { OperationId, ReplyOf } from '../upstream/contract.ts'
import type { Call } from '../upstream/dispatch.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { type Change, changeMany, type ItemResult } from './changes.ts'
import { unlessOff } from './features.ts'
import { readUpTo, readUsername, readUsernames } from './input.ts'
import { after, type Maybe } from './maybe.ts'
import {
  addingAdmins,
  allowingUsers,
  blockingUsers,
  disallowingUsers,
  type Lists,
  mutingMembers,
  removingAdmins,
  unblockingUsers,
  unmutingMembers,
} from './member-lists.ts'
import type { Membership } from './members.ts'
import { type MuteDurationGiven, readMuteDuration } from './mute-terms.ts'
import { type GatheringPlace, listTagsOf, pathOf } from './places.ts'
import { singleRead } from './singles.ts'
import { toDate, toFlag, toUsername } from './spelling.ts'
import { allJoinedTag, allTag, gatheringTag, listTag } from './tags.ts'
import type { User } from './users.ts'

/** A member who may not write for a while. */
export interface Mute {
  readonly user: User
  /** Null: until it is lifted. */
  readonly expiresAt: Date | null
}

/** Who may do what in a group or chatroom, and its announcement: one call each, because the service has no batch. */
export function moderationReads({ prefix, ...rest }: GatheringPlace) {
  const place = { prefix, ...rest }
  const about = (list: string) => ({
    lifetime: 'list' as const,
    tagsOf: (id: string) => listTagsOf(place, id, list),
    call: (id: string) => ({ path: pathOf(place, id) }),
  })
  const toUsers = ({ data }: NameList, { appKey }: { readonly appKey: string }): readonly User[] =>
    data.map((name) => ({ username: toUsername(name, appKey) }))

  return {
    admins: singleRead({ operation: `${prefix}-admin-list`, leaf: false, ...about('admin'), value: toUsers }),
    blocked: singleRead({
      operation: `${prefix}-block-list`,
      leaf: false,
      ...about('block'),
      value: toUsers,
    }),
    allowed: singleRead({
      operation: `${prefix}-white-list`,
      leaf: false,
      ...about('white'),
      value: toUsers,
    }),
    mutes: singleRead({
      operation: `${prefix}-mute-list`,
      leaf: false,
      ...about('mute'),
      value: ({ data }, { appKey }): readonly Mute[] => data.map((row) => toMute(row, appKey)),
    }),
    announcement: singleRead({
      operation: `${prefix}-announcement-get`,
      ...about('announcement'),
      value: ({ data }) => data.announcement || null,
    }),
  }
}

type NameList = { readonly data: readonly string[] }

/** The service tells a mute without an end as one that ends in 2117; those with an end take 68 years at most. */
const NO_END_MS = Date.UTC(2116, 0)

function toMute({ user, expire }: ReplyOf<'group-mute-list'>['data'][number], appKey: string): Mute {
  const hasEnd = Number(expire) > 0 && Number(expire) < NO_END_MS
  return { user: { username: toUsername(user, appKey) }, expiresAt: hasEnd ? toDate(expire) : null }
}

/** What groups and chatrooms can do alike to keep order, for one request. */
export function moderationSource(
  client: Client,
  reads: ReturnType<typeof moderationReads>,
  { place, membershipOf, readId }: ModerationOptions,
) {
  const { prefix } = place

  const listsOf = (id: string): Lists => {
    const names = async (read: (typeof reads)['admins' | 'blocked' | 'allowed']) => {
      const users = await client.read(read, id)
      return users && new Set(users.map(({ username }) => username))
    }
    return {
      ...membershipOf(id),
      admins: () => names(reads.admins),
      blocked: () => names(reads.blocked),
      allowed: () => names(reads.allowed),
    }
  }

  /** A change of one of the lists: any number of names, one result for each. Cost: one call per 60 names. */
  const changing =
    <Id extends OperationId>(changeOf: (lists: Lists) => Change<Id>) =>
    async (given: string, usernames: readonly string[]): Promise<readonly ItemResult[]> =>
      changeMany(client, readUsernames(usernames), changeOf(listsOf(readId(given))))

  /** A setting of the whole: one call. Its answer can say that nothing was set, with HTTP 200 all the same. */
  async function setting<Id extends OperationId>(
    given: string,
    { call, touches, isSet }: Setting<Id>,
  ): Promise<void> {
    const id = readId(given)
    const wasSet = await client.write<boolean, Id>({
      lane: 'membership',
      call: { ...call, path: pathOf(place, id) },
      tags: touches(id),
      outcome: isSet,
    })
    if (!wasSet) throw new UpstreamError('NOT_ALLOWED', call.operation, { notExecuted: true })
  }

  return {
    admins: ({ id }: { readonly id: string }) => client.read(reads.admins, id),
    blockedUsers: ({ id }: { readonly id: string }) => client.read(reads.blocked, id),
    allowedUsers: ({ id }: { readonly id: string }) => client.read(reads.allowed, id),
    mutes: ({ id }: { readonly id: string }) => client.read(reads.mutes, id),
    announcement: ({ id }: { readonly id: string }) => client.read(reads.announcement, id),
    isAdmin: (id: string, { username }: User): Maybe<boolean | null> =>
      after(
        client.read(reads.admins, id),
        (found) => found?.some((admin) => admin.username === username) ?? null,
      ),

    /** Muted by name. Nobody is where the app has no mutes. */
    async isMuted(id: string, { username }: User): Promise<boolean> {
      const mutes = await unlessOff(() => client.read(reads.mutes, id), null)
      return (mutes ?? []).some(({ user }) => user.username === username)
    },
    /** May write while all are muted, besides those who manage it. */
    async isAllowed(id: string, { username }: User): Promise<boolean> {
      const allowed = await unlessOff(() => client.read(reads.allowed, id), null)
      return (allowed ?? []).some((user) => user.username === username)
    },

    addAdmins: changing(addingAdmins),
    removeAdmins: changing(removingAdmins),
    blockUsers: changing(blockingUsers),
    unblockUsers: changing(unblockingUsers),
    allowUsers: changing(allowingUsers),
    disallowUsers: changing(disallowingUsers),
    muteMembers: async (given: string, usernames: readonly string[], term: MuteDurationGiven) =>
      changing(mutingMembers(readMuteDuration(term, 'term')))(given, usernames),
    unmuteMembers: changing(unmutingMembers),

    /** Cost: one call. The mutes of single members stay as they are. */
    setMutedForAll: (given: string, isMutedForAll: boolean): Promise<void> =>
      setting<`${typeof prefix}-ban-all` | `${typeof prefix}-unban-all`>(given, {
        call: { operation: isMutedForAll ? `${prefix}-ban-all` : `${prefix}-unban-all` },
        // Lists tell it too, in some generations.
        touches: (id) => [gatheringTag(prefix, id), allTag(prefix), allJoinedTag(prefix)],
        isSet: ({ data }) => toFlag(data.mute) === isMutedForAll,
      }),

    /** Cost: one call. */
    async setAnnouncement(given: string, text: string): Promise<void> {
      const announcement = readUpTo(text, 'announcement', 512)
      await setting<`${typeof prefix}-announcement-set`>(given, {
        call: { operation: `${prefix}-announcement-set`, body: { announcement } },
        touches: (id) => [listTag(prefix, id, 'announcement')],
        isSet: ({ data }) => data.result,
      })
    },

    /**
     * Cost: one call. The old owner stays a member.
     * Fails with `NOT_ALLOWED` when the new one is no member, or the owner already.
     */
    async transfer(given: string, newOwner: string): Promise<void> {
      const newowner = readUsername(newOwner, 'newOwner')
      await setting<`${typeof prefix}-update`>(given, {
        call: { operation: `${prefix}-update`, body: { newowner } },
        // With the owner change the admins and the mutes, which are of the group itself.
        touches: (id) => [gatheringTag(prefix, id), allTag(prefix), allJoinedTag(prefix)],
        // Some generations answer the name in place of a flag.
        isSet: ({ data }) => data.newowner !== false && data.newowner !== 'false',
      })
    },
  }
}

interface Setting<Id extends OperationId> {
  readonly call: Pick<Call<Id>, 'operation' | 'body'>
  readonly touches: (id: string) => readonly string[]
  readonly isSet: (reply: ReplyOf<Id>) => boolean
}

interface ModerationOptions {
  readonly place: GatheringPlace
  readonly membershipOf: (id: string) => Membership
  readonly readId: (given: string) => string
}
