import { envelope, lean, VendorError } from './answer.ts'
import { type Call, objectBody, usernameParam, usernamesOf } from './call.ts'
import { findUser, userEntity } from './entity.ts'
import { cursorPage } from './paging.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

/** The block lists of users: who may not write to whom. Groups and chatrooms have lists of their own. */
export const userBlockRoutes: readonly Route[] = [
  { method: 'GET', path: '/users/:owner/blocks/users', answer: listBlocked },
  { method: 'POST', path: '/users/:owner/blocks/users', body: 'json', answer: block },
  { method: 'DELETE', path: '/users/:owner/blocks/users/:blocked', answer: unblock },
]

const MOST_BLOCKED = 500
const MOST_ON_PAGE = 50

/** Newest first; without parameters all in one answer. */
function listBlocked(call: Call, store: Store) {
  const { blocks } = findUser(store, usernameParam(call, 'owner'))
  const newest = [...blocks].sort(([, one], [, other]) => other - one)
  const paged = call.query.pageSize !== undefined || call.query.cursor !== undefined
  const most = paged ? MOST_ON_PAGE : MOST_BLOCKED
  const { items, cursor } = cursorPage(call, newest, ([, serial]) => -serial, {
    sizeName: 'pageSize',
    usual: most,
    most,
  })
  const data = items.map(([username]) => username)
  return lean(call, { params: undefined, data, cursor, count: data.length })
}

/** Answers those that are blocked now. Strangers are left out, and who was blocked already is not. */
function block(call: Call, store: Store) {
  const { blocks } = findUser(store, usernameParam(call, 'owner'))
  const usernames = usernamesOf(objectBody(call).usernames)
  if (!usernames?.length) throw new VendorError(400, 'illegal_argument', 'usernames is empty')
  const known = usernames.filter((username) => store.users.has(username))
  if (new Set([...blocks.keys(), ...known]).size > MOST_BLOCKED) {
    throw new VendorError(403, 'exceed_limit', 'user blocks number exceed limit')
  }
  for (const username of known) {
    if (!blocks.has(username)) blocks.set(username, store.nextSerial())
  }
  return envelope(call, { data: known })
}

function unblock(call: Call, store: Store) {
  const { username, blocks } = findUser(store, usernameParam(call, 'owner'))
  const blocked = findUser(store, usernameParam(call, 'blocked'))
  blocks.delete(blocked.username)
  return envelope(call, { path: `/users/${username}/blocks/users`, entities: [userEntity(blocked)] })
}
