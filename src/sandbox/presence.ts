import { VendorError } from './answer.ts'
import { type Call, objectBody, param, usernameParam, usernamesOf } from './call.ts'
import { findNamedUser } from './entity.ts'
import { isOver } from './expiry.ts'
import { numberedPage } from './paging.ts'
import type { Expiring } from './people.ts'
import type { Route } from './router.ts'
import type { Store, StoredUser } from './store.ts'

/** Presence has no envelope: the one key is `result`. All numbers are words, and all times are in seconds. */
export const presenceRoutes: readonly Route[] = [
  { method: 'POST', path: '/users/:username/presence/:resource/:status', body: 'json', answer: setPresence },
  { method: 'POST', path: '/users/:username/presence/:expiry', body: 'json', answer: subscribe },
  { method: 'POST', path: '/users/:username/presence', body: 'json', answer: getPresences },
  { method: 'DELETE', path: '/users/:username/presence', body: 'json', answer: unsubscribe },
  { method: 'GET', path: '/users/:username/presence/sublist', answer: listSubscriptions },
  { method: 'GET', path: '/presence/online/:id/type/1', answer: countOnline },
]

const MOST_NAMES = 100
const MOST_EXT_BYTES = 1024
const MOST_SECONDS = 2_592_000
const MOST_SUBSCRIPTIONS = 3000

function setPresence(call: Call, store: Store) {
  const user = findNamedUser(store, usernameParam(call))
  const { ext } = objectBody(call)
  if (typeof ext !== 'string') throw refusal('ext cannot be null')
  if (Buffer.byteLength(ext) > MOST_EXT_BYTES) throw refusal('ext is too big')
  const statuses = new Map(user.presence?.statuses).set(param(call, 'resource'), param(call, 'status'))
  user.presence = { changed: call.now, ext, statuses }
  return { result: 'ok' }
}

/** Answers the presence of those who are watched from now on, strangers left out. Watching again sets the time anew. */
function subscribe(call: Call, store: Store) {
  const { username, subscriptions } = findNamedUser(store, usernameParam(call))
  const endMs = call.now + readSeconds(param(call, 'expiry')) * 1000
  const watched = readUsernames(objectBody(call).usernames, 'too many sub presence')
  if (watched.includes(username)) throw refusal("you can't sub yourself")
  const known = watched.filter((name) => store.users.has(name))
  const kept = live(subscriptions, call.now).map(([name]) => name)
  if (new Set([...kept, ...known]).size > MOST_SUBSCRIPTIONS) throw refusal('too many sub presence')
  for (const name of known) subscriptions.set(name, { serial: store.nextSerial(), endMs })
  const expiry = seconds(endMs)
  return { result: known.reverse().map((name) => ({ ...presenceRow(store, name), expiry })) }
}

/** Only those whom the user watches come. Here and above in another order than the names did: none is promised. */
function getPresences(call: Call, store: Store) {
  const asked = readUsernames(objectBody(call).usernames, 'too many get presences')
  const subscriptions = store.users.get(usernameParam(call))?.subscriptions
  const watched = new Map(subscriptions && live(subscriptions, call.now))
  return {
    result: asked
      .reverse()
      .filter((name) => watched.has(name))
      .map((name) => presenceRow(store, name)),
  }
}

/** A DELETE whose body is a bare list of names. */
function unsubscribe(call: Call, store: Store) {
  const names = readUsernames(call.body, 'too many unsub presences')
  const { subscriptions } = findNamedUser(store, usernameParam(call))
  for (const name of names) subscriptions.delete(name)
  return { result: 'ok' }
}

/** Newest first, and one a page unless the call asks for more. */
function listSubscriptions(call: Call, store: Store) {
  const subscriptions = store.users.get(usernameParam(call))?.subscriptions ?? new Map<string, Expiring>()
  const newest = live(subscriptions, call.now).sort(([, one], [, other]) => other.serial - one.serial)
  const size = { first: 1, pageName: 'pageNum', sizeName: 'pageSize', usual: 1, most: 500 } as const
  const sublist = numberedPage(call, newest, size).map(([uid, { endMs }]) => ({
    uid,
    expiry: seconds(endMs),
  }))
  return { result: { totalnum: String(newest.length), sublist } }
}

/** 0 for a group that nobody knows. */
function countOnline(call: Call, store: Store) {
  const members = store.groups.get(param(call, 'id'))?.members.keys() ?? []
  return { result: [...members].filter((name) => store.users.get(name)?.online).length }
}

function live(subscriptions: ReadonlyMap<string, Expiring>, now: number): [string, Expiring][] {
  return [...subscriptions].filter(([, { endMs }]) => !isOver(endMs, now))
}

function presenceRow(store: Store, username: string) {
  const user = store.users.get(username)
  const { changed = user?.created ?? 0, ext = '' } = user?.presence ?? {}
  const status = user ? statusesOf(user) : {}
  return { uid: username, last_time: seconds(changed), ext, status }
}

/** A device that never said anything counts as "1"; what was said of a device wins. */
function statusesOf({ devices, presence }: StoredUser): Readonly<Record<string, string>> {
  const silent = [...devices.keys()].map((res) => [res, '1'] as const)
  return Object.fromEntries([...silent, ...(presence?.statuses ?? [])])
}

function readUsernames(value: unknown, tooMany: string): string[] {
  const names = usernamesOf(value)
  if (!names?.length) throw refusal('usernames is empty')
  if (names.length > MOST_NAMES) throw refusal(tooMany)
  return names
}

function readSeconds(text: string): number {
  const asked = /^\d{1,7}$/.test(text) ? Number(text) : 0
  if (asked > 0 && asked <= MOST_SECONDS) return asked
  throw refusal(`expiry is not legal: ${text}`)
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1000))
}

function refusal(description: string): VendorError {
  return new VendorError(400, 'illegal_argument', description)
}
