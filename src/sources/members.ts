import type { OperationId, ReplyOf } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import type { GatheringKind, GatheringPlace } from './gatherings.ts'
import { readUsernames } from './input.ts'
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

/** `{ owner: name }` or `{ member: name }`; a plain name is a member. */
export function toMember(row: Affiliation, appKey: string): Member {
  if (typeof row === 'string') return { user: { username: toUsername(row, appKey) }, role: 'MEMBER' }
  const name = row.owner ?? row.member ?? ''
  return { user: { username: toUsername(name, appKey) }, role: row.owner === undefined ? 'MEMBER' : 'OWNER' }
}

/** The members of one group or chatroom, as a thing that can be changed. */
export interface Membership {
  readonly place: GatheringPlace<GatheringKind>
  readonly id: string
  /** The members as they are now, or null when there is no such group or chatroom. */
  readonly members: () => Promise<ReadonlySet<string> | null>
}

function tagsOf({ place, id }: Membership, usernames: readonly string[]): string[] {
  return [place.tagOf(id), place.allTag, ...usernames.map(place.joinedTag)]
}

/** A URL may have 4 KB; the names of a removal travel in it, each comma as three characters. */
const LONGEST_NAMES = 3_500

/**
 * Adds members. Whoever was a member already is DONE as well.
 * Cost: ceil(names / 60) calls, one after the other; more only where the service refuses a whole call because of one
 * name: then the halves are tried. Source: operations `group-member-add-batch`, `chatroom-member-add-batch`.
 */
export async function addMembers(
  client: Client,
  membership: Membership,
  names: readonly string[],
): Promise<readonly MemberResult[]> {
  const usernames = readUsernames(names)
  return inChunks(client, membership.place.addMembers, usernames, async function add(chunk): Promise<
    MemberResult[]
  > {
    try {
      await client.write({
        lane: 'membership',
        call: {
          operation: membership.place.addMembers,
          path: { [membership.place.idPart]: membership.id },
          body: { usernames: chunk },
        },
        tags: tagsOf(membership, chunk),
        outcome: () => undefined,
      })
      return chunk.map((username) => ({ username, status: 'DONE', error: null }))
    } catch (error) {
      if (isRefusal(error) && error.code === 'NOT_ALLOWED') return addedAlready(membership, chunk, error)
      const [only] = chunk
      const mayBeOneOfThem =
        isRefusal(error) && (error.code === 'NOT_FOUND' || error.code === 'INVALID_ARGUMENT')
      if (!mayBeOneOfThem || chunk.length === 1 || only === undefined) return failed(chunk, error)
      if ((await membership.members()) === null) throw error
      const middle = Math.ceil(chunk.length / 2)
      return [...(await add(chunk.slice(0, middle))), ...(await add(chunk.slice(middle)))]
    }
  })
}

/** The service refuses the call when all of them are members already: which is what was asked for. */
async function addedAlready(membership: Membership, chunk: readonly string[], error: UpstreamError) {
  const members = await membership.members()
  if (members === null) throw error
  return chunk.map((username): MemberResult => {
    const isMember = members.has(username)
    return { username, status: isMember ? 'DONE' : 'FAILED', error: isMember ? null : error }
  })
}

/**
 * Removes members. Who is no member is FAILED with NOT_FOUND, the owner with NOT_ALLOWED.
 * Cost: ceil(names / 60) calls, one after the other; fewer names a call where they are long (a URL has 4 KB).
 * Source: operations `group-member-remove`, `chatroom-member-remove`.
 */
export async function removeMembers(
  client: Client,
  membership: Membership,
  names: readonly string[],
): Promise<readonly MemberResult[]> {
  const usernames = readUsernames(names)
  return inChunks(client, membership.place.removeMembers, usernames, async (chunk) => {
    try {
      const removed = await client.write({
        lane: 'membership',
        call: {
          operation: membership.place.removeMembers,
          path: { [membership.place.idPart]: membership.id, username: chunk },
        },
        tags: tagsOf(membership, chunk),
        outcome: (reply) => toRemoved(reply),
      })
      return chunk.map((username) =>
        toResult(username, removed.get(username), membership.place.removeMembers),
      )
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'NOT_ALLOWED') return failed(chunk, error)
      const members = await membership.members()
      const notFound = new UpstreamError('NOT_FOUND', membership.place.removeMembers, {
        cause: error,
        notExecuted: true,
      })
      return chunk.map((username) => ({
        username,
        status: 'FAILED',
        error: members?.has(username) ? error : notFound,
      }))
    }
  })
}

/** One name answers an object, several an array. */
function toRemoved({
  data,
}: ReplyOf<'group-member-remove' | 'chatroom-member-remove'>): ReadonlyMap<string, boolean> {
  const rows = Array.isArray(data) ? data : [data]
  return new Map(rows.map((row) => [row.user.toLowerCase(), row.result]))
}

function toResult(username: string, removed: boolean | undefined, operation: string): MemberResult {
  if (removed === true) return { username, status: 'DONE', error: null }
  if (removed === false) {
    return {
      username,
      status: 'FAILED',
      error: new UpstreamError('NOT_FOUND', operation, { notExecuted: true }),
    }
  }
  return { username, status: 'UNKNOWN', error: new UpstreamError('OUTCOME_UNKNOWN', operation) }
}

function isRefusal(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.notExecuted
}

/** Every name of a call shares its fate: not done, or unknown. */
function failed(usernames: readonly string[], error: unknown): MemberResult[] {
  if (!(error instanceof UpstreamError)) throw error
  const status = error.notExecuted ? 'FAILED' : 'UNKNOWN'
  return usernames.map((username) => ({ username, status, error }))
}

/** One chunk after the other: two changes of one group at a time would meet as a conflict upstream. */
async function inChunks(
  client: Client,
  operation: OperationId,
  usernames: readonly string[],
  write: (chunk: readonly string[]) => Promise<readonly MemberResult[]>,
): Promise<readonly MemberResult[]> {
  const chunks = chunksOf(usernames, client.batchMax(operation), LONGEST_NAMES)
  client.assertFits({ lane: 'membership', operation, calls: chunks.length, targetsPerCall: 1 })
  const results: MemberResult[] = []
  for (const chunk of chunks) results.push(...(await write(chunk)))
  return results
}

function chunksOf(names: readonly string[], max: number, longest: number): string[][] {
  const chunks: string[][] = []
  let length = 0
  for (const name of names) {
    const last = chunks.at(-1)
    length += name.length + '%2C'.length
    if (last !== undefined && last.length < max && length <= longest) {
      last.push(name)
    } else {
      chunks.push([name])
      length = name.length
    }
  }
  return chunks
}
