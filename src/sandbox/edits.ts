import { envelope, VendorError } from './answer.ts'
import { type Call, isObject, objectBody, param, textOf } from './call.ts'
import { findMessage } from './conversations.ts'
import { assertSize, readExt } from './messages.ts'
import type { Route } from './router.ts'
import type { SentMessage, Store } from './store.ts'

export const editRoutes: readonly Route[] = [
  { method: 'PUT', path: '/messages/rewrite/:id', body: 'json', answer: edit },
]

const MOST_EDITS = 10

/** Only who sent it may, where the call says who does it. */
function edit(call: Call, store: Store) {
  if (!call.application.editingOpen) throw refusal(403, 'The message rewrite feature is not open.')
  const { user, new_msg, new_ext, is_combine_ext } = objectBody(call, 'invalid_request_body')
  const message = findMessage(store, param(call, 'id'))
  if (message === undefined) throw refusal(404, 'The message is unavailable or has expired.')
  const { type, ...body } = readNew(new_msg)
  if (type !== message.type) throw refusal(400, `The message is not of the type ${type}.`)
  const editor = textOf(user)?.toLowerCase()
  if (editor !== undefined && editor !== message.from) {
    throw refusal(401, 'You are not authorized to edit this message.')
  }
  const edits = store.acts.edits.get(message.id) ?? 0
  if (edits >= MOST_EDITS) throw refusal(403, 'The message has reached its edit limit.')
  const given = readExt({ ext: new_ext })
  const kept = is_combine_ext === false ? {} : message.ext
  const ext = given === undefined ? message.ext : { ...kept, ...given }
  assertSize(body, ext)
  store.acts.edits.set(message.id, edits + 1)
  replace(store, { ...message, body, ext })
  return envelope(call, { path: call.rawPath, entities: undefined, data: 'success' })
}

function readNew(value: unknown): Readonly<Record<string, unknown>> & { readonly type: string } {
  const asked = isObject(value) ? value : {}
  const { type } = asked
  const isText = type === 'txt' && textOf(asked.msg) !== undefined
  if (isText || (type === 'custom' && (asked.customExts === undefined || isObject(asked.customExts)))) {
    return { ...asked, type }
  }
  throw new VendorError(400, 'illegal_argument', 'new_msg must be a text or custom message')
}

function replace({ messages }: Store, edited: SentMessage): void {
  messages[messages.findIndex(({ id }) => id === edited.id)] = edited
}

function refusal(status: number, description: string): VendorError {
  return new VendorError(status, 'message_rewrite_error', description)
}
