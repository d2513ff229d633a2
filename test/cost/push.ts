import { GROUP, type Row } from './reads.ts'

const user = (fields: string) => `{ user(username: "u0003") { ${fields} } }`
const REGISTERED = 'nickname displayStyle doNotDisturb { isOn startHour endHour }'
const NOTIFICATION = 'mode quietHours { from to } mutedUntil'

export const PUSH: readonly Row[] = [
  {
    what: 'what the registration tells of pushes, and the account beside it',
    query: user(`account { isActive } push { ${REGISTERED} }`),
    traffic: { 'user-get': 1 },
  },
  {
    what: 'the push language',
    query: user('push { language }'),
    traffic: { 'push-language-get': 1 },
  },
  {
    what: 'the devices that get pushes',
    query: user('push { bindings { deviceId notifierName } }'),
    traffic: { 'push-binding-get': 1 },
  },
  {
    what: 'what is pushed app-wide, of two conversations, and of one of them again',
    query: user(`push {
      all: notification { ${NOTIFICATION} }
      peer: notification(peer: "u0001") { mode }
      again: notification(peer: "U0001") { mutedUntil }
      group: notification(groupId: "${GROUP}") { mode }
    }`),
    traffic: { 'push-setting-get': 3 },
  },
  {
    what: 'push languages of 30 users, one call each, since the service has no batch',
    query: '{ users(first: 30) { edges { node { push { language } } } } }',
    traffic: { 'user-list': 1, 'push-language-get': 30 },
  },
  {
    what: 'a push template',
    query: '{ pushTemplate(name: "new-message") { name titlePattern contentPattern createdAt updatedAt } }',
    traffic: { 'push-template-get': 1 },
  },
  {
    what: 'push nicknames of 60 users',
    query: `mutation { setPushNicknames(nicknames: [${Array.from({ length: 60 }, (_, index) => `{ username: "u00${10 + index}", nickname: "n" }`)}]) {
      results { username status error { code } }
    } }`,
    traffic: { 'push-nickname-batch-set': 2 },
  },
  ...[
    { change: 'setPushDisplayStyle(username: "u0003", style: SUMMARY)', operation: 'push-display-style-set' },
    {
      change: 'setPushDoNotDisturb(input: { username: "u0003", isOn: false })',
      operation: 'push-no-disturb-set',
    },
    { change: 'setPushLanguage(username: "u0003", language: "de")', operation: 'push-language-set' },
    {
      change: 'setPushNotification(input: { username: "u0003", mode: AT })',
      operation: 'push-setting-set',
    },
    {
      change: 'setPushBinding(input: { username: "u0003", deviceId: "d", token: "t", notifierName: "n" })',
      operation: 'push-binding-set',
    },
    {
      change: 'removePushBinding(input: { username: "u0003", deviceId: "d", notifierName: "n" })',
      operation: 'push-binding-set',
    },
    {
      change: 'assignPushTemplate(username: "u0003", name: "new-message")',
      operation: 'push-template-assign',
    },
  ].map(({ change, operation }) => ({
    what: change.replace(/\(.*/, ''),
    query: `mutation { ${change} { user { username } } }`,
    traffic: { [operation]: 1 },
  })),
  {
    what: 'settings of the registration, shown',
    query: `mutation {
      setPushNicknames(nicknames: [{ username: "u0003", nickname: "n" }]) { results { user { push { nickname } } } }
      setPushDisplayStyle(username: "u0003", style: SUMMARY) { user { push { ${REGISTERED} } account { modifiedAt } } }
    }`,
    traffic: { 'push-nickname-batch-set': 1, 'push-display-style-set': 1, 'user-get': 2 },
  },
  {
    what: 'a template, made and deleted',
    query: `mutation {
      createPushTemplate(input: { name: "t", titlePattern: "a", contentPattern: "b" }) { template { name } }
      deletePushTemplate(name: "t") { name }
    }`,
    traffic: { 'push-template-create': 1, 'push-template-delete': 1 },
  },
]
