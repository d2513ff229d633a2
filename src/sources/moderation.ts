import type { OperationId, ReplyOf } from '../upstream/contract.ts'
import type { Call } from '../upstream/dispatch.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { allDone, type Change, changeMany, type ItemResult, toldByUser } from './changes.ts'
import { readSeconds, readUpTo, readUsername, readUsernames } from './input.ts'
import { after, type Maybe } from './maybe.ts'
import { judgeBy, type Membership, ofListed, ofMembers, type VerdictOf } from './members.ts'
import { type GatheringPlace, listTagsOf, memberTagsOf, pathOf } from './places.ts'
import { singleRead } from './singles.ts'
import { toDate, toUsername } from './spelling.ts'
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

/** The service tells a mute without an end as one that ends in 2117; what ends beyond 2100 counts as one. */
const NO_END_MS = Date.UTC(2100, 0)

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

  /** A change of one of the lists: any number of names, one result for each. Cost: one call per 60 names. */
  const changing =
    <Id extends OperationId>(changeOf: (membership: Membership) => Change<Id>) =>
    async (given: string, usernames: readonly string[]): Promise<readonly ItemResult[]> =>
      changeMany(client, readUsernames(usernames), changeOf(membershipOf(readId(given))))

  /** A setting of the whole: one call. */
  async function setting<Id extends OperationId>(
    given: string,
    write: Pick<Call<Id>, 'operation' | 'body'>,
    touches: (id: string) => readonly string[],
  ): Promise<ReplyOf<Id>> {
    const id = readId(given)
    return client.write<ReplyOf<Id>, Id>({
      lane: 'membership',
      call: { ...write, path: pathOf(place, id) },
      tags: touches(id),
      outcome: (reply) => reply,
    })
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

    addAdmins: changing(addingAdmins),
    removeAdmins: changing(removingAdmins),
    blockUsers: changing(blockingUsers),
    unblockUsers: changing(unblockingUsers),
    allowUsers: changing(allowingUsers),
    disallowUsers: changing(disallowingUsers),
    muteMembers: (given: string, usernames: readonly string[], seconds: number | null) =>
      changing(mutingMembers(readSeconds(seconds, 'durationSeconds')))(given, usernames),
    unmuteMembers: changing(unmutingMembers),

    /** Cost: one call. The mutes of single members stay as they are. */
    async setMutedForAll(given: string, isMutedForAll: boolean): Promise<void> {
      const operation = isMutedForAll ? (`${prefix}-ban-all` as const) : (`${prefix}-unban-all` as const)
      await setting(given, { operation }, (id) => [gatheringTag(prefix, id)])
    },

    /** Cost: one call. */
    async setAnnouncement(given: string, text: string): Promise<void> {
      const announcement = readUpTo(text, 'announcement', 512)
      await setting(given, { operation: `${prefix}-announcement-set`, body: { announcement } }, (id) => [
        listTag(prefix, id, 'announcement'),
      ])
    },

    /** Cost: one call. The old owner stays a member. Fails with `NOT_ALLOWED` when the new one is none. */
    async transfer(given: string, newOwner: string): Promise<void> {
      const body = { newowner: readUsername(newOwner, 'newOwner') }
      const operation = `${prefix}-update` as const
      const { data } = await setting(given, { operation, body }, (id) => [
        gatheringTag(prefix, id),
        allTag(prefix),
        allJoinedTag(prefix),
        listTag(prefix, id, 'admin'),
      ])
      // Some generations answer the name in place of a flag.
      if (data.newowner === false || data.newowner === 'false')
        throw new UpstreamError('NOT_ALLOWED', operation, { notExecuted: true })
    },
  }
}

interface ModerationOptions {
  readonly place: GatheringPlace
  readonly membershipOf: (id: string) => Membership
  readonly readId: (given: string) => string
}

/** A change of one list of one group or chatroom, which touches that list alone. */
function listChange<Id extends OperationId>(
  membership: Membership,
  list: string,
  { judge, ...change }: Pick<Change<Id>, 'operation' | 'call' | 'told'> & { readonly judge: VerdictOf },
): Change<Id> {
  const tags = [listTag(membership.place.prefix, membership.id, list)]
  return { lane: 'membership', tagsOf: () => tags, judge: judgeBy(membership, judge), ...change }
}

/** One name a call. */
const addingAdmins = (membership: Membership) =>
  listChange(membership, 'admin', {
    operation: `${membership.place.prefix}-admin-add`,
    call: ([newadmin = '']) => ({ path: pathOf(membership.place, membership.id), body: { newadmin } }),
    told: allDone,
    judge: ofMembers,
  })

/** One name a call. */
const removingAdmins = (membership: Membership) =>
  listChange(membership, 'admin', {
    operation: `${membership.place.prefix}-admin-remove`,
    call: (usernames) => named(membership, usernames),
    told: allDone,
    judge: ofListed,
  })

/** Whoever is blocked leaves: so it touches the members too. */
const blockingUsers = (membership: Membership) => ({
  ...listChange(membership, 'block', {
    operation: `${membership.place.prefix}-block-add-batch`,
    call: (usernames) => listed(membership, usernames),
    told: toldByUser,
    judge: ofMembers,
  }),
  tagsOf: (usernames: readonly string[]) => [
    listTag(membership.place.prefix, membership.id, 'block'),
    ...memberTagsOf(membership.place, membership.id, usernames),
  ],
})

const unblockingUsers = (membership: Membership) =>
  listChange(membership, 'block', {
    operation: `${membership.place.prefix}-block-remove`,
    call: (usernames) => named(membership, usernames),
    told: toldByUser,
    judge: ofListed,
  })

const allowingUsers = (membership: Membership) =>
  listChange(membership, 'white', {
    operation: `${membership.place.prefix}-white-add-batch`,
    call: (usernames) => listed(membership, usernames),
    told: toldByUser,
    judge: ofMembers,
  })

const disallowingUsers = (membership: Membership) =>
  listChange(membership, 'white', {
    operation: `${membership.place.prefix}-white-remove`,
    call: (usernames) => named(membership, usernames),
    told: toldByUser,
    judge: ofListed,
  })

/** Seconds become milliseconds; without an end is -1, which is documented for chatrooms and taken for groups too. */
const mutingMembers = (seconds: number | null) => (membership: Membership) =>
  listChange(membership, 'mute', {
    operation: `${membership.place.prefix}-mute-add`,
    call: (usernames) => ({
      path: pathOf(membership.place, membership.id),
      body: { usernames: [...usernames], mute_duration: seconds === null ? -1 : seconds * 1000 },
    }),
    told: toldByUser,
    judge: ofMembers,
  })

const unmutingMembers = (membership: Membership) =>
  listChange(membership, 'mute', {
    operation: `${membership.place.prefix}-mute-remove`,
    call: (usernames) => named(membership, usernames),
    told: toldByUser,
    judge: ofListed,
  })

/** Names in the path. */
function named({ place, id }: Membership, usernames: readonly string[]) {
  return { path: { ...pathOf(place, id), username: usernames } }
}

/** Names in the body. */
function listed({ place, id }: Membership, usernames: readonly string[]) {
  return { path: pathOf(place, id), body: { usernames: [...usernames] } }
}
