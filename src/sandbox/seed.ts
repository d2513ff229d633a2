import type { SeedOptions } from './options.ts'
import { createRandom } from './random.ts'
import { seedAccounts, seedDevices } from './seedaccounts.ts'
import { seedChatrooms, seedGroups, seedLargeGroup } from './seedgatherings.ts'
import { seedLists } from './seedlists.ts'
import { type Present, seedMessages, seedRecentMessages } from './seedmessages.ts'
import { seedContacts, seedUsers, WORLD_BEGAN_MS } from './seedpeople.ts'
import { seedThreads } from './seedthreads.ts'
import type { Store } from './store.ts'

const DEFAULT_SIZES: Required<SeedOptions> = {
  users: 450,
  groups: 20,
  groupMembers: 30,
  chatrooms: 40,
  chatroomMembers: 12,
  contacts: 30,
  largeGroupMembers: 0,
}

/** For those who care for no time: after all else that was said. */
const LONG_AGO: Present = { nowMs: WORLD_BEGAN_MS + 90 * 24 * 3_600_000, home: 'demo-org/demo-app' }

/**
 * Fills an empty store with the demo world.
 * Random, but the same for the same sizes: every part draws from a sequence of its own, so that more chatrooms
 * do not change who is in which group. Only what was said lately depends on the present.
 */
export function seedStore(store: Store, options: SeedOptions = {}, present = LONG_AGO): void {
  const sizes = { ...DEFAULT_SIZES, ...options }
  const everyone = seedUsers(store, Math.max(sizes.users, sizes.largeGroupMembers), createRandom(1))
  const usernames = everyone.slice(0, sizes.users)
  seedContacts(store, usernames, sizes.contacts, createRandom(2))
  if (sizes.largeGroupMembers > 0) seedLargeGroup(store, everyone.slice(0, sizes.largeGroupMembers))
  seedGroups(store, usernames, { count: sizes.groups, members: sizes.groupMembers }, createRandom(3))
  seedChatrooms(store, usernames, { count: sizes.chatrooms, members: sizes.chatroomMembers }, createRandom(4))
  seedMessages(store, createRandom(5))
  seedLists(store, usernames, createRandom(7))
  seedThreads(store, createRandom(8))
  seedDevices(store, createRandom(9))
  seedAccounts(store, usernames, createRandom(10))
  seedRecentMessages(store, present, createRandom(11))
}
