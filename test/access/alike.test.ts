import { describe, expect, it } from 'vitest'
import { createGathering } from '../../src/sandbox/store.ts'
import { changesOf, GROUP_CHANGES } from './group-changes.ts'
import { asMe } from './table.ts'
import { CLUB, NOWHERE, openWorld, THREAD, VAULT, type World } from './world.ts'

const RELATED = { PROFILE_VISIBILITY: 'related' }
const ALL_OF_GROUP = `
  id groupId name description memberCount avatarUrl custom createdAt isPublic isMutedForAll isDisabled
  announcement onlineMemberCount owner { username } members { edges { node { username } } } admins { username }
  mutes { user { username } } blockedUsers { username } isMember(username: "sven")
  memberAttributes(username: "sven") sharedFiles { edges { cursor } }
`

/** Every way to come by a group, as sven. */
const WAYS_TO_A_GROUP = [
  { way: 'group', document: '{ group(groupId: "@id") { ...All } }' },
  { way: 'node', document: '{ node(id: "@globalId") { id ...All } }' },
  { way: 'nodes', document: '{ nodes(ids: ["@globalId", "@globalId"]) { id ...All } }' },
  {
    way: 'nodes with a public one',
    document: `{ nodes(ids: ["@globalId", "${btoa('Group:1002')}"]) { id ...All } }`,
  },
  {
    way: 'group twice',
    document: '{ a: group(groupId: "@id") { ...All } b: group(groupId: "@id") { name } }',
  },
].map(({ way, document }) => ({ way, document: `${document} fragment All on Group { ${ALL_OF_GROUP} }` }))

const OTHER_WAYS = [
  { way: 'threads in it', document: '{ viewer { threads(groupId: "@id") { edges { cursor } } } }' },
  { way: 'pushes of it', document: '{ viewer { push { notification(groupId: "@id") { mode } } } }' },
  {
    way: 'setPushNotification',
    document:
      'mutation { setPushNotification(input: { username: "sven", groupId: "@id", mode: AT }) { user { id } } }',
  },
  {
    way: 'sendMessage to it and a public one',
    document: `mutation { sendMessage(input: {
      from: "sven", to: { groups: ["@id", "1002"] }, body: { text: { content: "Hi" } }
    }) { results { status } } }`,
  },
  {
    way: 'deleteGroup and group after it',
    document:
      'mutation { a: deleteGroup(groupId: "@id") { groupId } b: transferGroup(groupId: "@id", newOwner: "sven") { group { id } } }',
  },
]

const CHANGES = GROUP_CHANGES.rows.map(({ what }) => ({
  way: what,
  document: `mutation { it: ${asMe(changesOf('@id')[what]?.mutation ?? '', 'sven', 'sven')} }`,
}))

const GROUPS = [
  { what: 'with one member', id: VAULT },
  { what: 'with members', id: CLUB },
  { what: 'that is switched off', id: '1005' },
  { what: 'that is muted', id: '1006' },
  { what: 'that blocks who asks', id: '1007' },
]

function addGroups({ store }: World): void {
  const like = { created: 0, owner: 'olga', name: 'N', maxusers: 200, public: false, usernames: ['mia'] }
  store.groups.set('1005', createGathering(store, { ...like, id: '1005', disabled: true }))
  store.groups.set('1006', createGathering(store, { ...like, id: '1006', mute: true }))
  store.groups.set('1007', createGathering(store, { ...like, id: '1007', blocked: new Set(['sven']) }))
}

describe.each(GROUPS)('a private group $what is to others as one that is not there', ({ id }) => {
  it.each([...WAYS_TO_A_GROUP, ...OTHER_WAYS, ...CHANGES])('by $way', async ({ document }) => {
    expect(await tellOf(id, document)).toEqual(await tellOfNone(document))
  })
})

/** All that sven can learn, and the calls, in a server that knows nothing yet; and the same again when it does. */
async function tellOf(id: string, document: string, env = {}, arrange = addGroups) {
  const world = await openWorld({ env })
  arrange(world)
  const ask = async () => {
    world.forget()
    const answer = await world.askAs('sven', asked(document, id))
    return {
      answer: hidden(JSON.stringify(answer), id),
      calls: world.calls().map((call) => hidden(call, id)),
    }
  }
  const { answer, calls } = await ask()
  return { answer, calls, again: await ask() }
}

/** What is told where nothing is: the same for all that is compared with it, so it is asked once. */
function tellOfNone(document: string): ReturnType<typeof tellOf> {
  const told = ofNone.get(document) ?? tellOf(NOWHERE, document)
  ofNone.set(document, told)
  return told
}

const ofNone = new Map<string, ReturnType<typeof tellOf>>()

function asked(document: string, id: string): string {
  const globalId = (kind: string) => btoa(`${kind}:${id}`)
  return document
    .replaceAll('@globalId', globalId('Group'))
    .replaceAll('@userId', globalId('User'))
    .replaceAll('@threadId', globalId('Thread'))
    .replaceAll('@id', id)
}

function hidden(text: string, id: string): string {
  const globalIds = ['Group', 'User', 'Thread'].map((kind) => btoa(`${kind}:${id}`))
  return [id, ...globalIds].reduce((shown, one) => shown.replaceAll(one, '…'), text)
}

const USER = `
  id username onlineStatus profile { nickname phone } attributes account { isActive } devices { deviceId }
  contacts { edges { cursor } } groups { edges { cursor } } chatrooms { edges { cursor } } blockedUsers { edges { cursor } }
  presence(subscriber: "sven") { ext } isContactOf(username: "sven") push { language nickname } globalMute { users { expiresAt } }
  offlineMessageCount threads { edges { cursor } } presenceSubscriptions { edges { cursor } } deliveryStatus(messageId: "1")
`
const TO_USERS = '{ results { status error { code message } user { onlineStatus profile { nickname } } } }'

/** Every way to come by a user, as sven, who has nothing to do with them. */
const WAYS_TO_A_USER = [
  { way: 'user', document: `{ user(username: "@id") { ${USER} } }` },
  { way: 'node', document: `{ node(id: "@userId") { ... on User { ${USER} } } }` },
  { way: 'nodes', document: `{ nodes(ids: ["@userId"]) { ... on User { ${USER} } } }` },
  {
    way: 'user with a contact',
    document: '{ user(username: "@id") { onlineStatus } b: user(username: "paul") { onlineStatus } }',
  },
  {
    way: 'subscribePresence',
    document: `mutation { subscribePresence(input: { subscriber: "sven", usernames: ["@id"], durationSeconds: 60 }) ${TO_USERS} }`,
  },
  {
    way: 'unsubscribePresence',
    document: `mutation { unsubscribePresence(input: { subscriber: "sven", usernames: ["@id"] }) ${TO_USERS} }`,
  },
  {
    way: 'sendMessage',
    document: `mutation { sendMessage(input: {
      from: "sven", to: { users: ["@id"] }, body: { text: { content: "Hi" } }
    }) { results { status } } }`,
  },
  {
    way: 'addContacts',
    document: `mutation { addContacts(input: { username: "sven", contacts: ["@id"] }) ${TO_USERS} }`,
  },
  {
    way: 'setContactRemark',
    document:
      'mutation { setContactRemark(input: { username: "sven", contact: "@id", remark: "R" }) { user { id } } }',
  },
  {
    way: 'setProfile',
    document: 'mutation { setProfile(input: { username: "@id", nickname: "n" }) { user { id } } }',
  },
  { way: 'deleteUsers', document: 'mutation { deleteUsers(usernames: ["@id"]) { results { status } } }' },
  { way: 'notification', document: '{ viewer { push { notification(peer: "@id") { mode } } } }' },
]

describe('a user who is not related is as one that is not there', () => {
  it.each(WAYS_TO_A_USER)('by $way', async ({ document }) => {
    expect(await tellOf('anna', document, RELATED)).toEqual(await tellOf('anne', document, RELATED))
  })
})

/** Changes of one's own lists, whose answers tell whether a name is registered. */
const TELLING = [
  {
    way: 'blockUsers',
    document: `mutation { blockUsers(input: { username: "sven", usernames: ["@id"] }) ${TO_USERS} }`,
  },
  {
    way: 'unblockUsers',
    document: `mutation { unblockUsers(input: { username: "sven", usernames: ["@id"] }) ${TO_USERS} }`,
  },
  {
    way: 'removeContacts',
    document: `mutation { removeContacts(input: { username: "sven", contacts: ["@id"] }) ${TO_USERS} }`,
  },
  {
    way: 'addContacts where users add contacts',
    document: `mutation { addContacts(input: { username: "sven", contacts: ["@id"] }) ${TO_USERS} }`,
    env: { CONTACT_ADDING: 'users' },
  },
]

describe('the own lists of a user', () => {
  // The service answers it for each name. Nothing else of them is told.
  it.each(TELLING)('tell whether a name is registered, by $way', async ({ document, env }) => {
    const settings = { ...RELATED, ...env }

    const [of, none] = [await tellOf('anna', document, settings), await tellOf('anne', document, settings)]

    expect(of).not.toEqual(none)
  })
})

describe('a thread of a group that is not theirs is as one that is not there', () => {
  it.each([
    {
      way: 'node',
      document:
        '{ node(id: "@threadId") { id ... on Thread { name members { edges { cursor } } group { name } } } }',
    },
    { way: 'deleteThread', document: 'mutation { deleteThread(threadId: "@id") { threadId } }' },
    {
      way: 'addThreadMembers',
      document:
        'mutation { addThreadMembers(input: { threadId: "@id", usernames: ["sven"] }) { results { status } } }',
    },
  ])('by $way', async ({ document }) => {
    expect(await tellOf(THREAD, document)).toEqual(await tellOf('400000000000999', document))
  })
})

describe('a private group with more members than its detail carries', () => {
  /** What sven learns of it, and the calls that were made for it. */
  async function tellOfLarge(document: string) {
    return tellOf('1008', document, {}, ({ store }) => {
      const usernames = Array.from({ length: 10_050 }, (_, index) => `m${index}`)
      const like = { created: 0, owner: 'olga', name: 'N', maxusers: 20_000, public: false, usernames }
      store.groups.set('1008', createGathering(store, { ...like, id: '1008' }))
    })
  }

  it.each([...WAYS_TO_A_GROUP, ...OTHER_WAYS])(
    'is told of like one that is not there: $way',
    async ({ document }) => {
      expect((await tellOfLarge(document)).answer).toEqual((await tellOfNone(document)).answer)
    },
  )

  // Whether they are a member takes a question of its own, which nobody would ask about a group that is not there.
  it('costs the calls of one that is not there', async () => {
    const document = '{ group(groupId: "@id") { name } }'

    expect((await tellOfLarge(document)).calls).toEqual((await tellOfNone(document)).calls)
  })
})
