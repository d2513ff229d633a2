import { type Change, type ChangeTable, type Columns, OTHERS, readTable } from './table.ts'
import type { World } from './world.ts'

const COLUMNS: Columns = {
  ...{ self: 'anna', contact: 'carl', 'in a group': 'gina', 'in a room': 'rosa', stranger: 'sven' },
  ...OTHERS,
}

const USER = '{ user { id } }'
const RESULTS = '{ results { status } }'
const anna = (world: World) => world.person('anna')

/** Changes of what is anna's, whoever asks. */
const CHANGES: Readonly<Record<string, Change>> = {
  setProfile: {
    mutation: `setProfile(input: { username: "anna", nickname: "New" }) ${USER}`,
    isDone: ({ store }) => store.attributes.get('anna')?.get('nickname') === 'New',
  },
  clearProfile: {
    mutation: `clearProfile(username: "anna") ${USER}`,
    isDone: ({ store }) => (store.attributes.get('anna')?.size ?? 0) === 0,
  },
  setPresence: {
    mutation: `setPresence(input: { username: "anna", deviceId: "web", status: ONLINE }) ${USER}`,
    isDone: (world) => anna(world).presence?.statuses.has('web') ?? false,
  },
  subscribePresence: {
    mutation: `subscribePresence(input: { subscriber: "anna", usernames: ["gina"], durationSeconds: 60 }) ${RESULTS}`,
    isDone: (world) => anna(world).subscriptions.has('gina'),
  },
  unsubscribePresence: {
    mutation: `unsubscribePresence(input: { subscriber: "anna", usernames: ["carl"] }) ${RESULTS}`,
    isDone: (world) => !anna(world).subscriptions.has('carl'),
  },
  addContacts: {
    mutation: `addContacts(input: { username: "anna", contacts: ["paul"] }) ${RESULTS}`,
    isDone: ({ store }) => store.contacts.get('anna')?.has('paul') ?? false,
  },
  removeContacts: {
    mutation: `removeContacts(input: { username: "anna", contacts: ["carl"] }) ${RESULTS}`,
    isDone: ({ store }) => !store.contacts.get('anna')?.has('carl'),
  },
  setContactRemark: {
    mutation: `setContactRemark(input: { username: "anna", contact: "carl", remark: "R" }) ${USER}`,
    isDone: ({ store }) => store.contacts.get('anna')?.get('carl')?.remark === 'R',
  },
  blockUsers: {
    mutation: `blockUsers(input: { username: "anna", usernames: ["paul"] }) ${RESULTS}`,
    isDone: (world) => anna(world).blocks.has('paul'),
  },
  unblockUsers: {
    mutation: `unblockUsers(input: { username: "anna", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => !anna(world).blocks.has('tom'),
  },
  disconnectUser: {
    mutation: `disconnectUser(username: "anna") ${USER}`,
    isDone: (world) => !anna(world).online,
  },
  setPushBinding: {
    mutation: `setPushBinding(input: { username: "anna", deviceId: "d2", token: "t", notifierName: "n" }) ${USER}`,
    isDone: (world) => anna(world).pushBindings.has('d2'),
  },
  removePushBinding: {
    mutation: `removePushBinding(input: { username: "anna", deviceId: "d1", notifierName: "n" }) ${USER}`,
    isDone: (world) => !anna(world).pushBindings.has('d1'),
  },
  setPushDisplayStyle: {
    mutation: `setPushDisplayStyle(username: "anna", style: SUMMARY) ${USER}`,
    isDone: (world) => anna(world).notifications.get('notification_display_style') === 0,
  },
  setPushDoNotDisturb: {
    mutation: `setPushDoNotDisturb(input: { username: "anna", isOn: false }) ${USER}`,
    isDone: (world) => anna(world).notifications.get('notification_no_disturbing') === false,
  },
  setPushLanguage: {
    mutation: `setPushLanguage(username: "anna", language: "de") ${USER}`,
    isDone: (world) => anna(world).pushLanguage === 'de',
  },
  setPushNotification: {
    mutation: `setPushNotification(input: { username: "anna", mode: AT }) ${USER}`,
    isDone: (world) => [...anna(world).pushSettings.values()].some(({ type }) => type === 'AT'),
  },
  setPushNicknames: {
    mutation: `setPushNicknames(nicknames: [{ username: "anna", nickname: "New" }]) ${RESULTS}`,
    isDone: (world) => anna(world).nickname === 'New',
  },
  cancelJob: {
    mutation: 'cancelJob(id: "@job") { job { state } }',
    isDone: (_world, data) => JSON.stringify(data)?.includes('CANCELLED') ?? false,
    isHere: true,
  },
  'sendMessage to anna': sending('@me', 'users', 'anna'),
  'sendMessage as anna to carl': sending('anna', 'users', 'carl'),
  'sendMessage as carl to anna': sending('carl', 'users', 'anna'),
  'sendMessage as anna to her group': sending('anna', 'groups', '1001'),
  'sendMessage as anna to her chatroom': sending('anna', 'chatrooms', '2001'),
  'sendMessage as anna to a group that is not hers': sending('anna', 'groups', '1002'),
  'sendMessage as anna to members of her group': sendingToMembers('groupMembers', '1001', 'gina'),
  'sendMessage as anna to members of her chatroom': sendingToMembers('chatroomMembers', '2001', 'rosa'),
  'sendMessage as anna, her group, not a member': sendingToMembers('groupMembers', '1001', 'gina", "carl'),
  'sendMessage as anna, her chatroom, no member': sendingToMembers('chatroomMembers', '2001', 'sven'),
  'sendMessage as anna to members of another group': sendingToMembers('groupMembers', '1002', 'mia'),
}

function sending(from: string, kind: 'users' | 'groups' | 'chatrooms', target: string): Change {
  const to = `{ ${kind}: ["${target}"] }`
  return {
    mutation: `sendMessage(input: { from: "${from}", to: ${to}, body: { text: { content: "Hi" } } }) ${RESULTS}`,
    isDone: ({ store }) =>
      store.messages.some((message) => message.target === target && message.body.msg === 'Hi'),
  }
}

/** Whoever asks, it is anna who is to send. */
function sendingToMembers(kind: 'groupMembers' | 'chatroomMembers', id: string, names: string): Change {
  const place = kind === 'groupMembers' ? 'groupId' : 'chatroomId'
  const to = `{ ${kind}: { ${place}: "${id}", usernames: ["${names}"] } }`
  return {
    mutation: `sendMessage(input: { from: "anna", to: ${to}, body: { text: { content: "Hi" } } }) ${RESULTS}`,
    isDone: ({ store }) => store.messages.some(({ target, only }) => target === id && only !== undefined),
  }
}

const of = (
  changes: ReturnType<typeof readTable>,
  env: Readonly<Record<string, string>> = {},
): ChangeTable => ({
  ...{ columns: COLUMNS, subject: 'anna', rows: changes, env },
  changeOf: ({ what }) => CHANGES[what],
})

/** Whether a change of what is anna's is made. */
export const USER_CHANGES = of(
  readTable(`
  Mutation                                         | self      | contact   | in a group | in a room | stranger  | admin key | anonymous | bad token
  setProfile                                       | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  clearProfile                                     | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setPresence                                      | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  subscribePresence                                | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  unsubscribePresence                              | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  addContacts                                      | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  removeContacts                                   | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setContactRemark                                 | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  blockUsers                                       | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  unblockUsers                                     | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  disconnectUser                                   | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setPushBinding                                   | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  removePushBinding                                | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setPushDisplayStyle                              | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setPushDoNotDisturb                              | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setPushLanguage                                  | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setPushNotification                              | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setPushNicknames                                 | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  cancelJob                                        | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage to anna                              | yes       | yes       | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage as anna to carl                      | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage as carl to anna                      | FORBIDDEN | yes       | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage as anna to her group                 | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage as anna to her chatroom              | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage as anna to a group that is not hers  | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage as anna to members of her group      | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage as anna to members of her chatroom   | yes       | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage as anna, her group, not a member     | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage as anna, her chatroom, no member     | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage as anna to members of another group  | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
`),
)

/** With `CONTACT_ADDING=users`. */
export const WITH_USERS_ADDING = of(
  readTable(`
  Mutation    | self | contact   | in a group | in a room | stranger  | admin key | anonymous | bad token
  addContacts | yes  | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
`),
  { CONTACT_ADDING: 'users' },
)
