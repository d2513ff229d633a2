import { describe, expect, it } from 'vitest'
import { type Caller, CLUB, LOBBY, openWorld, THREAD, type World } from './world.ts'

const LOOK = 'username onlineStatus profile { nickname phone }'
const NODES = `edges { node { ${LOOK} } }`
const SEEN = (username: string) => ({
  username,
  onlineStatus: 'ONLINE',
  profile: { nickname: username, phone: null },
})
const UNSEEN = (username: string) => ({ username, onlineStatus: null, profile: null })

/** Reads that decide who is related to whom. */
const CHECKS = ['contact-check', 'group-joined', 'chatroom-joined']

interface Meeting {
  readonly what: string
  readonly caller: Caller
  readonly query: string
  readonly before?: (world: World) => void
}

/** Lists that the caller may see: whoever stands there is seen without another look at who is related. */
const LISTS: readonly Meeting[] = [
  { what: 'contacts', caller: 'carl', query: `{ viewer { contacts { ${NODES} } } }` },
  {
    what: 'members of a group',
    caller: 'mia',
    query: `{ group(groupId: "${CLUB}") { members { ${NODES} } } }`,
  },
  {
    what: 'the owner of a group',
    caller: 'mia',
    query: `{ group(groupId: "${CLUB}") { owner { ${LOOK} } } }`,
  },
  { what: 'admins of a group', caller: 'mia', query: `{ group(groupId: "${CLUB}") { admins { ${LOOK} } } }` },
  {
    what: 'mutes of a group',
    caller: 'adam',
    query: `{ group(groupId: "${CLUB}") { mutes { user { ${LOOK} } } } }`,
  },
  {
    what: 'who may write in a group',
    caller: 'adam',
    query: `{ group(groupId: "${CLUB}") { allowedUsers { ${LOOK} } } }`,
  },
  {
    what: 'who shared a file',
    caller: 'tom',
    query: `{ group(groupId: "${CLUB}") { sharedFiles { edges { node { uploader { ${LOOK} } } } } } }`,
  },
  {
    what: 'members of a chatroom',
    caller: 'sven',
    query: `{ chatroom(chatroomId: "${LOBBY}") { members { ${NODES} } } }`,
  },
  {
    what: 'the owner of a chatroom',
    caller: 'sven',
    query: `{ chatrooms { edges { node { owner { ${LOOK} } } } } }`,
  },
  {
    what: 'admins of a chatroom',
    caller: 'sven',
    query: `{ chatroom(chatroomId: "${LOBBY}") { admins { ${LOOK} } } }`,
  },
  {
    what: 'the owner of a thread',
    caller: 'gina',
    query: `{ viewer { threads { edges { node { owner { ${LOOK} } } } } } }`,
  },
]

describe('a user who is met in a list', () => {
  it.each(LISTS)('is seen without a further check: $what', async ({ caller, query }) => {
    const world = await openWorld({ env: { PROFILE_VISIBILITY: 'related' } })

    const { data, errors } = await world.askAs(caller, query)

    expect(errors).toBeUndefined()
    const others = usersIn(data).filter(({ username }) => username !== caller)
    expect(others).not.toEqual([])
    for (const user of others) expect(user).toEqual(SEEN(user.username))
    expect(Object.keys(world.traffic()).filter((id) => CHECKS.includes(id))).toEqual([])
  })
})

/** Ways to name somebody whom one has nothing to do with, or to have them on a list that anybody can be put on. */
const STRANGERS: readonly (Meeting & { readonly whom: string })[] = [
  { what: 'by name', caller: 'sven', whom: 'anna', query: `{ user(username: "anna") { ${LOOK} } }` },
  {
    what: 'on the own block list',
    ...{ caller: 'sven', whom: 'anna' },
    query: `{ viewer { blockedUsers { ${NODES} } } }`,
    before: (world) => world.person('sven').blocks.set('anna', 1),
  },
  {
    what: 'by being blocked',
    ...{ caller: 'sven', whom: 'anna' },
    query: `mutation { blockUsers(input: { username: "sven", usernames: ["anna"] }) {
      results { user { ${LOOK} } } user { blockedUsers { ${NODES} } }
    } }`,
  },
  {
    what: 'by not being watched any more',
    ...{ caller: 'sven', whom: 'anna' },
    query: `mutation { unsubscribePresence(input: { subscriber: "sven", usernames: ["anna"] }) {
      results { user { ${LOOK} } }
    } }`,
  },
  {
    what: 'among those whose presence is watched',
    ...{ caller: 'sven', whom: 'anna' },
    query: `{ viewer { presenceSubscriptions { ${NODES} } } }`,
  },
  {
    what: 'by not being removed as a contact',
    ...{ caller: 'sven', whom: 'anna' },
    query: `mutation { removeContacts(input: { username: "sven", contacts: ["anna"] }) { results { user { ${LOOK} } } } }`,
  },
  {
    what: 'on the block list of an own group',
    ...{ caller: 'olga', whom: 'bert' },
    query: `{ group(groupId: "${CLUB}") { blockedUsers { ${LOOK} } } }`,
  },
  {
    what: 'by being blocked in an own group',
    ...{ caller: 'olga', whom: 'paul' },
    query: `mutation { blockGroupUsers(input: { groupId: "${CLUB}", usernames: ["paul"] }) {
      results { user { ${LOOK} } } group { blockedUsers { ${LOOK} } }
    } }`,
  },
  {
    what: 'by being put out of an own group',
    ...{ caller: 'olga', whom: 'gina' },
    query: `mutation { removeGroupMembers(input: { groupId: "${CLUB}", usernames: ["gina"] }) { results { user { ${LOOK} } } } }`,
  },
  {
    what: 'on the block list of an own chatroom',
    ...{ caller: 'rolf', whom: 'bert' },
    query: `{ chatroom(chatroomId: "${LOBBY}") { blockedUsers { ${LOOK} } } }`,
  },
  {
    what: 'by name, beside the list that they stand on',
    ...{ caller: 'sven', whom: 'anna' },
    query: `{ chatroom(chatroomId: "${LOBBY}") { members { edges { cursor } } } user(username: "anna") { ${LOOK} } }`,
  },
]

describe('a user who is not related', () => {
  it.each(STRANGERS)('stays unseen: $what', async ({ caller, whom, query, before }) => {
    const world = await openWorld({ env: { PROFILE_VISIBILITY: 'related' } })
    before?.(world)

    const { data, errors } = await world.askAs(caller, query)

    expect(errors).toBeUndefined()
    const found = usersIn(data).filter(({ username }) => username === whom)
    expect(found).not.toEqual([])
    for (const user of found) expect(user).toEqual(UNSEEN(whom))
  })

  it('shows the members of a thread to those who are in its group alone', async () => {
    const world = await openWorld()
    const query = `{ node(id: "${btoa(`Thread:${THREAD}`)}") { ... on Thread { members { ${NODES} } } } }`

    for (const caller of ['anna', 'mia', 'sven'] as const) {
      expect((await world.askAs(caller, query)).data).toEqual({ node: { members: null } })
    }
  })
})

interface Shown {
  readonly username: string
}

/** Every user in an answer whose profile was asked for. */
function usersIn(value: unknown): readonly Shown[] {
  if (typeof value !== 'object' || value === null) return []
  return isShown(value) ? [value] : Object.values(value).flatMap(usersIn)
}

function isShown(value: object): value is Shown {
  return 'username' in value && 'profile' in value
}
