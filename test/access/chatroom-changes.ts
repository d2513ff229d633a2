import { type Change, type ChangeTable, type Columns, OTHERS, readTable } from './table.ts'
import { LOBBY, type World } from './world.ts'

const COLUMNS: Columns = {
  ...{ owner: 'rolf', admin: 'ada', 'super admin': 'sue', member: 'rosa', outside: 'sven' },
  ...OTHERS,
}

const CHATROOM = '{ chatroom { id } }'
const RESULTS = '{ results { status } }'
const lobby = (world: World) => world.room(LOBBY)
/** Attributes are set by members, super admins too. */
const joinedBySue = (world: World) => void lobby(world).members.set('sue', 0)

/** Changes of the chatroom, whoever asks. */
const CHANGES: Readonly<Record<string, Change>> = {
  updateChatroom: {
    mutation: `updateChatroom(input: { chatroomId: "${LOBBY}", name: "New" }) ${CHATROOM}`,
    isDone: (world) => lobby(world).name === 'New',
  },
  setChatroomAnnouncement: {
    mutation: `setChatroomAnnouncement(chatroomId: "${LOBBY}", announcement: "New") ${CHATROOM}`,
    isDone: (world) => lobby(world).announcement === 'New',
  },
  setChatroomMutedForAll: {
    mutation: `setChatroomMutedForAll(chatroomId: "${LOBBY}", isMutedForAll: true) ${CHATROOM}`,
    isDone: (world) => lobby(world).mute,
  },
  setChatroomAttributes: {
    mutation: `setChatroomAttributes(input: {
      chatroomId: "${LOBBY}", username: "@me", attributes: [{ name: "new", value: "v" }]
    }) ${RESULTS}`,
    before: joinedBySue,
    isDone: (world) => lobby(world).attributes.has('new'),
  },
  deleteChatroomAttributes: {
    mutation: `deleteChatroomAttributes(input: {
      chatroomId: "${LOBBY}", username: "@me", names: ["topic"], force: true
    }) ${RESULTS}`,
    before: joinedBySue,
    isDone: (world) => !lobby(world).attributes.has('topic'),
  },
  addChatroomMembers: {
    mutation: `addChatroomMembers(input: { chatroomId: "${LOBBY}", usernames: ["nina"] }) ${RESULTS}`,
    isDone: (world) => lobby(world).members.has('nina'),
  },
  'addChatroomMembers, oneself': {
    mutation: `addChatroomMembers(input: { chatroomId: "${LOBBY}", usernames: ["@me"] }) ${RESULTS}`,
    isDone: (world) => ['sven', 'sue'].some((name) => lobby(world).members.has(name)),
  },
  'addChatroomMembers, oneself and another': {
    mutation: `addChatroomMembers(input: { chatroomId: "${LOBBY}", usernames: ["@me", "nina"] }) ${RESULTS}`,
    isDone: (world) => lobby(world).members.has('nina'),
  },
  removeChatroomMembers: {
    mutation: `removeChatroomMembers(input: { chatroomId: "${LOBBY}", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => !lobby(world).members.has('tom'),
  },
  'removeChatroomMembers, oneself': {
    mutation: `removeChatroomMembers(input: { chatroomId: "${LOBBY}", usernames: ["@me"] }) ${RESULTS}`,
    isDone: (world) => ['rosa', 'ada', 'tom'].some((name) => !lobby(world).members.has(name)),
  },
  addChatroomAdmins: {
    mutation: `addChatroomAdmins(input: { chatroomId: "${LOBBY}", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => lobby(world).admins.has('tom'),
  },
  removeChatroomAdmins: {
    mutation: `removeChatroomAdmins(input: { chatroomId: "${LOBBY}", usernames: ["ivan"] }) ${RESULTS}`,
    isDone: (world) => !lobby(world).admins.has('ivan'),
  },
  blockChatroomUsers: {
    mutation: `blockChatroomUsers(input: { chatroomId: "${LOBBY}", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => lobby(world).blocked.has('tom'),
  },
  unblockChatroomUsers: {
    mutation: `unblockChatroomUsers(input: { chatroomId: "${LOBBY}", usernames: ["bert"] }) ${RESULTS}`,
    isDone: (world) => !lobby(world).blocked.has('bert'),
  },
  allowChatroomUsers: {
    mutation: `allowChatroomUsers(input: { chatroomId: "${LOBBY}", usernames: ["rosa"] }) ${RESULTS}`,
    isDone: (world) => lobby(world).allowed.has('rosa'),
  },
  disallowChatroomUsers: {
    mutation: `disallowChatroomUsers(input: { chatroomId: "${LOBBY}", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => !lobby(world).allowed.has('tom'),
  },
  muteChatroomMembers: {
    mutation: `muteChatroomMembers(input: {
      chatroomId: "${LOBBY}", usernames: ["rosa"], term: { forever: true }
    }) ${RESULTS}`,
    isDone: (world) => lobby(world).mutes.has('rosa'),
  },
  unmuteChatroomMembers: {
    mutation: `unmuteChatroomMembers(input: { chatroomId: "${LOBBY}", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => !lobby(world).mutes.has('tom'),
  },
  transferChatroom: {
    mutation: `transferChatroom(chatroomId: "${LOBBY}", newOwner: "tom") ${CHATROOM}`,
    isDone: (world) => lobby(world).owner === 'tom',
  },
  deleteChatroom: {
    mutation: `deleteChatroom(chatroomId: "${LOBBY}") { chatroomId }`,
    isDone: ({ store }) => !store.chatrooms.has(LOBBY),
  },
  sendMessage: {
    mutation: `sendMessage(input: {
      from: "@me", to: { chatrooms: ["${LOBBY}"] }, body: { text: { content: "Hi" } }
    }) ${RESULTS}`,
    isDone: ({ store }) => store.messages.some(({ target, body }) => target === LOBBY && body.msg === 'Hi'),
  },
}

/** Whether a change of the chatroom is made. */
export const CHATROOM_CHANGES: ChangeTable = {
  columns: COLUMNS,
  subject: 'tom',
  changeOf: ({ what }) => CHANGES[what],
  rows: readTable(`
  Mutation                                | owner | admin     | super admin | member    | outside   | admin key | anonymous | bad token
  updateChatroom                          | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setChatroomAnnouncement                 | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setChatroomMutedForAll                  | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  setChatroomAttributes                   | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  deleteChatroomAttributes                | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  addChatroomMembers                      | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  addChatroomMembers, oneself             | -     | -         | yes         | -         | yes       | -         | 401       | 401
  addChatroomMembers, oneself and another | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  removeChatroomMembers                   | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  removeChatroomMembers, oneself          | -     | yes       | -           | yes       | FORBIDDEN | yes       | 401       | 401
  addChatroomAdmins                       | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  removeChatroomAdmins                    | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  blockChatroomUsers                      | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  unblockChatroomUsers                    | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  allowChatroomUsers                      | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  disallowChatroomUsers                   | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  muteChatroomMembers                     | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  unmuteChatroomMembers                   | yes   | yes       | yes         | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  transferChatroom                        | yes   | FORBIDDEN | FORBIDDEN   | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  deleteChatroom                          | yes   | FORBIDDEN | FORBIDDEN   | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  sendMessage                             | yes   | yes       | FORBIDDEN   | yes       | FORBIDDEN | yes       | 401       | 401
`),
}
