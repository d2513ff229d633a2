import { GROUP, ROOM, type Row } from './reads.ts'

export const WRITES: readonly Row[] = [
  {
    what: 'a new group',
    query: `mutation { createGroup(input: { name: "n", description: "d", owner: "u0001" }) { group { groupId } } }`,
    traffic: { 'group-create': 1 },
  },
  {
    what: 'a new group, shown',
    query: `mutation { createGroup(input: { name: "n", description: "d", owner: "u0001" }) { group { name memberCount } } }`,
    traffic: { 'group-create': 1, 'group-get': 1 },
  },
  {
    what: 'a changed group, shown',
    query: `mutation { updateGroup(input: { groupId: "${GROUP}", name: "n" }) { unchangedFields group { name memberCount } } }`,
    traffic: { 'group-update': 1, 'group-get': 1 },
  },
  {
    what: 'a deleted group',
    query: `mutation { deleteGroup(groupId: "${GROUP}") { groupId } }`,
    traffic: { 'group-delete': 1 },
  },
  {
    what: 'a new chatroom, shown',
    query:
      'mutation { createChatroom(input: { name: "n", description: "d", owner: "u0001" }) { chatroom { name } } }',
    traffic: { 'chatroom-create': 1, 'chatroom-get': 1 },
  },
  {
    what: 'a changed chatroom',
    query: `mutation { updateChatroom(input: { chatroomId: "${ROOM}", name: "n" }) { unchangedFields chatroom { id } } }`,
    traffic: { 'chatroom-update': 1 },
  },
  {
    what: 'a deleted chatroom',
    query: `mutation { deleteChatroom(chatroomId: "${ROOM}") { chatroomId } }`,
    traffic: { 'chatroom-delete': 1 },
  },
  {
    what: 'new members of a chatroom, shown',
    query: `mutation { addChatroomMembers(input: { chatroomId: "${ROOM}", usernames: ["u0127", "u0128", "u0129"] }) {
      chatroom { memberCount } results { username status user { username } error { code message } }
    } }`,
    traffic: { 'chatroom-member-add-batch': 1, 'chatroom-get': 1 },
  },
  {
    what: 'one chatroom member fewer than it has',
    query: `mutation { removeChatroomMembers(input: { chatroomId: "${ROOM}", usernames: ["nobody"] }) {
      chatroom { memberCount } results { status }
    } }`,
    traffic: { 'chatroom-member-remove': 1, 'chatroom-get': 1 },
  },
  {
    what: 'a registered user',
    query:
      'mutation { registerUser(input: { username: "new", password: "p" }) { user { username account { isActive } } } }',
    traffic: { 'user-register': 1, 'user-get': 1 },
  },
  {
    what: 'a profile, shown',
    query:
      'mutation { setProfile(input: { username: "u0001", nickname: "n" }) { user { profile { nickname } } } }',
    traffic: { 'user-attr-set': 1, 'user-attr-batch-get': 1 },
  },
  ...[
    { kind: 'users', count: 130, traffic: { 'message-send-users': 1 } },
    { kind: 'groups', count: 3, traffic: { 'message-send-groups': 1 } },
    { kind: 'groups', count: 7, traffic: { 'message-send-groups': 3 } },
    { kind: 'chatrooms', count: 10, traffic: { 'message-send-rooms': 1 } },
    { kind: 'chatrooms', count: 21, traffic: { 'message-send-rooms': 3 } },
  ].map(({ kind, count, traffic }) => ({
    what: `a message to ${count} ${kind}`,
    query: `mutation { sendMessage(input: {
      from: "u0001", to: { ${kind}: [${Array.from({ length: count }, (_, index) => `"${1000 + index}"`)}] }
      body: { text: { content: "hello" } }
    }) { from { username } results { target status messageId error { code } recipient { __typename } } } }`,
    traffic,
  })),
  {
    what: 'the names of three groups that got a message',
    query: `mutation { sendMessage(input: {
      from: "u0001", to: { groups: ["${GROUP}", "200000000000002", "200000000000003"] }
      body: { text: { content: "hello" } }
    }) { results { recipient { ... on Group { name } } } } }`,
    traffic: { 'message-send-groups': 1, 'group-get': 1 },
  },
]
