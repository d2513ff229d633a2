import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { type Caller, CLUB, LOBBY, openWorld, PARK, VAULT, type World } from './world.ts'

type Told = Awaited<ReturnType<World['ask']>>

const codesOf = ({ errors }: Told) => [...new Set(errors?.map(({ extensions }) => extensions.code))]
const globalId = (text: string) => btoa(text)
const RELATED = { env: { PROFILE_VISIBILITY: 'related' } }
const SEND = `mutation($to: MessageTargetInput!, $from: String = "anna") {
  it: sendMessage(input: { from: $from, to: $to, body: { text: { content: "Hi" } } }) { results { target status } }
}`

describe('names and ids in other spellings', () => {
  it.each([
    {
      what: 'another in capitals',
      caller: 'sven',
      change: 'setProfile(input: { username: "ANNA", nickname: "n" }) { user { id } }',
    },
    {
      what: 'a letter that is folded to one of theirs',
      caller: 'sven',
      change: 'setProfile(input: { username: "ſven", nickname: "n" }) { user { id } }',
    },
    {
      what: 'two names as one',
      caller: 'sven',
      change: 'setProfile(input: { username: "sven,anna", nickname: "n" }) { user { id } }',
    },
    { what: 'a path', caller: 'sven', change: 'clearProfile(username: "sven/../anna") { user { id } }' },
    { what: 'a path upwards', caller: 'sven', change: 'clearProfile(username: "..") { user { id } }' },
    { what: 'nobody', caller: 'sven', change: 'clearProfile(username: "") { user { id } }' },
    { what: 'a space behind', caller: 'sven', change: 'clearProfile(username: "sven ") { user { id } }' },
    {
      what: 'oneself and another',
      caller: 'sven',
      change: `addGroupMembers(input: { groupId: "${PARK}", usernames: ["sven", "NINA"] }) { group { id } }`,
    },
    {
      what: 'two names as one member',
      caller: 'sven',
      change: `addGroupMembers(input: { groupId: "${PARK}", usernames: ["sven,nina"] }) { group { id } }`,
    },
    {
      what: 'no names',
      caller: 'sven',
      change: `addGroupMembers(input: { groupId: "${PARK}", usernames: [] }) { group { id } }`,
    },
    {
      what: 'no nicknames',
      caller: 'sven',
      change: 'setPushNicknames(nicknames: []) { results { status } }',
    },
    {
      what: 'the nickname of another beside their own',
      caller: 'sven',
      change:
        'setPushNicknames(nicknames: [{ username: "sven", nickname: "n" }, { username: "Anna", nickname: "n" }]) { results { status } }',
    },
    {
      what: 'attributes of another beside their own',
      caller: 'mia',
      change: `setGroupMemberAttributes(input: { groupId: "${CLUB}", members: [{ username: "mia", attributes: [{ name: "k", value: "v" }] }, { username: "TOM", attributes: [{ name: "k", value: "v" }] }] }) { results { status } }`,
    },
    {
      what: 'two groups as one',
      caller: 'mia',
      change: `removeGroupMembers(input: { groupId: "${CLUB},${VAULT}", usernames: ["mia"] }) { group { id } }`,
    },
    {
      what: 'a group with a zero in front',
      caller: 'mia',
      change: `removeGroupMembers(input: { groupId: "0${CLUB}", usernames: ["mia"] }) { group { id } }`,
    },
    {
      what: 'a group in other digits',
      caller: 'mia',
      change: 'removeGroupMembers(input: { groupId: "１００１", usernames: ["mia"] }) { group { id } }',
    },
    {
      what: 'a group and a path',
      caller: 'mia',
      change: `removeGroupMembers(input: { groupId: "${CLUB}/users/tom", usernames: ["mia"] }) { group { id } }`,
    },
  ] as const)('change nothing that is not theirs: $what', async ({ caller, change }) => {
    const world = await openWorld()

    const answer = await world.askAs(caller, `mutation { it: ${change} }`)

    expect(answer.data).toEqual({ it: null })
    expect(codesOf(answer)).toEqual([expect.stringMatching(/^(FORBIDDEN|BAD_USER_INPUT)$/)])
    expect(world.changes()).toEqual([])
  })

  it('are the same person where only the case differs', async () => {
    const world = await openWorld()

    const { data, errors } = await world.askAs(
      'sven',
      `mutation {
        setProfile(input: { username: "SVEN", nickname: "New" }) { user { username profile { phone } } }
        addGroupMembers(input: { groupId: "${PARK}", usernames: ["sven", "SVEN", "Sven"] }) { results { username status } }
      }`,
    )

    expect(errors).toBeUndefined()
    expect(data.setProfile).toEqual({ user: { username: 'sven', profile: { phone: '1' } } })
    expect(data.addGroupMembers.results).toEqual([{ username: 'sven', status: 'DONE' }])
    expect(world.group(PARK).members.has('sven')).toBe(true)
  })

  it.each(['U0007', 'u0007', 'U0007'.toLowerCase()])(
    'act as the same user of the sandbox: %s',
    async (name) => {
      const { ask } = await start()

      const { data } = await ask(
        '{ viewer { username contacts { edges { cursor } } } users { edges { cursor } } }',
        {},
        { headers: { 'x-act-as': name } },
      )

      expect(data.viewer).toMatchObject({ username: 'u0007', contacts: { edges: expect.any(Array) } })
      expect(data.users).toBeNull()
    },
  )
})

describe('a message', () => {
  it.each([
    { what: 'to two kinds of targets', to: { users: ['carl'], groups: [VAULT] } },
    { what: 'to two kinds of targets, one of them null', to: { users: ['carl'], groups: null } },
    { what: 'to a contact and another', to: { users: ['carl', 'sven'] } },
    { what: 'to an own group and another', to: { groups: [CLUB, VAULT] } },
    { what: 'to an own group and one that is not there', to: { groups: [CLUB, '404'] } },
    { what: 'to an own chatroom and one that is not there', to: { chatrooms: [LOBBY, '404'] } },
    { what: 'to an own chatroom as a group', to: { groups: [LOBBY] } },
    { what: 'to an own group as a chatroom', to: { chatrooms: [CLUB] } },
    { what: 'to nobody', to: { users: [] } },
    { what: 'to several as one', to: { users: ['carl,sven'] } },
    { what: 'in the name of another', to: { users: ['carl'] }, from: 'CARL' },
    { what: 'in the name of an admin', to: { users: ['carl'] }, from: 'admin' },
  ])('is not sent $what', async ({ to, from = 'anna' }) => {
    const world = await openWorld()
    const before = world.store.messages.length

    const answer = await world.askAs('anna', SEND, { to, from })

    expect(answer.data?.it ?? null).toBeNull()
    expect(codesOf(answer)).toEqual([
      expect.stringMatching(/^(FORBIDDEN|BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/),
    ])
    expect(world.store.messages).toHaveLength(before)
  })

  it('is sent once to who is named twice', async () => {
    const world = await openWorld()

    const { data } = await world.askAs('anna', SEND, { to: { users: ['CARL', 'carl'] }, from: 'ANNA' })

    expect(data.it.results).toEqual([{ target: 'carl', status: 'SENT' }])
  })
})

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
    expect(codesOf(await world.askAs('anna', SEND, { to: { groups: [CLUB] } }))).toEqual(['FORBIDDEN'])
    expect(codesOf(await world.askAs('anna', SEND, { to: { users: ['carl'] } }))).toEqual(['FORBIDDEN'])
  })
})
