import type { OperationId, ReplyOf } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
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
  const isThere = whetherThere(membership)

  async function add(chunk: readonly string[]): Promise<MemberResult[]> {
    try {
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
    } catch (error) {
      if (!isRefusal(error)) return failed(chunk, error)
      if (error.code === 'NOT_ALLOWED') return addedAlready(membership, chunk, error)
      if (error.code !== 'NOT_FOUND' && error.code !== 'INVALID_ARGUMENT') return failed(chunk, error)
      if (!(await isThere())) throw error
      if (chunk.length === 1) return failed(chunk, error)
      const middle = Math.ceil(chunk.length / 2)
      return [...(await add(chunk.slice(0, middle))), ...(await add(chunk.slice(middle)))]
    }
  }

  return inChunks(client, operation, readUsernames(names), add)
}

/** The service refuses the call when all of them are members already: which is what was asked for. */
async function addedAlready(membership: Membership, chunk: readonly string[], error: UpstreamError) {
  const members = await membersNow(membership)
  if (members === null) throw error
  return chunk.map((username) =>
    members?.has(username) ? done(username) : { username, status: 'FAILED' as const, error },
  )
}

/**
 * Removes members. Who is no member is FAILED with `NOT_FOUND`, the owner with `NOT_ALLOWED`. Fails with `NOT_FOUND`
 * for an unknown group or chatroom.
 * Cost: ceil(names / 60) calls, one after the other; fewer names a call where they are long (a URL has 4 KB). One call
 * more where somebody could not be removed, to learn why.
 * Source: operations `group-member-remove`, `chatroom-member-remove`.
 */
export async function removeMembers(
  client: Client,
  membership: Membership,
  names: readonly string[],
): Promise<readonly MemberResult[]> {
  const operation = membership.place.removeMembers

  async function remove(chunk: readonly string[]): Promise<MemberResult[]> {
    try {
      const removed = await client.write({
        lane: 'membership',
        call: { operation, path: { [membership.place.idPart]: membership.id, username: chunk } },
        tags: tagsOf(membership, chunk),
        outcome: toRemoved,
      })
      const isLeft = chunk.some((username) => removed.get(username) === false)
      const members = isLeft ? await membersNow(membership) : undefined
      return chunk.map((username) => {
        const isRemoved = removed.get(username)
        if (isRemoved === undefined) return unknown(username, operation)
        return isRemoved ? done(username) : notRemoved(username, operation, members)
      })
    } catch (error) {
      if (!isRefusal(error) || (error.code !== 'NOT_ALLOWED' && error.code !== 'NOT_FOUND')) {
        return failed(chunk, error)
      }
      const members = await membersNow(membership)
      if (members === null)
        throw new UpstreamError('NOT_FOUND', operation, { cause: error, notExecuted: true })
      return chunk.map((username) => notRemoved(username, operation, members))
    }
  }

  return inChunks(client, operation, readUsernames(names), remove)
}

function done(username: string): MemberResult {
  return { username, status: 'DONE', error: null }
}

function unknown(username: string, operation: OperationId): MemberResult {
  return { username, status: 'UNKNOWN', error: new UpstreamError('OUTCOME_UNKNOWN', operation) }
}

/** Who is a member still must not be removed: the owner. All others are none, as far as that could be learned. */
function notRemoved(
  username: string,
  operation: OperationId,
  members: ReadonlySet<string> | null | undefined,
): MemberResult {
  const isStranger = members !== undefined && !members?.has(username)
  const code = isStranger ? 'NOT_FOUND' : 'NOT_ALLOWED'
  return { username, status: 'FAILED', error: new UpstreamError(code, operation, { notExecuted: true }) }
}

/** As `members`, but undefined when they cannot be learned: what is known of the write must still be told. */
function membersNow({ members }: Membership): Promise<ReadonlySet<string> | null | undefined> {
  return members().catch(() => undefined)
}

/** Whether there is such a group or chatroom; asked once, because every write makes its detail stale. */
function whetherThere(membership: Membership): () => Promise<boolean> {
  let known: Promise<boolean> | undefined
  return () => {
    known ??= membersNow(membership).then((members) => members !== null)
    return known
  }
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
  for (const chunk of chunks) {
    try {
      results.push(...(await write(chunk)))
    } catch (error) {
      // It went away in between: what was done before must still be told.
      if (results.length === 0) throw error
      results.push(...failed(chunk, error))
    }
  }
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
