import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { walk } from '../support/pages.ts'

async function world() {
  const harness = await start({ sandbox: { callsPerSecond: 0 } })
  const { superAdmins } = harness.sandbox.store
  superAdmins.clear()
  return { ...harness, superAdmins, users: [...harness.sandbox.store.users.keys()] }
}

const change = (verb: 'add' | 'remove') => `mutation($names: [String!]!) {
  it: ${verb}ChatroomSuperAdmins(usernames: $names) {
    results { username status error { code } user { username } }
    superAdmins(first: 100) { edges { node { username } } }
  }
}`
const of = (username: string) => ({ username, user: { username } })
const done = (username: string) => ({ ...of(username), status: 'DONE', error: null })
const unknown = (username: string) => ({ ...of(username), status: 'FAILED', error: { code: 'NOT_FOUND' } })
const edges = (...usernames: readonly string[]) => ({
  edges: usernames.map((username) => ({ node: { username } })),
})

describe('the super admins of chatrooms', () => {
  it.each([
    { count: 0, first: 20, calls: 1 },
    { count: 250, first: 100, calls: 3 },
    { count: 250, first: 30, calls: 3 },
  ])('are $count, each once, in $calls calls at first: $first', async ({ count, first, calls }) => {
    const { ask, superAdmins, traffic, users } = await world()
    for (const username of users.slice(0, count)) superAdmins.add(username)

    const found = await walk(
      async (page) => {
        const { data, errors } = await ask(
          `query($first: Int, $after: String) { list: chatroomSuperAdmins(first: $first, after: $after) {
            edges { cursor node { username } } pageInfo { hasNextPage endCursor }
          } }`,
          page,
        )
        expect(errors).toBeUndefined()
        return data.list
      },
      () => first,
    )

    expect(found.map(({ node }) => node.username)).toEqual(users.slice(0, count))
    expect(traffic()).toEqual({ 'chatroom-superadmin-list': calls })
  })

  it('are more at once, in the same answer, but for who is not registered', async () => {
    const { ask, superAdmins, traffic } = await world()
    await ask('{ chatroomSuperAdmins { edges { cursor } } }')

    const { data, errors } = await ask(change('add'), { names: ['U0005', 'nobody', 'u0006', 'u0005'] })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done('u0005'), unknown('nobody'), done('u0006')])
    expect(data.it.superAdmins).toEqual(edges('u0005', 'u0006'))
    expect([...superAdmins]).toEqual(['u0005', 'u0006'])
    expect(traffic()).toEqual({ 'chatroom-superadmin-list': 2, 'chatroom-superadmin-add': 3 })
    const { data: after } = await ask('{ chatroomSuperAdmins { edges { node { username } } } }')
    expect(after.chatroomSuperAdmins).toEqual(edges('u0005', 'u0006'))
  })

  it('are not asked for again because somebody registered', async () => {
    const { ask, traffic } = await world()
    await ask('{ chatroomSuperAdmins { edges { cursor } } }')

    await ask('mutation { registerUser(input: { username: "fresh", password: "p" }) { user { username } } }')
    await ask('{ chatroomSuperAdmins { edges { cursor } } }')

    expect(traffic()).toMatchObject({ 'chatroom-superadmin-list': 1 })
  })

  it('are fewer at once, in the same answer, and whoever was none is DONE', async () => {
    const { ask, superAdmins } = await world()
    for (const username of ['u0005', 'u0006']) superAdmins.add(username)
    await ask('{ chatroomSuperAdmins { edges { cursor } } }')

    const { data, errors } = await ask(change('remove'), { names: ['u0005', 'u0007', 'nobody'] })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done('u0005'), done('u0007'), unknown('nobody')])
    expect(data.it.superAdmins).toEqual(edges('u0006'))
    expect([...superAdmins]).toEqual(['u0006'])
  })

  it('are remembered while others register, and not when one of them is deleted', async () => {
    const { ask, superAdmins, traffic } = await world()
    for (const username of ['u0005', 'u0006']) superAdmins.add(username)
    const asked = () => traffic()['chatroom-superadmin-list']
    const query = '{ chatroomSuperAdmins { edges { node { username } } } }'
    await ask(query)

    await ask(
      'mutation { registerUser(input: { username: "newcomer", password: "secret" }) { user { id } } }',
    )
    await ask(query)
    expect(asked()).toBe(1)

    await ask('mutation { deleteUsers(usernames: ["u0005"]) { results { status } } }')
    const { data } = await ask(query)
    expect(asked()).toBe(2)
    expect(data.chatroomSuperAdmins).toEqual(edges('u0006'))
  })

  it.each(['add', 'remove'] as const)('are not asked of the service to %s with bad names', async (verb) => {
    const { ask, calls } = await world()
    for (const { names, argument } of [
      { names: [], argument: 'usernames' },
      { names: ['u0001', 'a,b'], argument: 'usernames[1]' },
    ]) {
      const { errors } = await ask(change(verb), { names })
      expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'BAD_USER_INPUT', argument } }])
    }
    expect(calls()).toEqual([])
  })
})
