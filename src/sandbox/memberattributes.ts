import { short, VendorError } from './answer.ts'
import { type Call, isObject, objectBody, textOf, textsOf, usernameParam, usernamesOf } from './call.ts'
import { gatheringOf } from './gatherings.ts'
import { groupKind } from './groups.ts'
import type { Route } from './router.ts'
import type { Gathering, Store } from './store.ts'

/** The metadata service of group members: attributes that hold in one group only. */
export const memberAttributeRoutes: readonly Route[] = [
  { method: 'PUT', path: '/metadata/chatgroup/:id/user/:username', body: 'json', answer: setAttributes },
  { method: 'GET', path: '/metadata/chatgroup/:id/user/:username', answer: getAttributes },
  { method: 'POST', path: '/metadata/chatgroup/:id/get', body: 'json', answer: getAttributesOfMany },
  { method: 'PUT', path: '/metadata/chatgroup/:id/users/batch', body: 'json', answer: setAttributesOfMany },
]

const MOST_READ = 10
const MOST_WRITTEN = 20
const MOST_KEY_BYTES = 16
const MOST_VALUE_BYTES = 512
const MOST_BYTES = 4096

type Pairs = Readonly<Record<string, string>>

/** Sets the keys that are sent and leaves the others; an empty value deletes. */
function setAttributes(call: Call, store: Store) {
  const group = gatheringOf(groupKind, call, store)
  const username = memberOf(group, usernameParam(call))
  const sent = pairsOf(objectBody(call, 'metadata_error').metaData)
  const fault = change(group, username, sent)
  if (fault !== undefined) throw refusal(400, fault)
  return short(call, sent)
}

function getAttributes(call: Call, store: Store) {
  const group = gatheringOf(groupKind, call, store)
  return short(call, attributesOf(group, memberOf(group, usernameParam(call))))
}

/** No properties means all of them. Who is not in the group is left out. */
function getAttributesOfMany(call: Call, store: Store) {
  const group = gatheringOf(groupKind, call, store)
  const { targets, properties } = objectBody(call, 'metadata_error')
  const usernames = usernamesOf(targets) ?? []
  if (usernames.length === 0) throw refusal(400, 'targets must not be empty')
  if (usernames.length > MOST_READ) throw refusal(400, 'query param reaches limit.')
  const keys = textsOf(properties ?? [])
  const rows = usernames
    .filter((username) => group.members.has(username))
    .map((username) => {
      const pairs = Object.entries(attributesOf(group, username))
      return [username, Object.fromEntries(pairs.filter(([key]) => !keys?.length || keys.includes(key)))]
    })
  return short(call, Object.fromEntries(rows))
}

/** A stranger among the names fails the call; attributes that are too long fail only their member. */
function setAttributesOfMany(call: Call, store: Store) {
  const group = gatheringOf(groupKind, call, store)
  const rows = (Array.isArray(call.body) ? call.body : []).map(rowOf)
  if (rows.length === 0) throw refusal(400, 'request body must be a list of members')
  if (rows.length > MOST_WRITTEN) throw refusal(400, 'request body reaches limit.')
  const strangers = rows.map(({ username }) => username).filter((username) => !group.members.has(username))
  if (strangers.length > 0) throw refusal(400, `Some users are not in the group: ${strangers.join(',')}`)

  const results = rows.map((row) => ({ row, fault: change(group, row.username, row.metadata) }))
  const answered = (failed: boolean) =>
    results.filter(({ fault }) => (fault !== undefined) === failed).map(({ row }) => row)
  // The keys end in a colon, as documents print them.
  return short(call, { 'updateMetadataFailed:': answered(true), 'updateMetadataSucceeded:': answered(false) })
}

/** Answers why nothing was changed; nothing means that all was. */
function change({ memberAttributes }: Gathering, username: string, sent: Pairs): string | undefined {
  for (const [key, value] of Object.entries(sent)) {
    if (Buffer.byteLength(key) > MOST_KEY_BYTES) return 'exceeds chatgroup user metadata single key limit'
    if (Buffer.byteLength(value) > MOST_VALUE_BYTES)
      return 'exceeds chatgroup user metadata single value limit'
  }
  const changed = new Map([...(memberAttributes.get(username) ?? []), ...Object.entries(sent)])
  for (const [key, value] of changed) if (value === '') changed.delete(key)
  if (Buffer.byteLength([...changed].flat().join('')) > MOST_BYTES) {
    return 'exceeds chatgroup user metadata total limit'
  }
  memberAttributes.set(username, changed)
  return undefined
}

function attributesOf({ memberAttributes }: Gathering, username: string): Pairs {
  return Object.fromEntries(memberAttributes.get(username) ?? [])
}

function memberOf({ members }: Gathering, username: string): string {
  if (members.has(username)) return username
  throw new VendorError(404, 'MetadataException', 'user not in group')
}

function rowOf(row: unknown): { readonly username: string; readonly metadata: Pairs } {
  const { username, metadata } = isObject(row) ? row : {}
  return { username: textOf(username)?.toLowerCase() ?? '', metadata: pairsOf(metadata) }
}

function pairsOf(value: unknown): Pairs {
  if (!isObject(value)) throw refusal(400, 'metadata must be a JSON object')
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, String(inner)]))
}

function refusal(status: number, description: string): VendorError {
  return new VendorError(status, 'metadata_error', description)
}
