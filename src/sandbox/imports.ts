import { envelope, VendorError } from './answer.ts'
import { type Call, objectBody, textOf } from './call.ts'
import { readMessage } from './messages.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

/** One message a call, said at whatever time the call says. Neither sender nor target is checked. */
export const importRoutes: readonly Route[] = [importRoute('users'), importRoute('chatgroups')]

function importRoute(targetType: 'users' | 'chatgroups'): Route {
  return {
    method: 'POST',
    path: `/messages/${targetType}/import`,
    body: 'json',
    answer: (call, store) => importMessage(call, store, targetType),
  }
}

function importMessage(call: Call, store: Store, targetType: 'users' | 'chatgroups') {
  const asked = objectBody(call, 'invalid_request_body')
  if (textOf(asked.from) === undefined) refuse("from can't be empty")
  const target = textOf(asked.target) ?? refuse("target can't be empty")
  const message = readMessage(asked)
  const time = asked.msg_timestamp ?? call.now
  if (typeof time !== 'number' || !Number.isSafeInteger(time)) refuse('msg_timestamp is illegal')
  const id = store.nextMessageId()
  const named = targetType === 'users' ? target.toLowerCase() : target
  store.messages.push({ id, targetType, target: named, ...message, time })
  // The documents show the path of single users in both.
  return envelope(call, { path: '/messages/users/import', data: { msg_id: id } })
}

function refuse(description: string): never {
  throw new VendorError(400, 'illegal_argument', description)
}
