import { GROUP, type Row } from './reads.ts'

const members = (fields: string) =>
  `{ group(groupId: "${GROUP}") { members(first: 30) { edges { node { ${fields} } } } } }`
const PRESENCE = 'ext lastSeenAt devices { deviceId status customStatus }'
const NAMES = JSON.stringify(
  Array.from({ length: 101 }, (_, index) => `u${String(index + 2).padStart(4, '0')}`),
)

export const PRESENCES: readonly Row[] = [
  {
    what: 'what thirty members show to a subscriber',
    query: members(`presence(subscriber: "u0007") { ${PRESENCE} }`),
    traffic: { 'group-get': 1, 'presence-batch-get': 1 },
  },
  {
    what: 'what thirty members show to two subscribers',
    query: members('a: presence(subscriber: "u0007") { ext } b: presence(subscriber: "u0017") { ext }'),
    traffic: { 'group-get': 1, 'presence-batch-get': 2 },
  },
  {
    what: 'two spellings of one subscriber',
    query: members('a: presence(subscriber: "u0007") { ext } b: presence(subscriber: "U0007") { ext }'),
    traffic: { 'group-get': 1, 'presence-batch-get': 1 },
  },
  {
    what: 'whom a user watches, and what these show',
    query: `{ user(username: "u0007") { presenceSubscriptions(first: 100) {
      edges { cursor expiresAt node { username presence(subscriber: "u0007") { ext } } } pageInfo { hasNextPage }
    } } }`,
    traffic: { 'presence-subscriptions': 1, 'presence-batch-get': 1 },
  },
  {
    what: 'a status that is set',
    query: `mutation { setPresence(input: { username: "u0001", deviceId: "ios_1", status: ONLINE }) { user { username } } }`,
    traffic: { 'presence-set': 1 },
  },
  {
    what: 'the presence of a hundred and one users, watched from now on and shown',
    query: `mutation { subscribePresence(input: { subscriber: "u0001", usernames: ${NAMES}, durationSeconds: 60 }) {
      results { username status error { code } user { presence(subscriber: "u0001") { ext } } }
      subscriber { presenceSubscriptions(first: 100) { edges { node { username } } } }
    } }`,
    traffic: { 'presence-subscribe': 2, 'presence-batch-get': 2, 'presence-subscriptions': 1 },
  },
  {
    what: 'a hundred and one users who are no longer watched',
    query: `mutation { unsubscribePresence(input: { subscriber: "u0001", usernames: ${NAMES} }) {
      results { status } subscriber { username }
    } }`,
    traffic: { 'presence-unsubscribe': 2 },
  },
]
