import { envelope, VendorError } from './answer.ts'
import { type Call, isObject, objectBody, param, textOf, textsOf, usernameParam } from './call.ts'
import { assertSize, readExt, readSender, sendToAll } from './messages.ts'
import type { Route } from './router.ts'
import type { Store, TargetType } from './store.ts'

/** How messages were sent before each kind of target had a path of its own; old clients still do. */
export const oldMessageRoutes: readonly Route[] = [
  { method: 'POST', path: '/messages', body: 'json', answer: sendOfAnyType },
  {
    method: 'POST',
    path: '/users/:username/messages',
    body: 'json',
    answer: (call, store) => sendOldest(call, store, { targetType: 'users', target: usernameParam(call) }),
  },
  {
    method: 'POST',
    path: '/groups/:id/messages',
    body: 'json',
    answer: (call, store) => sendOldest(call, store, { targetType: 'chatgroups', target: param(call, 'id') }),
  },
]

const TARGET_TYPES = ['users', 'chatgroups', 'chatrooms'] as const

/** Answers the word success for each target, or with `useMsgId` the ids. Here targets are checked. */
function sendOfAnyType(call: Call, store: Store) {
  const asked = objectBody(call)
  const targetType = TARGET_TYPES.find((known) => known === asked.target_type)
  if (targetType === undefined) {
    refuse("target_type can only be 'users' or 'chatgroups' or 'chatrooms'")
  }
  const given = textsOf(asked.target) ?? []
  if (given.length === 0) refuse('target must be an array of names or ids')
  const targets = targetType === 'users' ? given.map((name) => name.toLowerCase()) : given
  const known = store[targetType === 'chatgroups' ? 'groups' : targetType]
  if (targets.some((target) => !known.has(target))) {
    throw new VendorError(404, 'service_resource_not_found', 'Service resource not found')
  }
  const { type, ...body } = isObject(asked.msg) ? asked.msg : refuse('msg must be provided')
  const message = messageOf(call, asked, {
    targetType,
    type: textOf(type) ?? refuse('type must be provided'),
    body,
  })
  const ids = sendToAll(store, targets, message)
  const useIds = call.query.useMsgId === 'true'
  return envelope(call, {
    data: useIds ? ids : Object.fromEntries(targets.map((target) => [target, 'success'])),
  })
}

interface Addressed {
  readonly targetType: TargetType
  readonly target: string
}

/** One text to one target, which is not checked; the type is spelt out. Answers no id. */
function sendOldest(call: Call, store: Store, { targetType, target }: Addressed) {
  const asked = objectBody(call)
  const { type, ...body } = isObject(asked.msg) ? asked.msg : refuse('msg must be provided')
  if (type !== 'text' || typeof body.msg !== 'string') refuse("type can only be 'text'")
  sendToAll(store, [target], messageOf(call, asked, { targetType, type: 'txt', body }))
  return envelope(call, { data: [{ result_code: 200, result_content: { result: 'ok' } }] })
}

interface Said {
  readonly targetType: TargetType
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
}

function messageOf(call: Call, asked: Readonly<Record<string, unknown>>, said: Said) {
  const ext = readExt(asked)
  assertSize(said.body, ext)
  return { ...said, from: readSender(asked), ext, time: call.now }
}

function refuse(description: string): never {
  throw new VendorError(400, 'illegal_argument', description)
}
