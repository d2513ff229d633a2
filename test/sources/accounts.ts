import { expect } from 'vitest'
import { type Case, firstPage } from './cases.ts'

const user1 = { username: 'user1' }
const ATTRIBUTES = { ext: 'ext', nickname: 'nickname', avatarurl: 'https://www.easemob.com/avatar.png' }

const done = (item: string) => ({ item, status: 'DONE', error: null })
const failed = (item: string, code: string) => ({
  item,
  status: 'FAILED',
  error: expect.objectContaining({ code }),
})
const at = (seconds: number) => ({ expiresAt: new Date(seconds * 1000) })

/** Each a registration of users 1 to 3. */
const newUsers = (...usernames: readonly string[]) =>
  usernames.map((username) => ({ username, password: 'a password' }))

const registrationCases: readonly Case[] = [
  {
    what: 'many registrations, all of them made',
    answers: { 'POST /users': 'user-register-batch.json' },
    ask: ({ registrations }) => registrations.registerMany(newUsers('user1', 'user2')),
    gives: [done('user1'), done('user2')],
  },
  {
    what: 'many registrations, one of a name that is taken',
    answers: { 'POST /users': 'user-register-batch.partial.json' },
    ask: ({ registrations }) => registrations.registerMany(newUsers('user3', 'user1', 'user2')),
    gives: [failed('user3', 'ALREADY_EXISTS'), done('user1'), done('user2')],
  },
  {
    what: 'one of many registrations by the answer to one',
    answers: { 'POST /users': 'user-register.json' },
    ask: ({ registrations }) => registrations.registerMany(newUsers('user1')),
    gives: [done('user1')],
  },
  {
    what: 'an open registration',
    answers: { 'POST /users': 'user-register-open.json' },
    ask: ({ registrations }) => registrations.registerOpenly({ ...user1, password: 'a password' }),
    gives: user1,
  },
]

/** The batch serves these calls too, so it may meet their answers. */
const statusCases: readonly Case[] = [
  { fixture: 'user-status-get.json', username: 'user1', status: 'OFFLINE' },
  { fixture: 'user-status-get.seed-000.json', username: 'stliu', status: 'ONLINE' },
  { fixture: 'user-status-get.seed-002.json', username: 'zw123', status: 'OFFLINE' },
].map(({ fixture, username, status }) => ({
  what: `a single status (${fixture})`,
  answers: { 'POST /users/batch/status': fixture },
  ask: ({ users }) => users.status({ username }),
  gives: status,
}))

const deviceCases: readonly Case[] = [
  {
    what: 'devices',
    answers: { 'GET /users/user1/resources': 'user-resources.json' },
    ask: ({ devices }) => devices.of(user1),
    gives: [
      {
        deviceId: 'android_123423453246',
        uuid: '2a54e0b1-7d5f-4e50-9d5b-3e6b3c2d1f00',
        name: 'HUAWEI-P40',
      },
    ],
  },
  {
    what: 'messages that wait',
    answers: { 'GET /users/user1/offline_msg_count': 'user-offline-count.json' },
    ask: ({ devices }) => devices.offlineMessageCount(user1),
    gives: 0,
  },
  {
    what: 'a message that was delivered',
    answers: { 'GET /users/user1/offline_msg_status/123': 'user-offline-status.json' },
    ask: ({ devices }) => devices.deliveryStatus(user1, '123'),
    gives: 'DELIVERED',
  },
  {
    what: 'a forced logout',
    answers: { 'GET /users/user1/disconnect': 'user-disconnect.json' },
    ask: ({ devices }) => devices.disconnect('user1', null),
    gives: user1,
  },
  {
    what: 'a forced logout on one device',
    answers: { 'DELETE /users/user1/disconnect/android_123423453246': 'user-disconnect-device.json' },
    ask: ({ devices }) => devices.disconnect('user1', 'android_123423453246'),
    gives: user1,
  },
]

const muteCases: readonly Case[] = [
  {
    what: 'the global mutes of a user',
    answers: { 'GET /mutes/zs1': 'global-mute-get.json' },
    ask: ({ globalMutes }) => globalMutes.of({ username: 'zs1' }),
    gives: { users: at(1631609927), groups: at(1631609927), chatrooms: at(1631609927) },
  },
  {
    what: 'all global mutes, without those that were lifted',
    answers: { 'GET /mutes?pageNum=1&pageSize=50': 'global-mute-list.json' },
    ask: ({ globalMutes }) => globalMutes.list(firstPage(10)),
    gives: {
      items: ['GROUPS', 'USERS', 'CHATROOMS'].map((scope) => ({
        user: { username: 'zs1' },
        scope,
        term: at(1631609927),
      })),
      hasNextPage: false,
    },
  },
  {
    what: 'a global mute that was set',
    answers: { 'POST /mutes': 'global-mute-set.json' },
    ask: ({ globalMutes }) => globalMutes.set({ ...user1, users: { durationSeconds: 96 } }),
    gives: user1,
  },
]

const tokenCases: readonly Case[] = [
  {
    what: 'a token by password',
    answers: { 'POST /token': 'token-user-password.json' },
    ask: ({ userTokens }) => userTokens.create({ username: 'C', password: 'a password' }),
    gives: {
      user: { username: 'c' },
      accessToken: 'YWMtrR6ECkz8Eeyx6Y9j1eX9kbsMrFep3U6BvVj7KSnNonWqRx7gTPwR7Kzl',
      expiresInSeconds: 1024000,
    },
  },
  {
    what: 'a token by name',
    answers: { 'POST /token': 'token-user-inherit.json' },
    ask: ({ userTokens }) => userTokens.create({ username: 'test2333', createIfMissing: true }),
    gives: {
      user: { username: 'test2333' },
      accessToken: 'YWMthyeiFhbyEe2eMGeYZSLlT7sMrFep3U6BvVj7KSnNonUiDB',
      expiresInSeconds: 1024000,
    },
  },
]

export const accountCases: readonly Case[] = [
  ...registrationCases,
  ...statusCases,
  ...deviceCases,
  ...muteCases,
  ...tokenCases,
  {
    what: 'a deletion',
    answers: { 'DELETE /users/user1': 'user-delete.json' },
    ask: ({ accounts }) => accounts.deleteMany(['user1']),
    gives: [done('user1')],
  },
  {
    what: 'a deletion of a name that nobody has',
    answers: { 'DELETE /users/user1': 'error-404-user.json' },
    ask: ({ accounts }) => accounts.deleteMany(['user1']),
    gives: [failed('user1', 'NOT_FOUND')],
  },
  {
    what: 'who was deleted because they were the oldest',
    answers: { 'DELETE /users?limit=2': 'user-delete-batch.json' },
    ask: ({ accounts }) => accounts.deleteOldest({ count: 2, confirmDeleting: 2 }, { isAllowed: true }),
    gives: ['user2', 'user3'],
  },
  {
    what: 'a new password',
    answers: { 'PUT /users/user1/password': 'user-password-set.json' },
    ask: ({ accounts }) => accounts.setPassword('user1', 'another password'),
    gives: user1,
  },
  {
    what: 'a ban',
    answers: { 'POST /users/user1/deactivate': 'user-deactivate.json' },
    ask: ({ accounts }) => accounts.deactivate('user1'),
    gives: user1,
  },
  {
    what: 'the end of a ban',
    answers: { 'POST /users/user1/activate': 'user-activate.json' },
    ask: ({ accounts }) => accounts.activate('user1'),
    gives: user1,
  },
  {
    what: 'all attributes of a user',
    answers: { 'GET /metadata/user/user1': 'user-attr-get.json' },
    ask: ({ users }) => users.attributes(user1),
    gives: ATTRIBUTES,
  },
  {
    what: 'no attributes of a name that nobody has',
    answers: { 'GET /metadata/user/ghost': 'user-attr-get.unknown-user.json' },
    ask: ({ users }) => users.attributes({ username: 'ghost' }),
    gives: {},
  },
  {
    what: 'what all attributes take',
    answers: { 'GET /metadata/user/capacity': 'user-attr-capacity.json' },
    ask: ({ users }) => users.attributesSizeBytes(),
    gives: 1673,
  },
  {
    what: 'a profile that was cleared',
    answers: { 'DELETE /metadata/user/user1': 'user-attr-delete.json' },
    ask: ({ users }) => users.clearProfile('user1'),
    gives: user1,
  },
]
