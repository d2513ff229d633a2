import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const id = '200000000000001'
const ROOM = '300000000000001'
const LARGE = '209999999999999'

async function world(seed = {}) {
  const harness = await start({ sandbox: { seed: { users: 100, groupMembers: 60, ...seed } } })
  const group = harness.sandbox.store.groups.get(id)
  if (group === undefined) throw new Error('the sandbox has no such group')
  group.memberAttributes.clear()
  const outside = [...harness.sandbox.store.users.keys()].filter((name) => !group.members.has(name))
  const stored = (name: string) => Object.fromEntries(group.memberAttributes.get(name) ?? [])
  return { ...harness, group, outside, inside: [...group.members.keys()], stored }
}

const SET = `mutation($input: SetGroupMemberAttributesInput!) {
  it: setGroupMemberAttributes(input: $input) {
    results { username status error { code } }
    group { members(first: 100) { edges { node { username } attributes } } }
  }
}`

interface Given {
  readonly username: string
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
}

const given = (username: string, ...pairs: readonly (readonly [string, string])[]): Given => ({
  username,
  attributes: pairs.map(([name, value]) => ({ name, value })),
})
const input = (members: readonly Given[], groupId = id) => ({ input: { groupId, members } })
const done = (username: string) => ({ username, status: 'DONE', error: null })
const refused = (username: string, code: string) => ({ username, status: 'FAILED', error: { code } })

describe('the attributes of members', () => {
  it('are answered for 30 of 40 groups, since each needs calls of its own, and for any member of those', async () => {
    const { ask, traffic } = await world({ groups: 40, groupMembers: 5 })

    const { data, errors = [] } = await ask(`{ groups(first: 40) { edges { node {
      name mine: memberAttributes(username: "u0001") yours: memberAttributes(username: "u0002")
    } } } }`)

    expect(data.groups.edges).toHaveLength(40)
    expect(errors).toHaveLength(20)
    for (const { extensions, message } of errors) {
      expect(extensions.code).toBe('UPSTREAM_CALL_LIMIT')
      expect(message).toContain('30')
    }
    expect(traffic()).toEqual({ 'group-list': 1, 'group-member-attr-batch-get': 30 })
  })

  it('are those of each member of a group, and nothing for who has none or is no member', async () => {
    const { ask, group, inside, outside, stored } = await world()
    const [first = '', second = ''] = inside
    group.memberAttributes.set(
      first,
      new Map([
        ['badge', 'gold'],
        ['__proto__', 'x'],
      ]),
    )

    const { data, errors } = await ask(`{ group(groupId: "${id}") {
      first: memberAttributes(username: "${first.toUpperCase()}")
      second: memberAttributes(username: "${second}")
      outside: memberAttributes(username: "${outside[0]}")
      nobody: memberAttributes(username: "nobody")
      members(first: 100) { edges { node { username } attributes } }
    } }`)

    expect(errors).toBeUndefined()
    expect(data.group).toMatchObject({ first: stored(first), second: {}, outside: {}, nobody: {} })
    expect(JSON.stringify(data.group.first)).toBe('{"badge":"gold","__proto__":"x"}')
    expect(data.group.members.edges).toHaveLength(inside.length)
    for (const { node, attributes } of data.group.members.edges) {
      expect(attributes).toEqual(stored(node.username))
    }
  })

  it('are null in a chatroom, and cost nothing there', async () => {
    const { ask, traffic } = await world()

    const { data, errors } = await ask(
      `{ chatroom(chatroomId: "${ROOM}") { members(first: 2) { edges { attributes } } } }`,
    )

    expect(errors).toBeUndefined()
    expect(data.chatroom.members.edges).toEqual([{ attributes: null }, { attributes: null }])
    expect(traffic()).toEqual({ 'chatroom-get': 1 })
  })

  it('are null in a group that went away while it was being read', async () => {
    const { ask, sandbox } = await start({ env: { CACHE_LIST_MS: '30000' } })
    await ask('{ groups(first: 100) { edges { node { groupId } } } }')
    sandbox.store.groups.delete(id)

    const { data, errors } = await ask(
      '{ groups(first: 100) { edges { node { groupId memberAttributes(username: "u0001") } } } }',
    )

    expect(errors).toBeUndefined()
    expect(data.groups.edges).toContainEqual({ node: { groupId: id, memberAttributes: null } })
  })

  it('go with the member who leaves', async () => {
    const { ask, group, inside } = await world()
    const leaving = inside.find((name) => name !== group.owner) ?? ''
    group.memberAttributes.set(leaving, new Map([['badge', 'gold']]))
    const attributes = `memberAttributes(username: "${leaving}")`
    await ask(`{ group(groupId: "${id}") { ${attributes} } }`)

    const { data } = await ask(
      `mutation { removeGroupMembers(input: { groupId: "${id}", usernames: ["${leaving}"] }) { group { ${attributes} } } }`,
    )

    expect(data.removeGroupMembers.group).toEqual({ memberAttributes: {} })
  })
})

describe('setGroupMemberAttributes', () => {
  it('sets some, deletes others, leaves the rest, and shows it in the same answer', async () => {
    const { ask, group, inside, stored } = await world()
    const [first = '', second = ''] = inside
    group.memberAttributes.set(
      first,
      new Map([
        ['badge', 'gold'],
        ['seat', '7'],
      ]),
    )
    await ask(`{ group(groupId: "${id}") { members(first: 100) { edges { attributes } } } }`)

    const { data, errors } = await ask(
      SET,
      input([
        given(first.toUpperCase(), ['badge', ''], ['name', '林'.repeat(170)]),
        given(second, ['é', 'x']),
      ]),
    )

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done(first), done(second)])
    expect(stored(first)).toEqual({ seat: '7', name: '林'.repeat(170) })
    expect(stored(second)).toEqual({ é: 'x' })
    for (const { node, attributes } of data.it.group.members.edges) {
      expect(attributes).toEqual(stored(node.username))
    }
  })

  it('takes any number of members, 20 a call', async () => {
    const { ask, inside, stored, traffic } = await world()
    const names = inside.slice(0, 45)

    const { data } = await ask(SET, input(names.map((name) => given(name, ['badge', name]))))

    expect(data.it.results).toEqual(names.map(done))
    for (const name of names) expect(stored(name)).toEqual({ badge: name })
    expect(traffic()).toEqual({
      'group-member-attr-batch-set': 3,
      'group-get': 1,
      'group-member-attr-batch-get': 6,
    })
  })

  it('is FAILED with NOT_FOUND for those who are no members, alone and among others', async () => {
    const { ask, inside, outside, stored, traffic } = await world()
    const [first = '', second = ''] = inside
    const [stranger = ''] = outside
    const names = [first, stranger, second, 'nobody']

    const among = await ask(SET, input(names.map((name) => given(name, ['badge', 'new']))))

    expect(among.errors).toBeUndefined()
    expect(among.data.it.results).toEqual([
      done(first),
      refused(stranger, 'NOT_FOUND'),
      done(second),
      refused('nobody', 'NOT_FOUND'),
    ])
    expect([stored(first), stored(second)]).toEqual([{ badge: 'new' }, { badge: 'new' }])
    // All four, who of them is a member, and those two.
    expect(traffic()).toMatchObject({ 'group-member-attr-batch-set': 2, 'group-get': 1 })
    const alone = await ask(SET, input([given(stranger, ['badge', 'new'])]))
    expect(alone.data.it.results).toEqual([refused(stranger, 'NOT_FOUND')])
  })

  it('finds those who are no members by halves where the detail does not tell the members', async () => {
    const { ask, sandbox, traffic } = await start({
      sandbox: { seed: { users: 10, groups: 1, largeGroupMembers: 10_050 } },
    })
    const names = [...(sandbox.store.groups.get(LARGE)?.members.keys() ?? [])].slice(-3)
    const asked = [...names, 'nobody']

    const { data, errors } = await ask(
      `mutation($input: SetGroupMemberAttributesInput!) { it: setGroupMemberAttributes(input: $input) { results { username status error { code } } } }`,
      input(
        asked.map((name) => given(name, ['badge', 'new'])),
        LARGE,
      ),
    )

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([...names.map(done), refused('nobody', 'NOT_FOUND')])
    // All four; two; two, one, one.
    expect(traffic()).toEqual({ 'group-member-attr-batch-set': 5, 'group-get': 1, 'group-is-joined': 1 })
  })

  it('is FAILED with LIMIT_REACHED for the member who would have too many, and done for the others', async () => {
    const { ask, inside, stored } = await world()
    const [first = '', second = ''] = inside
    const many = Array.from({ length: 9 }, (_, index) => [`k${index}`, 'v'.repeat(512)] as const)

    const { data, errors } = await ask(SET, input([given(first, ...many), given(second, ['badge', 'new'])]))

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([refused(first, 'LIMIT_REACHED'), done(second)])
    expect(stored(first)).toEqual({})
  })

  it('fails as a whole with NOT_FOUND in an unknown group', async () => {
    const { ask } = await world()
    const { data, errors } = await ask(SET, input([given('u0001', ['k', 'v'])], '404'))
    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
  })

  it.each([
    { what: 'no members', members: [], argument: 'members' },
    { what: 'a bad name', members: [given('a b', ['k', 'v'])], argument: 'members[0].username' },
    {
      what: 'a member twice',
      members: [given('u0001', ['k', 'v']), given('U0001', ['k', 'w'])],
      argument: 'members[1].username',
    },
    { what: 'no attributes', members: [given('u0001')], argument: 'members[0].attributes' },
    {
      what: 'an attribute twice',
      members: [given('u0001', ['k', 'v'], ['k', 'w'])],
      argument: 'members[0].attributes[1].name',
    },
    {
      what: 'an empty key',
      members: [given('u0001', ['', 'v'])],
      argument: 'members[0].attributes[0].name',
    },
    {
      what: 'a key of more than 16 bytes',
      members: [given('u0002', ['k', 'v']), given('u0001', ['é'.repeat(9), 'v'])],
      argument: 'members[1].attributes[0].name',
    },
    {
      what: 'a value of more than 512 bytes',
      members: [given('u0001', ['k', '林'.repeat(171)])],
      argument: 'members[0].attributes[0].value',
    },
  ])('is not asked of the service with $what', async ({ members, argument }) => {
    const { ask, calls } = await world()
    const { errors } = await ask(SET, input(members))
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})
