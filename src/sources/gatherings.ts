import type { ReplyOf } from '../upstream/contract.ts'
import { InputError, UpstreamError } from '../upstream/errors.ts'
import type { Read } from '../upstream/reads.ts'
import type { Client } from '../upstream/upstream.ts'
import { changeMany } from './changes.ts'
import { readDigits, readText, readUpTo, readUsernames, readWhole } from './input.ts'
import { listRead } from './lists.ts'
import { after, type Maybe } from './maybe.ts'
import { addingMembers, type Member, removingMembers, toMember } from './members.ts'
import { moderationReads, moderationSource } from './moderation.ts'
import { type Page, type PageRequest, pageByNumber, pageOfList } from './paging.ts'
import { type GatheringKind, type GatheringPlace, pathOf } from './places.ts'
import { allMembers, type IsMember, membershipIn, standingIn } from './rolls.ts'
import { present, toDate, toFlag, toId, toUsername } from './spelling.ts'
import { allJoinedTag, allTag, DELETIONS_TAG, gatheringTag } from './tags.ts'
import type { User } from './users.ts'

/** What a group and a chatroom have in common. */
export interface GatheringFacts {
  readonly name: string
  readonly description: string
  readonly avatarUrl: string
  readonly owner: User
  readonly memberCount: number
  readonly maxMembers: number
  readonly isPublic: boolean
  readonly needsApproval: boolean
  readonly membersMayInvite: boolean
  readonly isMutedForAll: boolean
  readonly isDisabled: boolean
  readonly custom: string
  readonly createdAt: Date
  /** Owner and members, as far as the detail carries them. */
  readonly members: readonly Member[]
}

/** A group or chatroom, with the facts that the answer it was met in told; the others are read when asked for. */
export interface Gathering<Kind extends GatheringKind = GatheringKind> {
  readonly kind: Kind
  readonly id: string
  readonly facts: Partial<GatheringFacts>
}

type DetailRow = Exclude<ReplyOf<'group-get'>['data'][number], string | null | { error: string }>

/** The fields of any answer about a group or chatroom, in all generations of the service. */
type GatheringRow = Partial<Omit<DetailRow, 'affiliations'>> & {
  readonly affiliations?: DetailRow['affiliations'] | number
}

export function toFacts(row: GatheringRow, appKey: string): Partial<GatheringFacts> {
  const rows = typeof row.affiliations === 'number' ? undefined : row.affiliations
  const owner = row.owner ?? rows?.find((member) => member.owner !== undefined)?.owner
  return present<GatheringFacts>({
    name: row.name,
    description: row.description,
    avatarUrl: row.avatar,
    owner: owner == null ? undefined : { username: toUsername(owner, appKey) },
    memberCount: row.affiliations_count,
    maxMembers: row.maxusers,
    isPublic: row.public === undefined ? undefined : toFlag(row.public),
    needsApproval: row.membersonly === undefined ? undefined : toFlag(row.membersonly),
    membersMayInvite: row.allowinvites === undefined ? undefined : toFlag(row.allowinvites),
    isMutedForAll: row.mute === undefined ? undefined : toFlag(row.mute),
    isDisabled: row.disabled === undefined ? undefined : toFlag(row.disabled),
    custom: row.custom,
    createdAt: row.created === undefined ? undefined : toDate(row.created),
    members: rows?.flatMap((member) => toMember(member, appKey) ?? []),
  })
}

/** The reads of one kind. Made once: a read is known by its identity. */
export function gatheringReads<Kind extends GatheringKind>(place: GatheringPlace<Kind>) {
  return {
    place,
    detail: detailRead(place),
    memberPages: memberPagesRead(place),
    ...moderationReads(place),
  }
}

type DetailRead<Kind extends GatheringKind> = Read<
  string,
  Gathering<Kind> | null,
  `${GatheringPlace['prefix']}-get`
>

/**
 * Detail by id, null for an unknown one.
 * Cost: one call per 100 ids, shared by all requests. Source: operations `group-get`, `chatroom-get`.
 */
function detailRead<Kind extends GatheringKind>(place: GatheringPlace<Kind>): DetailRead<Kind> {
  const { kind, prefix } = place
  return {
    operation: `${prefix}-get`,
    lifetime: 'detail',
    leaf: false,
    idOf: (id) => id,
    tagsOf: (id) => [gatheringTag(prefix, id), DELETIONS_TAG],
    call: (ids) => ({ path: pathOf(place, ids) }),
    answers: ({ data }, _keys, { appKey }) => {
      const rows = Array.isArray(data) ? data : [data]
      // How the service tells that one of several is missing is not documented: what has no id counts as a gap.
      const found = rows.filter(
        (row): row is DetailRow =>
          typeof row === 'object' && row !== null && 'id' in row && !('error' in row),
      )
      return new Map(
        found.map((row) => [toId(row.id), { kind, id: toId(row.id), facts: toFacts(row, appKey) }]),
      )
    },
    missing: () => null,
    notFound: () => null,
  }
}

/** Members of one gathering by page number; only for those too large for their detail. Cost: one call per 100. */
function memberPagesRead(place: GatheringPlace) {
  const operation = `${place.prefix}-member-list` as const
  return listRead({
    operation,
    tagsOf: (id) => [gatheringTag(place.prefix, id)],
    call: ({ of, from, size }) => ({
      path: pathOf(place, of),
      query: { pagenum: Number(from) + 1, pagesize: size },
    }),
    page: (reply, { appKey }) => ({
      items: reply.data.map((row) => {
        const member = toMember(row, appKey)
        if (member !== undefined) return member
        // Left out, it would move all that follow to another place.
        throw new UpstreamError('UPSTREAM_BAD_REPLY', operation, { hint: 'A member has no name.' })
      }),
    }),
  })
}

/** What groups and chatrooms can do alike, for one request. */
export function gatheringSource<Kind extends GatheringKind>(
  client: Client,
  reads: ReturnType<typeof gatheringReads<Kind>>,
  isMember: IsMember = async () => undefined,
) {
  const { place, detail, memberPages } = reads
  const { prefix } = place
  const detailOf = (id: string) => client.read(detail, id)
  const readId = (given: string, argument = `${prefix}Id`) => readDigits(given, argument)
  const membershipOf = membershipIn(place, detailOf, isMember)
  const standingOf = standingIn(detailOf)

  return {
    byId: (given: string, argument?: string) => detailOf(readId(given, argument)),

    /** How a user stands to one, as far as its detail tells; null when there is none. */
    standing: (given: string, username: string) => standingOf(readId(given), username),

    /** A fact that is known already, else from the detail; null when the gathering is gone or does not have it. */
    fact<Name extends keyof GatheringFacts>(
      { id, facts }: Pick<Gathering, 'id' | 'facts'>,
      name: Name,
    ): Maybe<GatheringFacts[Name] | null> {
      return facts[name] ?? after(detailOf(id), (found) => found?.facts[name] ?? null)
    },

    /** Out of the detail as long as that carries all of them (10,000), else page by page. */
    members: ({ id }: Pick<Gathering, 'id'>, request: PageRequest): Maybe<Page<Member> | null> =>
      after(detailOf(id), (found): Maybe<Page<Member> | null> => {
        if (found === null) return null
        const { memberCount = 0 } = found.facts
        const members = allMembers(found.facts)
        if (members !== undefined) {
          return pageOfList(request, {
            list: gatheringTag(prefix, id),
            items: members,
            keyOf: (member) => member.user.username,
          })
        }
        return pageByNumber(request, {
          list: gatheringTag(prefix, id),
          size: 100,
          // The pages do not say how many there are in all, the detail does.
          fetchPage: (from) =>
            after(
              client.read(memberPages, { of: id, from, size: 100 }),
              (page) => page && { ...page, total: memberCount },
            ),
        })
      }),

    /** Cost: one call per 60 names. Fails with `NOT_FOUND` for an unknown group or chatroom. */
    addMembers: async (given: string, usernames: readonly string[]) =>
      changeMany(client, readUsernames(usernames), addingMembers(membershipOf(readId(given)))),
    removeMembers: async (given: string, usernames: readonly string[]) =>
      changeMany(client, readUsernames(usernames), removingMembers(membershipOf(readId(given)))),

    ...moderationSource(client, reads, { place, membershipOf, readId }),

    /** Deletes it for all. Cost: one call. Fails with `NOT_FOUND` for an unknown id. */
    async remove(given: string): Promise<string> {
      const id = readId(given)
      return client.write({
        lane: 'membership',
        call: { operation: `${prefix}-delete`, path: pathOf(place, id) },
        // Whose lists it was in is not known here.
        tags: [gatheringTag(prefix, id), allTag(prefix), allJoinedTag(prefix)],
        outcome: () => id,
      })
    },
  }
}

/** What the service calls the fields that can be changed. It reports a chatroom's name as a group's. */
const FIELD_NAMES: ReadonlyMap<string, string> = new Map([
  ['groupname', 'name'],
  ['maxusers', 'maxMembers'],
  ['membersonly', 'needsApproval'],
  ['allowinvites', 'membersMayInvite'],
  ['invite_need_confirm', 'needsInviteConfirmation'],
  ['public', 'isPublic'],
  ['avatar', 'avatarUrl'],
])

/** Fields that the service did not change although it accepted the call (it answers a flag for each). */
export function unchangedFields({ data }: ReplyOf<'group-update' | 'chatroom-update'>): string[] {
  return Object.entries(data)
    .filter(([, changed]) => changed === false || changed === 'false')
    .map(([field]) => FIELD_NAMES.get(field) ?? field)
}

/** The changes, unless there are none: the service would refuse them in words of its own. */
export function atLeastOne<Changes extends object>(changes: Changes): Changes {
  if (Object.keys(changes).length > 0) return changes
  throw new InputError('input', 'must change at least one field')
}

/** The members of something new, besides its owner, who is one in any case. */
export function readNewMembers(names: readonly string[] | null | undefined, owner: string): string[] {
  if (names == null || names.length === 0) return []
  if (names.length > MOST_NEW_MEMBERS) {
    throw new InputError(
      'members',
      `must be at most ${MOST_NEW_MEMBERS} names, not ${names.length}: more can be added afterwards`,
    )
  }
  return readUsernames(names, 'members').filter((username) => username !== owner)
}

/** What every generation of the service takes when something is made. */
const MOST_NEW_MEMBERS = 100

export interface GatheringSettings {
  readonly name?: string | null | undefined
  readonly description?: string | null | undefined
  readonly maxMembers?: number | null | undefined
}

/** Settings within the limits that every generation has. How many members are too many only the plan of the app says. */
export function readSettings({ name, description, maxMembers }: GatheringSettings) {
  return {
    name: name == null ? undefined : readText(name, 'name', 128),
    description: description == null ? undefined : readUpTo(description, 'description', 512),
    maxusers:
      maxMembers == null
        ? undefined
        : readWhole(maxMembers, 'maxMembers', { least: 1, most: 10_000, unit: 'members' }),
  }
}
