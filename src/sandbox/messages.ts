import { envelope, VendorError } from './answer.ts'
import { type Call, isObject, objectBody, textOf, textsOf } from './call.ts'
import type { Route } from './router.ts'
import type { Store, TargetType } from './store.ts'

const MOST_TARGETS: Readonly<Record<TargetType, number>> = { users: 600, chatgroups: 3, chatrooms: 10 }
const MOST_BYTES = 5 * 1024

export const messageRoutes: readonly Route[] = [
  sendRoute('users'),
  sendRoute('chatgroups'),
  sendRoute('chatrooms'),
]

function sendRoute(targetType: TargetType): Route {
  return {
    method: 'POST',
    path: `/messages/${targetType}`,
    body: 'json',
    answer: (call, store) => sendMessage(targetType, call, store),
  }
}

/**
 * Answers target → message id. Neither the sender nor the targets are checked: an unknown one is "sent" to as well.
 * A target that is listed twice gets two messages, so that a client that repeats itself is seen to.
 */
function sendMessage(targetType: TargetType, call: Call, store: Store) {
  const message = readMessage(targetType, call)
  const data: Record<string, string> = {}
  for (const target of message.to) {
    const id = store.nextMessageId()
    const { from, type, body, ext } = message
    store.messages.push({ id, from, targetType, target, type, body, ext, time: call.now })
    data[target] = id
  }
  return envelope(call, { path: `/messages/${targetType}`, entities: undefined, data })
}

function readMessage(targetType: TargetType, call: Call) {
  const asked = objectBody(call, 'invalid_request_body')
  const from = asked.from === undefined ? 'admin' : (textOf(asked.from) ?? refuseEmpty('from'))
  const to = readTargets(targetType, asked.to)
  const type = textOf(asked.type) ?? refuseEmpty('type')
  const body = isObject(asked.body) && Object.keys(asked.body).length > 0 ? asked.body : refuseEmpty('body')
  const ext =
    asked.ext === undefined || isObject(asked.ext) ? asked.ext : refuse('param ext must be JSONObject')
  const bytes = Buffer.byteLength(JSON.stringify(body)) + Buffer.byteLength(JSON.stringify(ext ?? {}))
  if (bytes > MOST_BYTES) refuse('message is too large')
  return { from: from.toLowerCase(), to, type, body, ext }
}

function readTargets(targetType: TargetType, value: unknown): string[] {
  const targets = textsOf(value) ?? []
  const most = MOST_TARGETS[targetType]
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
