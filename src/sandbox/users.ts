import { envelope, lean, named, VendorError } from './answer.ts'
import { type Call, objectBody, textOf, usernameParam, usernamesOf } from './call.ts'
import { goOffline } from './devices.ts'
import { findUser, userEntity } from './entity.ts'
import { cursorPage } from './paging.ts'
import { registerUsers } from './registration.ts'
import type { Route } from './router.ts'
import { removeUser, type Store } from './store.ts'

export const userRoutes: readonly Route[] = [
  { method: 'POST', path: '/users', body: 'json', open: true, answer: registerUsers },
  { method: 'GET', path: '/users', answer: listUsers },
  { method: 'DELETE', path: '/users', answer: deleteOldest },
  { method: 'GET', path: '/users/:username', answer: getUser },
  { method: 'DELETE', path: '/users/:username', answer: deleteUser },
  { method: 'PUT', path: '/users/:username/password', body: 'json', answer: setPassword },
  { method: 'POST', path: '/users/:username/deactivate', answer: deactivate },
  { method: 'POST', path: '/users/:username/activate', answer: activate },
  { method: 'GET', path: '/users/:username/status', answer: getStatus },
  { method: 'POST', path: '/users/batch/status', body: 'json', answer: getStatuses },
]

const MOST_STATUSES = 100
const LONGEST_PASSWORD = 64

function listUsers(call: Call, store: Store) {
  const { items, cursor } = pageOfUsers(call, store)
  return lean(call, { path: '/users', entities: items.map(userEntity), cursor, count: items.length })
}

/** Takes no names: whoever registered first goes first, so a repeated call deletes others. */
function deleteOldest(call: Call, store: Store) {
  const { items, cursor } = pageOfUsers(call, store)
  for (const { username } of items) removeUser(store, username)
  return envelope(call, { path: '/users', entities: items.map(userEntity), cursor })
}

/** In order of creation. */
function pageOfUsers(call: Call, store: Store) {
  const users = [...store.users.values()]
  return cursorPage(call, users, (user) => user.serial, { usual: 10, most: 100 })
}

function getUser(call: Call, store: Store) {
  const user = findUser(store, usernameParam(call))
  return lean(call, { path: '/users', entities: [userEntity(user)], count: 1 })
}

function deleteUser(call: Call, store: Store) {
  const user = findUser(store, usernameParam(call))
  removeUser(store, user.username)
  return envelope(call, { path: '/users', entities: [userEntity(user)] })
}

function setPassword(call: Call, store: Store) {
  const password = textOf(objectBody(call).newpassword)
  if (password === undefined) throw new VendorError(400, 'illegal_argument', 'newpassword is required')
  if (password.length > LONGEST_PASSWORD) {
    throw new VendorError(400, 'illegal_argument', 'newpassword is not legal')
  }
  const user = store.users.get(usernameParam(call))
  if (!user) throw new VendorError(404, 'entity_not_found', 'User null not found')
  user.password = password
  user.modified = call.now
  return named(call, 'set user password')
}

/** Whoever is logged in is logged out, and may not come back before `activate`. */
function deactivate(call: Call, store: Store) {
  const user = findUser(store, usernameParam(call))
  user.activated = false
  user.modified = call.now
  goOffline(store, user, call.now)
  return named(call, 'Deactivate user', { entities: [userEntity(user)] })
}

function activate(call: Call, store: Store) {
  const user = findUser(store, usernameParam(call))
  user.activated = true
  user.modified = call.now
  return named(call, 'activate user')
}

function getStatus(call: Call, store: Store) {
  return lean(call, { data: statusRow(store, usernameParam(call)), count: 0 })
}

/** Rows come in another order than the names did: the vendor promises none, and clients must not count on one. */
function getStatuses(call: Call, store: Store) {
  const usernames = usernamesOf(objectBody(call).usernames)
  if (!usernames || usernames.length === 0)
    throw new VendorError(400, 'illegal_argument', 'usernames is empty')
  if (usernames.length > MOST_STATUSES) {
    const description = `request body exceeds maximum limit, maximum limit is ${MOST_STATUSES}`
    throw new VendorError(400, 'illegal_argument', description)
  }
  const data = usernames.reverse().map((username) => statusRow(store, username))
  return named(call, 'get batch user status', { data })
}

/** An unknown name is offline: the vendor does not check that it exists. */
function statusRow(store: Store, username: string): Readonly<Record<string, 'online' | 'offline'>> {
  return { [username]: store.users.get(username)?.online ? 'online' : 'offline' }
}
