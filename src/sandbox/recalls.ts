import { envelope, VendorError } from './answer.ts'
import { type Call, isObject, objectBody, textOf } from './call.ts'
import { CHAT_TYPES, findMessage } from './conversations.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

export const recallRoutes: readonly Route[] = [
  { method: 'POST', path: '/messages/msg_recall', body: 'json', answer: recallOne },
  { method: 'POST', path: '/messages/batch_recall', body: 'json', answer: recallMany },
]

/** As long as a message can be taken back, unless the console says more. */
const RECALL_MS = 2 * 60_000
const MOST_MESSAGES = 30

const NOT_FOUND = 'not_found msg'
const TOO_LATE = 'exceed recall time limit'

function recallOne(call: Call, store: Store) {
  assertOpen(call)
  const row = recall(readRecall(objectBody(call)), call, store)
  if (row.recalled !== 'yes') throw new VendorError(403, 'message_recall_error', row.recalled)
  return envelope(call, { path: '/messages/msg_recall', entities: undefined, data: row })
}

/** One that is not there, or too old, keeps none of the others: its row says why. */
function recallMany(call: Call, store: Store) {
  assertOpen(call)
  const { msgs } = objectBody(call)
  if (!Array.isArray(msgs) || msgs.length === 0) refuse("param msgs can't be empty")
  if (msgs.length > MOST_MESSAGES) refuse(`param msgs's size can't exceed limit ${MOST_MESSAGES}`)
  const asked = msgs.map((one: unknown) => readRecall(isObject(one) ? one : {}))
  const rows = asked.map((one) => recall(one, call, store))
  // In no order that is promised.
  return envelope(call, { path: '/messages/batch_recall', entities: undefined, data: rows.reverse() })
}

function assertOpen({ application }: Call): void {
  if (application.recallOpen) return
  throw new VendorError(403, 'forbidden_op', 'message recall service is unopened')
}

type Recall = ReturnType<typeof readRecall>

function readRecall({ msg_id, to, chat_type, force, from }: Readonly<Record<string, unknown>>) {
  const id = textOf(msg_id) ?? refuseEmpty('msg_id')
  const target = textOf(to) ?? refuseEmpty('to')
  const chatType = textOf(chat_type) ?? refuseEmpty('chat_type')
  if (typeof force !== 'boolean') refuseEmpty('force')
  return { id, target, chatType, force, from: textOf(from) ?? 'admin' }
}

function recall({ id, target, chatType, force, from }: Recall, { now }: Call, store: Store) {
  const message = findMessage(store, id)
  const isThere = message?.target === target && CHAT_TYPES[message.targetType] === chatType
  const isTooOld = isThere && now - message.time > RECALL_MS && !force
  const recalled = isTooOld ? TOO_LATE : isThere ? 'yes' : NOT_FOUND
  if (recalled === 'yes') store.acts.recalled.add(id)
  return { recalled, chattype: chatType, from, to: target, msg_id: id }
}

function refuseEmpty(name: string): never {
  return refuse(`param ${name} can't be empty`)
}

function refuse(description: string): never {
  throw new VendorError(400, 'message_recall_error', description)
}
