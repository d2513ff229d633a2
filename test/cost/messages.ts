import { MESSAGE_FRAGMENT } from '../support/messages.ts'
import { GROUP, ROOM, type Row } from './reads.ts'

const FILE = 'url: "https://a/chatfiles/1", filename: "f"'
const BODIES = [
  'text: { content: "Hi" }',
  `image: { ${FILE}, width: 1, height: 2 }`,
  `audio: { ${FILE}, durationSeconds: 3 }`,
  `video: { ${FILE}, durationSeconds: 3, sizeBytes: 4 }`,
  `file: { ${FILE} }`,
  'location: { latitude: 1.5, longitude: 2.5, address: "A" }',
  'command: { action: "a" }',
  'custom: { event: "e", extras: { k: "v" } }',
]

const sendOf = (body: string, index: number) => `m${index}: sendMessage(input: {
  from: "u0001", to: { users: ["u0002"] }, body: { ${body} }
}) { results { message { ...WholeMessage } } }`

const membersOf = (kind: 'group' | 'chatroom', id: string, count: number) => {
  const usernames = Array.from({ length: count }, (_, index) => `"u${String(index + 1).padStart(4, '0')}"`)
  return `mutation { sendMessage(input: {
    from: "u0001", to: { ${kind}Members: { ${kind}Id: "${id}", usernames: [${usernames}] } }
    body: { text: { content: "Hi" } }
  }) { results { target messageId recipient { ... on User { username } } message { messageId to { __typename } } } } }`
}

const broadcast = (name: string, more = '') =>
  `mutation { ${name}(input: { from: "u0001", body: { text: { content: "Hi" } } ${more} }) { broadcastId from { username } } }`

const LIST = '{ edges { cursor node { ...WholeMessage } } pageInfo { hasNextPage } gaps { hour reason } }'

export const MESSAGES: readonly Row[] = [
  {
    what: 'messages of a group, a chatroom and two users, and an hour of all: nothing but the file before',
    history: true,
    world: { env: { HISTORY_HOURS: '1' } },
    query: `{
      nodes(ids: ["${btoa(`Group:${GROUP}`)}", "${btoa(`Chatroom:${ROOM}`)}"]) {
        ... on Group { messages ${LIST} } ... on Chatroom { messages(first: 2) ${LIST} }
      }
      user(username: "u0001") { messages(with: "u0002", from: "2023-11-14T21:00:00Z") ${LIST} }
      messageHistory(hour: "2023-11-14T21:00:00Z") {
        hour state messageCount corruptLines triedAt nextTryAt messages(first: 100) ${LIST}
      }
    } ${MESSAGE_FRAGMENT}`,
    traffic: { 'history-url': 1, 'group-get': 1, 'chatroom-get': 1 },
  },
  {
    what: 'messages of thirty groups of their own: nothing beside the list of these',
    as: 'u0001',
    history: true,
    world: {
      env: { HISTORY_HOURS: '1' },
      sandbox: { seed: { users: 60, groups: 30, groupMembers: 60, contacts: 5 } },
    },
    query: `{ viewer { groups(first: 30) { edges { node { messages ${LIST} } } } messages(with: "u0002") ${LIST} } }
      ${MESSAGE_FRAGMENT}`,
    traffic: { 'history-url': 1, 'group-joined': 2 },
  },
  {
    what: 'a message by itself: whose groups they are in, as for one that is not there',
    as: 'u0001',
    query: `{ a: node(id: "${btoa('Message:7')}") { id } nodes(ids: ["${btoa('Message:8')}"]) { id } }`,
    traffic: { 'group-joined': 1 },
  },
  {
    what: 'a message to twenty members of a group',
    query: membersOf('group', GROUP, 20),
    traffic: { 'message-send-group-targeted': 1 },
  },
  {
    what: 'a message to 41 members of a group',
    query: membersOf('group', GROUP, 41),
    traffic: { 'message-send-group-targeted': 3 },
  },
  {
    what: 'a message to ten members of a chatroom',
    query: membersOf('chatroom', ROOM, 10),
    traffic: { 'message-send-room-targeted': 1 },
  },
  {
    what: 'a broadcast to users',
    query: broadcast('broadcastToUsers'),
    traffic: { 'message-broadcast-users': 1 },
  },
  {
    what: 'a broadcast to those who are online',
    query: broadcast('broadcastToOnlineUsers'),
    traffic: { 'message-broadcast-online': 1 },
  },
  {
    what: 'a broadcast to chatrooms',
    query: broadcast('broadcastToChatrooms', 'priority: HIGH'),
    traffic: { 'message-broadcast-rooms': 1 },
  },
  {
    what: 'a message of each type, with all that it tells',
    query: `mutation { ${BODIES.map(sendOf).join(' ')} } ${MESSAGE_FRAGMENT}`,
    traffic: { 'message-send-users': 8 },
  },
]
