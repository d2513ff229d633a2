import { short, VendorError } from './answer.ts'
import { type Call, isObject, objectBody, textsOf, usernameParam } from './call.ts'
import { chatroomKind } from './chatrooms.ts'
import { gatheringOf } from './gatherings.ts'
import type { Route } from './router.ts'
import type { Gathering, Store } from './store.ts'

const path = '/metadata/chatroom/:id/user/:username'

/** The metadata service of chatrooms. Writes are made in a member's name, and answer key by key. */
export const roomAttributeRoutes: readonly Route[] = [
  { method: 'POST', path: '/metadata/chatroom/:id', body: 'json', answer: getAttributes },
  ...[false, true].flatMap((forced): readonly Route[] => {
    const place = forced ? `${path}/forced` : path
    return [
      { method: 'PUT', path: place, body: 'json', answer: (call, store) => set({ forced, call, store }) },
      {
        method: 'DELETE',
        path: place,
        body: 'json',
        answer: (call, store) => remove({ forced, call, store }),
      },
    ]
  }),
]

const MOST_KEYS = 10
const MOST_KEYS_OF_A_ROOM = 100
const LONGEST_KEY = 128
const LONGEST_VALUE = 4096
/** May force without being in the chatroom: the name that the application itself acts under. */
const APPLICATION = 'admin'

/** Without keys all of them; a key that is not set is left out. */
function getAttributes(call: Call, store: Store) {
  const { attributes } = gatheringOf(chatroomKind, call, store)
  const keys = textsOf(objectBody(call, 'metadata_error').keys ?? [])
  const pairs = [...attributes].filter(([key]) => !keys?.length || keys.includes(key))
  return short(call, Object.fromEntries(pairs.map(([key, { value }]) => [key, value])))
}

interface Write {
  readonly forced: boolean
  readonly call: Call
  readonly store: Store
}

function set(write: Write) {
  const { room, username } = actorOf(write)
  const { metaData, autoDelete = 'DELETE' } = objectBody(write.call, 'metadata_error')
  if (autoDelete !== 'DELETE' && autoDelete !== 'NO_DELETE') {
    throw new VendorError(400, 'metadata_error', 'others are not allowed to be set')
  }
  const sent = new Map(
    Object.entries(isObject(metaData) ? metaData : {}).map(([key, value]) => [key, String(value)]),
  )
  return answerByKey(write.call, [...sent.keys()], (key) => {
    const value = sent.get(key) ?? ''
    const fault = faultOfPair(room, key, value) ?? faultOfOwner(room, key, username, write.forced)
    if (fault !== undefined) return fault
    room.attributes.set(key, { value, owner: username, autoDelete: autoDelete === 'DELETE' })
    return undefined
  })
}

function remove(write: Write) {
  const { room, username } = actorOf(write)
  const keys = textsOf(objectBody(write.call, 'metadata_error').keys) ?? []
  return answerByKey(write.call, [...new Set(keys)], (key) => {
    if (!room.attributes.has(key)) return `properties key '${key}' is not found`
    const fault = faultOfOwner(room, key, username, write.forced)
    if (fault !== undefined) return fault
    room.attributes.delete(key)
    return undefined
  })
}

/** The 401 here is not about the token. */
function actorOf({ forced, call, store }: Write) {
  const room = gatheringOf(chatroomKind, call, store)
  const username = usernameParam(call)
  if (!room.members.has(username) && !(forced && username === APPLICATION)) {
    throw new VendorError(401, 'MetadataException', 'user is not in chatroom')
  }
  return { room, username }
}

/** HTTP 200 even if every key failed; `change` answers why one did. */
function answerByKey(call: Call, keys: readonly string[], change: (key: string) => string | undefined) {
  if (keys.length > MOST_KEYS) throw new VendorError(400, '', `exceed allowed batch size ${MOST_KEYS}`)
  if (keys.length === 0) throw new VendorError(400, 'metadata_error', 'keys must not be empty')
  const results = keys.map((key) => ({ key, fault: change(key) }))
  const successKeys = results.filter(({ fault }) => fault === undefined).map(({ key }) => key)
  const failures = results.flatMap(({ key, fault }) => (fault === undefined ? [] : [[key, fault] as const]))
  return short(call, { successKeys, errorKeys: Object.fromEntries(failures) })
}

function faultOfPair({ attributes }: Gathering, key: string, value: string): string | undefined {
  if (key.length > LONGEST_KEY) return `properties key '${key}' is exceeding maximum limit ${LONGEST_KEY}`
  if (!/^[A-Za-z0-9_.-]+$/.test(key)) return `properties key '${key}' is not legal`
  if (value.length > LONGEST_VALUE) {
    return `properties value of key '${key}' is exceeding maximum limit ${LONGEST_VALUE}`
  }
  if (attributes.has(key) || attributes.size < MOST_KEYS_OF_A_ROOM) return undefined
  return `properties of chatroom are exceeding maximum limit ${MOST_KEYS_OF_A_ROOM}`
}

function faultOfOwner({ attributes }: Gathering, key: string, username: string, forced: boolean) {
  const owner = attributes.get(key)?.owner
  if (forced || owner === undefined || owner === username) return undefined
  return `properties key '${key}' belongs to another user`
}
