import { expect } from 'vitest'
import type { Context } from '../../src/context.ts'
import type { Case } from './cases.ts'

const user1 = { username: 'user1' }
const done = (item: string) => ({ item, status: 'DONE', error: null })
const TEMPLATE = {
  name: 'test7',
  titlePattern: '你好,{0}',
  contentPattern: '推送测试,{0}',
  createdAt: new Date(1646989584124),
  updatedAt: new Date(1646989584124),
}
const PHONE = {
  username: 'user1',
  deviceId: '8ce08cad-9369-4e46-86c8-695a0d247cda',
  token: 'BAEAAAAAB.jkuDmf8hRUPDgOel',
  notifierName: '104410638',
}

const preferencesOf = (push: Context['push']) =>
  Promise.all(
    (['nickname', 'displayStyle', 'doNotDisturb'] as const).map((name) => push.preference(user1, name)),
  )

export const pushCases: readonly Case[] = [
  {
    what: 'settings of the registration',
    answers: { 'GET /users/user1': 'user-get.with-push-settings.json' },
    ask: ({ push }) => preferencesOf(push),
    gives: ['testuser', 'MESSAGE', { isOn: false, startHour: 1, endHour: 3 }],
  },
  {
    what: 'settings that were never made',
    answers: { 'GET /users/user1': 'user-get.json' },
    ask: ({ push }) => preferencesOf(push),
    gives: ['testuser', null, null],
  },
  {
    what: 'a language',
    answers: { 'GET /users/user1/notification/language': 'push-language-get.json' },
    ask: ({ push }) => push.language(user1),
    gives: 'EU',
  },
  {
    what: 'devices without their tokens',
    answers: { 'GET /users/user1/push/binding': 'push-binding-get.json' },
    ask: ({ push }) => push.bindings(user1),
    gives: [{ deviceId: PHONE.deviceId, notifierName: '104410638' }],
  },
  {
    what: 'what is pushed of a conversation',
    answers: { 'GET /users/user1/notification/user/user2': 'push-setting-get.json' },
    ask: ({ push }) => push.notification(user1, { peer: 'user2' }),
    gives: {
      mode: 'NONE',
      quietHours: { from: '21:30', to: '08:00' },
      mutedUntil: new Date(1647590149924),
    },
  },
  {
    what: 'nicknames, and one of a name that the answer lacks',
    answers: {
      'PUT /push/nickname': 'push-nickname-batch-set.json',
      'GET /users/ghost': 'error-404-user.json',
    },
    ask: ({ push }) =>
      push.setNicknames([
        { username: 'user2', nickname: 'nick-2' },
        { username: 'ghost', nickname: 'nobody' },
        { username: 'user1', nickname: 'nick-1' },
      ]),
    gives: [
      done('user2'),
      { item: 'ghost', status: 'FAILED', error: expect.objectContaining({ code: 'NOT_FOUND' }) },
      done('user1'),
    ],
  },
  {
    what: 'a nickname, in the words of the call for one user',
    answers: { 'PUT /push/nickname': 'push-nickname-set.json' },
    ask: ({ push }) => push.setNicknames([{ username: 'user1', nickname: 'testuser' }]),
    gives: [done('user1')],
  },
  {
    what: 'a display style that was set',
    answers: { 'PUT /users/user1': 'push-display-style-set.json' },
    ask: ({ push }) => push.setDisplayStyle('user1', 'MESSAGE'),
    gives: user1,
  },
  {
    what: 'quiet hours of the older form that were set',
    answers: { 'PUT /users/user1': 'push-no-disturb-set.json' },
    ask: ({ push }) => push.setDoNotDisturb({ username: 'user1', isOn: true, startHour: 1, endHour: 3 }),
    gives: user1,
  },
  {
    what: 'what is pushed of a conversation, once it was set',
    answers: { 'PUT /users/user1/notification/user/user2': 'push-setting-set.json' },
    ask: ({ push }) => push.setNotification({ username: 'user1', peer: 'user2', mode: 'NONE' }),
    gives: user1,
  },
  {
    what: 'a language that was set',
    answers: { 'PUT /users/user1/notification/language': 'push-language-set.json' },
    ask: ({ push }) => push.setLanguage('user1', 'EU'),
    gives: user1,
  },
  {
    what: 'a device that was bound',
    answers: { 'PUT /users/user1/push/binding': 'push-binding-set.json' },
    ask: ({ push }) => push.setBinding(PHONE),
    gives: user1,
  },
  {
    what: 'a template that was assigned',
    answers: { 'PUT /users/user1/notification/template': 'push-template-assign.json' },
    ask: ({ push }) => push.assignTemplate('user1', 'hxtest'),
    gives: user1,
  },
  {
    what: 'a template',
    answers: { 'GET /notification/template/test7': 'push-template-get.json' },
    ask: ({ pushTemplates }) => pushTemplates.byName('test7'),
    gives: TEMPLATE,
  },
  {
    what: 'a new template',
    answers: { 'POST /notification/template': 'push-template-create.json' },
    ask: ({ pushTemplates }) =>
      pushTemplates.create({ name: 'test7', titlePattern: '你好,{0}', contentPattern: '推送测试,{0}' }),
    gives: TEMPLATE,
  },
  {
    what: 'a template less',
    answers: { 'DELETE /notification/template/test7': 'push-template-delete.json' },
    ask: ({ pushTemplates }) => pushTemplates.remove('test7'),
    gives: 'test7',
  },
]
