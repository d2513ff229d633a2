import { expect } from 'vitest'
import { type Case, firstPage } from './cases.ts'

const ID = '66016467025921'
const ROOM = '66213271109633'
const FILE = 'b30b0ad0-e1d4-11ea-af9f-4b2b1a5c1e4f'

const done = (item: string) => ({ item, status: 'DONE', error: null })
const refused = (item: string, code: string) => ({
  item,
  status: 'FAILED',
  error: expect.objectContaining({ code }),
})
const file = (id: string, name: string, uploadedAt: number) => ({
  id,
  groupId: ID,
  name,
  uploader: { username: 'u1' },
  sizeBytes: 326_127,
  uploadedAt: new Date(uploadedAt),
})
const user = (username: string) => ({ username })

/** What only groups have. */
export const groupExtraCases: readonly Case[] = [
  {
    what: 'the groups of a user in the older form',
    env: { JOINED_GROUPS_CALL: 'legacy' },
    answers: { 'GET /users/user1/joined_chatgroups?pagesize=100&pagenum=1': 'group-joined-legacy.json' },
    ask: ({ groups }) => groups.joinedBy({ username: 'user1' }, firstPage(20)),
    gives: {
      items: [
        { kind: 'Group', id: '184524748161025', facts: { name: 'testgroup1' } },
        { kind: 'Group', id: '184524748161026', facts: { name: 'testgroup2' } },
      ],
      hasNextPage: false,
    },
  },
  {
    what: 'the groups of a user in the older form, where the service does not have the current one',
    answers: {
      'GET /chatgroups/user/user1?pagesize=20&pagenum=0': 'error-404-group.json',
      'GET /users/user1': 'user-get.json',
      'GET /users/user1/joined_chatgroups?pagesize=100&pagenum=1': 'group-joined-legacy.json',
    },
    ask: ({ groups }) => groups.joinedBy({ username: 'user1' }, firstPage(1)),
    gives: {
      items: [{ kind: 'Group', id: '184524748161025', facts: { name: 'testgroup1' } }],
      hasNextPage: true,
    },
  },
  {
    what: 'a group that was disabled',
    answers: { [`POST /chatgroups/${ID}/disable`]: 'group-disable.json' },
    ask: ({ groups }) => groups.setDisabled(ID, true),
    gives: undefined,
  },
  {
    what: 'a group that was enabled',
    answers: { [`POST /chatgroups/${ID}/enable`]: 'group-enable.json' },
    ask: ({ groups }) => groups.setDisabled(ID, false),
    gives: undefined,
  },
  {
    what: 'who is no member of a group whose detail does not tell its members',
    answers: {
      'GET /chatgroups/182028927188993': 'group-get.2023.json',
      'GET /chatgroups/182028927188993/user/user1/is_joined': 'group-is-joined.json',
    },
    ask: ({ groups }) => groups.isMember({ id: '182028927188993' }, user('user1')),
    gives: false,
  },
  {
    what: 'a number of members online',
    answers: { [`GET /presence/online/${ID}/type/1`]: 'presence-group-online-count.json' },
    ask: ({ groups }) => groups.onlineMemberCount({ id: ID }),
    gives: 100,
  },
  {
    what: 'shared files',
    answers: { [`GET /chatgroups/${ID}/share_files?pagenum=1&pagesize=100`]: 'group-file-list.json' },
    ask: ({ groups }) => groups.sharedFiles({ id: ID }, firstPage(20)),
    gives: {
      items: [
        file('dbd88d20-e1d4-11ea-95fc-638fc2d59a8d', '159781149272586.jpg', 1_597_811_492_594),
        file(FILE, '159781141836993.jpg', 1_597_811_424_158),
      ],
      hasNextPage: false,
    },
  },
  {
    what: 'a shared file that was deleted',
    answers: { [`DELETE /chatgroups/${ID}/share_files/${FILE}`]: 'group-file-delete.json' },
    ask: ({ groups }) => groups.deleteSharedFiles(ID, [FILE]),
    gives: [done(FILE)],
  },
  {
    what: 'attributes of several members, nothing for who is not in the answer',
    answers: { [`POST /metadata/chatgroup/${ID}/get`]: 'group-member-attr-batch-get.json' },
    ask: ({ groups }) =>
      Promise.all(['test2', 'test3', 'test1'].map((name) => groups.memberAttributes({ id: ID }, user(name)))),
    gives: [{ key1: 'value1' }, {}, { key1: 'value1' }],
  },
  {
    what: 'attributes of one member, as the call on one answers them',
    answers: { [`POST /metadata/chatgroup/${ID}/get`]: 'group-member-attr-get.json' },
    ask: ({ groups }) => groups.memberAttributes({ id: ID }, user('user1')),
    gives: { key1: 'value1' },
  },
  {
    what: 'attributes that were set on two members, and not on a third who is in none of the lists',
    answers: { [`PUT /metadata/chatgroup/${ID}/users/batch`]: 'group-member-attr-batch-set.json' },
    ask: ({ groups }) =>
      groups.setMemberAttributes(
        ID,
        ['user2', 'user3', 'user1'].map((username) => ({
          username,
          attributes: [{ name: 'k', value: 'v' }],
        })),
      ),
    gives: [
      done('user2'),
      { item: 'user3', status: 'UNKNOWN', error: expect.objectContaining({ code: 'OUTCOME_UNKNOWN' }) },
      done('user1'),
    ],
  },
  {
    what: 'attributes that were set on one member, as the call on one answers it',
    answers: { [`PUT /metadata/chatgroup/${ID}/users/batch`]: 'group-member-attr-set.json' },
    ask: ({ groups }) =>
      groups.setMemberAttributes(ID, [
        { username: 'user1', attributes: [{ name: 'key1', value: 'value1' }] },
      ]),
    gives: [done('user1')],
  },
]

/** Both of them change `key1`, `key2` and `key3`; the answers tell of the first two. */
const changed = [
  done('key1'),
  refused('key2', 'NOT_ALLOWED'),
  { item: 'key3', status: 'UNKNOWN', error: expect.objectContaining({ code: 'OUTCOME_UNKNOWN' }) },
]
const keys = ['key1', 'key2', 'key3']
const pairs = keys.map((name) => ({ name, value: 'v' }))

/** What is there already, when it is asked why something was refused. */
const why = { [`POST /metadata/chatroom/${ROOM}`]: 'chatroom-attr-get.json' }

/** What only chatrooms have. */
export const chatroomExtraCases: readonly Case[] = [
  {
    what: 'all attributes',
    answers: why,
    ask: ({ chatrooms }) => chatrooms.attributes({ id: ROOM }, null),
    gives: { key1: 'value1', key2: 'value2' },
  },
  {
    what: 'attributes by name',
    answers: why,
    ask: ({ chatrooms }) => chatrooms.attributes({ id: ROOM }, ['key2', 'key9']),
    gives: { key2: 'value2' },
  },
  {
    what: 'attributes that were set but for one',
    answers: { [`PUT /metadata/chatroom/${ROOM}/user/user1`]: 'chatroom-attr-set.json', ...why },
    ask: ({ chatrooms }) =>
      chatrooms.setAttributes({ chatroomId: ROOM, username: 'user1', attributes: pairs }),
    gives: changed,
  },
  {
    what: 'attributes that were set by force but for one',
    answers: {
      [`PUT /metadata/chatroom/${ROOM}/user/user1/forced`]: 'chatroom-attr-set-forced.json',
      ...why,
    },
    ask: ({ chatrooms }) =>
      chatrooms.setAttributes({ chatroomId: ROOM, username: 'user1', attributes: pairs, force: true }),
    gives: changed,
  },
  {
    what: 'attributes none of which was set, though the status says that all is well',
    answers: { [`PUT /metadata/chatroom/${ROOM}/user/user1`]: 'chatroom-attr-set.all-failed.json', ...why },
    ask: ({ chatrooms }) =>
      chatrooms.setAttributes({ chatroomId: ROOM, username: 'user1', attributes: pairs.slice(0, 2) }),
    gives: [refused('key1', 'NOT_ALLOWED'), refused('key2', 'NOT_ALLOWED')],
  },
  {
    what: 'attributes that were deleted but for one',
    answers: { [`DELETE /metadata/chatroom/${ROOM}/user/user1`]: 'chatroom-attr-delete.json', ...why },
    ask: ({ chatrooms }) => chatrooms.deleteAttributes({ chatroomId: ROOM, username: 'user1', names: keys }),
    gives: changed,
  },
  {
    what: 'attributes that were deleted by force but for one',
    answers: {
      [`DELETE /metadata/chatroom/${ROOM}/user/user1/forced`]: 'chatroom-attr-delete-forced.json',
      ...why,
    },
    ask: ({ chatrooms }) =>
      chatrooms.deleteAttributes({ chatroomId: ROOM, username: 'user1', names: keys, force: true }),
    gives: changed,
  },
  {
    what: 'super admins',
    answers: { 'GET /chatrooms/super_admin?pagenum=1&pagesize=100': 'chatroom-superadmin-list.json' },
    ask: ({ superAdmins }) => superAdmins.list(firstPage(20)),
    gives: { items: [user('user1'), user('user11')], hasNextPage: false },
  },
  {
    what: 'one super admin more',
    answers: { 'POST /chatrooms/super_admin': 'chatroom-superadmin-add.json' },
    ask: ({ superAdmins }) => superAdmins.add(['user1']),
    gives: [done('user1')],
  },
  {
    what: 'a super admin less',
    answers: { 'DELETE /chatrooms/super_admin/user1': 'chatroom-superadmin-remove.json' },
    ask: ({ superAdmins }) => superAdmins.remove(['user1']),
    gives: [done('user1')],
  },
]
