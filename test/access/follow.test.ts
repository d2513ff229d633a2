import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import type { Answer } from '../support/harness.ts'
import { CLUB, LOBBY, openWorld, PARK, type World } from './world.ts'

const codesOf = ({ errors }: Answer) => [...new Set(errors?.map(({ extensions }) => extensions.code))]
const DONE = 'results { status }'
const SHOWN =
  'group { groupId name members { edges { node { username } } } announcement owner { username } mutes { expiresAt } }'
const members = (verb: 'add' | 'remove', id: string, name: string, fields = DONE) =>
  `${verb}GroupMembers(input: { groupId: "${id}", usernames: ["${name}"] }) { ${fields} }`
const update = (id: string) => `updateGroup(input: { groupId: "${id}", name: "New" }) { group { name } }`
const send = (from: string, to: string) =>
  `sendMessage(input: { from: "${from}", to: { ${to} }, body: { text: { content: "Hi" } } }) { ${DONE} }`

describe('rights follow a change within one operation', () => {
  it('of who leaves a private group', async () => {
    const world = await openWorld()

    const answer = await world.askAs(
      'mia',
      `mutation {
      before: setGroupMemberAttributes(input: { groupId: "${CLUB}", members: [{ username: "mia", attributes: [{ name: "k", value: "v" }] }] }) { group { name announcement } }
      leave: ${members('remove', CLUB, 'mia', `${DONE} ${SHOWN}`)}
      send: ${send('mia', `groups: ["${CLUB}"]`)}
      again: ${members('add', CLUB, 'mia')}
    }`,
    )

    expect(answer.data).toEqual({
      before: { group: { name: 'N', announcement: 'A' } },
      leave: {
        results: [{ status: 'DONE' }],
        group: { groupId: CLUB, name: null, members: null, announcement: null, owner: null, mutes: null },
      },
      send: null,
      again: null,
    })
    expect(codesOf(answer)).toEqual(['FORBIDDEN'])
  })

  it('of who joins a public group', async () => {
    const world = await openWorld()

    const { data, errors } = await world.askAs(
      'sven',
      `mutation {
      join: ${members('add', PARK, 'sven', `${DONE} ${SHOWN}`)}
      send: ${send('sven', `groups: ["${PARK}"]`)}
      leave: ${members('remove', PARK, 'sven', SHOWN)}
    }`,
    )

    expect(errors).toBeUndefined()
    expect(data.join.group).toMatchObject({
      name: 'N',
      announcement: 'A',
      owner: { username: 'olga' },
      mutes: null,
    })
    expect(JSON.stringify(data.join.group.members)).toContain('sven')
    expect(data.send.results).toEqual([{ status: 'SENT' }])
    expect(data.leave.group).toMatchObject({ name: 'N', members: null, announcement: null, owner: null })
  })

  it('of who gives a group away', async () => {
    const world = await openWorld()

    const answer = await world.askAs(
      'olga',
      `mutation {
      away: transferGroup(groupId: "${CLUB}", newOwner: "tom") { ${SHOWN} }
      rename: ${update(CLUB)}
      back: transferGroup(groupId: "${CLUB}", newOwner: "olga") { group { id } }
      gone: deleteGroup(groupId: "${CLUB}") { groupId }
    }`,
    )

    expect(answer.data.away.group).toMatchObject({
      owner: { username: 'tom' },
      announcement: 'A',
      mutes: null,
    })
    expect(answer.data).toMatchObject({ rename: null, back: null, gone: null })
    expect(codesOf(answer)).toEqual(['FORBIDDEN'])
    expect(codesOf(await world.askAs('tom', `mutation { ${update(CLUB)} }`))).toEqual([])
  })

  it('of an admin who ceases to be one', async () => {
    const world = await openWorld()

    const answer = await world.askAs(
      'adam',
      `mutation {
      first: ${update(CLUB)}
      out: removeGroupAdmins(input: { groupId: "${CLUB}", usernames: ["adam"] }) { ${DONE} ${SHOWN} }
      second: ${update(CLUB)}
      back: addGroupAdmins(input: { groupId: "${CLUB}", usernames: ["adam"] }) { ${DONE} }
    }`,
    )

    expect(answer.data).toMatchObject({
      first: { group: { name: 'New' } },
      out: { group: { name: 'New', mutes: null } },
      second: null,
      back: null,
    })
  })

  it('of who ends a contact', async () => {
    const world = await openWorld({ env: { PROFILE_VISIBILITY: 'related' } })

    const answer = await world.askAs(
      'carl',
      `mutation {
      first: ${send('carl', 'users: ["anna"]')}
      end: removeContacts(input: { username: "carl", contacts: ["anna"] }) {
        results { status user { onlineStatus profile { nickname } } } user { contacts { edges { cursor } } }
      }
      second: ${send('carl', 'users: ["anna"]')}
    }`,
    )

    expect(answer.data).toEqual({
      first: { results: [{ status: 'SENT' }] },
      end: {
        results: [{ status: 'DONE', user: { onlineStatus: null, profile: null } }],
        user: { contacts: { edges: [] } },
      },
      second: null,
    })
  })

  it('of who leaves the only group that they share', async () => {
    const world = await openWorld({ env: { PROFILE_VISIBILITY: 'related' } })
    const look = `unsubscribePresence(input: { subscriber: "gina", usernames: ["anna"] }) {
      results { user { onlineStatus profile { nickname } } }
    }`

    const { data } = await world.askAs(
      'gina',
      `mutation {
      before: ${look}
      leave: ${members('remove', CLUB, 'gina')}
      after: ${look}
    }`,
    )

    expect(data.before.results).toEqual([{ user: { onlineStatus: 'ONLINE', profile: { nickname: 'anna' } } }])
    expect(data.leave.results).toEqual([{ status: 'DONE' }])
    expect(data.after.results).toEqual([{ user: { onlineStatus: null, profile: null } }])
  })
})

/** What admins and managers take away while somebody reads. */
const TAKEN = [
  {
    what: 'a group',
    caller: 'mia',
    query: `{ viewer { groups { edges { node { name announcement } } } } group(groupId: "${CLUB}") { name } node(id: "${btoa(`Group:${CLUB}`)}") { id } }`,
    by: 'adam',
    change: members('remove', CLUB, 'mia'),
    behind: ({ store }: World) => store.groups.get(CLUB)?.members.delete('mia'),
    without: /"group":null,"node":null/,
  },
  {
    what: 'the right to manage a group',
    caller: 'adam',
    query: `{ group(groupId: "${CLUB}") { name mutes { expiresAt } blockedUsers { id } } }`,
    by: 'olga',
    change: `removeGroupAdmins(input: { groupId: "${CLUB}", usernames: ["adam"] }) { ${DONE} }`,
    behind: ({ store }: World) => store.groups.get(CLUB)?.admins.delete('adam'),
    without: /"mutes":null,"blockedUsers":null/,
  },
  {
    what: 'the right to manage all chatrooms',
    caller: 'sue',
    query: `{ chatroom(chatroomId: "${LOBBY}") { name mutes { expiresAt } } }`,
    by: 'key',
    change: `removeChatroomSuperAdmins(usernames: ["sue"]) { ${DONE} }`,
    behind: ({ store }: World) => store.superAdmins.delete('sue'),
    without: /"mutes":null/,
  },
  {
    what: 'a contact',
    caller: 'carl',
    query: '{ user(username: "anna") { onlineStatus profile { nickname } } }',
    by: 'anna',
    change: `removeContacts(input: { username: "anna", contacts: ["carl"] }) { ${DONE} }`,
    behind: ({ store }: World) => {
      store.contacts.get('anna')?.delete('carl')
      store.contacts.get('carl')?.delete('anna')
    },
    without: /"onlineStatus":null,"profile":null/,
  },
  {
    what: 'a chatroom that they share',
    caller: 'rosa',
    query: '{ user(username: "anna") { onlineStatus profile { nickname } } }',
    by: 'rolf',
    change: `removeChatroomMembers(input: { chatroomId: "${LOBBY}", usernames: ["rosa"] }) { ${DONE} }`,
    behind: ({ store }: World) => store.chatrooms.get(LOBBY)?.members.delete('rosa'),
    without: /"onlineStatus":null,"profile":null/,
  },
  {
    what: 'a group that they share',
    caller: 'gina',
    query: '{ user(username: "anna") { onlineStatus profile { nickname } } }',
    by: 'olga',
    change: members('remove', CLUB, 'anna'),
    behind: ({ store }: World) => store.groups.get(CLUB)?.members.delete('anna'),
    without: /"onlineStatus":null,"profile":null/,
  },
] as const

describe.each(TAKEN)('$what', ({ caller, query, by, change, behind, without }) => {
  it('is gone at once where somebody else took it through this server', async () => {
    const world = await openWorld({ env: { PROFILE_VISIBILITY: 'related' } })
    expect(JSON.stringify(await world.askAs(caller, query))).not.toMatch(without)

    const { errors } = await world.askAs(by, `mutation { it: ${change} }`)

    expect(errors).toBeUndefined()
    expect(JSON.stringify(await world.askAs(caller, query))).toMatch(without)
  })

  it.each([
    { what: 'as it is set', env: {}, ms: 5_001 },
    { what: 'as long as can be set', env: { CACHE_DETAIL_MS: '30000', CACHE_LIST_MS: '30000' }, ms: 30_001 },
  ])('is gone within thirty seconds where it was taken elsewhere: $what', async ({ env, ms }) => {
    const clock = createFalseClock()
    const world = await openWorld({ clock, isOpen: true, env: { PROFILE_VISIBILITY: 'related', ...env } })
    const ask = () => clock.until(world.askAs(caller, query))
    expect(JSON.stringify(await ask())).not.toMatch(without)

    behind(world)
    // To be asked again and again does not make it last.
    await clock.run(ms / 2)
    await ask()
    await clock.run(ms / 2)

    expect(JSON.stringify(await ask())).toMatch(without)
  })
})
