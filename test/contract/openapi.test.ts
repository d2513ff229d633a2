import { describe, expect, it } from 'vitest'
import { routes } from '../../src/sandbox/routes.ts'
import { type Asking, at, manyNames, openSandbox } from '../sandbox/client.ts'
import { readContract, sharedContract } from '../support/contract.ts'
import { shapeOf } from '../support/coverage.ts'

const contract = sharedContract()
const { uses, replaced, later } = readContract()

/** A call on so many keys. G, R and T stand for the ids of a group, a chatroom and a thread in the group. */
interface Batch extends Asking {
  readonly path: string
}

type Keys = (count: number, world: World) => Batch

const named = (path: string, field: string, first = 1, more: object = {}): Keys => {
  return (count) => ({ path, json: { ...more, [field]: manyNames(count, first) } })
}

/** Members of G and R are u0001 to u0105; beyond them are strangers. */
const FIRST_STRANGER = 106

const ofMembers = (root: string): Readonly<Record<string, Keys>> => ({
  'member-add-batch': named(`${root}/users`, 'usernames', FIRST_STRANGER),
  'member-remove-batch': (count) => ({ path: `${root}/users/${manyNames(count, 2)}` }),
  'block-add-batch': named(`${root}/blocks/users`, 'usernames', 2),
  'block-remove-batch': (count) => ({ path: `${root}/blocks/users/${manyNames(count, 2)}` }),
  'white-add-batch': named(`${root}/white/users`, 'usernames', 2),
  'white-remove': (count) => ({ path: `${root}/white/users/${manyNames(count, 2)}` }),
  'mute-add': named(`${root}/mute`, 'usernames', 2, { mute_duration: 60_000 }),
  'mute-remove': (count) => ({ path: `${root}/mute/${manyNames(count, 2)}` }),
})

const manyIds = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1))
const textTo = (to: readonly string[]) => ({ from: 'u0001', to, type: 'txt', body: { msg: 'hello' } })
const attributes = (count: number) => Object.fromEntries(manyNames(count).map((name) => [name, 'v']))
const ROOM_ATTRIBUTES = '/metadata/chatroom/R/user/u0001'

/** No document says how many this one takes: the contract is careful, and the sandbox takes all that the list holds. */
const NOT_DOCUMENTED = 'user-block-add'

/** Of each operation that takes several keys in one call. */
const BATCHES: Readonly<Record<string, Keys>> = {
  'user-register-batch': (count) => ({
    path: '/users',
    json: manyNames(count, 1000).map((username) => ({ username, password: 'secret' })),
  }),
  'user-status-batch': named('/users/batch/status', 'usernames'),
  'user-attr-batch-get': named('/metadata/user/get', 'targets', 1, { properties: ['nickname'] }),
  'contact-import': named('/users/u0001/contacts/import', 'usernames', 2),
  'contact-check': named('/contacts/check', 'check_list', 2, { username: 'u0001' }),
  'user-block-add': named('/users/u0001/blocks/users', 'usernames', 2),
  'push-nickname-batch-set': (count) => ({
    path: '/push/nickname',
    json: manyNames(count).map((username) => ({ username, push_nickname: 'n' })),
  }),
  'presence-subscribe': named('/users/u0001/presence/600', 'usernames', 2),
  'presence-batch-get': named('/users/u0001/presence', 'usernames', 2),
  'presence-unsubscribe': (count) => ({ path: '/users/u0001/presence', json: manyNames(count, 2) }),
  'message-send-users': (count) => ({ path: '/messages/users', json: textTo(manyNames(count)) }),
  'message-send-groups': (count, { groups }) => ({
    path: '/messages/chatgroups',
    json: textTo(groups.slice(0, count)),
  }),
  'message-send-rooms': (count, { rooms }) => ({
    path: '/messages/chatrooms',
    json: textTo(rooms.slice(0, count)),
  }),
  'message-send-group-targeted': (count, { groups }) => ({
    path: '/messages/chatgroups/users',
    json: { ...textTo(groups.slice(0, 1)), users: manyNames(count) },
  }),
  'message-send-room-targeted': (count, { rooms }) => ({
    path: '/messages/chatrooms/users',
    json: { ...textTo(rooms.slice(0, 1)), users: manyNames(count) },
  }),
  'message-recall-batch': (count) => ({
    path: '/messages/batch_recall',
    json: { msgs: manyIds(count).map((msg_id) => ({ msg_id, to: 'u0002', chat_type: 'chat', force: true })) },
  }),
  'roaming-delete-user-ids': (count) => ({
    path: `/rest/message/roaming/chat/user/u0001?userId=u0002&msgIdList=${manyIds(count)}`,
  }),
  'roaming-delete-group-ids': (count) => ({
    path: `/rest/message/roaming/group/user/u0001?groupId=1&msgIdList=${manyIds(count)}`,
  }),
  'reaction-batch-get': (count) => ({
    path: `/reaction/user/u0001?msgType=chat&msgIdList=${manyIds(count)}`,
  }),
  'group-get': (count, { groups }) => ({ path: `/chatgroups/${groups.slice(0, count)}` }),
  'chatroom-get': (count, { rooms }) => ({ path: `/chatrooms/${rooms.slice(0, count)}` }),
  ...prefixed('group', ofMembers('/chatgroups/G')),
  ...prefixed('chatroom', ofMembers('/chatrooms/R')),
  'group-member-attr-batch-get': named('/metadata/chatgroup/G/get', 'targets', 2),
  'group-member-attr-batch-set': (count) => ({
    path: '/metadata/chatgroup/G/users/batch',
    json: manyNames(count, 2).map((username) => ({ username, metadata: { k: 'v' } })),
  }),
  'thread-member-add-batch': named('/thread/T/users', 'usernames', 2),
  'thread-member-remove-batch': named('/thread/T/users', 'usernames', 2),
  'chatroom-attr-set': (count) => ({ path: ROOM_ATTRIBUTES, json: { metaData: attributes(count) } }),
  'chatroom-attr-delete': named(ROOM_ATTRIBUTES, 'keys'),
  'chatroom-attr-set-forced': (count) => ({
    path: `${ROOM_ATTRIBUTES}/forced`,
    json: { metaData: attributes(count) },
  }),
  'chatroom-attr-delete-forced': named(`${ROOM_ATTRIBUTES}/forced`, 'keys'),
}

describe('the contract with the service', () => {
  it('knows every call that the sandbox plays', () => {
    const known = new Set(uses.map(({ method, path }) => shapeOf(method, path)))
    const played = routes.map(({ method, path }) => shapeOf(method, path))
    expect(played.filter((call) => !known.has(call))).toEqual([])
  })
})

describe('a batch', () => {
  it.each(Object.entries(BATCHES))(
    'of %s may be as large as the contract says, and no larger',
    async (id, keys) => {
      const { method, batchMax } = contract.operation(id)
      const world = await openWorld()
      const tooLarge = await world.call(method, keys(batchMax + 1, world))
      const largest = await world.call(method, keys(batchMax, world))
      expect([largest.status, tooLarge.status]).toEqual([200, id === NOT_DOCUMENTED ? 200 : 400])
    },
  )

  it('is looked at for every operation that takes several keys, and that is offered', () => {
    const notCalled = new Set([...Object.keys(replaced), ...later.flatMap(({ ids }) => ids)])
    const several = uses.filter(
      ({ id, keys, otherPathOf }) => keys !== undefined && otherPathOf === undefined && !notCalled.has(id),
    )
    expect(Object.keys(BATCHES).sort()).toEqual(several.map(({ id }) => id).sort())
  })
})

interface World {
  readonly groups: readonly string[]
  readonly rooms: readonly string[]
  call(method: string, batch: Batch): Promise<{ readonly status: number }>
}

/** As many groups and rooms as a batch can name, and one more. */
async function openWorld(): Promise<World> {
  const { sandbox, ask } = await openSandbox({
    seed: { users: 180, groups: 101, groupMembers: 2, chatrooms: 101, chatroomMembers: 2, contacts: 0 },
  })
  const members = manyNames(FIRST_STRANGER - 2, 2)
  const made = { owner: 'u0001', members, description: 'D' }
  const group = await ask('POST', '/chatgroups', { json: { ...made, groupname: 'G', public: true } })
  const room = await ask('POST', '/chatrooms', { json: { ...made, name: 'R' } })
  const G = String(at(group.body, 'data', 'groupid'))
  const sent = await ask('POST', '/messages/chatgroups', { json: textTo([G]) })
  const onMessage = { group_id: G, name: 'T', owner: 'u0001', msg_id: String(at(sent.body, 'data', G)) }
  const thread = await ask('POST', '/thread', { json: onMessage })
  const ids = new Map([
    ['G', G],
    ['R', String(at(room.body, 'data', 'id'))],
    ['T', String(at(thread.body, 'data', 'thread_id'))],
  ])
  return {
    groups: [...sandbox.store.groups.keys()],
    rooms: [...sandbox.store.chatrooms.keys()],
    call: (method, { path, ...asking }) =>
      ask(
        method,
        path.replace(/(?<=\/)[GRT](?=\/|$)/, (letter) => ids.get(letter) ?? letter),
        asking,
      ),
  }
}

function prefixed(prefix: string, batches: Readonly<Record<string, Keys>>): Readonly<Record<string, Keys>> {
  return Object.fromEntries(Object.entries(batches).map(([name, keys]) => [`${prefix}-${name}`, keys]))
}
