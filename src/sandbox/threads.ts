import { envelope, VendorError } from './answer.ts'
import { type Call, objectBody, param, usernameParam } from './call.ts'
import { cursorPage, toCursor, wholeNumber } from './paging.ts'
import type { Route } from './router.ts'
import type { Gathering, SentMessage, Store, StoredThread } from './store.ts'

export const threadRoutes: readonly Route[] = [
  { method: 'GET', path: '/thread', answer: listThreads },
  { method: 'POST', path: '/thread', body: 'json', answer: createThread },
  { method: 'PUT', path: '/thread/:id', body: 'json', answer: renameThread },
  { method: 'DELETE', path: '/thread/:id', answer: deleteThread },
  { method: 'GET', path: '/threads/user/:username', answer: listJoined },
  { method: 'GET', path: '/threads/chatgroups/:id/user/:username', answer: listJoinedInGroup },
]

const LONGEST_NAME = 64
const MOST_ON_A_PAGE = 50

export function groupError(status: number, description: string): VendorError {
  return new VendorError(status, 'group_error', description)
}

export function threadOf(call: Call, store: Store): StoredThread {
  const thread = store.threads.get(param(call, 'id'))
  if (thread) return thread
  throw groupError(404, 'thread not found.')
}

/** The group that a thread hangs in, or that the path or the body names. */
export function groupOf(store: Store, id: string): Gathering {
  const group = store.groups.get(id)
  if (group) return group
  throw groupError(404, 'group not found.')
}

export function checkInGroup(group: Gathering, usernames: readonly string[]): void {
  if (usernames.every((username) => group.members.has(username))) return
  throw groupError(404, 'user not in group.')
}

/** As `envelope`, but this service knows no application. */
export function threadEnvelope(call: Call, parts: Readonly<Record<string, unknown>>) {
  return envelope(call, { application: undefined, entities: undefined, ...parts })
}

/**
 * A page, with its cursor in `properties`. The last page has a cursor too, which leads to an empty page:
 * documents say that only a short page is the end.
 */
export function threadPage<Item>(call: Call, items: readonly Item[], positionOf: (item: Item) => number) {
  const limit = wholeNumber(call, 'limit', MOST_ON_A_PAGE)
  if (limit < 1 || limit > MOST_ON_A_PAGE) throw groupError(400, 'query param reaches limit.')
  const size = { usual: MOST_ON_A_PAGE, most: MOST_ON_A_PAGE }
  const { items: page } = cursorPage(call, items, positionOf, size)
  const last = page.at(-1)
  return { page, properties: last === undefined ? {} : { cursor: toCursor(positionOf(last)) } }
}

/** Ids only: there is no call that answers a thread in full, but for those of one user. */
function listThreads(call: Call, store: Store) {
  const { page, properties } = pageOfThreads(call, store.threads.values())
  return threadEnvelope(call, { entities: page.map(({ id }) => ({ id })), properties })
}

function listJoined(call: Call, store: Store) {
  const username = usernameParam(call)
  const threads = [...store.threads.values()].filter(({ members }) => members.has(username))
  const { page, properties } = pageOfThreads(call, threads)
  return threadEnvelope(call, { entities: page.map(threadEntity), properties })
}

function listJoinedInGroup(call: Call, store: Store) {
  const username = usernameParam(call)
  const group = groupOf(store, param(call, 'id'))
  checkInGroup(group, [username])
  const threads = [...store.threads.values()].filter(
    ({ groupId, members }) => groupId === group.id && members.has(username),
  )
  const { page, properties } = pageOfThreads(call, threads)
  return threadEnvelope(call, { entities: page.map(threadEntity), properties })
}

function createThread(call: Call, store: Store) {
  const body = objectBody(call, 'param_illegal')
  const group = groupOf(store, idOf(body.group_id, 'group_id'))
  const owner = idOf(body.owner, 'owner').toLowerCase()
  const name = nameOf(body.name)
  const message = messageOf(store, group, idOf(body.msg_id, 'msg_id'))
  checkInGroup(group, [owner])
  if ([...store.threads.values()].some(({ messageId }) => messageId === message.id)) {
    throw groupError(403, 'msg already create thread.not allow to create.')
  }
  const { id } = addThread(store, { group, message, owner, name, created: call.now })
  return threadEnvelope(call, { data: { thread_id: id } })
}

function renameThread(call: Call, store: Store) {
  const thread = threadOf(call, store)
  thread.name = nameOf(objectBody(call, 'param_illegal').name)
  return threadEnvelope(call, { data: { name: thread.name } })
}

function deleteThread(call: Call, store: Store) {
  store.threads.delete(threadOf(call, store).id)
  return threadEnvelope(call, { data: { status: 'ok' } })
}

interface NewThread {
  readonly group: Gathering
  readonly message: SentMessage
  readonly owner: string
  readonly name: string
  readonly created: number
}

export function addThread(store: Store, { group, message, owner, name, created }: NewThread): StoredThread {
  const serial = store.nextSerial()
  const members = new Map([[owner, serial]])
  const id = store.nextThreadId()
  const thread = { serial, id, groupId: group.id, messageId: message.id, created, owner, name, members }
  store.threads.set(id, thread)
  return thread
}

/** Newest first, unless `sort=asc`. */
function pageOfThreads(call: Call, threads: Iterable<StoredThread>) {
  const direction = call.query.sort === 'asc' ? 1 : -1
  const positionOf = ({ serial }: StoredThread) => direction * serial
  return threadPage(
    call,
    [...threads].sort((one, other) => positionOf(one) - positionOf(other)),
    positionOf,
  )
}

function threadEntity({ name, owner, id, messageId, groupId, created }: StoredThread) {
  return { name, owner, id, msgId: messageId, groupId, created }
}

function messageOf(store: Store, group: Gathering, id: string): SentMessage {
  const message = store.messages.find((sent) => sent.id === id)
  if (!message) throw groupError(404, 'msg not exist.')
  if (message.targetType !== 'chatgroups') throw groupError(400, 'thread must on group message to create.')
  if (message.target !== group.id) throw groupError(400, 'msg not belong to group .')
  return message
}

/** The table of fields says text, the example beside it sends numbers. */
function idOf(value: unknown, key: string): string {
  const id = typeof value === 'number' ? String(value) : value
  if (typeof id === 'string' && id !== '') return id
  throw new VendorError(400, 'param_illegal', `${key} must be provided`)
}

function nameOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new VendorError(400, 'param_illegal', 'Failed to read HTTP message')
  }
  if (value.length > LONGEST_NAME) throw groupError(400, 'thread name limit reached.')
  return value
}
