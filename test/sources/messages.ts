import type { TargetKind } from '../../src/sources/messages.ts'
import type { Case } from './cases.ts'

interface Send {
  readonly what: string
  readonly request: string
  readonly fixture: string
  readonly kind: TargetKind
  /** Message id by target. */
  readonly ids: Readonly<Record<string, string | null>>
}

const TARGETS = { User: 'users', Group: 'groups', Chatroom: 'chatrooms' } as const

const SENDS: readonly Send[] = [
  {
    what: 'message ids by user',
    request: 'POST /messages/users',
    fixture: 'message-send-users.json',
    kind: 'User',
    ids: { user3: '1029457500870543737', user2: '1029457500870543736' },
  },
  {
    what: 'a message id as a number',
    request: 'POST /messages/users',
    fixture: 'message-send-users.numeric-ids.json',
    kind: 'User',
    ids: { user2: '4' },
  },
  {
    what: 'message ids above 2^53, to the last digit',
    request: 'POST /messages/users',
    fixture: 'message-send-users.big-integers.json',
    kind: 'User',
    ids: { user2: '1029457500870543736', user3: '1029457500870543737' },
  },
  {
    what: 'success without ids',
    request: 'POST /messages/users',
    fixture: 'message-send-users.success-words.json',
    kind: 'User',
    ids: { stliu1: null, jma3: null, stliu: null, jma4: null },
  },
  {
    what: 'message ids by group',
    request: 'POST /messages/chatgroups',
    fixture: 'message-send-groups.json',
    kind: 'Group',
    ids: { '184524748161025': '1029544257947437432' },
  },
  {
    what: 'message ids by chatroom',
    request: 'POST /messages/chatrooms',
    fixture: 'message-send-rooms.json',
    kind: 'Chatroom',
    ids: { '185145305923585': '1029545553039460728' },
  },
]

export const messageCases: readonly Case[] = SENDS.map(({ what, request, fixture, kind, ids }) => ({
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
    results: Object.entries(ids).map(([target, messageId]) => ({
      kind,
      target,
      status: 'SENT',
      messageId,
      error: null,
    })),
  },
}))
