import { type Change, type ChangeTable, type Columns, OTHERS, readTable } from './table.ts'
import { CLUB, MESSAGE, THREAD } from './world.ts'

/** Even whom it is about, and who manages the place that it is about: anna owns the thread, olga the group. */
const COLUMNS: Columns = {
  ...{ self: 'anna', owner: 'olga', 'super admin': 'sue', stranger: 'sven' },
  ...OTHERS,
}

const USER = '{ user { id } }'
const RESULTS = '{ results { status } }'

/** What speaks for the whole app, or no rule gives to users. */
const CHANGES: Readonly<Record<string, Change>> = {
  registerUser: {
    mutation: `registerUser(input: { username: "new", password: "p" }) ${USER}`,
    isDone: ({ store }) => store.users.has('new'),
  },
  registerUserOpenly: {
    mutation: `registerUserOpenly(input: { username: "new", password: "p" }) ${USER}`,
    isDone: ({ store }) => store.users.has('new'),
  },
  registerUsers: {
    mutation: `registerUsers(users: [{ username: "new", password: "p" }]) ${RESULTS}`,
    isDone: ({ store }) => store.users.has('new'),
  },
  deleteUsers: {
    mutation: `deleteUsers(usernames: ["anna"]) ${RESULTS}`,
    isDone: ({ store }) => !store.users.has('anna'),
  },
  deleteOldestUsers: {
    mutation: 'deleteOldestUsers(count: 1, confirmDeleting: 1) { usernames }',
    isDone: ({ store }) => !store.users.has('u0001'),
  },
  activateUser: {
    before: (world) => {
      world.person('anna').activated = false
    },
    mutation: `activateUser(username: "anna") ${USER}`,
    isDone: (world) => world.person('anna').activated,
  },
  deactivateUser: {
    mutation: `deactivateUser(username: "anna") ${USER}`,
    isDone: (world) => !world.person('anna').activated,
  },
  setPassword: {
    mutation: `setPassword(username: "anna", newPassword: "new") ${USER}`,
    isDone: (world) => world.person('anna').password === 'new',
  },
  createUserToken: {
    mutation: 'createUserToken(input: { username: "anna" }) { accessToken }',
    isDone: (_world, data) => data !== undefined,
  },
  setGlobalMute: {
    mutation: `setGlobalMute(input: { username: "anna", users: { forever: true } }) ${USER}`,
    isDone: (world) => world.person('anna').mutes.size > 0,
  },
  importContacts: {
    mutation: `importContacts(input: { username: "anna", contacts: ["paul"] }) ${RESULTS}`,
    isDone: ({ store }) => store.contacts.get('anna')?.has('paul') ?? false,
  },
  createPushTemplate: {
    mutation:
      'createPushTemplate(input: { name: "t", titlePattern: "a", contentPattern: "b" }) { template { name } }',
    isDone: ({ store }) => store.pushTemplates.has('t'),
  },
  assignPushTemplate: {
    before: ({ store }) => addTemplate(store),
    mutation: `assignPushTemplate(username: "anna", name: "t") ${USER}`,
    isDone: (world) => world.person('anna').pushTemplate === 't',
  },
  deletePushTemplate: {
    before: ({ store }) => addTemplate(store),
    mutation: 'deletePushTemplate(name: "t") { name }',
    isDone: ({ store }) => !store.pushTemplates.has('t'),
  },
  addChatroomSuperAdmins: {
    mutation: `addChatroomSuperAdmins(usernames: ["anna"]) ${RESULTS}`,
    isDone: ({ store }) => store.superAdmins.has('anna'),
  },
  removeChatroomSuperAdmins: {
    mutation: `removeChatroomSuperAdmins(usernames: ["sue"]) ${RESULTS}`,
    isDone: ({ store }) => !store.superAdmins.has('sue'),
  },
  broadcastToUsers: broadcasting('broadcastToUsers', 'users'),
  broadcastToOnlineUsers: broadcasting('broadcastToOnlineUsers', 'online'),
  broadcastToChatrooms: broadcasting('broadcastToChatrooms', 'chatrooms'),
  recallMessages: {
    mutation: `recallMessages(input: {
      recalledBy: "@me", force: true, messages: [{ messageId: "${MESSAGE}", to: { group: "${CLUB}" } }]
    }) ${RESULTS}`,
    isDone: ({ store }) => store.acts.recalled.has(MESSAGE),
  },
  editMessage: {
    mutation: `editMessage(input: { messageId: "${MESSAGE}", body: { text: { content: "New" } } }) { messageId }`,
    isDone: ({ store }) => store.messages.some(({ body }) => body.msg === 'New'),
  },
  importMessages: {
    mutation: `importMessages(messages: [{
      from: "@me", to: { user: "carl" }, body: { text: { content: "Old" } }
    }]) ${RESULTS}`,
    isDone: ({ store }) => store.messages.some(({ body }) => body.msg === 'Old'),
  },
  addReaction: {
    mutation: `addReaction(input: { messageId: "${MESSAGE}", username: "anna", reaction: "r" }) { messageId }`,
    isDone: ({ store }) => store.acts.reactions.get(MESSAGE)?.has('r') ?? false,
  },
  removeReaction: {
    before: ({ store }) => {
      store.acts.reactions.set(MESSAGE, new Map([['r', { id: '1', users: new Map([['anna', 1]]) }]]))
    },
    mutation: `removeReaction(input: { messageId: "${MESSAGE}", username: "anna", reaction: "r" }) { messageId }`,
    isDone: ({ store }) => !store.acts.reactions.get(MESSAGE)?.has('r'),
  },
  deleteConversation: {
    mutation: `deleteConversation(input: { username: "@me", conversation: { group: "${CLUB}" } }) ${USER}`,
    isDone: ({ store }) => store.acts.deletedConversations.size > 0,
  },
  deleteRoamingMessages: {
    mutation: `deleteRoamingMessages(input: {
      username: "@me", conversation: { group: "${CLUB}" }, messageIds: ["${MESSAGE}"]
    }) ${RESULTS}`,
    isDone: ({ store }) => store.acts.unstored.size > 0,
  },
  deleteRoamingMessagesUpTo: {
    mutation: `deleteRoamingMessagesUpTo(input: {
      username: "@me", conversation: { group: "${CLUB}" }, upTo: "2026-01-02T00:00:00Z"
    }) ${USER}`,
    isDone: ({ store }) => store.acts.unstored.size > 0,
  },
  deleteAllRoamingMessages: {
    mutation: `deleteAllRoamingMessages(username: "@me") ${USER}`,
    isDone: ({ store }) => store.acts.unstored.size > 0,
  },
  createGroup: {
    mutation: 'createGroup(input: { name: "New", description: "D", owner: "anna" }) { group { id } }',
    isDone: ({ store }) => [...store.groups.values()].some(({ name }) => name === 'New'),
  },
  createChatroom: {
    mutation: 'createChatroom(input: { name: "New", description: "D", owner: "anna" }) { chatroom { id } }',
    isDone: ({ store }) => [...store.chatrooms.values()].some(({ name }) => name === 'New'),
  },
  setGroupDisabled: {
    mutation: `setGroupDisabled(groupId: "${CLUB}", isDisabled: true) { group { id } }`,
    isDone: (world) => world.group(CLUB).disabled,
  },
  createThread: {
    mutation: `createThread(input: {
      groupId: "${CLUB}", parentMessageId: "${MESSAGE}", name: "New", owner: "anna"
    }) { thread { id } }`,
    isDone: ({ store }) => store.threads.size > 1,
  },
  updateThread: {
    mutation: `updateThread(input: { threadId: "${THREAD}", name: "New" }) { thread { id } }`,
    isDone: ({ store }) => store.threads.get(THREAD)?.name === 'New',
  },
  deleteThread: {
    mutation: `deleteThread(threadId: "${THREAD}") { threadId }`,
    isDone: ({ store }) => !store.threads.has(THREAD),
  },
  addThreadMembers: {
    mutation: `addThreadMembers(input: { threadId: "${THREAD}", usernames: ["mia"] }) ${RESULTS}`,
    isDone: ({ store }) => store.threads.get(THREAD)?.members.has('mia') ?? false,
  },
  removeThreadMembers: {
    mutation: `removeThreadMembers(input: { threadId: "${THREAD}", usernames: ["gina"] }) ${RESULTS}`,
    isDone: ({ store }) => !store.threads.get(THREAD)?.members.has('gina'),
  },
}

/** Even as oneself. */
function broadcasting(name: string, kind: 'users' | 'online' | 'chatrooms'): Change {
  return {
    mutation: `${name}(input: { from: "@me", body: { text: { content: "Hi" } } }) { broadcastId }`,
    isDone: ({ store }) => store.broadcasts.some((sent) => sent.kind === kind),
  }
}

function addTemplate({ pushTemplates }: { readonly pushTemplates: Map<string, object> }): void {
  const made = { createAt: 0, updateAt: 0, title_pattern: 'a', content_pattern: 'b' }
  pushTemplates.set('t', { name: 't', ...made })
}

/** Whether a change of the app is made. */
export const APP_CHANGES: ChangeTable = {
  columns: COLUMNS,
  subject: 'anna',
  changeOf: ({ what }) => CHANGES[what],
  rows: readTable(`
  Mutation                  | self      | owner     | super admin | stranger  | admin key | anonymous | bad token
  registerUser              | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  registerUserOpenly        | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  registerUsers             | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  deleteUsers               | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  deleteOldestUsers         | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  activateUser              | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  deactivateUser            | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  setPassword               | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  createUserToken           | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  setGlobalMute             | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  importContacts            | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  createPushTemplate        | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  assignPushTemplate        | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  deletePushTemplate        | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  addChatroomSuperAdmins    | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  removeChatroomSuperAdmins | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  broadcastToUsers          | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  broadcastToOnlineUsers    | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  broadcastToChatrooms      | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  recallMessages            | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  editMessage               | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  importMessages            | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  addReaction               | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  removeReaction            | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  deleteConversation        | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  deleteRoamingMessages     | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  deleteRoamingMessagesUpTo | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  deleteAllRoamingMessages  | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  createGroup               | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  createChatroom            | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  setGroupDisabled          | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  createThread              | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  updateThread              | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  deleteThread              | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  addThreadMembers          | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
  removeThreadMembers       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN | yes       | 401       | 401
`),
}
