import type { RecipientKind } from '../../src/sources/message.ts'
import type { Case } from './cases.ts'

interface Send {
  readonly what: string
  readonly request: string
  readonly fixture: string
  readonly kind: RecipientKind
  /** Message id by target. */
  readonly ids: Readonly<Record<string, string | null>>
  /** When the service says that it was. */
  readonly sentAt: string
}

const TARGETS = { User: 'users', Group: 'groups', Chatroom: 'chatrooms' } as const

const SENDS: readonly Send[] = [
  {
    what: 'message ids by user',
    request: 'POST /messages/users',
    fixture: 'message-send-users.json',
    kind: 'User',
    ids: { user3: '1029457500870543737', user2: '1029457500870543736' },
    sentAt: '2022-07-08T04:20:52.191Z',
  },
  {
    what: 'a message id as a number',
    request: 'POST /messages/users',
    fixture: 'message-send-users.numeric-ids.json',
    kind: 'User',
    ids: { user2: '4' },
    sentAt: '2022-07-08T04:20:52.191Z',
  },
  {
    what: 'message ids above 2^53, to the last digit',
    request: 'POST /messages/users',
    fixture: 'message-send-users.big-integers.json',
    kind: 'User',
    ids: { user2: '1029457500870543736', user3: '1029457500870543737' },
    sentAt: '2022-07-08T04:20:52.191Z',
  },
  {
    what: 'success without ids',
    request: 'POST /messages/users',
    fixture: 'message-send-users.success-words.json',
    kind: 'User',
    ids: { stliu1: null, jma3: null, stliu: null, jma4: null },
    sentAt: '2014-07-09T19:00:46.668Z',
  },
  {
    what: 'message ids by group',
    request: 'POST /messages/chatgroups',
    fixture: 'message-send-groups.json',
    kind: 'Group',
    ids: { '184524748161025': '1029544257947437432' },
    sentAt: '2022-07-08T04:20:52.191Z',
  },
  {
    what: 'message ids by chatroom',
    request: 'POST /messages/chatrooms',
    fixture: 'message-send-rooms.json',
    kind: 'Chatroom',
    ids: { '185145305923585': '1029545553039460728' },
    sentAt: '2022-07-08T04:20:52.191Z',
  },
]

/** What a bare reference is, by its kind. */
const referenceTo = (kind: RecipientKind, target: string) =>
  kind === 'User' ? { username: target } : { kind, id: target, facts: {} }

const hello = (messageId: string, to: object, sentAt: string) => ({
  ...{ kind: 'TextMessage', content: 'hello', messageId, to, ext: {} },
  ...{ from: { username: 'user1' }, sentAt: new Date(sentAt) },
})

const toWhole: readonly Case[] = SENDS.map(({ what, request, fixture, kind, ids, sentAt }) => ({
  what,
  answers: { [request]: fixture },
  ask: ({ messages }) =>
    messages.send({
      from: 'user1',
      to: { [TARGETS[kind]]: Object.keys(ids) },
      body: { text: { content: 'hello' } },
    }),
  gives: {
    from: { username: 'user1' },
    job: null,
    results: Object.entries(ids).map(([target, messageId]) => ({
      ...{ recipient: referenceTo(kind, target), target, status: 'SENT', messageId, error: null },
      message: messageId === null ? null : hello(messageId, referenceTo(kind, target), sentAt),
    })),
  },
}))

const usernames = ['user2', 'user3']
const toMembers: readonly Case[] = [
  {
    what: 'one message id for some members of a group',
    answers: { 'POST /messages/chatgroups/users': 'message-send-group-targeted.json' },
    ask: ({ messages }) =>
      messages.send({
        from: 'user1',
        to: { groupMembers: { groupId: '184524748161025', usernames } },
        body: { text: { content: 'hello' } },
      }),
    gives: membersGot('1029544257947437432', { kind: 'Group', id: '184524748161025', facts: {} }),
  },
  {
    what: 'one message id for some members of a chatroom',
    answers: { 'POST /messages/chatrooms/users': 'message-send-room-targeted.json' },
    ask: ({ messages }) =>
      messages.send({
        from: 'user1',
        to: { chatroomMembers: { chatroomId: '185145305923585', usernames } },
        body: { text: { content: 'hello' } },
      }),
    gives: membersGot('1029545553039460728', { kind: 'Chatroom', id: '185145305923585', facts: {} }),
  },
]

function membersGot(messageId: string, to: object) {
  return {
    from: { username: 'user1' },
    job: null,
    results: usernames.map((target) => ({
      ...{ recipient: { username: target }, target, status: 'SENT', messageId, error: null },
      message: hello(messageId, to, '2022-07-08T04:20:52.191Z'),
    })),
  }
}

const BROADCASTS = [
  { audience: 'USERS', path: 'broadcast', fixture: 'message-broadcast-users.json' },
  { audience: 'ONLINE_USERS', path: 'users/broadcast', fixture: 'message-broadcast-online.json' },
  { audience: 'CHATROOMS', path: 'chatrooms/broadcast', fixture: 'message-broadcast-rooms.json' },
] as const

const toAll: readonly Case[] = BROADCASTS.map(({ audience, path, fixture }) => ({
  what: `the id of a broadcast to ${audience}, to the last digit`,
  answers: { [`POST /messages/${path}`]: fixture },
  ask: ({ broadcasts }) => broadcasts.send(audience, { from: 'User1', body: { text: { content: 'hello' } } }),
  gives: { broadcastId: '1365344904091349007', from: { username: 'user1' } },
}))

export const messageCases: readonly Case[] = [...toWhole, ...toMembers, ...toAll]
