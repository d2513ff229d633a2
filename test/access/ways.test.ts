import { describe, expect, it } from 'vitest'
import { createGathering } from '../../src/sandbox/store.ts'
import type { Answer } from '../support/harness.ts'
import { type Caller, CLUB, LOBBY, openWorld, PARK } from './world.ts'

const codesOf = ({ errors }: Answer) => [...new Set(errors?.map(({ extensions }) => extensions.code))]
const globalId = (text: string) => btoa(text)
const RELATED = { env: { PROFILE_VISIBILITY: 'related' } }
const sending = (to: string) => `mutation {
  it: sendMessage(input: { from: "anna", to: { ${to} }, body: { text: { content: "Hi" } } }) { results { status } }
}`

describe('ways around a group', () => {
  it.each([
    {
      what: 'the interface',
      query: `{ it: node(id: "${globalId(`Group:${PARK}`)}") { ... on Gathering { name owner { id } members { edges { cursor } } announcement admins { id } mutes { expiresAt } } } }`,
    },
    {
      what: 'two interfaces',
      query: `{ it: node(id: "${globalId(`Group:${PARK}`)}") { ... on Node { ... on Gathering { ... on Group { name owner { id } members { edges { cursor } } announcement admins { id } mutes { expiresAt } } } } } }`,
    },
    {
      what: 'aliases',
      query: `{ it: group(groupId: "${PARK}") { name: name owner: owner { id } members: members { edges { cursor } } announcement: announcement admins: admins { id } mutes: mutes { expiresAt } } }`,
    },
  ])('of which users see the name alone lead nowhere: $what', async ({ query }) => {
    const world = await openWorld()

    const { data, errors } = await world.askAs('sven', query)

    expect(errors).toBeUndefined()
    expect(data.it).toEqual({
      name: 'N',
      owner: null,
      members: null,
      announcement: null,
      admins: null,
      mutes: null,
    })
  })

  it.each([
    `group:${CLUB}`,
    `GROUP:${CLUB}`,
    `Gathering:${CLUB}`,
    `Group:0${CLUB}`,
    `Group: ${CLUB}`,
    `Group:${CLUB}:`,
    'constructor:1',
    '__proto__:1',
  ])('by an id that nobody made are refused: %s', async (text) => {
    const world = await openWorld()

    const answer = await world.askAs('mia', `{ it: node(id: "${globalId(text)}") { id } }`)

    expect(answer.data).toEqual({ it: null })
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  })

  it('lead from a member to nothing that is that member’s alone', async () => {
    const world = await openWorld()

    const { data, errors } = await world.askAs(
      'mia',
      `{ group(groupId: "${CLUB}") { members { edges { node {
        contacts { edges { cursor } } groups { edges { cursor } } account { isActive } push { language } profile { phone }
        threads { edges { node { group { name } } } }
      } } } } }`,
    )

    expect(errors).toBeUndefined()
    const others = data.group.members.edges.map(({ node }: { node: object }) => JSON.stringify(node))
    const nothing = {
      contacts: null,
      groups: null,
      account: null,
      push: { language: null },
      profile: { phone: null },
      threads: null,
    }
    expect(others.filter((node: string) => node !== JSON.stringify(nothing))).toHaveLength(1)
  })

  it('by the cursor of another list lead nowhere', async () => {
    const world = await openWorld()
    const { data } = await world.askAs(
      'anna',
      `{
      viewer { contacts { edges { cursor } } } group(groupId: "${CLUB}") { members(first: 1) { edges { cursor } } }
    }`,
    )

    const answer = await world.askAs(
      'sven',
      `query($contacts: String, $members: String) {
        viewer { contacts(after: $contacts) { edges { node { username } } } }
        group(groupId: "${CLUB}") { members(after: $members) { edges { node { username } } } }
        open: group(groupId: "${PARK}") { members(after: $members) { edges { node { username } } } }
      }`,
      { contacts: data.viewer.contacts.edges[0].cursor, members: data.group.members.edges[0].cursor },
    )

    expect(answer.data).toEqual({ viewer: { contacts: null }, group: null, open: { members: null } })
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  })
})

describe('what others ask at the same moment', () => {
  it('is shared with them as facts, not as answers', async () => {
    const world = await openWorld(RELATED)
    const query = `{
      user(username: "anna") { onlineStatus profile { nickname phone } isContactOf(username: "carl") contacts { edges { cursor } } }
      group(groupId: "${CLUB}") { name members { edges { node { username } } } mutes { expiresAt } }
    }`
    const callers: readonly Caller[] = ['key', 'sven', 'mia', 'gina', 'carl', 'anna', 'olga', 'key', 'sven']

    const shown = await Promise.all(callers.map(async (caller) => (await world.askAs(caller, query)).data))
    const facts = shown.map(({ user, group }) =>
      [
        ...[user.onlineStatus, user.profile?.nickname, user.profile?.phone, user.isContactOf, user.contacts],
        ...[group?.name, group?.members, group?.mutes],
      ]
        .map((value) => (value == null ? '-' : 'x'))
        .join(''),
    )

    expect(Object.fromEntries(callers.map((caller, at) => [caller, facts[at]]))).toEqual({
      ...{ key: 'xxxxxxxx', anna: 'xxx-xxx-', carl: 'xx-x----', gina: 'xx---xx-', mia: 'xx---xx-' },
      ...{ olga: 'xx---xxx', sven: '--------' },
    })
  })
})

describe('a user who is gone', () => {
  it('reads nothing more of what was theirs, by a token that still holds', async () => {
    const world = await openWorld()
    const query = `{
      viewer { contacts { edges { cursor } } groups { edges { cursor } } account { isActive } }
      group(groupId: "${CLUB}") { name } node(id: "${globalId(`Group:${CLUB}`)}") { id }
    }`
    expect(codesOf(await world.askAs('anna', query))).toEqual([])

    await world.askAs('key', 'mutation { deleteUsers(usernames: ["anna"]) { results { status } } }')
    const { data, errors } = await world.askAs('anna', query)

    expect(errors).toBeUndefined()
    expect(data).toEqual({ viewer: { contacts: null, groups: null, account: null }, group: null, node: null })
    expect(codesOf(await world.askAs('anna', sending(`groups: ["${CLUB}"]`)))).toEqual(['FORBIDDEN'])
    expect(codesOf(await world.askAs('anna', sending('users: ["carl"]')))).toEqual(['FORBIDDEN'])
  })
})

describe('who manages a chatroom', () => {
  it('sets its attributes in their own name alone', async () => {
    const world = await openWorld()

    const answer = await world.askAs(
      'rolf',
      `mutation { setChatroomAttributes(input: {
        chatroomId: "${LOBBY}", username: "rosa", attributes: [{ name: "new", value: "v" }]
      }) { results { status } } }`,
    )

    expect(codesOf(answer)).toEqual(['FORBIDDEN'])
    expect(world.calls()).toEqual([])
  })
})

describe('a user who is blocked in a public group', () => {
  it('does not become a member by joining', async () => {
    const world = await openWorld()

    const { data } = await world.askAs(
      'bert',
      `mutation { it: addGroupMembers(input: { groupId: "${PARK}", usernames: ["bert"] }) { results { status } } }`,
    )

    expect(data.it.results).toEqual([{ status: 'FAILED' }])
    expect(world.group(PARK).members.has('bert')).toBe(false)
  })
})

describe('a group with more members than its detail carries', () => {
  it('is open to those whom the detail does not tell, and to them alone', async () => {
    const world = await openWorld()
    const usernames = [...Array.from({ length: 10_050 }, (_, index) => `m${index}`), 'nina']
    const like = { created: 0, owner: 'olga', name: 'N', maxusers: 20_000, public: false, usernames }
    world.store.groups.set('1008', createGathering(world.store, { ...like, id: '1008', announcement: 'A' }))
    const query = '{ it: group(groupId: "1008") { name announcement mutes { expiresAt } } }'
    const leave =
      'mutation { it: removeGroupMembers(input: { groupId: "1008", usernames: ["nina"] }) { results { status } } }'

    expect((await world.askAs('nina', query)).data).toEqual({
      it: { name: 'N', announcement: 'A', mutes: null },
    })
    expect((await world.askAs('sven', query)).data).toEqual({ it: null })
    expect((await world.askAs('nina', leave)).data.it.results).toEqual([{ status: 'DONE' }])
    expect((await world.askAs('nina', query)).data).toEqual({ it: null })
  })
})

describe('a user of very many groups', () => {
  it('sees who is in one of them', async () => {
    const world = await openWorld(RELATED)
    for (let id = 3001; id <= 3700; id += 1) {
      const like = { created: 0, owner: 'olga', name: 'N', maxusers: 200, usernames: ['sven'] }
      world.store.groups.set(`${id}`, createGathering(world.store, { ...like, id: `${id}` }))
    }

    const answer = await world.askAs(
      'sven',
      '{ user(username: "olga") { onlineStatus } paul: user(username: "paul") { onlineStatus } }',
    )

    expect(answer.data).toEqual({ user: { onlineStatus: 'ONLINE' }, paul: { onlineStatus: null } })
    expect(codesOf(answer)).toEqual([])
  })
})

describe('the cost report', () => {
  it('is for admins: what is remembered would tell users what others asked, and what is not theirs', async () => {
    const world = await openWorld()
    const query = `{ group(groupId: "${CLUB}") { name } }`

    expect((await world.askAs('key', query)).extensions?.upstream).toMatchObject({ calls: 1 })
    for (const caller of ['olga', 'mia', 'sven'] as const) {
      expect(Object.keys(await world.askAs(caller, query))).toEqual(['data'])
    }
  })
})
