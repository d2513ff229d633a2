import { describe, expect, it } from 'vitest'
import { type Answer, start } from '../support/harness.ts'
import { CLUB, LOBBY, openWorld, PARK, VAULT } from './world.ts'

const codesOf = ({ errors }: Answer) => [...new Set(errors?.map(({ extensions }) => extensions.code))]
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

  it.each([
    {
      argument: 'to.groups[1]',
      change: `sendMessage(input: { from: "anna", to: { groups: ["${CLUB}", "x"] }, body: { text: { content: "Hi" } } }) { results { target } }`,
    },
    {
      argument: 'to.users[0]',
      change:
        'sendMessage(input: { from: "anna", to: { users: ["a b"] }, body: { text: { content: "Hi" } } }) { results { target } }',
    },
    {
      argument: 'to.chatrooms[0]',
      change:
        'sendMessage(input: { from: "anna", to: { chatrooms: ["01"] }, body: { text: { content: "Hi" } } }) { results { target } }',
    },
    {
      argument: 'chatroomId',
      change: 'updateChatroom(input: { chatroomId: "x", name: "n" }) { chatroom { id } }',
    },
    { argument: 'groupId', change: 'deleteGroup(groupId: "0") { groupId }' },
    {
      argument: 'usernames[1]',
      change:
        'subscribePresence(input: { subscriber: "anna", usernames: ["carl", "a b"], durationSeconds: 60 }) { results { status } }',
    },
  ])('that are none are told to users as to admins: $argument', async ({ argument, change }) => {
    const world = await openWorld()
    const told = async (caller: 'key' | 'anna') =>
      (await world.askAs(caller, `mutation { it: ${change} }`)).errors

    expect(await told('key')).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(await told('anna')).toEqual(await told('key'))
    expect(world.calls()).toEqual([])
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

  it.each([
    { to: `{ users: ["carl"], groups: ["${VAULT}"] }` },
    { to: '{ users: ["carl"], groups: $ids }' },
    { to: '{ users: ["carl"], groups: $none }' },
    { to: '{ users: $none, groups: $ids }' },
    { to: '{ users: $none }' },
    { to: '{ users: null, groups: $ids }' },
    { to: '{}' },
  ])('is not sent to $to, which is more or less than one kind of targets', async ({ to }) => {
    const world = await openWorld()
    const before = world.store.messages.length

    const answer = await world.askAs(
      'anna',
      `mutation($ids: [ID!], $none: [String!]) { it: sendMessage(input: {
        from: "anna", to: ${to.replace('groups: $none', 'groups: $ids')}, body: { text: { content: "Hi" } }
      }) { results { target } } }`,
      to.includes('groups: $none') ? {} : { ids: [VAULT] },
    )

    expect(answer.data?.it ?? null).toBeNull()
    expect(codesOf(answer)).not.toEqual([])
    expect(world.store.messages).toHaveLength(before)
  })

  it('is sent once to who is named twice', async () => {
    const world = await openWorld()

    const { data } = await world.askAs('anna', SEND, { to: { users: ['CARL', 'carl'] }, from: 'ANNA' })

    expect(data.it.results).toEqual([{ target: 'carl', status: 'SENT' }])
  })
})
