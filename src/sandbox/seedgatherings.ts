import { pickOne } from './random.ts'
import { WORLD_BEGAN_MS } from './seedpeople.ts'
import { createGathering, type Gathering, type Store } from './store.ts'
import { CHATROOM_NAMES, GROUP_DESCRIPTIONS, GROUP_NAMES } from './words.ts'

interface Sizes {
  readonly count: number
  readonly members: number
}

/** The user whose home screen the example operations ask for; it is in five of the groups. */
const HOME_USER = 'u0007'
const HOME_GROUPS = 5
const MOST_GROUPS_OF_A_USER = 20
const LARGE_GROUP_ID = '209999999999999'
const HOUR_MS = 3_600_000
/** After the last of the default users has registered. */
const FIRST_CREATED_MS = WORLD_BEGAN_MS + 24 * HOUR_MS

/**
 * The groups divide all users among them, as far as they are large enough to, and each is then filled up with others.
 * So reading every group's members meets every user, and some of them more than once.
 */
export function seedGroups(
  store: Store,
  usernames: readonly string[],
  sizes: Sizes,
  random: () => number,
): void {
  const joinedCount = new Map<string, number>([[HOME_USER, MOST_GROUPS_OF_A_USER]]) // closed to the filling up
  const homeEvery = Math.max(1, Math.floor(sizes.count / HOME_GROUPS))
  for (let index = 0; index < sizes.count; index += 1) {
    const share = shareOf(usernames, index, sizes)
    const isHome = index % homeEvery === 0 && index / homeEvery < HOME_GROUPS && store.users.has(HOME_USER)
    const first = isHome ? [...share.slice(0, 1), HOME_USER, ...share.slice(1)] : share
    const members = filledUp({ first, usernames, size: sizes.members, joinedCount }, random)
    const group = seedGathering(
      { store, index, names: GROUP_NAMES, members, id: store.nextGroupId() },
      random,
    )
    group.maxusers = Math.max(members.length, pickOne([200, 500, 2000], random))
    group.avatar = `https://example.com/groups/${group.id}.png`
    group.public = random() < 0.7
    group.membersonly = random() < 0.5
    group.allowinvites = random() < 0.3
    store.groups.set(group.id, group)
  }
}

export function seedChatrooms(
  store: Store,
  usernames: readonly string[],
  sizes: Sizes,
  random: () => number,
): void {
  const joinedCount = new Map<string, number>()
  for (let index = 0; index < sizes.count; index += 1) {
    const owner = usernames[(index * 11) % usernames.length] ?? ''
    const members = filledUp({ first: [owner], usernames, size: sizes.members, joinedCount }, random)
    const id = store.nextChatroomId()
    const room = seedGathering({ store, index, names: CHATROOM_NAMES, members, id }, random)
    room.maxusers = Math.max(members.length, pickOne([200, 1000, 5000], random))
    store.chatrooms.set(id, room)
  }
}

/** Older than the other groups, so that it comes last in the list. Its owner is the first user. */
export function seedLargeGroup(store: Store, usernames: readonly string[]): void {
  const [owner = ''] = usernames
  const group = createGathering(store, {
    id: LARGE_GROUP_ID,
    created: FIRST_CREATED_MS - HOUR_MS,
    owner,
    name: 'All hands',
    description: 'More members than fit into one detail.',
    maxusers: Math.max(usernames.length, 15_000),
    usernames,
  })
  store.groups.set(group.id, group)
}

/** The users that this group has to cover: a slice of all, cut to the size of the group. */
function shareOf(usernames: readonly string[], index: number, { count, members }: Sizes): string[] {
  const start = Math.floor((index * usernames.length) / count)
  const end = Math.floor(((index + 1) * usernames.length) / count)
  return usernames.slice(start, Math.min(end, start + members))
}

interface Filling {
  readonly first: readonly string[]
  readonly usernames: readonly string[]
  readonly size: number
  readonly joinedCount: Map<string, number>
}

/** Adds users at random who have joined little; where chance finds too few, goes through all; at last takes anyone. */
function filledUp({ first, usernames, size, joinedCount }: Filling, random: () => number): string[] {
  const members = new Set(first.slice(0, size))
  const isFree = (username: string) => (joinedCount.get(username) ?? 0) < MOST_GROUPS_OF_A_USER
  for (let tries = size * 3; tries > 0 && members.size < size; tries -= 1) {
    const username = usernames[Math.floor(random() * usernames.length)]
    if (username !== undefined && isFree(username)) members.add(username)
  }
  for (const isWanted of [isFree, () => true]) {
    if (members.size >= size) break
    for (const username of usernames.filter(isWanted).slice(0, size * 2)) {
      if (members.size < size) members.add(username)
    }
  }
  for (const username of members) joinedCount.set(username, (joinedCount.get(username) ?? 0) + 1)
  return [...members]
}

interface Plan {
  readonly store: Store
  readonly index: number
  readonly id: string
  readonly names: readonly string[]
  readonly members: readonly string[]
}

/** The first member owns it. */
function seedGathering({ store, index, id, names, members }: Plan, random: () => number): Gathering {
  const [owner = ''] = members
  const round = Math.floor(index / names.length)
  const name = `${names[index % names.length] ?? ''}${round === 0 ? '' : ` ${round + 1}`}`
  const description = pickOne(GROUP_DESCRIPTIONS, random)
  const created = FIRST_CREATED_MS + index * HOUR_MS
  const maxusers = members.length
  return createGathering(store, { id, created, owner, name, description, maxusers, usernames: members })
}
