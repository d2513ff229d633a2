import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const GONE = 'u0001'
const KEEPER = 'u0009'

/** Puts somebody into every list that shows people. */
const SETUP = `mutation($groupId: ID!, $chatroomId: ID!, $threadId: ID!, $gone: [String!]!, $name: String!) {
  addGroupMembers(input: { groupId: $groupId, usernames: $gone }) { results { status } }
  addGroupAdmins(input: { groupId: $groupId, usernames: $gone }) { results { status } }
  allowGroupUsers(input: { groupId: $groupId, usernames: $gone }) { results { status } }
  muteGroupMembers(input: { groupId: $groupId, usernames: $gone, term: { forever: true } }) { results { status } }
  addThreadMembers(input: { threadId: $threadId, usernames: $gone }) { results { status } }
  addChatroomMembers(input: { chatroomId: $chatroomId, usernames: $gone }) { results { status } }
  addChatroomSuperAdmins(usernames: $gone) { results { status } }
  addContacts(input: { username: "${KEEPER}", contacts: $gone }) { results { status } }
  blockUsers(input: { username: "${KEEPER}", usernames: $gone }) { results { status } }
  subscribePresence(input: { subscriber: "${KEEPER}", usernames: $gone, durationSeconds: 600 }) { results { status } }
  setGlobalMute(input: { username: $name, users: { durationSeconds: 600 } }) { user { username } }
}`

const NAMES = 'edges { node { username } }'
const LISTS = `query($groupId: ID!, $chatroomId: ID!, $threadNode: ID!) {
  users(first: 100) { ${NAMES} }
  group(groupId: $groupId) {
    members(first: 100) { ${NAMES} }
    admins { username }
    allowedUsers { username }
    mutes { user { username } }
  }
  thread: node(id: $threadNode) { ... on Thread { members(first: 50) { ${NAMES} } } }
  chatroom(chatroomId: $chatroomId) { members(first: 100) { ${NAMES} } }
  chatroomSuperAdmins(first: 100) { ${NAMES} }
  mutedUsers(first: 50) { ${NAMES} }
  keeper: user(username: "${KEEPER}") {
    contacts(first: 50) { ${NAMES} }
    blockedUsers(first: 50) { ${NAMES} }
    presenceSubscriptions(first: 50) { ${NAMES} }
  }
}`

const RELATION = `{ user(username: "${GONE}") { isContactOf(username: "${KEEPER}") account { isActive } } }`

describe('whoever is deleted', () => {
  it.each([
    { how: 'by name', change: `mutation { deleteUsers(usernames: ["${GONE}"]) { results { status } } }` },
    {
      how: 'as the oldest user',
      change: 'mutation { deleteOldestUsers(count: 1, confirmDeleting: 1) { usernames } }',
    },
  ])('$how stands in no list any more, although all of them were just read', async ({ change }) => {
    const { ask, sandbox } = await start({ env: { DELETE_OLDEST_USERS: 'on' } })
    const thread = [...sandbox.store.threads.values()].find(({ groupId }) => {
      return sandbox.store.groups.get(groupId)?.owner !== GONE
    })
    const room = [...sandbox.store.chatrooms.values()].find(({ owner }) => owner !== GONE)
    const places = {
      groupId: thread?.groupId,
      chatroomId: room?.id,
      threadId: thread?.id,
      threadNode: btoa(`Thread:${thread?.id}`),
    }
    const setup = await ask(SETUP, { ...places, gone: [GONE], name: GONE })
    expect(setup.errors).toBeUndefined()
    expect(JSON.stringify(setup.data)).not.toContain('FAILED')
    const before = await ask(LISTS, places)
    expect(before.errors).toBeUndefined()
    expect(listsWith(GONE, before.data)).toHaveLength(12)
    expect((await ask(RELATION)).data.user).toEqual({ isContactOf: true, account: { isActive: true } })

    await ask(change)

    expect(listsWith(GONE, (await ask(LISTS, places)).data)).toEqual([])
    expect((await ask(RELATION)).data.user).toEqual({ isContactOf: false, account: null })
  })
})

/** Where in an answer somebody is named by `username`, but not as the user that the query asks for. */
function listsWith(username: string, value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('username' in value) return value.username === username ? [at] : []
  return Object.entries(value).flatMap(([name, part]) => {
    return listsWith(username, part, /^(edges|node|user|[0-9]+)$/.test(name) ? at : `${at}/${name}`)
  })
}
