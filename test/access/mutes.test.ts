import { describe, expect, it } from 'vitest'
import type { Gathering, Store } from '../../src/sandbox/store.ts'
import { CLUB, LOBBY, openWorld, type Person, type World } from './world.ts'

const FOR_EVER = -1

/** Mutes in the places that a message can go to. */
const club = ({ group }: World) => group(CLUB)
const lobby = ({ room }: World) => room(LOBBY)
const muted = (place: Gathering, name: string) => place.mutes.set(name, FOR_EVER)
const everywhere = (store: Store, name: string, kind: 'chat' | 'groupchat' | 'chatroom') => {
  const user = store.users.get(name)
  if (user !== undefined) user.mutes.set(kind, { serial: store.nextSerial(), endMs: FOR_EVER })
}

interface Row {
  readonly who: Person
  readonly is: string
  readonly to: string
  readonly before: (world: World) => void
  readonly expected: 'SENT' | 'FORBIDDEN'
}

const GROUP = `groups: ["${CLUB}"]`
const ROOM = `chatrooms: ["${LOBBY}"]`
const MEMBER = `groupMembers: { groupId: "${CLUB}", usernames: ["gina"] }`
const GUEST = `chatroomMembers: { chatroomId: "${LOBBY}", usernames: ["anna"] }`
const CONTACT = 'users: ["carl"]'

const ROWS: readonly Row[] = [
  { who: 'mia', is: 'free', to: MEMBER, before: () => {}, expected: 'SENT' },
  {
    who: 'mia',
    is: 'muted there',
    to: MEMBER,
    before: (world) => muted(club(world), 'mia'),
    expected: 'FORBIDDEN',
  },
  { who: 'rosa', is: 'free', to: GUEST, before: () => {}, expected: 'SENT' },
  {
    who: 'rosa',
    is: 'muted there',
    to: GUEST,
    before: (world) => muted(lobby(world), 'rosa'),
    expected: 'FORBIDDEN',
  },
  { who: 'mia', is: 'free', to: GROUP, before: () => {}, expected: 'SENT' },
  {
    who: 'mia',
    is: 'muted there',
    to: GROUP,
    before: (world) => muted(club(world), 'mia'),
    expected: 'FORBIDDEN',
  },
  {
    who: 'adam',
    is: 'an admin who is muted there',
    to: GROUP,
    before: (world) => muted(club(world), 'adam'),
    expected: 'FORBIDDEN',
  },
  {
    who: 'mia',
    is: 'one of all who are muted',
    to: GROUP,
    before: (world) => {
      club(world).mute = true
    },
    expected: 'FORBIDDEN',
  },
  {
    who: 'adam',
    is: 'an admin while all are muted',
    to: GROUP,
    before: (world) => {
      club(world).mute = true
    },
    expected: 'SENT',
  },
  {
    who: 'olga',
    is: 'the owner while all are muted',
    to: GROUP,
    before: (world) => {
      club(world).mute = true
    },
    expected: 'SENT',
  },
  {
    who: 'mia',
    is: 'allowed while all are muted',
    to: GROUP,
    before: (world) => {
      club(world).mute = true
      club(world).allowed.add('mia')
    },
    expected: 'SENT',
  },
  {
    who: 'olga',
    is: 'the owner of what is switched off',
    to: GROUP,
    before: (world) => {
      club(world).disabled = true
    },
    expected: 'FORBIDDEN',
  },
  {
    who: 'olga',
    is: 'muted in all groups',
    to: GROUP,
    before: ({ store }) => everywhere(store, 'olga', 'groupchat'),
    expected: 'FORBIDDEN',
  },
  {
    who: 'mia',
    is: 'muted in all chatrooms',
    to: GROUP,
    before: ({ store }) => everywhere(store, 'mia', 'chatroom'),
    expected: 'SENT',
  },
  { who: 'rosa', is: 'free', to: ROOM, before: () => {}, expected: 'SENT' },
  {
    who: 'rosa',
    is: 'muted there',
    to: ROOM,
    before: (world) => muted(lobby(world), 'rosa'),
    expected: 'FORBIDDEN',
  },
  {
    who: 'rosa',
    is: 'muted in all chatrooms',
    to: ROOM,
    before: ({ store }) => everywhere(store, 'rosa', 'chatroom'),
    expected: 'FORBIDDEN',
  },
  { who: 'anna', is: 'free', to: CONTACT, before: () => {}, expected: 'SENT' },
  {
    who: 'anna',
    is: 'muted for single users',
    to: CONTACT,
    before: ({ store }) => everywhere(store, 'anna', 'chat'),
    expected: 'FORBIDDEN',
  },
]

const sending = (from: Person, to: string) =>
  `mutation { it: sendMessage(input: { from: "${from}", to: { ${to} }, body: { text: { content: "Hi" } } }) {
    results { status }
  } }`

describe('a message', () => {
  it.each(ROWS)('of $who, who is $is, to $to is $expected', async ({ who, to, before, expected }) => {
    const world = await openWorld()
    before(world)
    const sent = world.store.messages.length

    const { data, errors } = await world.askAs(who, sending(who, to))

    expect(data.it?.results[0].status ?? errors?.[0]?.extensions.code).toBe(expected)
    expect(world.store.messages.length - sent).toBe(expected === 'SENT' ? 1 : 0)
  })

  it('is for admins to send, whoever is muted', async () => {
    const world = await openWorld()
    muted(club(world), 'mia')

    const { data } = await world.askAs('key', sending('mia', GROUP))

    expect(data.it.results).toEqual([{ status: 'SENT' }])
  })
})
