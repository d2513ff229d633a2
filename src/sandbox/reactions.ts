import { VendorError } from './answer.ts'
import { type Call, objectBody, textOf, usernameParam } from './call.ts'
import { CHAT_TYPES, findMessage, isIn } from './conversations.ts'
import type { StoredReaction } from './messageacts.ts'
import { cursorPage, toCursor, wholeNumber } from './paging.ts'
import type { Route } from './router.ts'
import type { SentMessage, Store } from './store.ts'

/** The user in each path is who looks, or who reacts. */
export const reactionRoutes: readonly Route[] = [
  { method: 'GET', path: '/reaction/user/:username', answer: getReactions },
  { method: 'POST', path: '/reaction/user/:username', body: 'json', answer: addReaction },
  { method: 'DELETE', path: '/reaction/user/:username', answer: deleteReaction },
  { method: 'GET', path: '/reaction/user/:username/detail', answer: getReaction },
]

const MOST_REACTIONS = 20
const MOST_MESSAGES = 20
const MOST_ON_A_PAGE = 50
const LONGEST_REACTION = 128
const FIRST_USERS = 3

function addReaction(call: Call, store: Store) {
  assertOpen(call)
  const { msgId, message: given } = objectBody(call, 'Bad Request')
  const username = usernameParam(call)
  const message = seenBy(store, username, textOf(msgId))
  const name = readReaction(given)
  const reactions = reactionsTo(store, message.id)
  const known = reactions.get(name)
  if (known?.users.has(username)) refuse('the user is already operation this message')
  if (known === undefined && reactions.size >= MOST_REACTIONS) refuse('The quantity has exceeded the limit!')
  const reaction = known ?? { id: store.nextMessageId(), users: new Map() }
  reaction.users.set(username, store.nextSerial())
  reactions.set(name, reaction)
  const at = new Date(call.now).toISOString()
  return ok(call, {
    ...{ id: reaction.id, msgId: message.id, msgType: CHAT_TYPES[message.targetType] },
    ...{ groupId: message.targetType === 'users' ? null : message.target, reaction: name },
    ...{ createdAt: at, updatedAt: at },
  })
}

function deleteReaction(call: Call, store: Store) {
  assertOpen(call)
  const { msgId = '', message: name = '' } = call.query
  const reactions = reactionsTo(store, msgId)
  const users = reactions.get(name)?.users
  if (!users?.delete(usernameParam(call))) refuse('the user operation is illegal!')
  if (users.size === 0) reactions.delete(name)
  return { requestStatusCode: 'ok', timestamp: call.now }
}

/** Messages without any are left out, and so are those of other conversations than the call says. In no order. */
function getReactions(call: Call, store: Store) {
  assertOpen(call)
  const { msgIdList = '', msgType, groupId } = call.query
  const ids = msgIdList.split(',').filter((id) => id !== '')
  if (ids.length > MOST_MESSAGES) refuse('msgIdList exceeds the maximum number limit')
  if (msgType === CHAT_TYPES.chatgroups && !groupId) refuse('groupId can not be null!')
  const viewer = usernameParam(call)
  const rows = ids.flatMap((id) => {
    const message = findMessage(store, id)
    const reactions = [...reactionsTo(store, id)]
    const isThere = message !== undefined && isIn(store, message, viewer) && isOf(message, msgType, groupId)
    if (!isThere || reactions.length === 0) return []
    const reactionList = reactions.map(([name, reaction]) => summaryOf(name, reaction, viewer))
    return [{ msgId: id, reactionList }]
  })
  return ok(call, rows.reverse())
}

/** The last page has a cursor too. */
function getReaction(call: Call, store: Store) {
  assertOpen(call)
  const { msgId = '', message: name = '' } = call.query
  const limit = wholeNumber(call, 'limit', MOST_ON_A_PAGE)
  if (limit < 1 || limit > MOST_ON_A_PAGE) refuse('limit exceeds the maximum number limit')
  const reaction = reactionsTo(store, msgId).get(name) ?? { id: '0', users: new Map<string, number>() }
  const size = { usual: MOST_ON_A_PAGE, most: MOST_ON_A_PAGE }
  const { items } = cursorPage(call, [...reaction.users], ([, serial]) => serial, size)
  const last = items.at(-1)
  return ok(call, {
    ...summaryOf(name, reaction, usernameParam(call)),
    userList: items.map(([username]) => username),
    cursor: last === undefined ? undefined : toCursor(last[1]),
  })
}

function isOf(
  { targetType, target }: SentMessage,
  msgType: string | undefined,
  groupId: string | undefined,
): boolean {
  if (CHAT_TYPES[targetType] !== msgType) return false
  return targetType === 'users' || target === groupId
}

function summaryOf(reaction: string, { id, users }: StoredReaction, viewer: string) {
  return {
    ...{ reactionId: id, reaction, count: users.size, state: users.has(viewer) },
    userList: [...users.keys()].slice(0, FIRST_USERS),
  }
}

/** Nobody reacts to what is not theirs, or is in a chatroom. */
function seenBy(store: Store, username: string, id: string | undefined): SentMessage {
  const message = id === undefined ? undefined : findMessage(store, id)
  const isSeen = message !== undefined && message.targetType !== 'chatrooms' && isIn(store, message, username)
  return isSeen ? message : refuse('the user operation is illegal!')
}

function reactionsTo({ acts }: Store, id: string): Map<string, StoredReaction> {
  const known = acts.reactions.get(id) ?? new Map<string, StoredReaction>()
  acts.reactions.set(id, known)
  return known
}

function readReaction(value: unknown): string {
  const name = textOf(value) ?? refuse('message can not be null!')
  return name.length <= LONGEST_REACTION ? name : refuse('message is too long')
}

function assertOpen({ application }: Call): void {
  if (!application.reactionsOpen) refuse('this appKey is not open reaction service!')
}

function ok({ now }: Call, data: unknown) {
  return { requestStatusCode: 'ok', timestamp: now, data }
}

function refuse(description: string): never {
  throw new VendorError(400, 'Bad Request', description)
}
