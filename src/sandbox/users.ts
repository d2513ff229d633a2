import { envelope, lean, named, VendorError } from './answer.ts'
import { type Call, objectBody, usernameParam, usernamesOf } from './call.ts'
import { findUser, userEntity } from './entity.ts'
import { cursorPage } from './paging.ts'
import { registerUsers } from './registration.ts'
import type { Route } from './router.ts'
import { removeUser, type Store } from './store.ts'

export const userRoutes: readonly Route[] = [
  { method: 'POST', path: '/users', body: 'json', answer: registerUsers },
  { method: 'GET', path: '/users', answer: listUsers },
  { method: 'GET', path: '/users/:username', answer: getUser },
  { method: 'DELETE', path: '/users/:username', answer: deleteUser },
  { method: 'GET', path: '/users/:username/status', answer: getStatus },
  { method: 'POST', path: '/users/batch/status', body: 'json', answer: getStatuses },
]

const MOST_STATUSES = 100

function listUsers(call: Call, store: Store) {
  const users = [...store.users.values()]
  const { items, cursor } = cursorPage(call, users, (user) => user.serial, { usual: 10, most: 100 })
  return lean(call, { path: '/users', entities: items.map(userEntity), cursor, count: items.length })
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
