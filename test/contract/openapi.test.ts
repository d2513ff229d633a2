import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { routes } from '../../src/sandbox/routes.ts'
import { loadContract } from '../../src/upstream/contract.ts'
import { type Asking, at, type Client, manyNames, openSandbox } from '../sandbox/client.ts'

const contract = loadContract()

/** Documents of the vendor contradict each other about this path; a switch of the sandbox plays the other one. */
const OTHER_READING = 'DELETE /threads/{}/users'

/** In `sources/` these tag what a write clears. */
const NOT_OPERATIONS = ['joined-chatrooms', 'joined-groups', 'group-mute-list']

interface Step extends Asking {
  readonly id: string
  readonly path: string
}

/** One call of each operation that this server makes. G and R stand for the id of a group and of a chatroom. */
const TOUR: readonly Step[] = [
  {
    id: 'token-app',
    path: '/token',
    json: {
      grant_type: 'client_credentials',
      client_id: 'demo-client-id',
      client_secret: 'demo-client-secret',
    },
  },
  { id: 'user-register', path: '/users', json: { username: 'new-one', password: 'secret' } },
  { id: 'user-get', path: '/users/new-one' },
  { id: 'user-list', path: '/users?limit=3' },
  { id: 'user-status-batch', path: '/users/batch/status', json: { usernames: ['u0001', 'nobody'] } },
  { id: 'user-attr-set', path: '/metadata/user/u0001', form: { nickname: 'Lin' } },
  { id: 'user-attr-get', path: '/metadata/user/u0001' },
  {
    id: 'user-attr-batch-get',
    path: '/metadata/user/get',
    json: { targets: ['u0001', 'nobody'], properties: ['nickname'] },
  },
  { id: 'contact-list-paged', path: '/user/u0001/contacts?limit=2&needReturnRemark=true' },
  {
    id: 'group-create',
    path: '/chatgroups',
    json: { groupname: 'New', description: 'D', public: true, owner: 'u0001', members: ['u0002'] },
  },
  { id: 'group-list', path: '/chatgroups?limit=2' },
  { id: 'group-joined', path: '/chatgroups/user/u0001?pagenum=0&pagesize=2' },
  { id: 'group-is-joined', path: '/chatgroups/G/user/u0001/is_joined' },
  { id: 'group-get', path: '/chatgroups/G' },
  { id: 'group-update', path: '/chatgroups/G', json: { groupname: 'Renamed' } },
  { id: 'group-member-list', path: '/chatgroups/G/users?pagenum=1&pagesize=2' },
  { id: 'group-member-add-batch', path: '/chatgroups/G/users', json: { usernames: ['new-one', 'u0100'] } },
  { id: 'group-member-remove', path: '/chatgroups/G/users/new-one,u0100' },
  {
    id: 'chatroom-create',
    path: '/chatrooms',
    json: { name: 'New', description: 'D', owner: 'u0001', members: ['u0002'] },
  },
  { id: 'chatroom-list', path: '/chatrooms?limit=2' },
  { id: 'chatroom-joined', path: '/users/u0001/joined_chatrooms?pagenum=1&pagesize=2' },
  { id: 'chatroom-get', path: '/chatrooms/R' },
  { id: 'chatroom-update', path: '/chatrooms/R', json: { name: 'Renamed' } },
  { id: 'chatroom-member-list', path: '/chatrooms/R/users?pagenum=1&pagesize=2' },
  { id: 'chatroom-member-add-batch', path: '/chatrooms/R/users', json: { usernames: ['new-one', 'u0100'] } },
  { id: 'chatroom-member-remove', path: '/chatrooms/R/users/new-one,u0100' },
  { id: 'message-send-users', path: '/messages/users', json: messageTo(['u0001']) },
  { id: 'message-send-groups', path: '/messages/chatgroups', json: messageTo(['G']) },
  { id: 'message-send-rooms', path: '/messages/chatrooms', json: messageTo(['R']) },
  { id: 'group-delete', path: '/chatgroups/G' },
  { id: 'chatroom-delete', path: '/chatrooms/R' },
]

/** A call on so many keys, of each operation that takes several. */
const BATCHES: readonly {
  readonly id: string
  readonly of: (count: number, world: World) => Omit<Step, 'id'>
}[] = [
  {
    id: 'user-register',
    of: (count) => ({
      path: '/users',
      json: manyNames(count, 1000).map((username) => ({ username, password: 'secret' })),
    }),
  },
  {
    id: 'user-status-batch',
    of: (count) => ({ path: '/users/batch/status', json: { usernames: manyNames(count) } }),
  },
  {
    id: 'user-attr-batch-get',
    of: (count) => ({
      path: '/metadata/user/get',
      json: { targets: manyNames(count), properties: ['nickname'] },
    }),
  },
  { id: 'group-get', of: (count, { groups }) => ({ path: `/chatgroups/${groups.slice(0, count)}` }) },
  { id: 'chatroom-get', of: (count, { rooms }) => ({ path: `/chatrooms/${rooms.slice(0, count)}` }) },
  {
    id: 'group-member-add-batch',
    of: (count) => ({ path: '/chatgroups/G/users', json: { usernames: manyNames(count, 20) } }),
  },
  {
    id: 'chatroom-member-add-batch',
    of: (count) => ({ path: '/chatrooms/R/users', json: { usernames: manyNames(count, 20) } }),
  },
  { id: 'group-member-remove', of: (count) => ({ path: `/chatgroups/G/users/${manyNames(count, 2)}` }) },
  { id: 'chatroom-member-remove', of: (count) => ({ path: `/chatrooms/R/users/${manyNames(count, 2)}` }) },
  {
    id: 'message-send-users',
    of: (count) => ({ path: '/messages/users', json: messageTo(manyNames(count)) }),
  },
  {
    id: 'message-send-groups',
    of: (count, { groups }) => ({ path: '/messages/chatgroups', json: messageTo(groups.slice(0, count)) }),
  },
  {
    id: 'message-send-rooms',
    of: (count, { rooms }) => ({ path: '/messages/chatrooms', json: messageTo(rooms.slice(0, count)) }),
  },
]

describe('the contract with the service', () => {
  it('knows every operation that the sources name', () => {
    expect(namedInSources().filter((id) => !isKnown(id))).toEqual([])
  })

  it('knows every call that the sandbox plays', () => {
    const shape = (path: string) => path.replaceAll(/:\w+|\{\w+\}/g, '{}')
    const calls = contract.operations().map(({ method, path }) => `${method} ${shape(path)}`)
    const known = new Set([...calls, OTHER_READING])
    expect(
      routes.map(({ method, path }) => `${method} ${shape(path)}`).filter((one) => !known.has(one)),
    ).toEqual([])
  })
})

describe('what the sandbox answers to this server', () => {
  it('fits the contract, operation by operation', async () => {
    const world = await openWorld()
    const faults: Record<string, unknown> = {}
    for (const step of TOUR) {
      const { status, body } = await world.call(step)
      const fault = contract.operation(step.id).faultOf(body)
      if (status !== 200 || fault !== null) faults[step.id] = { status, fault, body }
    }
    expect(faults).toEqual({})
  })

  it('is looked at for every operation that the sources name', () => {
    const toured = new Set(TOUR.map(({ id }) => id))
    expect(namedInSources().filter((id) => !toured.has(id))).toEqual([])
  })
})

describe('a batch', () => {
  it.each(BATCHES)('of $id may be as large as the contract says, and no larger', async ({ id, of }) => {
    const most = contract.operation(id).batchMax
    const world = await openWorld()
    const tooLarge = await world.call({ id, ...of(most + 1, world) })
    const largest = await world.call({ id, ...of(most, world) })
    expect([largest.status, tooLarge.status]).toEqual([200, 400])
  })

  it('is looked at for every operation of the sources that takes several keys', () => {
    const batched = new Set(BATCHES.map(({ id }) => id))
    const several = namedInSources().filter((id) => contract.operation(id).batchMax > 1)
    expect(several.filter((id) => !batched.has(id))).toEqual([])
  })
})

interface World {
  readonly groups: readonly string[]
  readonly rooms: readonly string[]
  call(step: Step): ReturnType<Client['ask']>
}

/** As many groups and rooms as a batch can name, and one more; u0002 to u0065 are members of the first of each. */
async function openWorld(): Promise<World> {
  const { sandbox, ask } = await openSandbox({
    seed: { users: 120, groups: 101, groupMembers: 2, chatrooms: 101, chatroomMembers: 2 },
  })
  const members = manyNames(64, 2)
  const made = { owner: 'u0001', members, description: 'D' }
  const group = await ask('POST', '/chatgroups', { json: { ...made, groupname: 'G', public: true } })
  const room = await ask('POST', '/chatrooms', { json: { ...made, name: 'R' } })
  const ids = { G: String(at(group.body, 'data', 'groupid')), R: String(at(room.body, 'data', 'id')) }
  const real = (text: string) =>
    text.replaceAll(/(?<=\/|")[GR](?=\/|"|$)/g, (letter) => (letter === 'G' ? ids.G : ids.R))
  return {
    groups: [...sandbox.store.groups.keys()],
    rooms: [...sandbox.store.chatrooms.keys()],
    call({ id, path, json, ...rest }) {
      const body = json === undefined ? {} : { json: JSON.parse(real(JSON.stringify(json))) }
      return ask(contract.operation(id).method, real(path), { ...rest, ...body })
    },
  }
}

function messageTo(to: readonly string[]) {
  return { from: 'u0001', to, type: 'txt', body: { msg: 'hello' } }
}

function isKnown(id: string): boolean {
  return contract.operations().some((operation) => operation.id === id)
}

/** What looks like the id of an operation, in `sources/` and where the token is fetched. */
function namedInSources(): string[] {
  const folder = new URL('../../src/sources/', import.meta.url)
  const files = [
    ...readdirSync(folder).map((name) => new URL(name, folder)),
    new URL('../upstream/upstream.ts', folder),
  ]
  const found = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)])
  return [...new Set(found.map(([, id = '']) => id))].filter((id) => !NOT_OPERATIONS.includes(id)).sort()
}
