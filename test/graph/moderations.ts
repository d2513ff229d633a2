import { addUser, type Gathering, type Store } from '../../src/sandbox/store.ts'
import { KINDS, type Place } from './memberships.ts'

type Listed = 'admins' | 'blocked' | 'allowed' | 'mutes'

/** What stands on a list of the sandbox. */
export const namesOn = (gathering: Gathering, list: Listed): readonly string[] => [...gathering[list].keys()]

/** Puts a name on a list, as if it had been there for long. */
export function putOn(gathering: Gathering, list: Listed, username: string): void {
  const names = gathering[list]
  if (names instanceof Map) names.set(username, -1)
  else names.add(username)
}

/** Nobody is on any list. */
export function clearLists({ admins, blocked, allowed, mutes }: Gathering): void {
  for (const names of [admins, blocked, allowed, mutes]) names.clear()
}

/** Registers users and makes them members: as many as a test needs. */
export function joinMany(store: Store, gathering: Gathering, count: number): readonly string[] {
  const usernames = Array.from({ length: count }, (_, index) => `joined${index}`)
  for (const username of usernames) {
    addUser(store, { username, password: 'p', created: 0 })
    gathering.members.set(username, 0)
  }
  return usernames
}

/** The changes of lists, in the words of a group or of a chatroom. */
const LISTS = [
  {
    list: 'admins',
    field: 'admins',
    read: 'admins { username }',
    add: 'add%Admins',
    remove: 'remove%Admins',
  },
  {
    list: 'blocked',
    field: 'blockedUsers',
    read: 'blockedUsers { username }',
    add: 'block%Users',
    remove: 'unblock%Users',
  },
  {
    list: 'allowed',
    field: 'allowedUsers',
    read: 'allowedUsers { username }',
    add: 'allow%Users',
    remove: 'disallow%Users',
  },
  {
    list: 'mutes',
    field: 'mutes',
    read: 'mutes { user { username } }',
    add: 'mute%Members',
    remove: 'unmute%Members',
  },
] as const

/** Each list of each kind, and how it is changed and read. */
export const KINDS_AND_LISTS = KINDS.flatMap((place) =>
  LISTS.map(({ list, field, read, add, remove }) => ({
    place,
    list,
    /** For the names of tests. */
    of: `${field} of a ${place.one}`,
    add: changeUsers(place, add, read),
    remove: changeUsers(place, remove, read),
    read: `{ it: ${place.one}(${place.one}Id: "${place.id}") { ${read} } }`,
    /** Who is on the list, out of an answer. */
    shown: (gathering: Readonly<Record<string, readonly Shown[]>>) =>
      (gathering[field] ?? []).map((row) => ('user' in row ? row.user.username : row.username)),
  })),
)

type Shown = { readonly username: string } | { readonly user: { readonly username: string } }

/** A change by its name (`block%Users`), which reads what it changed in the same operation. */
export function changeUsers({ kind, one }: Place, name: string, fields: string): string {
  // Nobody is muted without a word on how long.
  const more = name.startsWith('mute') ? ', term: { forever: true }' : ''
  return `mutation($id: ID!, $names: [String!]!) {
    it: ${name.replace('%', kind)}(input: { ${one}Id: $id, usernames: $names${more} }) {
      ${one} { ${fields} }
      results { username status error { code } }
    }
  }`
}
