import { expect } from 'vitest'
import { type Case, firstPage } from './cases.ts'

const ID = '66213271109633'
const owner = (username: string) => ({ user: { username }, role: 'OWNER' })
const member = (username: string) => ({ user: { username }, role: 'MEMBER' })
const done = (item: string) => ({ item, status: 'DONE', error: null })

const TEST_ROOM = {
  kind: 'Chatroom',
  id: ID,
  facts: {
    name: 'testchatroom1',
    description: 'test',
    owner: { username: 'user1' },
    memberCount: 2,
    maxMembers: 200,
    isPublic: true,
    needsApproval: false,
    membersMayInvite: false,
    isMutedForAll: false,
    custom: '',
    createdAt: new Date(1542542951527),
    members: [member('user2'), owner('user1')],
  },
}

const listed = (id: string, name: string, username: string, memberCount: number) => ({
  kind: 'Chatroom',
  id,
  facts: { name, owner: { username }, memberCount },
})

const joined = (id: string, name: string, rest = {}) => ({ kind: 'Chatroom', id, facts: { name, ...rest } })

/** The page of the members of a chatroom whose detail does not carry them; chatrooms have the shape of groups. */
const membersOf = (fixture: string, names: readonly unknown[]): Case => ({
  what: `members (${fixture})`,
  answers: {
    'GET /chatrooms/182028927188993': 'group-get.2023.json',
    'GET /chatrooms/182028927188993/users?pagenum=1&pagesize=100': fixture,
  },
  ask: ({ chatrooms }) => chatrooms.members({ id: '182028927188993' }, firstPage(20)),
  gives: { items: names, hasNextPage: false },
})

const update = (fixture: string): Case => ({
  what: `no field left as it was by an update (${fixture})`,
  answers: { [`PUT /chatrooms/${ID}`]: fixture },
  ask: ({ chatrooms }) => chatrooms.update(ID, { name: 'new', description: 'too', maxMembers: 3 }),
  gives: [],
})

export const chatroomCases: readonly Case[] = [
  {
    what: 'a new chatroom',
    answers: { 'POST /chatrooms': 'chatroom-create.json' },
    ask: ({ chatrooms }) => chatrooms.create({ name: 'a room', description: 'of people', owner: 'user1' }),
    gives: { kind: 'Chatroom', id: '1432289956668375', facts: {} },
  },
  update('chatroom-update.json'),
  update('chatroom-update.seed-003.json'),
  {
    what: 'a deletion',
    answers: { 'DELETE /chatrooms/1432289956668375': 'chatroom-delete.json' },
    ask: ({ chatrooms }) => chatrooms.remove('1432289956668375'),
    gives: '1432289956668375',
  },
  ...['chatroom-get.json', 'chatroom-get.doc-object.json'].map((fixture) => ({
    what: `a detail (${fixture})`,
    answers: { [`GET /chatrooms/${ID}`]: fixture },
    ask: ({ chatrooms }: Parameters<Case['ask']>[0]) => chatrooms.byId(ID),
    gives: TEST_ROOM,
  })),
  {
    what: 'two details and a gap, aligned with the ids',
    answers: { [`GET /chatrooms/66213271109634,1,${ID}`]: 'chatroom-get.many.json' },
    ask: ({ chatrooms }) => Promise.all(['66213271109634', '1', ID].map((id) => chatrooms.byId(id))),
    gives: [
      {
        ...TEST_ROOM,
        id: '66213271109634',
        facts: {
          ...TEST_ROOM.facts,
          name: 'room two',
          owner: { username: 'user3' },
          members: [member('user2'), owner('user3')],
        },
      },
      null,
      TEST_ROOM,
    ],
  },
  {
    what: 'an owner who stands among the members only',
    answers: { 'GET /chatrooms/1432259621444159': 'chatroom-get.seed-003.json' },
    ask: ({ chatrooms }) => chatrooms.byId('1432259621444159'),
    gives: {
      kind: 'Chatroom',
      id: '1432259621444159',
      facts: {
        name: 'hxt001room0516',
        description: 'chatroom description',
        owner: { username: 'hxt001' },
        memberCount: 1,
        maxMembers: 2000,
        isPublic: true,
        needsApproval: false,
        membersMayInvite: false,
        members: [owner('hxt001')],
      },
    },
  },
  {
    what: 'a list with a cursor',
    answers: { 'GET /chatrooms?limit=2': 'chatroom-list.json' },
    ask: ({ chatrooms }) => chatrooms.list(firstPage(2)),
    gives: {
      items: [
        listed('1432259621444159', 'hxt001room0516', 'hxt001', 1),
        listed('1432265498916373', 'room1', '55', 1),
      ],
      hasNextPage: true,
    },
  },
  {
    what: 'a list that is one bare object',
    answers: { 'GET /chatrooms?limit=20': 'chatroom-list.doc-object.json' },
    ask: ({ chatrooms }) => chatrooms.list(firstPage(20)),
    gives: { items: [listed('662132711096', 'testchatroom1', 'user1', 2)], hasNextPage: false },
  },
  {
    what: 'the chatrooms of a user, the flag as text',
    answers: { 'GET /users/user1/joined_chatrooms?pagesize=100&pagenum=1': 'chatroom-joined.json' },
    ask: ({ chatrooms }) => chatrooms.joinedBy({ username: 'user1' }, firstPage(20)),
    gives: {
      items: [
        joined('216295074234369', 'fd', { isDisabled: false }),
        joined('216294461865985', 'testChatRoom', { isDisabled: false }),
      ],
      hasNextPage: false,
    },
  },
  {
    what: 'the chatrooms of a user, of the oldest generation',
    answers: { 'GET /users/jma1/joined_chatrooms?pagesize=100&pagenum=1': 'chatroom-joined.seed-003.json' },
    ask: ({ chatrooms }) => chatrooms.joinedBy({ username: 'jma1' }, firstPage(20)),
    gives: { items: [joined('1432266600611977', 'testchatroom')], hasNextPage: false },
  },
  membersOf('chatroom-member-list.json', [owner('user1'), member('user2')]),
  membersOf('chatroom-member-list.v3-cursor.json', [member('alice'), member('rabbit')]),
  {
    what: 'members that were added',
    answers: { [`POST /chatrooms/${ID}/users`]: 'chatroom-member-add-batch.json' },
    ask: ({ chatrooms }) => chatrooms.addMembers(ID, ['User1', 'user2']),
    gives: [done('user1'), done('user2')],
  },
  {
    what: 'one member that was removed',
    answers: { [`DELETE /chatrooms/${ID}/users/user1`]: 'chatroom-member-remove.json' },
    ask: ({ chatrooms }) => chatrooms.removeMembers(ID, ['user1']),
    gives: [done('user1')],
  },
  {
    what: 'several members that were removed, but for one and for one that the answer forgets',
    answers: {
      'DELETE /chatrooms/182028927188993/users/user1,user2,user9': 'chatroom-member-remove-batch.json',
      'GET /chatrooms/182028927188993': 'group-get.2023.json',
    },
    ask: ({ chatrooms }) => chatrooms.removeMembers('182028927188993', ['user1', 'user2', 'user9']),
    gives: [
      { item: 'user1', status: 'FAILED', error: expect.objectContaining({ code: 'NOT_FOUND' }) },
      done('user2'),
      { item: 'user9', status: 'UNKNOWN', error: expect.objectContaining({ code: 'OUTCOME_UNKNOWN' }) },
    ],
  },
]
