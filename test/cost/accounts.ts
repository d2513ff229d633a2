import type { Row } from './reads.ts'

const OPEN = { sandbox: { registrationOpen: true } }
const DANGEROUS = { env: { DELETE_OLDEST_USERS: 'on' } }

/** What the service answers for one user a call. */
const EACH = [
  { field: 'devices { deviceId uuid name }', operation: 'user-resources' },
  { field: 'offlineMessageCount', operation: 'user-offline-count' },
  { field: 'deliveryStatus(messageId: "1029457500870543736")', operation: 'user-offline-status' },
  { field: 'attributes', operation: 'user-attr-get' },
  {
    field: 'globalMute { users { expiresAt } groups { expiresAt } chatrooms { expiresAt } }',
    operation: 'global-mute-get',
  },
]

const newUsers = (count: number) =>
  Array.from({ length: count }, (_, index) => `{ username: "new${index}", password: "p" }`)
const names = (count: number) =>
  Array.from({ length: count }, (_, index) => `"u${String(index + 1).padStart(4, '0')}"`)

export const ACCOUNTS: readonly Row[] = [
  ...EACH.flatMap(({ field, operation }) => [
    {
      what: `${operation} of a user`,
      query: `{ user(username: "u0013") { ${field} } }`,
      traffic: { [operation]: 1 },
    },
    {
      what: `${operation} of five users, one call each, though two of them are one`,
      query: `{ users(first: 5) { edges { node { ${field} } } } user(username: "U0003") { ${field} } }`,
      traffic: { 'user-list': 1, [operation]: 5 },
    },
  ]),
  {
    what: 'the fate of two messages',
    query:
      '{ user(username: "u0001") { a: deliveryStatus(messageId: "1") b: deliveryStatus(messageId: "2") } }',
    traffic: { 'user-offline-status': 2 },
  },
  {
    what: 'muted users with their profiles',
    query:
      '{ mutedUsers(first: 50) { edges { cursor scope expiresAt node { username profile { nickname } } } pageInfo { endCursor } } }',
    traffic: { 'global-mute-list': 1, 'user-attr-batch-get': 1 },
  },
  {
    what: 'a hundred places in the list of muted users, which ends on its first page',
    query: '{ mutedUsers(first: 100) { edges { cursor } } }',
    traffic: { 'global-mute-list': 1 },
  },
  {
    what: 'the size of all attributes',
    query: '{ userAttributesSizeBytes }',
    traffic: { 'user-attr-capacity': 1 },
  },
  {
    what: 'as many new users as fit into two calls, shown together',
    query: `mutation { registerUsers(users: [${newUsers(120)}]) {
      results { username status error { code } user { onlineStatus } }
    } }`,
    traffic: { 'user-register-batch': 2, 'user-status-batch': 2 },
  },
  {
    what: 'one new user more than fits into two calls',
    query: `mutation { registerUsers(users: [${newUsers(121)}]) { results { status } } }`,
    traffic: { 'user-register-batch': 2, 'user-register': 1 },
  },
  {
    what: 'new users of whom one is there already, told in the answer of the one call',
    query: `mutation { registerUsers(users: [${newUsers(5)}, { username: "u0001", password: "p" }]) {
      results { status error { code } }
    } }`,
    traffic: { 'user-register-batch': 1 },
  },
  {
    what: 'an open registration',
    query: 'mutation { registerUserOpenly(input: { username: "new", password: "p" }) { user { username } } }',
    traffic: { 'user-register-open': 1 },
    world: OPEN,
  },
  {
    what: 'three deleted users',
    query: `mutation { deleteUsers(usernames: [${names(3)}]) { results { status } } }`,
    traffic: { 'user-delete': 3 },
  },
  {
    what: 'a hundred of the oldest users',
    query: 'mutation { deleteOldestUsers(count: 100, confirmDeleting: 100) { usernames } }',
    traffic: { 'user-delete-batch': 1 },
    world: DANGEROUS,
  },
  {
    what: 'a new password',
    query: 'mutation { setPassword(username: "u0001", newPassword: "p") { user { username } } }',
    traffic: { 'user-password-set': 1 },
  },
  {
    what: 'a banned account, shown',
    query:
      'mutation { deactivateUser(username: "u0001") { user { account { isActive } onlineStatus devices { deviceId } } } }',
    traffic: { 'user-deactivate': 1, 'user-get': 1, 'user-status-batch': 1, 'user-resources': 1 },
  },
  {
    what: 'an account that may log in again',
    query: 'mutation { activateUser(username: "u0001") { user { account { isActive } } } }',
    traffic: { 'user-activate': 1, 'user-get': 1 },
  },
  {
    what: 'a forced logout, shown',
    query: 'mutation { disconnectUser(username: "u0001") { user { onlineStatus } } }',
    traffic: { 'user-disconnect': 1, 'user-status-batch': 1 },
  },
  {
    what: 'a global mute, shown',
    query: `mutation { setGlobalMute(input: { username: "u0001", users: { durationSeconds: 60 }, groups: { forever: true } }) {
      user { globalMute { users { expiresAt } } }
    } }`,
    traffic: { 'global-mute-set': 1, 'global-mute-get': 1 },
  },
  {
    what: 'a profile that was cleared, shown',
    query: 'mutation { clearProfile(username: "u0001") { user { profile { nickname } attributes } } }',
    traffic: { 'user-attr-delete': 1, 'user-attr-batch-get': 1, 'user-attr-get': 1 },
  },
  {
    what: 'a token of a user',
    query:
      'mutation { createUserToken(input: { username: "u0001" }) { accessToken expiresInSeconds user { username } } }',
    // Three operations of the contract share this path; the traffic goes by the first.
    traffic: { 'token-user-inherit': 1 },
  },
  {
    what: 'one device of a user logged out',
    query:
      'mutation { disconnectUser(username: "u0004", deviceId: "android_871db3174a48") { user { username } } }',
    traffic: { 'user-disconnect-device': 1 },
  },
  {
    what: 'a token of a user by password',
    query:
      'mutation { createUserToken(input: { username: "u0001", password: "password-u0001" }) { expiresInSeconds } }',
    traffic: { 'token-user-password': 1 },
  },
]
