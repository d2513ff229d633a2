import { NEVER } from './expiry.ts'
import { pickOne } from './random.ts'
import { WORLD_BEGAN_MS } from './seedpeople.ts'
import { shareFile } from './sharedfiles.ts'
import type { Gathering, Store } from './store.ts'
import { ANNOUNCEMENTS, BADGES, FILES, TOPICS } from './words.ts'

const DAY_MS = 24 * 3_600_000
/** Later than anyone will run this. */
const MUTED_UNTIL_MS = Date.UTC(2100, 0, 1)
const MOST_CANDIDATES = 100
const SUPER_ADMINS = 2

/** What the owners have arranged: admins, mutes, blocks, allow lists, announcements, files, attributes. */
export function seedLists(store: Store, usernames: readonly string[], random: () => number): void {
  for (const username of usernames.slice(0, SUPER_ADMINS)) store.superAdmins.add(username)
  for (const [index, group] of [...store.groups.values()].entries()) {
    arrange(group, { index, usernames }, random)
    seedMemberAttributes(group, random)
    if (index % 3 === 0) seedFiles(store, group, random)
  }
  for (const [index, room] of [...store.chatrooms.values()].entries()) {
    arrange(room, { index, usernames }, random)
    if (index % 2 === 0) seedRoomAttributes(room, random)
  }
}

interface Place {
  readonly index: number
  readonly usernames: readonly string[]
}

/** Every gathering that is large enough has one or two admins; the other lists are filled here and there. */
function arrange(gathering: Gathering, { index, usernames }: Place, random: () => number): void {
  const members = othersOf(gathering)
  const admins = members.slice(0, members.length < 4 ? 0 : 1 + (index % 2))
  for (const username of admins) gathering.admins.add(username)
  const plain = members.slice(admins.length)
  if (index % 4 === 0) for (const username of plain.slice(0, 2)) gathering.allowed.add(username)
  if (index % 3 === 1) mute(gathering, plain.slice(-2))
  if (index % 5 === 2) block(gathering, usernames, random)
  if (index % 2 === 0) gathering.announcement = pickOne(ANNOUNCEMENTS, random)
}

/** The first for ever, the others until 2100. */
function mute({ mutes }: Gathering, usernames: readonly string[]): void {
  for (const username of usernames) mutes.set(username, mutes.size === 0 ? NEVER : MUTED_UNTIL_MS)
}

/** Two strangers, if there are any. */
function block({ members, blocked }: Gathering, usernames: readonly string[], random: () => number): void {
  const start = Math.floor(random() * usernames.length)
  const strangers = [...usernames.slice(start), ...usernames.slice(0, start)]
    .slice(0, MOST_CANDIDATES)
    .filter((username) => !members.has(username))
  for (const username of strangers.slice(0, 2)) blocked.add(username)
}

/** About a third of the members. */
function seedMemberAttributes(group: Gathering, random: () => number): void {
  for (const username of othersOf(group)) {
    if (random() >= 1 / 3) continue
    group.memberAttributes.set(username, new Map([['badge', pickOne(BADGES, random)]]))
  }
}

function seedFiles(store: Store, group: Gathering, random: () => number): void {
  const count = 1 + Math.floor(random() * 3)
  for (let number = 1; number <= count; number += 1) {
    const name = pickOne(FILES, random)
    const bytes = Buffer.from(`${name}, number ${number} of ${group.name}\n`)
    const created = WORLD_BEGAN_MS + 30 * DAY_MS + number * DAY_MS
    shareFile(store, group, { name, bytes, owner: group.owner, created })
  }
}

/** One stays when the owner leaves, the other does not. */
function seedRoomAttributes({ attributes, owner }: Gathering, random: () => number): void {
  attributes.set('topic', { value: pickOne(TOPICS, random), owner, autoDelete: false })
  attributes.set('host', { value: owner, owner, autoDelete: true })
}

/** A bounded number of members, without the owner. */
function othersOf({ members, owner }: Gathering): string[] {
  return [...members.keys()].slice(0, MOST_CANDIDATES).filter((username) => username !== owner)
}
