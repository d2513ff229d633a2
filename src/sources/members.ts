import type { OperationId, ReplyOf } from '../upstream/contract.ts'
import { type UpstreamCode, UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { chunksOf } from './chunks.ts'
import { fateOf } from './fate.ts'
import { readUsernames } from './input.ts'
import type { GatheringKind, GatheringPlace } from './places.ts'
import { toUsername } from './spelling.ts'
import type { User } from './users.ts'

export type Role = 'OWNER' | 'MEMBER'

export interface Member {
  readonly user: User
  readonly role: Role
}

/** What became of one member of a write. */
export interface MemberResult {
  readonly username: string
  readonly status: 'DONE' | 'FAILED' | 'UNKNOWN'
  readonly error: UpstreamError | null
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
  readonly place: GatheringPlace<GatheringKind>
  readonly id: string
  /** As it is now, or null when there is no such group or chatroom. */
  readonly roll: () => Promise<Roll | null>
  /** About a single name; undefined where the service has no such question. */
  readonly isMember: (username: string) => Promise<boolean | undefined>
}

function tagsOf({ place, id }: Membership, usernames: readonly string[]): string[] {
  return [place.tagOf(id), place.allTag, ...usernames.map(place.joinedTag)]
}

/** A URL may have 4 KB; the names of a removal travel in it, each comma as three characters. */
const LONGEST_NAMES = 3_500

/**
 * Adds members. Whoever was a member already is DONE as well. Fails with `NOT_FOUND` for an unknown group or chatroom.
 * Cost: ceil(names / 60) calls, one after the other; more only where the service refuses a whole call because of one
 * name: then the halves are tried. Source: operations `group-member-add-batch`, `chatroom-member-add-batch`.
 */
export async function addMembers(
  client: Client,
  membership: Membership,
  names: readonly string[],
): Promise<readonly MemberResult[]> {
  const operation = membership.place.addMembers
  return inChunks(readUsernames(names), {
    client,
    operation,
    standing: standingIn(membership),
    refusals: ['NOT_FOUND', 'INVALID_ARGUMENT', 'NOT_ALLOWED'],
    async call(chunk) {
      await client.write({
        lane: 'membership',
        call: {
          operation,
          path: { [membership.place.idPart]: membership.id },
          body: { usernames: chunk },
        },
        tags: tagsOf(membership, chunk),
        outcome: () => undefined,
      })
      return chunk.map(done)
    },
    // The service refuses a call when all of them are members already: which is what was asked for.
    settled: (username, { isMember }, error) =>
      isMember && error.code === 'NOT_ALLOWED' ? done(username) : undefined,
    alone: (username, _standing, error) => ({ username, status: 'FAILED', error }),
  })
}

/**
 * Removes members. Who is no member is FAILED with `NOT_FOUND`, the owner with `NOT_ALLOWED`. Fails with `NOT_FOUND`
 * for an unknown group or chatroom.
 * Cost: ceil(names / 60) calls, one after the other; fewer names a call where they are long (a URL has 4 KB). One call
 * more where somebody could not be removed, to learn why; and halves as with `addMembers`.
 * Source: operations `group-member-remove`, `chatroom-member-remove`.
 */
export async function removeMembers(
  client: Client,
  membership: Membership,
  names: readonly string[],
): Promise<readonly MemberResult[]> {
  const operation = membership.place.removeMembers
  const standing = standingIn(membership)
  const refused = (username: string, code: UpstreamCode): MemberResult => ({
    username,
    status: 'FAILED',
    error: new UpstreamError(code, operation, { notExecuted: true }),
  })

  return inChunks(readUsernames(names), {
    client,
    operation,
    standing,
    refusals: ['NOT_FOUND', 'NOT_ALLOWED'],
    async call(chunk) {
      const removed = await client.write({
        lane: 'membership',
        call: { operation, path: { [membership.place.idPart]: membership.id, username: chunk } },
        tags: tagsOf(membership, chunk),
        outcome: toRemoved,
      })
      const results: MemberResult[] = []
      for (const username of chunk) {
        const isRemoved = removed.get(username)
        if (isRemoved === undefined) results.push(unknown(username, operation))
        else if (isRemoved) results.push(done(username))
        else {
          const { isOwner, isMember = isOwner } = (await standing(chunk))?.get(username) ?? {}
          // Of the members only the owner cannot be removed: so in doubt somebody else is none.
          results.push(refused(username, isMember === false ? 'NOT_FOUND' : 'NOT_ALLOWED'))
        }
      }
      return results
    },
    settled(username, { isOwner, isMember }) {
      if (isOwner) return refused(username, 'NOT_ALLOWED')
      return isMember === false ? refused(username, 'NOT_FOUND') : undefined
    },
    alone: (username, { isMember }, { code }) => refused(username, isMember ? 'NOT_ALLOWED' : code),
  })
}

/** What is known of one name; undefined is not known. */
interface Standing {
  readonly isOwner: boolean | undefined
  readonly isMember: boolean | undefined
}

/** A change of members, as data: how one call is made, and what it means that the service refuses one. */
interface Change {
  readonly client: Client
  readonly operation: OperationId
  readonly standing: StandingOf
  /** The codes with which a whole call is refused because of some of its names. */
  readonly refusals: readonly UpstreamCode[]
  readonly call: (chunk: readonly string[]) => Promise<readonly MemberResult[]>
  /** What has become of a name in a refused call, where its standing tells; else it is tried again with fewer. */
  readonly settled: (username: string, standing: Standing, error: UpstreamError) => MemberResult | undefined
  /** What has become of a name that was refused by itself. */
  readonly alone: (username: string, standing: Standing, error: UpstreamError) => MemberResult
}

/**
 * A refused call did nothing, but its refusal need not be about all of its names. So those that are not settled are
 * tried without the others, or else in halves, down to the one that it is about.
 */
async function makeChange(change: Change, chunk: readonly string[]): Promise<readonly MemberResult[]> {
  try {
    return await change.call(chunk)
  } catch (error) {
    if (!isRefusal(error) || !change.refusals.includes(error.code)) return failed(chunk, error)
    const standings = await change.standing(chunk)
    if (standings === null) {
      throw new UpstreamError('NOT_FOUND', change.operation, { cause: error, notExecuted: true })
    }
    const results = new Map<string, MemberResult>()
    const open: string[] = []
    for (const [username, standing] of standings) {
      const settled = change.settled(username, standing, error)
      const result = settled ?? (chunk.length === 1 ? change.alone(username, standing, error) : undefined)
      if (result === undefined) open.push(username)
      else results.set(username, result)
    }
    const middle = open.length < chunk.length ? open.length : Math.ceil(open.length / 2)
    for (const half of [open.slice(0, middle), open.slice(middle)]) {
      if (half.length === 0) continue
      for (const result of await tryAgain(change, half)) results.set(result.username, result)
    }
    return chunk.flatMap((username) => results.get(username) ?? [])
  }
}

/** Beyond the calls that were planned, so it counts against those that one request may make. */
async function tryAgain(change: Change, chunk: readonly string[]): Promise<readonly MemberResult[]> {
  try {
    change.client.priceCall(change.operation)
  } catch (error) {
    return failed(chunk, error)
  }
  return makeChange(change, chunk)
}

/** The standing of each name, or null when there is no such group or chatroom. */
type StandingOf = (usernames: readonly string[]) => Promise<ReadonlyMap<string, Standing> | null>

/**
 * Asks for the detail once, because every write makes it stale: what it tells of names that were not changed since
 * remains true. Where it does not tell the members, a single name is asked about by itself.
 */
function standingIn({ roll, isMember }: Membership): StandingOf {
  let known: Promise<Roll | null | undefined> | undefined
  return async (usernames) => {
    // What cannot be learned must not hide what is known of the write.
    known ??= roll().catch(() => undefined)
    const found = await known
    if (found === null) return null
    const [only] = usernames
    const isUnknown = found?.members === undefined && usernames.length === 1 && only !== undefined
    const answer = isUnknown ? await isMember(only).catch(() => undefined) : undefined
    return new Map(
      usernames.map((username) => [
        username,
        {
          isOwner: found?.owner === undefined ? undefined : found.owner === username,
          isMember: found?.members === undefined ? answer : found.members.has(username),
        },
      ]),
    )
  }
}

function done(username: string): MemberResult {
  return { username, status: 'DONE', error: null }
}

function unknown(username: string, operation: OperationId): MemberResult {
  return { username, status: 'UNKNOWN', error: new UpstreamError('OUTCOME_UNKNOWN', operation) }
}

/** One name answers an object, several an array. */
function toRemoved({
  data,
}: ReplyOf<'group-member-remove' | 'chatroom-member-remove'>): ReadonlyMap<string, boolean> {
  const rows = Array.isArray(data) ? data : [data]
  return new Map(rows.map((row) => [row.user.toLowerCase(), row.result]))
}

function isRefusal(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.notExecuted
}

/** Every name of a call shares its fate. */
function failed(usernames: readonly string[], error: unknown): MemberResult[] {
  const fate = fateOf(error)
  return usernames.map((username) => ({ username, ...fate }))
}

/** One chunk after the other: two changes of one group at a time would meet as a conflict upstream. */
async function inChunks(usernames: readonly string[], change: Change): Promise<readonly MemberResult[]> {
  const { client, operation } = change
  const chunks = chunksOf(usernames, client.batchMax(operation), LONGEST_NAMES)
  client.assertFits({
    lane: 'membership',
    operation,
    calls: chunks.length,
    targetsPerCall: 1,
  })
  const results: MemberResult[] = []
  for (const chunk of chunks) {
    try {
      results.push(...(await makeChange(change, chunk)))
    } catch (error) {
      // It went away in between: what was done before must still be told.
      if (results.length === 0) throw error
      results.push(...failed(chunk, error))
    }
  }
  return results
}
