import { envelope, VendorError } from './answer.ts'
import { type Call, objectBody, param, textOf, usernamesOf } from './call.ts'
import { closeGathering } from './departures.ts'
import { createGathering, type Gathering, type Store } from './store.ts'

/** How groups and chatrooms differ, as data. */
export interface GatheringKind {
  readonly root: '/chatgroups' | '/chatrooms'
  /** The key of the id in answers to creation, deletion and member calls. */
  readonly idKey: 'groupid' | 'id'
  /** The key of the id in answers about block and allow lists. */
  readonly listIdKey: 'groupid' | 'chatroomid'
  /** What block and allow lists call it in their reasons; all other texts say group of both. */
  readonly noun: 'group' | 'chatroom'
  /** The key of the name in bodies. */
  readonly nameKey: 'groupname' | 'name'
  readonly required: readonly string[]
  /** What an update may change, by the key in its body. */
  readonly settings: Readonly<Record<string, Setting>>
  /** What can be set when it is made, and not changed later. */
  readonly settingsAtCreation: Readonly<Record<string, Setting>>
  readonly usualMaxusers: number
  readonly mostMaxusers: number
  /** "Not a member" is 403 for groups and 400 for chatrooms. */
  readonly notMemberStatus: 403 | 400
  /** The error of an announcement that is too long. */
  readonly announcementError: 'FORBIDDEN' | 'forbidden_op'
  readonly all: (store: Store) => Map<string, Gathering>
  readonly nextId: (store: Store) => string
}

/** Changes one setting, or answers false and changes nothing. */
export type Setting = (gathering: Gathering, value: unknown) => boolean

const MOST_IN_ONE_GET = 100
const MOST_AFFILIATIONS_INLINE = 10_000

/** The group or chatroom that the path names. */
export function gatheringOf(kind: GatheringKind, call: Call, store: Store): Gathering {
  return findGathering(kind, store, param(call, 'id'))
}

export function findGathering(kind: GatheringKind, store: Store, id: string): Gathering {
  const gathering = kind.all(store).get(id)
  if (gathering) return gathering
  throw new VendorError(404, 'resource_not_found', `grpID ${id} does not exist!`)
}

/** Group and chatroom calls say of an unknown user something else than user calls do. */
export function checkUserExists(store: Store, username: string): void {
  if (store.users.has(username)) return
  throw new VendorError(404, 'resource_not_found', `username ${username} doesn't exist!`)
}

/** One unknown id is a 404; among several, those that exist are answered. Order is the store's, not the caller's. */
export function findSeveral(kind: GatheringKind, store: Store, ids: readonly string[]): Gathering[] {
  const [only] = ids
  if (only !== undefined && ids.length === 1) return [findGathering(kind, store, only)]
  if (ids.length > MOST_IN_ONE_GET) {
    throw new VendorError(400, 'illegal_argument', `ids size is more than max limit : ${MOST_IN_ONE_GET}`)
  }
  const wanted = new Set(ids)
  return [...kind.all(store).values()].filter((gathering) => wanted.has(gathering.id))
}

export function newestFirst(gatherings: Iterable<Gathering>): Gathering[] {
  return [...gatherings].sort((one, other) => other.serial - one.serial)
}

export function joinedBy(kind: GatheringKind, store: Store, username: string): Gathering[] {
  checkUserExists(store, username)
  return newestFirst(kind.all(store).values()).filter((gathering) => gathering.members.has(username))
}

/** Members first and the owner last, at most 10,000 in all, as details show them. */
export function affiliationsOf({ owner, members }: Gathering): readonly Readonly<Record<string, string>>[] {
  const others = [...members.keys()].filter((username) => username !== owner)
  return [...others.slice(0, MOST_AFFILIATIONS_INLINE - 1).map((member) => ({ member })), { owner }]
}

export function answerCreate(kind: GatheringKind, call: Call, store: Store) {
  const body = objectBody(call)
  for (const key of kind.required) {
    if (body[key] === undefined || body[key] === '') throw missing(key)
  }
  const owner = textOf(body.owner)?.toLowerCase()
  const name = textOf(body[kind.nameKey])
  if (owner === undefined) throw missing('owner')
  if (name === undefined) throw missing(kind.nameKey)
  const usernames = usernamesOf(body.members ?? []) ?? []
  const maxusers = typeof body.maxusers === 'number' ? body.maxusers : kind.usualMaxusers
  checkSizes(kind, { maxusers, members: new Set([owner, ...usernames]).size })
  for (const username of [owner, ...usernames]) checkUserExists(store, username)

  const id = kind.nextId(store)
  const gathering = createGathering(store, { id, created: call.now, owner, name, maxusers, usernames })
  applySettings({ ...kind, settings: { ...kind.settings, ...kind.settingsAtCreation } }, gathering, body)
  kind.all(store).set(id, gathering) // last, so that a refused setting leaves nothing behind
  return envelope(call, { data: { [kind.idKey]: id } })
}

/** Transfer and update share one URL; `newowner` in the body decides. Answers one flag per field that was sent. */
export function changeGathering(
  kind: GatheringKind,
  call: Call,
  store: Store,
): Readonly<Record<string, boolean>> {
  const gathering = gatheringOf(kind, call, store)
  const body = objectBody(call)
  if (body.newowner !== undefined) {
    transfer(gathering, textOf(body.newowner)?.toLowerCase() ?? '')
    return { newowner: true }
  }
  const unknown = Object.keys(body).filter((key) => !Object.hasOwn(kind.settings, key))
  if (unknown.length > 0 || Object.keys(body).length === 0) {
    throw new VendorError(400, 'invalid_parameter', `some of [${unknown.join(', ')}] are not valid fields`)
  }
  if (typeof body.maxusers === 'number') checkSizes(kind, { maxusers: body.maxusers, members: 0 })

  const changed = { ...gathering, lastModified: call.now }
  const flags = applySettings(kind, changed, body)
  Object.assign(gathering, changed) // last, so that a refused setting changes nothing
  return flags
}

export function answerDelete(kind: GatheringKind, call: Call, store: Store) {
  const gathering = gatheringOf(kind, call, store)
  closeGathering(store, gathering)
  return envelope(call, { data: { success: true, [kind.idKey]: gathering.id } })
}

/** The old owner stays a member. */
function transfer(gathering: Gathering, newowner: string): void {
  if (newowner === gathering.owner) {
    throw new VendorError(403, 'forbidden_op', 'new owner and old owner are the same')
  }
  if (!gathering.members.has(newowner)) {
    throw new VendorError(403, 'forbidden_op', `user: ${newowner} doesn't exist in group: ${gathering.id}`)
  }
  gathering.owner = newowner
  gathering.admins.delete(newowner)
  gathering.mutes.delete(newowner)
}

/** One flag per setting that was sent. */
function applySettings(
  kind: GatheringKind,
  gathering: Gathering,
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, boolean>> {
  const flags = Object.entries(kind.settings).flatMap(([key, set]) =>
    body[key] === undefined ? [] : [[key, set(gathering, body[key])] as const],
  )
  return Object.fromEntries(flags)
}

function checkSizes(
  kind: GatheringKind,
  size: { readonly maxusers: number; readonly members: number },
): void {
  if (size.maxusers > kind.mostMaxusers) {
    throw new VendorError(403, 'exceed_limit', `maxUsers cannot exceed ${kind.mostMaxusers}`)
  }
  if (size.members > size.maxusers) throw tooManyMembers()
}

export function tooManyMembers(): VendorError {
  return new VendorError(403, 'exceed_limit', 'members size is greater than max user size !')
}

function missing(key: string): VendorError {
  const description = key === 'public' ? 'group must contain public field!' : `${key} must be provided`
  return new VendorError(400, 'invalid_parameter', description)
}
