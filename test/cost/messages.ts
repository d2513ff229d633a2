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

export const MESSAGES: readonly Row[] = [
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
