import { short, VendorError } from './answer.ts'
import { type Call, isObject, objectBody, textsOf, usernameParam, usernamesOf } from './call.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

/** The metadata service of users. It never checks that a user exists. */
export const attributeRoutes: readonly Route[] = [
  { method: 'GET', path: '/metadata/user/capacity', answer: getCapacity },
  { method: 'POST', path: '/metadata/user/get', body: 'json', answer: getAttributesOfMany },
  { method: 'PUT', path: '/metadata/user/:username', body: 'form', answer: setAttributes },
  { method: 'GET', path: '/metadata/user/:username', answer: getAttributes },
  { method: 'DELETE', path: '/metadata/user/:username', answer: deleteAttributes },
]

const MOST_TARGETS = 100
const MOST_BYTES = 2048

type Attributes = ReadonlyMap<string, string>

/** Sets the keys that are sent and leaves the others. */
function setAttributes(call: Call, store: Store) {
  const username = usernameParam(call)
  const sent = Object.entries(isObject(call.body) ? call.body : {}).map(
    ([key, value]) => [key, String(value)] as const,
  )
  const attributes = new Map([...(store.attributes.get(username) ?? []), ...sent])
  if (bytesOf(attributes) > MOST_BYTES) {
    throw new VendorError(403, 'FORBIDDEN', `user metadata exceeds the limit of ${MOST_BYTES} bytes`)
  }
  store.attributes.set(username, attributes)
  return short(call, Object.fromEntries(sent))
}

function getAttributes(call: Call, store: Store) {
  return short(call, Object.fromEntries(store.attributes.get(usernameParam(call)) ?? []))
}

/** Keyed by name; a user without attributes, and an unknown one, has an empty object. Only listed properties come. */
function getAttributesOfMany(call: Call, store: Store) {
  const { targets, properties } = objectBody(call, 'BAD_REQUEST')
  const usernames = usernamesOf(targets)
  const keys = textsOf(properties)
  if (!usernames?.length) throw new VendorError(400, 'BAD_REQUEST', 'targets must not be empty')
  if (!keys?.length) throw new VendorError(400, 'BAD_REQUEST', 'properties must not be empty')
  if (usernames.length > MOST_TARGETS) {
    throw new VendorError(400, 'BAD_REQUEST', `exceed allowed batch size ${MOST_TARGETS}`)
  }
  const rows = usernames.map((username) => [username, pick(store.attributes.get(username), keys)])
  return short(call, Object.fromEntries(rows))
}

function deleteAttributes(call: Call, store: Store) {
  store.attributes.delete(usernameParam(call))
  return short(call, true)
}

function getCapacity(call: Call, store: Store) {
  return short(
    call,
    [...store.attributes.values()].map(bytesOf).reduce((sum, bytes) => sum + bytes, 0),
  )
}

function pick(attributes: Attributes | undefined, keys: readonly string[]): Readonly<Record<string, string>> {
  const pairs = keys.flatMap((key) => {
    const value = attributes?.get(key)
    return value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(pairs)
}

function bytesOf(attributes: Attributes): number {
  let bytes = 0
  for (const [key, value] of attributes) bytes += Buffer.byteLength(key) + Buffer.byteLength(value)
  return bytes
}
