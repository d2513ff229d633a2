import { expect } from 'vitest'
import { type Case, firstPage } from './cases.ts'

const ID = '66016467025921'
const owner = (username: string) => ({ user: { username }, role: 'OWNER' })
const member = (username: string) => ({ user: { username }, role: 'MEMBER' })
const done = (item: string) => ({ item, status: 'DONE', error: null })
const notFound = (item: string) => ({
  item,
  status: 'FAILED',
  error: expect.objectContaining({ code: 'NOT_FOUND' }),
})

const NEW_GROUP = { name: 'a group', description: 'of people', owner: 'user1' }

const TEST_GROUP = {
  kind: 'Group',
  id: '262246968131585',
  facts: {
    name: 'test-group',
    description: 'test-description',
    avatarUrl: 'https://www.easemob.com/image',
    owner: { username: 'user1' },
    memberCount: 2,
    maxMembers: 2000,
    isPublic: false,
    needsApproval: true,
    membersMayInvite: false,
    isMutedForAll: false,
    isDisabled: false,
    custom: '',
    createdAt: new Date(1682588716646),
    members: [member('user2'), owner('user1')],
  },
}

const listed = (id: string, name: string, username: string, memberCount: number) => ({
  kind: 'Group',
  id,
  facts: { name, owner: { username }, memberCount },
})

/** The page of the members of a group whose detail does not carry them. */
const membersOf = (fixture: string): Case => ({
  what: `members (${fixture})`,
  answers: {
    'GET /chatgroups/182028927188993': 'group-get.2023.json',
    'GET /chatgroups/182028927188993/users?pagenum=1&pagesize=100': fixture,
  },
  ask: ({ groups }) => groups.members({ id: '182028927188993' }, firstPage(20)),
  gives: {
    items: fixture.includes('v3') ? [member('user-0'), member('user-1')] : [owner('user1'), member('user2')],
    hasNextPage: false,
  },
})

export const groupCases: readonly Case[] = [
  {
    what: 'a new group',
    answers: { 'POST /chatgroups': 'group-create.json' },
    ask: ({ groups }) => groups.create(NEW_GROUP),
    gives: { kind: 'Group', id: ID, facts: {} },
  },
  {
    what: 'a new group of the oldest generation',
    answers: { 'POST /chatgroups': 'group-create.seed-000.json' },
    ask: ({ groups }) => groups.create(NEW_GROUP),
    gives: { kind: 'Group', id: '1404882944671671', facts: {} },
  },
  {
    what: 'no field left as it was by an update',
    answers: { [`PUT /chatgroups/${ID}`]: 'group-update.json' },
    ask: ({ groups }) => groups.update(ID, { name: 'new', maxMembers: 3 }),
    gives: [],
  },
  {
    what: 'a deletion',
    answers: { [`DELETE /chatgroups/${ID}`]: 'group-delete.json' },
    ask: ({ groups }) => groups.remove(ID),
    gives: ID,
  },
  {
    what: 'a detail with members',
    answers: { 'GET /chatgroups/262246968131585': 'group-get.json' },
    ask: ({ groups }) => groups.byId('262246968131585'),
    gives: TEST_GROUP,
  },
  {
    what: 'two details, aligned with the ids',
    answers: { 'GET /chatgroups/262246968131586,262246968131585': 'group-get.many.json' },
    ask: ({ groups }) => Promise.all(['262246968131586', '262246968131585'].map((id) => groups.byId(id))),
    gives: [
      {
        ...TEST_GROUP,
        id: '262246968131586',
        facts: {
          ...TEST_GROUP.facts,
          name: 'group two',
          owner: { username: 'user3' },
          members: [member('user2'), owner('user3')],
        },
      },
      TEST_GROUP,
    ],
  },
  {
    what: 'a detail without members: that they are unknown, not that there are none',
    answers: { 'GET /chatgroups/182028927188993': 'group-get.2023.json' },
    ask: ({ groups }) => groups.byId('182028927188993'),
    gives: {
      kind: 'Group',
      id: '182028927188993',
      facts: {
        name: 'g',
        description: 'test',
        owner: { username: 'yifan2' },
        memberCount: 1,
        maxMembers: 300,
        isPublic: true,
        needsApproval: false,
        membersMayInvite: false,
        isMutedForAll: false,
        isDisabled: false,
        custom: '',
        createdAt: new Date(1656062986845),
      },
    },
  },
  {
    what: 'null for ids that do not exist, however the answer shows it',
    answers: {
      'GET /chatgroups/262246968131590,262246968131591,262246968131593,262246968131594,262246968131585':
        'group-get.missing-items.json',
    },
    ask: ({ groups }) =>
      Promise.all(['90', '91', '93', '94', '85'].map((end) => groups.byId(`2622469681315${end}`))),
    gives: [
      null,
      null,
      null,
      null,
      {
        kind: 'Group',
        id: '262246968131585',
        facts: {
          name: 'test-group',
          owner: { username: 'user1' },
          memberCount: 2,
          isDisabled: false,
        },
      },
    ],
  },
  {
    what: 'a list, owners without the app key',
    answers: { 'GET /chatgroups?limit=2': 'group-list.json' },
    ask: ({ groups }) => groups.list(firstPage(2)),
    gives: {
      items: [
        listed('100743775043584060', 'testgroup1', 'user1', 2),
        listed('100973270123348176', 'testgroup2', 'user2', 1),
      ],
      hasNextPage: true,
    },
  },
  {
    what: 'a list of 2024',
    answers: { 'GET /chatgroups?limit=1': 'group-list.2024.json' },
    ask: ({ groups }) => groups.list(firstPage(1)),
    gives: { items: [listed('100743775043584060', 'testgroup1', 'user1', 2)], hasNextPage: true },
  },
  {
    what: 'a list of ids alone: names and owners are unknown, and read when asked for',
    answers: { 'GET /chatgroups?limit=20': 'group-list.seed-000.json' },
    ask: ({ groups }) => groups.list(firstPage(20)),
    gives: {
      items: ['1404705934830', '1404114807341', '1404268812888'].map((id) => ({
        kind: 'Group',
        id,
        facts: {},
      })),
      hasNextPage: false,
    },
  },
  {
    what: 'the groups of a user',
    answers: { 'GET /chatgroups/user/user1?pagesize=20&pagenum=0': 'group-joined.json' },
    ask: ({ groups }) => groups.joinedBy({ username: 'user1' }, firstPage(1)),
    gives: {
      items: [
        {
          kind: 'Group',
          id: '262246968131585',
          facts: {
            name: 'group name',
            description: 'group description',
            avatarUrl: 'https://www.easemob.com/image',
            owner: { username: 'user1' },
            maxMembers: 2000,
            isPublic: false,
            needsApproval: true,
            membersMayInvite: false,
            isDisabled: false,
            createdAt: new Date(1692687427254),
          },
        },
      ],
      hasNextPage: true,
    },
  },
  membersOf('group-member-list.json'),
  membersOf('group-member-list.joined-time.json'),
  membersOf('group-member-list.v3-cursor.json'),
  {
    what: 'members that were added',
    answers: { [`POST /chatgroups/${ID}/users`]: 'group-member-add-batch.json' },
    ask: ({ groups }) => groups.addMembers(ID, ['user4', 'user5']),
    gives: [done('user4'), done('user5')],
  },
  {
    what: 'one member that was removed',
    answers: { [`DELETE /chatgroups/${ID}/users/user3`]: 'group-member-remove.json' },
    ask: ({ groups }) => groups.removeMembers(ID, ['user3']),
    gives: [done('user3')],
  },
  {
    what: 'several members that were removed, but for one',
    answers: {
      'DELETE /chatgroups/182028927188993/users/user2,user1,user3': 'group-member-remove-batch.json',
      'GET /chatgroups/182028927188993': 'group-get.2023.json',
    },
    ask: ({ groups }) => groups.removeMembers('182028927188993', ['user2', 'user1', 'user3']),
    gives: [done('user2'), notFound('user1'), done('user3')],
  },
]
