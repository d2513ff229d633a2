import { envelope, VendorError } from './answer.ts'
import { type Call, isObject, objectBody, textOf, textsOf, usernamesOf } from './call.ts'
import type { Route } from './router.ts'
import type { SentMessage, Store, TargetType } from './store.ts'

const MOST_TARGETS: Readonly<Record<TargetType, number>> = { users: 600, chatgroups: 3, chatrooms: 10 }
const MOST_MEMBERS = 20
const MOST_BYTES = 5 * 1024

type Asked = Readonly<Record<string, unknown>>

export const messageRoutes: readonly Route[] = [
  sendRoute('users'),
  sendRoute('chatgroups'),
  sendRoute('chatrooms'),
  sendToMembersRoute('chatgroups'),
  sendToMembersRoute('chatrooms'),
]

function sendRoute(targetType: TargetType): Route {
  return {
    method: 'POST',
    path: `/messages/${targetType}`,
    body: 'json',
    answer: (call, store) => {
      const asked = objectBody(call, 'invalid_request_body')
      const to = readTargets(targetType, asked.to, MOST_TARGETS[targetType])
      return answerIds(call, sendToAll(store, to, { targetType, ...readMessage(asked), time: call.now }))
    },
  }
}

/** To some members of one group or chatroom: one message with one id. Nor is checked whether they are members. */
function sendToMembersRoute(targetType: 'chatgroups' | 'chatrooms'): Route {
  return {
    method: 'POST',
    path: `/messages/${targetType}/users`,
    body: 'json',
    answer: (call, store) => {
      const asked = objectBody(call, 'invalid_request_body')
      const to = readTargets(targetType, asked.to, 1)
      const only = usernamesOf(asked.users) ?? []
      if (only.length === 0) refuseEmpty('users')
      if (only.length > MOST_MEMBERS) refuse(`params users's size can't exceed limit ${MOST_MEMBERS}`)
      const message = { targetType, ...readMessage(asked), time: call.now, only }
      return answerIds(call, sendToAll(store, to, message))
    },
  }
}

/**
 * Keeps a message for each target, and tells target → message id. Neither sender nor targets are checked: an unknown one
 * is "sent" to as well. A target that is listed twice gets two messages, so that a client that repeats itself is seen to.
 */
export function sendToAll(
  store: Store,
  targets: readonly string[],
  message: Omit<SentMessage, 'id' | 'target'>,
): Readonly<Record<string, string>> {
  const ids: Record<string, string> = {}
  for (const target of targets) {
    const id = store.nextMessageId()
    store.messages.push({ id, target, ...message })
    ids[target] = id
  }
  return ids
}

function answerIds(call: Call, data: Readonly<Record<string, string>>) {
  return envelope(call, { path: call.rawPath, entities: undefined, data })
}

/** What a message is, whoever it goes to. */
export function readMessage(asked: Asked) {
  const from = readSender(asked)
  const type = textOf(asked.type) ?? refuseEmpty('type')
  const body = isObject(asked.body) && Object.keys(asked.body).length > 0 ? asked.body : refuseEmpty('body')
  const ext = readExt(asked)
  assertSize(body, ext)
  return { from, type, body, ext, onlineOnly: asked.routetype === 'ROUTE_ONLINE' }
}

export function readSender({ from }: Asked): string {
  return (from === undefined ? 'admin' : (textOf(from) ?? refuseEmpty('from'))).toLowerCase()
}

export function readExt({ ext }: Asked): Asked | undefined {
  return ext === undefined || isObject(ext) ? ext : refuse('param ext must be JSONObject')
}

export function assertSize(body: Asked, ext: Asked | undefined): void {
  const bytes = Buffer.byteLength(JSON.stringify(body)) + Buffer.byteLength(JSON.stringify(ext ?? {}))
  if (bytes > MOST_BYTES) refuse('message is too large')
}

/** User names are stored in lower case, ids as they are. */
function readTargets(targetType: TargetType, value: unknown, most: number): string[] {
  const targets = textsOf(value) ?? []
  if (targets.length === 0) refuseEmpty('to')
  if (targets.length > most) refuse(`params to's size can't exceed limit ${most}`)
  return targetType === 'users' ? targets.map((target) => target.toLowerCase()) : targets
}

function refuseEmpty(name: string): never {
  return refuse(`param ${name} can't be empty`)
}

function refuse(description: string): never {
  throw new VendorError(400, 'message_send_error', description)
}
