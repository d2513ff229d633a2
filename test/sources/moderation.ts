import { expect } from 'vitest'
import type { Context } from '../../src/context.ts'
import type { Case } from './cases.ts'

const done = (item: string) => ({ item, status: 'DONE', error: null })
const named = (...usernames: readonly string[]) => usernames.map((username) => ({ username }))

/** Somebody whom the answer refuses, or forgets. */
const failed = (item: string, code: string) => ({
  item,
  status: code === 'OUTCOME_UNKNOWN' ? 'UNKNOWN' : 'FAILED',
  error: expect.objectContaining({ code }),
})

interface Place {
  readonly noun: 'group' | 'chatroom'
  readonly id: string
  readonly path: string
  readonly source: (sources: Context) => Context['groups'] | Context['chatrooms']
}

const PLACES: readonly Place[] = [
  {
    noun: 'group',
    id: '66016467025921',
    path: '/chatgroups/66016467025921',
    source: ({ groups }) => groups,
  },
  {
    noun: 'chatroom',
    id: '66213271109633',
    path: '/chatrooms/66213271109633',
    source: ({ chatrooms }) => chatrooms,
  },
]

/** The answers about groups and about chatrooms differ in their ids alone. */
export const moderationCases: readonly Case[] = PLACES.flatMap((place) => [
  ...reads(place),
  ...listChanges(place),
  ...settings(place),
])

function reads({ noun, id, path, source }: Place): readonly Case[] {
  const expiresAt = new Date(1489158589481)
  return [
    {
      what: `the admins of a ${noun}`,
      answers: { [`GET ${path}/admin`]: `${noun}-admin-list.json` },
      ask: (sources) => source(sources).admins({ id }),
      gives: named('user1'),
    },
    {
      what: `whether somebody is an admin of a ${noun}, for two by one answer`,
      answers: { [`GET ${path}/admin`]: `${noun}-admin-list.json` },
      ask: (sources) => Promise.all(named('user1', 'user2').map((user) => source(sources).isAdmin(id, user))),
      gives: [true, false],
    },
    {
      what: `who is blocked in a ${noun}`,
      answers: { [`GET ${path}/blocks/users`]: `${noun}-block-list.json` },
      ask: (sources) => source(sources).blockedUsers({ id }),
      gives: named('user2', 'user3'),
    },
    {
      what: `the allow list of a ${noun}`,
      answers: { [`GET ${path}/white/users`]: `${noun}-white-list.json` },
      ask: (sources) => source(sources).allowedUsers({ id }),
      gives: named('wzy_test', 'wzy_vivo', 'wzy_huawei', 'wzy_xiaomi', 'wzy_meizu'),
    },
    {
      what: `the mutes of a ${noun}`,
      answers: { [`GET ${path}/mute`]: `${noun}-mute-list.json` },
      ask: (sources) => source(sources).mutes({ id }),
      gives: [
        { user: { username: 'user1' }, expiresAt },
        { user: { username: 'user2' }, expiresAt },
      ],
    },
    {
      what: `the announcement of a ${noun}`,
      answers: { [`GET ${path}/announcement`]: `${noun}-announcement-get.json` },
      ask: (sources) => source(sources).announcement({ id }),
      gives: noun === 'group' ? '群组公告...' : 'XXXX.',
    },
  ]
}

function listChanges({ noun, id, path, source }: Place): readonly Case[] {
  // Its detail does not tell its members.
  const [quietId, quietPath] = ['182028927188993', path.replace(id, '182028927188993')]
  const blocking = {
    [`POST ${quietPath}/blocks/users`]: `${noun}-block-add-batch.json`,
    [`GET ${quietPath}`]: 'group-get.2023.json',
  }
  return [
    {
      what: `a new member of a ${noun}, answered in the single form`,
      answers: { [`POST ${path}/users`]: `${noun}-member-add.json` },
      ask: (sources) => source(sources).addMembers(id, [noun === 'group' ? 'user4' : 'user1']),
      gives: [done(noun === 'group' ? 'user4' : 'user1')],
    },
    {
      what: `a new admin of a ${noun}`,
      answers: { [`POST ${path}/admin`]: `${noun}-admin-add.json` },
      ask: (sources) => source(sources).addAdmins(id, ['Man']),
      gives: [done('man')],
    },
    {
      what: `an admin less of a ${noun}`,
      answers: { [`DELETE ${path}/admin/user1`]: `${noun}-admin-remove.json` },
      ask: (sources) => source(sources).removeAdmins(id, ['user1']),
      gives: [done('user1')],
    },
    {
      what: `somebody whom a ${noun} blocks, answered in the single form`,
      answers: { [`POST ${path}/blocks/users`]: `${noun}-block-add.json` },
      ask: (sources) => source(sources).blockUsers(id, ['user1']),
      gives: [done('user1')],
    },
    {
      what: `two whom a ${noun} blocks, one of them blocked before, and one whom the answer forgets`,
      // It refuses user3 as no member, and the list has the name.
      answers: { ...blocking, [`GET ${quietPath}/blocks/users`]: `${noun}-block-list.json` },
      ask: (sources) => source(sources).blockUsers(quietId, ['user4', 'user3', 'user9']),
      gives: [done('user4'), done('user3'), failed('user9', 'OUTCOME_UNKNOWN')],
    },
    {
      what: `somebody whom a ${noun} cannot block: no member, and not on its list`,
      answers: { ...blocking, [`GET ${quietPath}/blocks/users`]: `${noun}-admin-list.json` },
      ask: (sources) => source(sources).blockUsers(quietId, ['user3', 'user4']),
      gives: [failed('user3', 'NOT_FOUND'), done('user4')],
    },
    {
      what: `one whom a ${noun} takes back`,
      answers: { [`DELETE ${path}/blocks/users/user1`]: `${noun}-block-remove.json` },
      ask: (sources) => source(sources).unblockUsers(id, ['user1']),
      gives: [done('user1')],
    },
    {
      what: `two whom a ${noun} takes back`,
      answers: { [`DELETE ${path}/blocks/users/user2,user1`]: `${noun}-block-remove-batch.json` },
      ask: (sources) => source(sources).unblockUsers(id, ['user2', 'user1']),
      gives: [done('user2'), done('user1')],
    },
    {
      what: `one whom a ${noun} allows, answered in the single form`,
      answers: { [`POST ${path}/white/users`]: `${noun}-white-add.json` },
      ask: (sources) => source(sources).allowUsers(id, ['wzy_xiaomi']),
      gives: [done('wzy_xiaomi')],
    },
    {
      what: `two whom a ${noun} allows`,
      answers: { [`POST ${path}/white/users`]: `${noun}-white-add-batch.json` },
      ask: (sources) => source(sources).allowUsers(id, ['wzy_meizu', 'wzy_test']),
      gives: [done('wzy_meizu'), done('wzy_test')],
    },
    {
      what: `two whom a ${noun} allows no longer`,
      answers: { [`DELETE ${path}/white/users/wzy_huawei,wzy_meizu`]: `${noun}-white-remove.json` },
      ask: (sources) => source(sources).disallowUsers(id, ['wzy_huawei', 'wzy_meizu']),
      gives: [done('wzy_huawei'), done('wzy_meizu')],
    },
    {
      what: `two whom a ${noun} mutes`,
      answers: { [`POST ${path}/mute`]: `${noun}-mute-add.json` },
      ask: (sources) => source(sources).muteMembers(id, ['user2', 'user1'], { durationSeconds: 86_400 }),
      gives: [done('user2'), done('user1')],
    },
    {
      what: `one whom a ${noun} lets speak again`,
      answers: { [`DELETE ${path}/mute/user1`]: `${noun}-mute-remove.json` },
      ask: (sources) => source(sources).unmuteMembers(id, ['user1']),
      gives: [done('user1')],
    },
  ]
}

/** These answer nothing when they are done, and throw when they are not. */
function settings({ noun, id, path, source }: Place): readonly Case[] {
  return [
    {
      what: `an announcement of a ${noun} that was set`,
      answers: { [`POST ${path}/announcement`]: `${noun}-announcement-set.json` },
      ask: (sources) => source(sources).setAnnouncement(id, 'Hello'),
      gives: undefined,
    },
    {
      what: `a ${noun} that is muted`,
      answers: { [`POST ${path}/ban`]: `${noun}-ban-all.json` },
      ask: (sources) => source(sources).setMutedForAll(id, true),
      gives: undefined,
    },
    {
      what: `a ${noun} that is muted no longer`,
      answers: { [`DELETE ${path}/ban`]: `${noun}-unban-all.json` },
      ask: (sources) => source(sources).setMutedForAll(id, false),
      gives: undefined,
    },
    {
      what: `a ${noun} with another owner`,
      answers: { [`PUT ${path}`]: `${noun}-transfer.json` },
      ask: (sources) => source(sources).transfer(id, 'user2'),
      gives: undefined,
    },
  ]
}
