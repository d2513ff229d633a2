import { envelope, lean, VendorError } from './answer.ts'
import { type Call, param, usernameParam } from './call.ts'
import { findUser } from './entity.ts'
import type { Route } from './router.ts'
import type { SentMessage, Store, StoredUser } from './store.ts'

/** Logins, and what waits for those who have none. */
export const deviceRoutes: readonly Route[] = [
  { method: 'GET', path: '/users/:username/resources', answer: listDevices },
  { method: 'GET', path: '/users/:username/disconnect', answer: disconnect },
  { method: 'DELETE', path: '/users/:username/disconnect/:res', answer: disconnectDevice },
  { method: 'GET', path: '/users/:username/offline_msg_count', answer: countWaiting },
  { method: 'GET', path: '/users/:username/offline_msg_status/:id', answer: getMessageStatus },
]

/** Ends every login; from now on messages wait. */
export function goOffline(store: Store, user: StoredUser, now: number): void {
  if (!user.online) return
  endLogins(user, [...user.devices.keys(), ...(user.presence?.statuses.keys() ?? [])], now)
  user.online = false
  user.lastDelivered = BigInt(store.messages.at(-1)?.id ?? 0)
}

/** Who watches the user sees these devices as "0". */
function endLogins(user: StoredUser, ended: readonly string[], now: number): void {
  const statuses = new Map(user.presence?.statuses)
  for (const res of ended) {
    user.devices.delete(res)
    statuses.set(res, '0')
  }
  user.presence = { changed: now, ext: user.presence?.ext ?? '', statuses }
}

/** An unknown user has no devices: the vendor does not check that it exists. */
function listDevices(call: Call, store: Store) {
  const user = store.users.get(usernameParam(call))
  return envelope(call, { path: call.rawPath, data: user?.online ? [...user.devices.values()] : [] })
}

/** A GET that changes something. */
function disconnect(call: Call, store: Store) {
  goOffline(store, findUser(store, usernameParam(call)), call.now)
  return lean(call, { data: { result: true }, count: 0 })
}

function disconnectDevice(call: Call, store: Store) {
  const user = findUser(store, usernameParam(call))
  const res = param(call, 'res')
  if (!user.devices.has(res)) {
    throw new VendorError(404, 'service_resource_not_found', 'Service resource not found')
  }
  endLogins(user, [res], call.now)
  if (user.devices.size === 0) goOffline(store, user, call.now)
  return envelope(call, { path: call.rawPath, data: { result: true } })
}

function countWaiting(call: Call, store: Store) {
  const username = usernameParam(call)
  const waiting = store.messages.filter((message) => isWaiting(message, username, store))
  return lean(call, { data: { [username]: waiting.length }, count: 0 })
}

/** A message that nobody sent counts as delivered, as the documented example has it. */
function getMessageStatus(call: Call, store: Store) {
  const id = param(call, 'id')
  const message = store.messages.find((sent) => sent.id === id)
  const waits = message !== undefined && isWaiting(message, usernameParam(call), store)
  return lean(call, { data: { [id]: waits ? 'undelivered' : 'delivered' }, count: 0 })
}

/** Messages to the user and to its groups wait while it is offline; chatrooms keep nothing for who is away. */
function isWaiting(message: SentMessage, username: string, store: Store): boolean {
  const { id, targetType, target, from, onlineOnly = false, only } = message
  const user = store.users.get(username)
  if (store.acts.recalled.has(id)) return false
  if (!user || user.online || BigInt(id) <= user.lastDelivered || from === username || onlineOnly)
    return false
  if (targetType === 'users') return target === username
  if (targetType === 'chatrooms' || only?.includes(username) === false) return false
  return store.groups.get(target)?.members.has(username) ?? false
}
