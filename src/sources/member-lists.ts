import type { OperationId } from '../upstream/contract.ts'
import { allDone, type Change, toldByUser } from './changes.ts'
import { judgeBy, type Listing, type Membership, ofListed, ofMembers, type VerdictOf } from './members.ts'
import { memberTagsOf, pathOf } from './places.ts'
import { listTag } from './tags.ts'

type Names = () => Promise<ReadonlySet<string> | null>

/** One group or chatroom with the lists that names are put on. */
export interface Lists extends Membership {
  readonly admins: Names
  readonly blocked: Names
  readonly allowed: Names
}

interface ListChange<Id extends OperationId> extends Pick<Change<Id>, 'operation' | 'call' | 'told'> {
  readonly verdictOf: VerdictOf
  readonly listing?: Listing
}

/** A change of one list of one group or chatroom, which touches that list alone. */
function listChange<Id extends OperationId>(
  { place, id, ...membership }: Membership,
  list: string,
  { verdictOf, listing, ...change }: ListChange<Id>,
): Change<Id> {
  const tags = [listTag(place.prefix, id, list)]
  const judge = judgeBy({ place, id, ...membership }, verdictOf, listing)
  return { lane: 'membership', tagsOf: () => tags, judge, ...change }
}

/** One name a call. */
export const addingAdmins = (lists: Lists) =>
  listChange(lists, 'admin', {
    operation: `${lists.place.prefix}-admin-add`,
    call: ([newadmin = '']) => ({ path: pathOf(lists.place, lists.id), body: { newadmin } }),
    told: allDone,
    verdictOf: ofMembers,
    listing: ofMembersOnly(lists.admins),
  })

/** One name a call. */
export const removingAdmins = (lists: Lists) =>
  listChange(lists, 'admin', {
    operation: `${lists.place.prefix}-admin-remove`,
    call: (usernames) => named(lists, usernames),
    told: allDone,
    verdictOf: ofListed,
  })

/** Whoever is blocked leaves: so it touches the members too. */
export const blockingUsers = (lists: Lists) => ({
  ...listChange(lists, 'block', {
    operation: `${lists.place.prefix}-block-add-batch`,
    call: (usernames) => listed(lists, usernames),
    told: toldByUser,
    verdictOf: ofMembers,
    // Who was blocked before is refused as somebody who is no member.
    listing: { names: lists.blocked, canHold: ({ isOwner, isMember }) => !isOwner && !isMember },
  }),
  tagsOf: (usernames: readonly string[]) => [
    listTag(lists.place.prefix, lists.id, 'block'),
    ...memberTagsOf(lists.place, lists.id, usernames),
  ],
})

export const unblockingUsers = (lists: Lists) =>
  listChange(lists, 'block', {
    operation: `${lists.place.prefix}-block-remove`,
    call: (usernames) => named(lists, usernames),
    told: toldByUser,
    verdictOf: ofListed,
  })

export const allowingUsers = (lists: Lists) =>
  listChange(lists, 'white', {
    operation: `${lists.place.prefix}-white-add-batch`,
    call: (usernames) => listed(lists, usernames),
    told: toldByUser,
    verdictOf: ofMembers,
    listing: ofMembersOnly(lists.allowed),
  })

export const disallowingUsers = (lists: Lists) =>
  listChange(lists, 'white', {
    operation: `${lists.place.prefix}-white-remove`,
    call: (usernames) => named(lists, usernames),
    told: toldByUser,
    verdictOf: ofListed,
  })

/**
 * Seconds become milliseconds; without an end is -1, which is documented for chatrooms and taken for groups too.
 * For whom is muted already the time begins anew: so to be on the list is not what was asked for.
 */
export const mutingMembers = (seconds: number | null) => (lists: Lists) =>
  listChange(lists, 'mute', {
    operation: `${lists.place.prefix}-mute-add`,
    call: (usernames) => ({
      path: pathOf(lists.place, lists.id),
      body: { usernames: [...usernames], mute_duration: seconds === null ? -1 : seconds * 1000 },
    }),
    told: toldByUser,
    verdictOf: ofMembers,
  })

export const unmutingMembers = (lists: Lists) =>
  listChange(lists, 'mute', {
    operation: `${lists.place.prefix}-mute-remove`,
    call: (usernames) => named(lists, usernames),
    told: toldByUser,
    verdictOf: ofListed,
  })

/** A list that holds members, the owner excepted. */
function ofMembersOnly(names: Names): Listing {
  return { names, canHold: ({ isOwner, isMember }) => !isOwner && isMember !== false }
}

/** Names in the path. */
function named({ place, id }: Membership, usernames: readonly string[]) {
  return { path: { ...pathOf(place, id), username: usernames } }
}

/** Names in the body. */
function listed({ place, id }: Membership, usernames: readonly string[]) {
  return { path: pathOf(place, id), body: { usernames: [...usernames] } }
}
