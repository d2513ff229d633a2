import { envelope, VendorError } from './answer.ts'
import { type Call, isObject, objectBody, textOf, usernameParam } from './call.ts'
import { findNamedUser, findUser, userEntity } from './entity.ts'
import type { Route } from './router.ts'
import type { Store, StoredUser } from './store.ts'

/** How a user appears in pushes, and the devices that get them. */
export const pushRoutes: readonly Route[] = [
  { method: 'PUT', path: '/users/:username', body: 'json', answer: changeUser },
  { method: 'PUT', path: '/push/nickname', body: 'json', answer: setNicknames },
  { method: 'GET', path: '/users/:username/push/binding', answer: listBindings },
  { method: 'PUT', path: '/users/:username/push/binding', body: 'json', answer: setBinding },
]

const LONGEST_NICKNAME = 100
const MOST_NICKNAMES = 50
/** The id that push services have for "no such user". */
export const NO_SUCH_USER = 'RequiredPropertyNotFoundException'

/** Reads one field of the body, or throws; the answer is kept under the key of the field. */
type Reading = (key: string, value: unknown) => boolean | number | string

const NOTIFICATIONS: Readonly<Record<string, Reading>> = {
  notification_display_style: wholeNumberUpTo(1),
  notification_no_disturbing: flag,
  notification_no_disturbing_start: wholeNumberUpTo(23),
  notification_no_disturbing_end: wholeNumberUpTo(23),
}

/** Three operations by one URL: push nickname, display style, and the hours without pushes. Sets what is sent. */
function changeUser(call: Call, store: Store) {
  const user = findUser(store, usernameParam(call))
  const { nickname, ...rest } = objectBody(call)
  const read = Object.entries(rest).map(([key, value]) => [key, readNotification(key, value)] as const)
  if (nickname === undefined && read.length === 0) throw illegal('request body', 'empty')
  if (nickname !== undefined) user.nickname = readNickname(nickname)
  for (const [key, value] of read) user.notifications.set(key, value) // after all were read: all or nothing
  user.modified = call.now
  return envelope(call, { path: '/users', entities: [userEntity(user)] })
}

/** Names that nobody has are left out of the answer. */
function setNicknames(call: Call, store: Store) {
  if (!Array.isArray(call.body) || call.body.length === 0) throw illegal('request body', call.body)
  if (call.body.length > MOST_NICKNAMES) {
    throw new VendorError(400, 'illegal_argument', 'put user push nicknames exceeds the limit')
  }
  const asked = call.body.map((row: unknown) => {
    const { username, push_nickname } = isObject(row) ? row : {}
    return { username: textOf(username)?.toLowerCase() ?? '', push_nickname: readNickname(push_nickname) }
  })
  const entities = asked.filter(({ username }) => store.users.has(username))
  for (const { username, push_nickname } of entities) findUser(store, username).nickname = push_nickname
  return envelope(call, { path: '/push/nickname', entities })
}

function listBindings(call: Call, store: Store) {
  return bindingsAnswer(call, findNamedUser(store, usernameParam(call), NO_SUCH_USER))
}

/** An empty token unbinds the device. */
function setBinding(call: Call, store: Store) {
  const user = findNamedUser(store, usernameParam(call), NO_SUCH_USER)
  const { device_id, device_token, notifier_name } = objectBody(call)
  const id = textOf(device_id)
  if (id === undefined || typeof device_token !== 'string') throw invalid('device_id')
  user.pushBindings.delete(id) // so that it comes last when it is set again
  if (device_token !== '') {
    const binding = { device_id: id, device_token, notifier_name: textOf(notifier_name) ?? '' }
    user.pushBindings.set(id, binding)
  }
  return bindingsAnswer(call, user)
}

function bindingsAnswer(call: Call, { pushBindings }: StoredUser) {
  return envelope(call, { path: '/users', entities: [...pushBindings.values()] })
}

function readNotification(key: string, value: unknown): boolean | number | string {
  const read = /^notification_ignore_\d+$/.test(key) ? flag : NOTIFICATIONS[key]
  if (!read) throw illegal(key, value)
  return read(key, value)
}

function readNickname(value: unknown): string {
  if (typeof value !== 'string') throw illegal('nickname', value)
  if (value.length > LONGEST_NICKNAME) throw new VendorError(400, 'illegal_argument', 'NICKNAME_TOO_LONG')
  return value
}

/** Documents show numbers both as such and as text. */
function wholeNumberUpTo(most: number): Reading {
  return (key, value) => {
    const number = /^\d{1,2}$/.test(String(value)) ? Number(value) : Number.NaN
    if (number <= most) return number
    throw illegal(key, value)
  }
}

function flag(key: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw illegal(key, value)
}

function illegal(name: string, value: unknown): VendorError {
  return new VendorError(400, 'illegal_argument', `${name} is not legal: ${value}`)
}

/** The refusal of the push services for any argument. */
export function invalid(name: string): VendorError {
  return new VendorError(400, 'IllegalArgumentException', `parameters is invalid : ${name}`)
}
