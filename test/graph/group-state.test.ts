import { describe, expect, it } from 'vitest'
import { addUser } from '../../src/sandbox/store.ts'
import { type HarnessOptions, start } from '../support/harness.ts'

const id = '200000000000001'
const LARGE = '209999999999999'

async function world(options: HarnessOptions = {}) {
  const harness = await start(options)
  const group = harness.sandbox.store.groups.get(id)
  if (group === undefined) throw new Error('the sandbox has no such group')
  return { ...harness, group }
}

describe('setGroupDisabled', () => {
  const change = (isDisabled: boolean) =>
    `mutation { setGroupDisabled(groupId: "${id}", isDisabled: ${isDisabled}) { group { isDisabled name } } }`

  it('switches a group off and on again, and shows it', async () => {
    const { ask, group } = await world()
    for (const isDisabled of [true, true, false]) {
      const { data, errors } = await ask(change(isDisabled))
      expect(errors).toBeUndefined()
      expect(data.setGroupDisabled).toEqual({ group: { isDisabled, name: group.name } })
      expect(group.disabled).toBe(isDisabled)
    }
  })

  it('makes stale what lists of groups told of it', async () => {
    const { ask, group } = await world()
    const list = `{ user(username: "${group.owner}") { groups(first: 100) { edges { node { groupId isDisabled } } } } }`
    const flags = async () =>
      (await ask(list)).data.user.groups.edges.map(({ node }: { node: object }) => node)
    expect(await flags()).toContainEqual({ groupId: id, isDisabled: false })

    await ask(change(true))

    expect(await flags()).toContainEqual({ groupId: id, isDisabled: true })
  })

  it('fails with NOT_FOUND for an unknown group', async () => {
    const { ask } = await world()
    const { data, errors } = await ask(
      'mutation { setGroupDisabled(groupId: "404", isDisabled: true) { group { isDisabled } } }',
    )
    expect(data).toEqual({ setGroupDisabled: null })
    expect(errors).toMatchObject([{ path: ['setGroupDisabled'], extensions: { code: 'NOT_FOUND' } }])
  })

  it('is not asked of the service with something that is no id', async () => {
    const { ask, calls } = await world()
    const { errors } = await ask(
      'mutation { setGroupDisabled(groupId: "..", isDisabled: true) { group { isDisabled } } }',
    )
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'groupId' } }])
    expect(calls()).toEqual([])
  })
})

describe('isMember', () => {
  it('tells the owner, a member, a stranger and nobody apart, out of one detail', async () => {
    const { ask, group, sandbox, traffic } = await world()
    const inside = [...group.members.keys()].find((name) => name !== group.owner) ?? ''
    const outside = [...sandbox.store.users.keys()].find((name) => !group.members.has(name)) ?? ''

    const { data, errors } = await ask(`{ group(groupId: "${id}") {
      owner: isMember(username: "${group.owner}") inside: isMember(username: "${inside.toUpperCase()}")
      outside: isMember(username: "${outside}") nobody: isMember(username: "nobody")
    } }`)

    expect(errors).toBeUndefined()
    expect(data.group).toEqual({ owner: true, inside: true, outside: false, nobody: false })
    expect(traffic()).toEqual({ 'group-get': 1 })
  })

  it('is true in the same answer as what made them a member', async () => {
    const { ask, group, sandbox } = await world()
    const outside = [...sandbox.store.users.keys()].find((name) => !group.members.has(name)) ?? ''
    const isMember = `isMember(username: "${outside}")`
    await ask(`{ group(groupId: "${id}") { ${isMember} } }`)

    const { data } = await ask(
      `mutation { addGroupMembers(input: { groupId: "${id}", usernames: ["${outside}"] }) { group { ${isMember} } } }`,
    )

    expect(data.addGroupMembers.group).toEqual({ isMember: true })
  })

  it('costs a call for each name where the detail does not carry all members', async () => {
    const { ask, sandbox, traffic } = await start({
      sandbox: { seed: { users: 10, groups: 1, largeGroupMembers: 10_050 } },
    })
    addUser(sandbox.store, { username: 'stranger', password: 'p', created: 0 })
    const last = [...(sandbox.store.groups.get(LARGE)?.members.keys() ?? [])].at(-1)

    const { data, errors } = await ask(`{ group(groupId: "${LARGE}") {
      last: isMember(username: "${last}") stranger: isMember(username: "stranger")
    } }`)

    expect(errors).toBeUndefined()
    expect(data.group).toEqual({ last: true, stranger: false })
    expect(traffic()).toEqual({ 'group-get': 1, 'group-is-joined': 2 })
  })

  it('is null in a group that went away while it was being read', async () => {
    const { ask, sandbox } = await start({ env: { CACHE_LIST_MS: '30000' } })
    await ask('{ groups(first: 100) { edges { node { groupId } } } }')
    sandbox.store.groups.delete(id)

    const { data, errors } = await ask(
      '{ groups(first: 100) { edges { node { groupId isMember(username: "u0001") } } } }',
    )

    expect(errors).toBeUndefined()
    expect(data.groups.edges).toContainEqual({ node: { groupId: id, isMember: null } })
  })

  it('is not asked with something that is no name', async () => {
    const { ask } = await world()
    const { errors } = await ask(`{ group(groupId: "${id}") { isMember(username: "a,b") } }`)
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'username' } }])
  })
})

describe('onlineMemberCount', () => {
  const query = `{ group(groupId: "${id}") { name onlineMemberCount } }`

  it('counts the members who are connected', async () => {
    const { ask, group, sandbox } = await world()
    const online = [...group.members.keys()].filter((name) => sandbox.store.users.get(name)?.online)
    expect(online.length).toBeGreaterThan(0)

    const { data, errors } = await ask(query)

    expect(errors).toBeUndefined()
    expect(data.group).toEqual({ name: group.name, onlineMemberCount: online.length })
  })

  it.each([
    'disconnectUser(username: $who) { __typename }',
    'deactivateUser(username: $who) { __typename }',
    'setPresence(input: { username: $who, deviceId: "web", status: OFFLINE }) { __typename }',
  ])('is counted anew after %s', async (change) => {
    const { ask, group, sandbox, traffic, forget } = await world({ env: { CACHE_STATUS_MS: '60000' } })
    const connected = () => [...group.members.keys()].filter((name) => sandbox.store.users.get(name)?.online)
    const [who] = connected()
    const { data: before } = await ask(query)
    expect(before.group.onlineMemberCount).toBe(connected().length)
    forget()

    const { errors } = await ask(`mutation($who: String!) { ${change} }`, { who })
    expect(errors).toBeUndefined()
    const { data: after } = await ask(query)

    expect(after.group.onlineMemberCount).toBe(connected().length)
    expect(traffic()).toMatchObject({ 'presence-group-online-count': 1 })
  })

  it('is null with FEATURE_OFF, and the group is there, where the app has no presence', async () => {
    const { ask, group, sandbox } = await world()
    sandbox.fault({
      kind: 'answer',
      status: 400,
      body: { error: 'service open exception', error_description: 'the app not open presence' },
      when: { path: /^\/presence/ },
    })

    const { data, errors } = await ask(query)

    expect(data.group).toEqual({ name: group.name, onlineMemberCount: null })
    expect(errors).toMatchObject([
      { path: ['group', 'onlineMemberCount'], extensions: { code: 'FEATURE_OFF' } },
    ])
  })

  it('is refused beyond the groups that one request may ask about', async () => {
    const { ask, traffic } = await start({ env: { SINGLE_CALL_LIMIT: '5' } })

    const { data, errors } = await ask('{ groups(first: 8) { edges { node { onlineMemberCount } } } }')

    const counts = data.groups.edges.map((edge: { node: object }) => Object.values(edge.node)[0])
    expect(counts.filter((count: unknown) => count !== null)).toHaveLength(5)
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(
      Array.from({ length: 3 }, () => 'UPSTREAM_CALL_LIMIT'),
    )
    expect(traffic()).toEqual({ 'group-list': 1, 'presence-group-online-count': 5 })
  })
})
