import { type Case, firstPage } from './cases.ts'

const done = (item: string) => ({ item, status: 'DONE', error: null })

export const presenceCases: readonly Case[] = [
  {
    what: 'the presence of three users in one call, null for the one who is not watched',
    answers: { 'POST /users/c1/presence': 'presence-batch-get.json' },
    ask: ({ presence }) => Promise.all(['c3', 'c4', 'c2'].map((username) => presence.of({ username }, 'C1'))),
    gives: [
      {
        ext: null,
        lastSeenAt: new Date('2022-02-10T06:42:10.000Z'),
        devices: [
          { deviceId: 'android', status: 'OFFLINE', customStatus: null },
          { deviceId: 'android_6b5610ac', status: 'OFFLINE', customStatus: null },
        ],
      },
      null,
      {
        ext: null,
        lastSeenAt: new Date('2022-02-10T04:07:43.000Z'),
        devices: [{ deviceId: 'android', status: 'OFFLINE', customStatus: null }],
      },
    ],
  },
  {
    what: 'a status that was set',
    answers: { 'POST /users/c1/presence/android_6b5610ac/1': 'presence-set.json' },
    ask: ({ presence }) => presence.set({ username: 'c1', deviceId: 'android_6b5610ac', status: 'ONLINE' }),
    gives: { username: 'c1' },
  },
  {
    what: 'users who are watched, the one without a name among them',
    answers: { 'POST /users/c1/presence/600': 'presence-subscribe.json' },
    ask: ({ presence }) =>
      presence.subscribe({ subscriber: 'c1', usernames: ['c3', 'c2'], durationSeconds: 600 }),
    gives: [done('c3'), done('c2')],
  },
  {
    what: 'users who are no longer watched',
    answers: { 'DELETE /users/c1/presence': 'presence-unsubscribe.json' },
    ask: ({ presence }) => presence.unsubscribe('c1', ['c3', 'c2']),
    gives: [done('c3'), done('c2')],
  },
  {
    what: 'a list of who is watched',
    answers: { 'GET /users/c1/presence/sublist?pageNum=1&pageSize=500': 'presence-subscriptions.json' },
    ask: ({ presence }) => presence.subscriptionsOf({ username: 'c1' }, firstPage(2)),
    gives: {
      items: ['lxml2', 'lxml1'].map((username) => ({
        user: { username },
        expiresAt: new Date('2022-02-25T20:52:02.000Z'),
      })),
      hasNextPage: false,
    },
  },
]
