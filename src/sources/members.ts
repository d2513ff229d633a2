import type { ReplyOf } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { allDone, type Change, type Circumstances, toldByUser, type Verdict } from './changes.ts'
import { type GatheringPlace, memberTagsOf, pathOf } from './places.ts'
import { toUsername } from './spelling.ts'
import type { User } from './users.ts'

export type Role = 'OWNER' | 'MEMBER'

export interface Member {
  readonly user: User
  readonly role: Role
}

type Affiliation = NonNullable<ReplyOf<'group-member-list'>['data']>[number]

/** `{ owner: name }` or `{ member: name }`; a plain name is a member. Nothing when it has no name. */
export function toMember(row: Affiliation, appKey: string): Member | undefined {
  if (typeof row === 'string') return row === '' ? undefined : toNamed(row, 'MEMBER', appKey)
  if (row.owner) return toNamed(row.owner, 'OWNER', appKey)
  return row.member ? toNamed(row.member, 'MEMBER', appKey) : undefined
}

function toNamed(name: string, role: Role, appKey: string): Member {
  return { user: { username: toUsername(name, appKey) }, role }
}

/** Who is in a group or chatroom, as far as its detail tells: a large one does not tell its members. */
export interface Roll {
  readonly owner: string | undefined
  readonly members: ReadonlySet<string> | undefined
}

/** The members of one group or chatroom, as a thing that can be changed. */
export interface Membership {
  readonly place: GatheringPlace
  readonly id: string
  /** As it is now, or null when there is no such group or chatroom. */
  readonly roll: () => Promise<Roll | null>
  /** About a single name; undefined where the service has no such question. */
  readonly isMember: (username: string) => Promise<boolean | undefined>
}

/**
 * Whoever was a member already is DONE as well.
 * Source: operations `group-member-add-batch`, `chatroom-member-add-batch`.
 */
export function addingMembers(membership: Membership) {
  const { place, id } = membership
  return {
    lane: 'membership',
    operation: `${place.prefix}-member-add-batch`,
    call: (usernames) => ({ path: pathOf(place, id), body: { usernames: [...usernames] } }),
    tagsOf: (usernames) => memberTagsOf(place, id, usernames),
    // One that is answered by itself has a result of its own.
    told: (reply, usernames, settings) =>
      'result' in reply.data
        ? toldByUser({ data: reply.data }, usernames, settings)
        : allDone(reply, usernames),
    // The service refuses a call when all of them are members already: which is what was asked for. In the generation
    // of 2023 a chatroom calls that a bad argument, which can be about others in the call as well.
    judge: judgeBy(membership, ({ isMember }, { refusal, isAlone }) => {
      const isAbout = refusal?.code === 'NOT_ALLOWED' || (refusal?.code === 'INVALID_ARGUMENT' && isAlone)
      return isMember && isAbout ? 'DONE' : undefined
    }),
  } satisfies Change<'group-member-add-batch' | 'chatroom-member-add-batch'>
}

/**
 * Who is no member is FAILED with `NOT_FOUND`, the owner with `NOT_ALLOWED`.
 * Source: operations `group-member-remove`, `chatroom-member-remove`.
 */
export function removingMembers(membership: Membership) {
  const { place, id } = membership
  return {
    lane: 'membership',
    operation: `${place.prefix}-member-remove`,
    call: (usernames) => ({ path: { ...pathOf(place, id), username: usernames } }),
    tagsOf: (usernames) => memberTagsOf(place, id, usernames),
    told: toldByUser,
    judge: judgeBy(membership, ofMembers),
  } satisfies Change<'group-member-remove' | 'chatroom-member-remove'>
}

/** What is known of one name; undefined is not known. */
export interface Standing {
  readonly isOwner: boolean | undefined
  readonly isMember: boolean | undefined
}

/** What the service's rules mean for one name that was refused. */
export type VerdictOf = (standing: Standing, circumstances: Circumstances) => Verdict

/** A list that names are put on: whoever is on it already is as asked for, whatever the service says. */
export interface Listing {
  readonly names: () => Promise<ReadonlySet<string> | null>
  /** Whether somebody of this standing can be on it; the list is not asked for because of anybody else. */
  readonly canHold: (standing: Standing) => boolean
}

/** Of changes that are for members only, the owner excepted. */
export function ofMembers({ isOwner, isMember }: Standing, { refusal, isAlone }: Circumstances): Verdict {
  if (isOwner) return 'NOT_ALLOWED'
  if (isMember === false) return 'NOT_FOUND'
  if (refusal !== undefined) return isAlone && isMember ? 'NOT_ALLOWED' : undefined
  // Only the owner cannot be changed, of the members: so in doubt somebody else is none.
  return isMember === undefined && isOwner === false ? 'NOT_FOUND' : 'NOT_ALLOWED'
}

/** Of taking names off a list: the only reason to refuse one is that it is not on it. */
export function ofListed(_standing: Standing, { refusal, isAlone }: Circumstances): Verdict {
  return refusal === undefined || isAlone ? 'NOT_FOUND' : undefined
}

/**
 * Judges names by their standing. Asks for the detail once, because every write makes it stale: what it tells of names
 * that were not changed since remains true. Where it does not tell the members, a single name is asked about by itself.
 * A list that they are put on is asked for once as well, and only when one of them can be on it.
 */
export function judgeBy(
  { place, roll, isMember }: Membership,
  verdictOf: VerdictOf,
  listing?: Listing,
): NonNullable<Change<never>['judge']> {
  let known: Promise<Roll | null | undefined> | undefined
  let listed: Promise<ReadonlySet<string> | null | undefined> | undefined

  return async (usernames, circumstances) => {
    const { refusal, isAlone } = circumstances
    // What cannot be learned must not hide what is known of the write.
    known ??= roll().catch(() => undefined)
    const found = await known
    if (found === null && refusal !== undefined) {
      throw new UpstreamError('NOT_FOUND', `${place.prefix}-get`, { cause: refusal, notExecuted: true })
    }
    const [only] = usernames
    const isUnknown = found?.members === undefined && isAlone && only !== undefined
    const answer = isUnknown ? await isMember(only).catch(() => undefined) : undefined
    const standingOf = (username: string): Standing => ({
      isOwner: found?.owner === undefined ? undefined : found.owner === username,
      isMember: found?.members === undefined ? answer : found.members.has(username),
    })
    const canBeListed = listing !== undefined && usernames.some((name) => listing.canHold(standingOf(name)))
    if (canBeListed) listed ??= listing.names().catch(() => undefined)
    const names = canBeListed ? await listed : undefined
    return new Map(
      usernames.map((username) => [
        username,
        names?.has(username) ? 'DONE' : verdictOf(standingOf(username), circumstances),
      ]),
    )
  }
}
