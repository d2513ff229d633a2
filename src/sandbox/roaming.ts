import { envelope, VendorError } from './answer.ts'
import { type Call, objectBody, textOf, usernameParam } from './call.ts'
import type { Route } from './router.ts'
import type { SentMessage, Store } from './store.ts'

const MINUTE_MS = 60_000
const MOST_A_MINUTE = 5
const MOST_IDS = 50
const ROOT = '/rest/message/roaming'

/** Deletions for one user alone. Messages are stored for users, but no call reads them. */
export const roamingRoutes: readonly Route[] = [
  { method: 'DELETE', path: '/users/:username/user_channel', body: 'json', answer: deleteConversation },
  {
    method: 'DELETE',
    path: `${ROOT}/chat/user/:userId`,
    answer: (...asked) => deleteByIds('userId', ...asked),
  },
  {
    method: 'DELETE',
    path: `${ROOT}/group/user/:userId`,
    answer: (...asked) => deleteByIds('groupId', ...asked),
  },
  {
    method: 'DELETE',
    path: `${ROOT}/chat/user/:userId/time`,
    answer: (...asked) => deleteUpTo('userId', ...asked),
  },
  {
    method: 'DELETE',
    path: `${ROOT}/group/user/:userId/time`,
    answer: (...asked) => deleteUpTo('groupId', ...asked),
  },
  { method: 'POST', path: `${ROOT}/user/:userId/delete/all`, answer: deleteAll },
]

type Peer = 'userId' | 'groupId'
type Which = (message: SentMessage) => boolean

function deleteConversation(call: Call, store: Store) {
  const username = usernameParam(call)
  const { channel, type, delete_roam } = objectBody(call)
  const named = textOf(channel)
  const isKnown = type === 'chat' || type === 'groupchat'
  if (named === undefined || !isKnown || typeof delete_roam !== 'boolean') {
    throw new VendorError(400, 'illegal_argument', 'channel, type and delete_roam must be provided')
  }
  const { deletedConversations } = store.acts
  const deleted = deletedConversations.get(username) ?? []
  if (deleted.filter(({ time }) => time > call.now - MINUTE_MS).length >= MOST_A_MINUTE) {
    throw new VendorError(429, 'reach_limit', 'This request has reached api limit')
  }
  deletedConversations.set(username, [...deleted, { channel: named, time: call.now }])
  if (delete_roam) unstore(store, username, within(username, type === 'chat' ? 'userId' : 'groupId', named))
  return envelope(call, { path: '/users/user_channel', data: { result: 'ok' } })
}

function deleteByIds(peer: Peer, call: Call, store: Store) {
  const { username, isWithin } = readOneWay(peer, call)
  const ids = (call.query.msgIdList ?? '').split(',').filter((id) => id !== '')
  if (ids.length === 0 || ids.length > MOST_IDS) refuse(`msgIdList must have 1 to ${MOST_IDS} ids`)
  unstore(store, username, (message) => isWithin(message) && ids.includes(message.id))
  return ok(call)
}

function deleteUpTo(peer: Peer, call: Call, store: Store) {
  const { username, isWithin } = readOneWay(peer, call)
  const time = call.query.delTime ?? ''
  if (!/^\d{1,15}$/.test(time)) refuse('delTime is illegal')
  unstore(store, username, (message) => isWithin(message) && message.time <= Number(time))
  return ok(call)
}

function deleteAll(call: Call, store: Store) {
  assertOpen(call)
  unstore(store, usernameParam(call, 'userId'), () => true)
  return ok(call)
}

function readOneWay(peer: Peer, call: Call) {
  assertOpen(call)
  const username = usernameParam(call, 'userId')
  const target = call.query[peer]
  if (!target) return refuse(`${peer} must be provided`)
  return { username, isWithin: within(username, peer, target) }
}

/** Whether a message is of the conversation that a user has there. */
function within(username: string, peer: Peer, given: string): Which {
  if (peer === 'groupId') return ({ targetType, target }) => targetType !== 'users' && target === given
  const both = [username, given.toLowerCase()]
  return ({ targetType, target, from }) =>
    targetType === 'users' && both.includes(target) && both.includes(from)
}

function unstore({ messages, acts }: Store, username: string, isMeant: Which): void {
  const gone = messages.filter(isMeant).map(({ id }) => id)
  acts.unstored.set(username, new Set([...(acts.unstored.get(username) ?? []), ...gone]))
}

function assertOpen({ application }: Call): void {
  if (application.roamingOpen) return
  throw new VendorError(400, 'service open exception', 'this appKey not open message roaming')
}

function ok({ now }: Call) {
  return { requestStatusCode: 'ok', timestamp: now }
}

function refuse(description: string): never {
  throw new VendorError(400, 'param exception', description)
}
