import { describe, expect, it } from 'vitest'
import type { SeedOptions } from '../../src/sandbox/options.ts'
import { seedStore } from '../../src/sandbox/seed.ts'
import { createStore, type Gathering, type Store } from '../../src/sandbox/store.ts'

function seeded(options?: SeedOptions): Store {
  const store = createStore()
  seedStore(store, options)
  return store
}

function everywhere({ groups, chatrooms }: Store): Gathering[] {
  return [...groups.values(), ...chatrooms.values()]
}

/** How many of the rows have an entry at all. */
function some<Row>(rows: Iterable<Row>, sizeOf: (row: Row) => number): boolean {
  const sizes = [...rows].map(sizeOf)
  return sizes.some((size) => size > 0) && sizes.some((size) => size === 0)
}

describe('what the owners of the demo world have arranged', () => {
  it('is there in some groups and chatrooms, and in others not', () => {
    const store = seeded()
    for (const rows of [store.groups.values(), store.chatrooms.values()].map((values) => [...values])) {
      expect(rows.every(({ admins }) => admins.size > 0)).toBe(true)
      expect(some(rows, ({ allowed }) => allowed.size)).toBe(true)
      expect(some(rows, ({ mutes }) => mutes.size)).toBe(true)
      expect(some(rows, ({ blocked }) => blocked.size)).toBe(true)
      expect(some(rows, ({ announcement }) => announcement.length)).toBe(true)
    }
    const groups = [...store.groups.values()]
    expect(some(groups, ({ files }) => files.size)).toBe(true)
    expect(groups.every(({ memberAttributes }) => memberAttributes.size > 0)).toBe(true)
    expect(some(store.chatrooms.values(), ({ attributes }) => attributes.size)).toBe(true)
    expect([...store.superAdmins]).toEqual(['u0001', 'u0002'])
  })

  it.each([{}, { users: 31, chatroomMembers: 30 }])(
    'keeps the rules, only members are listed, and nobody who is blocked is one: %o',
    (sizes) => {
      for (const gathering of everywhere(seeded(sizes))) {
        const { members, owner, admins, allowed, mutes, memberAttributes, blocked } = gathering
        for (const username of [...admins, ...allowed, ...mutes.keys(), ...memberAttributes.keys()]) {
          expect(members.has(username)).toBe(true)
        }
        for (const username of blocked) expect(members.has(username)).toBe(false)
        expect([admins.has(owner), mutes.has(owner)]).toEqual([false, false])
      }
    },
  )

  it('has threads on messages of their group, with members of their group', () => {
    const { threads, groups, messages } = seeded()
    expect(threads.size).toBe(30)
    for (const { messageId, groupId, owner, members } of threads.values()) {
      const message = messages.find(({ id }) => id === messageId)
      expect(message).toMatchObject({ targetType: 'chatgroups', target: groupId })
      expect([...members.keys()]).toContain(owner)
      for (const username of members.keys()) expect(groups.get(groupId)?.members.has(username)).toBe(true)
    }
    expect(new Set([...threads.values()].map(({ messageId }) => messageId)).size).toBe(threads.size)
  })

  it.each([
    { users: 1, groups: 2, chatrooms: 2 },
    { users: 3, groups: 1, chatrooms: 1, groupMembers: 3 },
    { users: 5, groups: 0, chatrooms: 0 },
  ])('is the same for the same sizes, be they ever so small: %o', (sizes) => {
    const { threads, superAdmins, groups, chatrooms } = seeded(sizes)
    const again = seeded(sizes)
    expect({ threads, superAdmins, groups, chatrooms }).toEqual({
      ...{ threads: again.threads, superAdmins: again.superAdmins },
      ...{ groups: again.groups, chatrooms: again.chatrooms },
    })
  })
})
