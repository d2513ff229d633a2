import type { Case } from './cases.ts'

const users = (...names: readonly string[]) => names.map((username) => ({ username }))
const done = (item: string) => ({ item, status: 'DONE', error: null })

const recalls: readonly Case[] = [
  {
    what: 'two messages that were taken back',
    answers: { 'POST /messages/batch_recall': 'message-recall-batch.json' },
    ask: ({ sentMessages }) =>
      sentMessages.recall({
        messages: [
          { messageId: '1028442084794698104', to: { user: 'user2' } },
          { messageId: '1043678845643981040', to: { user: 'user3' } },
        ],
      }),
    gives: [done('1028442084794698104'), done('1043678845643981040')],
  },
  {
    what: 'a message that is not there, as the older generation says it',
    answers: { 'POST /messages/batch_recall': 'message-recall.failed-2023.json' },
    ask: async ({ sentMessages }) => {
      const messages = [{ messageId: '673296835082717140', to: { user: 'user2' } }]
      const results = await sentMessages.recall({ messages })
      return results.map(({ status, error }) => [status, error?.code])
    },
    gives: [['FAILED', 'NOT_FOUND']],
  },
]

const edits: readonly Case[] = [
  {
    what: 'a message that was edited',
    answers: { 'PUT /messages/rewrite/1235': 'message-rewrite.json' },
    ask: ({ sentMessages }) =>
      sentMessages.edit({ messageId: '1235', editedBy: 'User1', body: { text: { content: 'New' } } }),
    gives: { messageId: '1235', editedBy: { username: 'user1' } },
  },
]

const IMPORTS = [
  {
    ...{ path: 'users', fixture: 'message-import-user.json', to: { user: 'user2' } },
    ...{ kind: 'User', target: 'user2', recipient: { username: 'user2' } },
  },
  {
    ...{ path: 'chatgroups', fixture: 'message-import-group.json', to: { group: '1001' } },
    ...{ kind: 'Group', target: '1001', recipient: { kind: 'Group', id: '1001', facts: {} } },
  },
]

const imports: readonly Case[] = IMPORTS.flatMap(({ path, fixture, to, kind, target, recipient }) =>
  [new Date('2020-01-02T03:04:05.678Z'), null].map((sentAt) => ({
    what: `a message to a ${kind} that was imported, said ${sentAt === null ? 'now' : 'long ago'}`,
    answers: { [`POST /messages/${path}/import`]: fixture },
    ask: ({ imports }) =>
      imports.import([{ from: 'User1', to, body: { text: { content: 'hello' } }, sentAt }]),
    gives: [
      {
        ...{ recipient, target, status: 'SENT', messageId: '10212123848595', error: null },
        message: {
          ...{ kind: 'TextMessage', content: 'hello', messageId: '10212123848595', to: recipient, ext: {} },
          ...{ from: { username: 'user1' }, sentAt: sentAt ?? new Date('2021-12-02T10:22:24.078Z') },
        },
      },
    ],
  })),
)

const U1 = { username: 'user1' }
const UP_TO = new Date(1710257292000)
const peer = { user: 'user2' }
const place = { group: '1001' }

const deletions: readonly Case[] = [
  {
    what: 'a conversation that is gone',
    answers: { 'DELETE /users/user1/user_channel': 'conversation-delete.json' },
    ask: ({ roaming }) => roaming.deleteConversation({ ...U1, conversation: peer }),
    gives: U1,
  },
  {
    what: 'roaming messages of two users that are gone',
    answers: {
      'DELETE /rest/message/roaming/chat/user/user1?userId=user2&msgIdList=1,2&isNotify=false':
        'roaming-delete-user-ids.json',
    },
    ask: ({ roaming }) => roaming.deleteMessages({ ...U1, conversation: peer, messageIds: ['1', '2', '1'] }),
    gives: [done('1'), done('2')],
  },
  {
    what: 'roaming messages of a group that are gone',
    answers: {
      'DELETE /rest/message/roaming/group/user/user1?groupId=1001&msgIdList=1&isNotify=true':
        'roaming-delete-group-ids.json',
    },
    ask: ({ roaming }) =>
      roaming.deleteMessages({ ...U1, conversation: place, messageIds: ['1'], notifyDevices: true }),
    gives: [done('1')],
  },
  {
    what: 'older roaming messages of two users that are gone',
    answers: {
      'DELETE /rest/message/roaming/chat/user/user1/time?userId=user2&delTime=1710257292000':
        'roaming-clear-chat-before.json',
    },
    ask: ({ roaming }) => roaming.deleteMessagesUpTo({ ...U1, conversation: peer, upTo: UP_TO }),
    gives: U1,
  },
  {
    what: 'older roaming messages of a group that are gone',
    answers: {
      'DELETE /rest/message/roaming/group/user/user1/time?groupId=1001&delTime=1710257292000':
        'roaming-clear-group-before.json',
    },
    ask: ({ roaming }) => roaming.deleteMessagesUpTo({ ...U1, conversation: place, upTo: UP_TO }),
    gives: U1,
  },
  {
    what: 'all roaming messages of a user that are gone',
    answers: { 'POST /rest/message/roaming/user/user1/delete/all': 'roaming-clear-user.json' },
    ask: ({ roaming }) => roaming.deleteAllMessages('User1'),
    gives: U1,
  },
]

const reacted = { from: { username: 'test1' }, to: { username: 'wz1' } }
const seen = { messageId: 'msg123', seenBy: 'wz1', reaction: 'message123456' }

const reactions: readonly Case[] = [
  {
    what: 'the reactions to three messages, of which one has none',
    answers: {
      'GET /reaction/user/wz1?msgIdList=msg123,msg1234,msg1&msgType=chat': 'reaction-batch-get.json',
    },
    ask: ({ reactions }) =>
      Promise.all(
        ['msg123', 'msg1234', 'msg1'].map((messageId) => reactions.of({ messageId, ...reacted }, 'wz1')),
      ),
    gives: [
      [{ ...seen, count: 3, hasReacted: false, firstUsers: users('test123', 'test456', 'test1') }],
      [{ ...seen, messageId: 'msg1234', count: 1, hasReacted: false, firstUsers: users('test5') }],
      [],
    ],
  },
  {
    what: 'the users of a reaction, to the end although there is a cursor',
    answers: {
      'GET /reaction/user/wz1/detail?msgId=msg123&message=message123456&limit=20': 'reaction-detail.json',
    },
    ask: ({ reactions }) =>
      reactions.usersOf({ ...seen, count: 1, hasReacted: true, firstUsers: [] }, { first: 20, after: null }),
    gives: { items: users('wz1'), hasNextPage: false },
  },
  {
    what: 'a reaction that is there now',
    answers: { 'POST /reaction/user/wz1': 'reaction-add.json' },
    ask: ({ reactions }) =>
      reactions.add({ messageId: '997625372793113144', username: 'WZ1', reaction: 'emoji_40' }),
    gives: { messageId: '997625372793113144', username: 'wz1', reaction: 'emoji_40' },
  },
  {
    what: 'a reaction that is gone',
    answers: { 'DELETE /reaction/user/wz1?msgId=1&message=emoji_40': 'reaction-delete.json' },
    ask: ({ reactions }) => reactions.remove({ messageId: '1', username: 'wz1', reaction: 'emoji_40' }),
    gives: { messageId: '1', username: 'wz1', reaction: 'emoji_40' },
  },
]

export const sentMessageCases: readonly Case[] = [
  ...recalls,
  ...edits,
  ...imports,
  ...deletions,
  ...reactions,
]
