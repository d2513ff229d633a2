import { envelope, VendorError } from './answer.ts'
import { type Call, usernameParam } from './call.ts'
import { leaveGathering } from './departures.ts'
import { checkUserExists, type GatheringKind, gatheringOf, tooManyMembers } from './gatherings.ts'
import { numberedPage } from './paging.ts'
import { isNotInside, namesInBody, namesInPath, notMembers, OWNER_IS_SAFE, ownerIsSafe } from './refusals.ts'
import type { Route } from './router.ts'
import type { Gathering, Store } from './store.ts'

/** The member calls of groups and of chatrooms, which differ in the key of the id and in one status. */
export function memberRoutes(kind: GatheringKind): readonly Route[] {
  const users = `${kind.root}/:id/users`
  const found = (call: Call, store: Store) => gatheringOf(kind, call, store)
  return [
    { method: 'GET', path: users, answer: (call, store) => listMembers(call, found(call, store)) },
    {
      method: 'POST',
      path: users,
      body: 'json',
      answer: (call, store) => addMembers({ kind, call, store, gathering: found(call, store) }),
    },
    {
      method: 'POST',
      path: `${users}/:username`,
      answer: (call, store) => addMember({ kind, call, store, gathering: found(call, store) }),
    },
    {
      method: 'DELETE',
      path: `${users}/:usernames`,
      answer: (call, store) => removeMembers({ kind, call, store, gathering: found(call, store) }),
    },
  ]
}

interface MemberCall {
  readonly kind: GatheringKind
  readonly call: Call
  readonly store: Store
  readonly gathering: Gathering
}

/** The owner first, then the members by time of joining. `count` is the size of this page. */
function listMembers(call: Call, { owner, members }: Gathering) {
  const names = [owner, ...[...members.keys()].filter((username) => username !== owner)]
  const page = numberedPage(call, names, { first: 1, usual: 1000, most: 1000 })
  const data = page.map((username) => ({
    [username === owner ? 'owner' : 'member']: username,
    joined_time: call.query.joined_time === 'true' ? members.get(username) : undefined,
  }))
  return envelope(call, { data, count: data.length })
}

function addMember({ kind, call, store, gathering }: MemberCall) {
  const user = usernameParam(call)
  checkUserExists(store, user)
  if (gathering.members.has(user)) throw alreadyMember(user, gathering)
  checkNotBlocked(gathering, [user])
  join(gathering, [user], call.now)
  return envelope(call, { data: { result: true, [kind.idKey]: gathering.id, action: 'add_member', user } })
}

/** All or nothing, but for those who are members already: they are skipped, unless all are. */
function addMembers({ kind, call, store, gathering }: MemberCall) {
  const usernames = namesInBody(call, 'addMembers: addMembers number more than maxSize')
  for (const username of usernames) checkUserExists(store, username)

  const newmembers = usernames.filter((username) => !gathering.members.has(username))
  if (newmembers.length === 0) throw alreadyMember(usernames.join(','), gathering)
  checkNotBlocked(gathering, newmembers)
  join(gathering, newmembers, call.now)
  // Reversed, because documents show it so: the order of the names asked for is not kept.
  const data = { newmembers: newmembers.reverse(), [kind.idKey]: gathering.id, action: 'add_member' }
  return envelope(call, { data })
}

/** One name is answered by an object and by errors; several by an array with a result for each. */
function removeMembers({ kind, call, store, gathering }: MemberCall) {
  const usernames = namesInPath(call, 'kickMember: kickMembers number more than maxSize')
  if (!usernames.some((username) => gathering.members.has(username))) throw notMembers(kind, usernames)
  const [only] = usernames
  if (usernames.length === 1 && only === gathering.owner) throw ownerIsSafe()
  const rows = usernames.map((user) => {
    const reason = remove(gathering, store, user)
    return { result: reason === undefined, action: 'remove_member', reason, user, [kind.idKey]: gathering.id }
  })
  return envelope(call, { data: usernames.length === 1 ? rows[0] : rows })
}

function join(gathering: Gathering, usernames: readonly string[], now: number): void {
  if (gathering.members.size + usernames.length > gathering.maxusers) throw tooManyMembers()
  for (const username of usernames) gathering.members.set(username, now)
}

/** Answers why the user could not be removed; nothing means that it was. */
function remove(gathering: Gathering, store: Store, username: string): string | undefined {
  if (username === gathering.owner) return OWNER_IS_SAFE
  if (!store.users.has(username)) return `user ${username} doesn't exist.`
  if (!gathering.members.has(username)) return isNotInside(username, gathering)
  leaveGathering(store, gathering, username)
  return undefined
}

/** Documents say only that one has to unblock first. One blocked name fails the call, as one unknown name does. */
function checkNotBlocked({ blocked, id }: Gathering, usernames: readonly string[]): void {
  const names = usernames.filter((username) => blocked.has(username))
  if (names.length === 0) return
  const description = `can not join this group, reason:user: ${names.join(',')} is in the blacklist of group: ${id}\n`
  throw new VendorError(403, 'forbidden_op', description)
}

function alreadyMember(names: string, { id }: Gathering): VendorError {
  const description = `can not join this group, reason:user: ${names} already in group: ${id}\n`
  return new VendorError(403, 'forbidden_op', description)
}
