import { describe, expect, it } from 'vitest'
import type { SeedOptions } from '../../src/sandbox/options.ts'
import { seedStore } from '../../src/sandbox/seed.ts'
import { createStore, type Store } from '../../src/sandbox/store.ts'

function seeded(options?: SeedOptions): Store {
  const store = createStore()
  seedStore(store, options)
  return store
}

function joinedGroups({ groups }: Store, username: string) {
  return [...groups.values()].filter((group) => group.members.has(username))
}

describe('the demo world', () => {
  it.each([{}, { users: 30, groups: 3 }])('is the same for the same sizes: %o', (options) => {
    const plain = ({ users, attributes, contacts, groups, chatrooms, messages }: Store) => {
      return { users, attributes, contacts, groups, chatrooms, messages }
    }
    expect(plain(seeded(options))).toEqual(plain(seeded(options)))
  })

  it('has 450 users, 20 groups of 30 and 40 chatrooms of 12', () => {
    const { users, groups, chatrooms } = seeded()
    expect([...users.keys()].slice(0, 2)).toEqual(['u0001', 'u0002'])
    expect(users.size).toBe(450)
    expect([...groups.values()].map((group) => group.members.size)).toEqual(new Array(20).fill(30))
    expect([...chatrooms.values()].map((room) => room.members.size)).toEqual(new Array(40).fill(12))
  })

  it('has groups that cover all users, and nobody in more than 20', () => {
    const store = seeded()
    const joined = [...store.users.keys()].map((username) => joinedGroups(store, username).length)
    expect(Math.min(...joined)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...joined)).toBeLessThanOrEqual(20)
  })

  it('gives the home screen of u0007 three groups or more, and fewer than 100 people', () => {
    const store = seeded()
    const groups = joinedGroups(store, 'u0007')
    const people = new Set([
      'u0007',
      ...groups.map((group) => group.owner),
      ...(store.contacts.get('u0007')?.keys() ?? []),
    ])
    expect(groups.length).toBeGreaterThanOrEqual(3)
    expect(groups.length).toBeLessThanOrEqual(20)
    expect(people.size).toBeGreaterThan(30)
    expect(people.size).toBeLessThan(100)
    expect(store.attributes.get('u0007')?.size).toBe(8)
  })

  it.each([
    { users: 450, contacts: 30, each: 30 },
    { users: 10, contacts: 30, each: 9 },
    { users: 9, contacts: 3, each: 2 },
    { users: 2, contacts: 1, each: 1 },
    { users: 1, contacts: 5, each: 0 },
  ])(
    'gives each of $users users $each contacts when asked for $contacts, all of them mutual',
    ({ users, contacts, each }) => {
      const store = seeded({ users, contacts, groups: 1 })
      for (const username of store.users.keys()) {
        const mine = [...(store.contacts.get(username)?.keys() ?? [])]
        expect(mine).toHaveLength(each)
        expect(mine).not.toContain(username)
        expect(mine.every((friend) => store.contacts.get(friend)?.has(username))).toBe(true)
      }
    },
  )

  it('has people who are online, people without a profile, and contacts with a remark', () => {
    const { users, attributes, contacts } = seeded()
    const online = [...users.values()].filter((user) => user.online).length
    const sizes = [...users.keys()].map((username) => attributes.get(username)?.size ?? 0)
    const remarks = [...contacts.values()].flatMap((mine) =>
      [...mine.values()].filter((contact) => contact.remark),
    )
    expect(online / users.size).toBeCloseTo(1 / 3, 1)
    expect(new Set(sizes)).toEqual(new Set([8, 4, 0]))
    expect(remarks.length).toBeGreaterThan(1000)
  })

  it('keeps every attribute within the limits of the service', () => {
    for (const attributes of seeded().attributes.values()) {
      expect(Buffer.byteLength([...attributes.keys(), ...attributes.values()].join(''))).toBeLessThan(2048)
    }
  })

  it('adds a large group and its users, and leaves the other groups as they are', () => {
    const plain = seeded()
    const large = seeded({ largeGroupMembers: 1000 })
    expect(large.users.size).toBe(1000)
    expect(large.groups.get('209999999999999')?.members.size).toBe(1000)
    for (const [id, group] of plain.groups) {
      expect([...(large.groups.get(id)?.members.keys() ?? [])]).toEqual([...group.members.keys()])
    }
  })

  it.each([
    { users: 3, groups: 5, groupMembers: 30, chatrooms: 2, chatroomMembers: 12 },
    { users: 5, groups: 0, chatrooms: 0 },
  ])('is made of what there is: %o', (sizes) => {
    const { groups, chatrooms } = seeded(sizes)
    for (const gathering of [...groups.values(), ...chatrooms.values()]) {
      expect(gathering.members.size).toBe(sizes.users)
      expect(gathering.members.has(gathering.owner)).toBe(true)
    }
  })
})
