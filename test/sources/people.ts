import { expect } from 'vitest'
import { type Case, firstPage } from './cases.ts'

const user1 = { username: 'user1' }
const NEW_USER = { username: 'user1', password: 'a password' }
const account = (username: string, createdAt: number, modifiedAt = createdAt) => ({
  username,
  createdAt: new Date(createdAt),
  modifiedAt: new Date(modifiedAt),
  isActive: true,
  push: expect.objectContaining({ nickname: expect.any(String) }),
})

const AVATAR = 'https://www.easemob.com/avatar.png'
const NO_PROFILE = {
  nickname: null,
  avatarUrl: null,
  signature: null,
  gender: null,
  email: null,
  phone: null,
  birthday: null,
  ext: null,
  attributes: new Map(),
}
const PROFILE = {
  ...NO_PROFILE,
  nickname: 'nickname',
  avatarUrl: AVATAR,
  ext: 'ext',
  attributes: new Map(Object.entries({ ext: 'ext', nickname: 'nickname', avatarurl: AVATAR })),
}

export const peopleCases: readonly Case[] = [
  ...['user-register', 'user-register-open', 'user-register-batch', 'user-register-batch.partial'].map(
    (fixture) => ({
      what: `a registration (${fixture})`,
      answers: { 'POST /users': `${fixture}.json` },
      ask: ({ registrations }: Parameters<Case['ask']>[0]) => registrations.register(NEW_USER),
      gives: user1,
    }),
  ),
  {
    what: 'an account',
    answers: { 'GET /users/user1': 'user-get.json' },
    ask: ({ users }) => users.account(user1),
    gives: account('user1', 1542795196504),
  },
  {
    what: 'an account among push settings',
    answers: { 'GET /users/user1': 'user-get.with-push-settings.json' },
    ask: ({ users }) => users.account(user1),
    gives: account('user1', 1530276298905, 1534407146060),
  },
  {
    what: 'all accounts, to the page without a cursor',
    answers: {
      'GET /users?limit=10': 'user-list.json',
      'GET /users?limit=8&cursor=LTgzNDAxMjM3OToxTGk0SDhtRTdFZWk2WHYyS0R2U2tB': 'user-list.last-page.json',
    },
    ask: ({ users }) => users.list(firstPage(10)),
    gives: {
      items: [
        account('user1', 1542356511855),
        account('user2', 1542356523769),
        account('user3', 1542361376245),
      ],
      hasNextPage: false,
    },
  },
  {
    what: 'statuses, and a name that the answer lacks',
    answers: { 'POST /users/batch/status': 'user-status-batch.json' },
    ask: ({ users }) =>
      Promise.all(['user1', 'user2', 'nobody'].map((username) => users.status({ username }))),
    gives: ['OFFLINE', 'OFFLINE', 'OFFLINE'],
  },
  {
    what: 'profiles',
    answers: { 'POST /metadata/user/get': 'user-attr-batch-get.json' },
    ask: ({ users }) =>
      Promise.all(['user3', 'user1', 'user2'].map((username) => users.profile({ username }))),
    gives: [PROFILE, PROFILE, PROFILE],
  },
  {
    what: 'profiles, and empty ones of a name that is {} and of one that is absent',
    answers: { 'POST /metadata/user/get': 'user-attr-batch-get.unknown-user.json' },
    ask: ({ users }) =>
      Promise.all(['ghost', 'absent', 'user1'].map((username) => users.profile({ username }))),
    gives: [NO_PROFILE, NO_PROFILE, PROFILE],
  },
  {
    what: 'attributes that were set',
    answers: { 'PUT /metadata/user/user1': 'user-attr-set.json' },
    ask: ({ users }) =>
      users.setProfile({ username: 'user1', nickname: 'nickname', avatarUrl: AVATAR, ext: 'ext' }),
    gives: user1,
  },
]
