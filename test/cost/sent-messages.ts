import { GROUP, ROOM, type Row } from './reads.ts'

/** The first messages of the first group, in every world of the sandbox. */
const IN_GROUP = '1029457500870543736'
const FIRST = BigInt(IN_GROUP)
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(FIRST + BigInt(index)))

const TYPES = [
  ...['Text', 'Image', 'Audio', 'Video', 'File', 'Location', 'Command', 'Custom', 'Combined', 'Unknown'],
]
const onEach = (fields: string) => TYPES.map((type) => `... on ${type}Message { ${fields} }`).join(' ')

const sent = (to: string, fields: string) => `mutation { sendMessage(input: {
  from: "u0001", to: { ${to} }, body: { text: { content: "Hi" } }
}) { results { message { ${onEach(fields)} } } } }`

const names = (count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => `u${String(index + 2).padStart(4, '0')}`))

const REACTION = `messageId: "${IN_GROUP}", username: "u0001", reaction: "emoji_40"`

const CURRENT =
  'current { reaction count hasReacted firstUsers { username } users(first: 50) { edges { node { username } } } }'

const recall = (count: number) => `mutation { recallMessages(input: { force: true, messages: [
  ${ids(count).map((id) => `{ messageId: "${id}", to: { group: "${groupOf(id)}" } }`)}
] }) { results { messageId error { code } } } }`

/** Five in each. */
function groupOf(id: string): string {
  return String(BigInt(GROUP) + (BigInt(id) - FIRST) / 5n)
}

const importing = (count: number, to: string) =>
  `mutation { importMessages(messages: [${Array.from(
    { length: count },
    (_, index) =>
      `{ from: "u0001", to: { ${to} }, body: { text: { content: "${index}" } }, sentAt: "2020-01-01T00:00:00Z" }`,
  )}]) { results { target messageId message { sentAt } } } }`

const U = 'username: "u0001"'
const DELETED = '{ results { messageId status error { code } } user { username } }'

/** What is done with messages that were sent. */
export const SENT_MESSAGES: readonly Row[] = [
  {
    what: 'the reactions to messages to twenty users: one call',
    query: sent(`users: ${names(20)}`, 'reactions { reaction }'),
    traffic: { 'message-send-users': 1, 'reaction-batch-get': 1 },
  },
  {
    what: 'the reactions to messages to forty-one users',
    query: sent(`users: ${names(41)}`, 'reactions { count }'),
    traffic: { 'message-send-users': 1, 'reaction-batch-get': 3 },
  },
  {
    what: 'the reactions to messages in two groups: one call each',
    query: sent(`groups: ["${GROUP}", "200000000000002"]`, 'reactions(as: "u0002") { count }'),
    traffic: { 'message-send-groups': 1, 'reaction-batch-get': 2 },
  },
  {
    what: 'the reactions to a message in a chatroom, where there are none',
    query: sent(`chatrooms: ["${ROOM}"]`, 'reactions { count }'),
    traffic: { 'message-send-rooms': 1 },
  },
  {
    what: 'whether three messages have come',
    query: sent(`users: ${names(3)}`, 'deliveryStatus'),
    traffic: { 'message-send-users': 1, 'user-offline-status': 3 },
  },
  {
    what: 'whether a message in a group has come to somebody',
    query: sent(`groups: ["${GROUP}"]`, 'deliveryStatus(username: "u0002")'),
    traffic: { 'message-send-groups': 1, 'user-offline-status': 1 },
  },
  {
    what: 'a reaction that is added and taken back, with the users of it, who are in what tells of it',
    query: `mutation {
      addReaction(input: { ${REACTION} }) { messageId reaction user { username } ${CURRENT} }
      removeReaction(input: { ${REACTION} }) { messageId current { count } }
    }`,
    traffic: { 'reaction-add': 1, 'reaction-delete': 1, 'reaction-detail': 2 },
  },
  { what: 'thirty messages taken back', query: recall(30), traffic: { 'message-recall-batch': 1 } },
  { what: 'thirty-one messages taken back', query: recall(31), traffic: { 'message-recall-batch': 2 } },
  {
    what: 'an edited message',
    query: `mutation { editMessage(input: { messageId: "${IN_GROUP}", body: { text: { content: "New" } } }) {
      messageId editedBy { username }
    } }`,
    traffic: { 'message-rewrite': 1 },
  },
  {
    what: 'three imported messages to a user',
    query: importing(3, 'user: "u0002"'),
    traffic: { 'message-import-user': 3 },
  },
  {
    what: 'two imported messages to a group',
    query: importing(2, `group: "${GROUP}"`),
    traffic: { 'message-import-group': 2 },
  },
  {
    what: 'a deleted conversation',
    query: `mutation { deleteConversation(input: { ${U}, conversation: { user: "u0002" } }) { user { username } } }`,
    traffic: { 'conversation-delete': 1 },
  },
  {
    what: 'fifty-one roaming messages with a user',
    query: `mutation { deleteRoamingMessages(input: {
      ${U}, conversation: { user: "u0002" }, messageIds: ${JSON.stringify(ids(51))}
    }) ${DELETED} }`,
    traffic: { 'roaming-delete-user-ids': 2 },
  },
  {
    what: 'fifty roaming messages in a group',
    query: `mutation { deleteRoamingMessages(input: {
      ${U}, conversation: { group: "${GROUP}" }, messageIds: ${JSON.stringify(ids(50))}
    }) ${DELETED} }`,
    traffic: { 'roaming-delete-group-ids': 1 },
  },
  {
    what: 'the older roaming messages with a user, in a group and in a chatroom',
    query: `mutation { ${[`user: "u0002"`, `group: "${GROUP}"`, `chatroom: "${ROOM}"`]
      .map(
        (place, index) => `d${index}: deleteRoamingMessagesUpTo(input: {
          ${U}, conversation: { ${place} }, upTo: "2026-01-01T00:00:00Z"
        }) { user { username } }`,
      )
      .join(' ')} }`,
    traffic: { 'roaming-clear-chat-before': 1, 'roaming-clear-group-before': 2 },
  },
  {
    what: 'all roaming messages of a user',
    query: `mutation { deleteAllRoamingMessages(${U}) { user { username } } }`,
    traffic: { 'roaming-clear-user': 1 },
  },
]
