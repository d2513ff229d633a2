import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { walk } from '../support/pages.ts'
import { callsFor, withJitter } from './worlds.ts'

/** Nothing is remembered from one request to the next, so that each page pays for itself. */
const cold = { CACHE_LIST_MS: '0', CACHE_DETAIL_MS: '0' }
/** Everybody is in every group and chatroom. */
const crowded = {
  users: 100,
  groups: 70,
  groupMembers: 100,
  chatrooms: 60,
  chatroomMembers: 100,
  contacts: 90,
}

const user = (list: string) => `query Page($first: Int, $after: String) {
  in: user(username: "u0007") { list: ${list}(first: $first, after: $after) {
    edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }
}`
const whole = (list: string) => `query Page($first: Int, $after: String) {
  list: ${list}(first: $first, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } }
}`

describe('a list read to its end', () => {
  it.each(
    withJitter(
      // Groups of a user come 20 a call, and pages that lie across two calls' pages pay for both.
      { query: user('groups'), operation: 'group-joined', first: 20, items: 70, calls: 4 },
      { query: user('groups'), operation: 'group-joined', first: 100, items: 70, calls: 4 },
      { query: user('groups'), operation: 'group-joined', first: 30, items: 70, calls: 2 + 2 + 1 },
      { query: user('contacts'), operation: 'contact-list-paged', first: 50, items: 90, calls: 2 },
      { query: user('contacts'), operation: 'contact-list-paged', first: 100, items: 90, calls: 2 },
      { query: user('contacts'), operation: 'contact-list-paged', first: 30, items: 90, calls: 3 },
      { query: user('chatrooms'), operation: 'chatroom-joined', first: 100, items: 60, calls: 1 },
      { query: user('chatrooms'), operation: 'chatroom-joined', first: 20, items: 60, calls: 3 },
      { query: whole('users'), operation: 'user-list', first: 100, items: 100, calls: 1 },
      { query: whole('users'), operation: 'user-list', first: 40, items: 100, calls: 3 },
      { query: whole('groups'), operation: 'group-list', first: 20, items: 70, calls: 4 },
      { query: whole('chatrooms'), operation: 'chatroom-list', first: 60, items: 60, calls: 1 },
    ),
  )(
    'is $items items of $operation in $calls calls at first: $first, with $jitterMs ms of jitter',
    async ({ query, operation, first, items, calls, jitterMs }) => {
      const { ask, traffic } = await start({ env: cold, sandbox: { jitterMs, seed: crowded } })

      const edges = await walk(
        async (page) => {
          const { data, errors } = await ask(query, page)
          expect(errors).toBeUndefined()
          return (data.in ?? data).list
        },
        () => first,
      )

      const ids = edges.map(({ node }) => node.id)
      expect(new Set(ids).size).toBe(items)
      expect(ids).toHaveLength(items)
      expect(traffic()).toEqual({ [operation]: calls })
    },
  )
})

const MEMBERS = `query Members($groupId: ID!, $first: Int, $after: String) {
  group(groupId: $groupId) { members(first: $first, after: $after) {
    edges { node { username } } pageInfo { hasNextPage endCursor } } }
}`

describe('the members of a group', () => {
  it.each(withJitter({ users: 450, groupMembers: 250 }, { users: 60, groupMembers: 30 }))(
    'come from one detail, page after page, for $groupMembers members with $jitterMs ms of jitter',
    async ({ users, groupMembers, jitterMs }) => {
      const { ask, traffic } = await start({ sandbox: { jitterMs, seed: { users, groupMembers } } })

      const edges = await walk(
        async (page) => (await ask(MEMBERS, { groupId: '200000000000001', ...page })).data.group.members,
        () => 20,
      )

      expect(edges).toHaveLength(groupMembers)
      expect(traffic()).toEqual({ 'group-get': 1 })
    },
  )

  it.each([
    { after: 0, first: 100, calls: 1 },
    { after: 50, first: 100, calls: 2 },
    { after: 10_000, first: 100, calls: callsFor(50) },
  ])('cost $calls calls more beyond 10,000: $first after $after', async ({ after, first, calls }) => {
    const { ask, forget, sandbox, traffic } = await start({
      env: cold,
      sandbox: { seed: { users: 30, largeGroupMembers: 10_050 } },
    })
    const groupId = [...sandbox.store.groups.values()].find(({ members }) => members.size > 10_000)?.id
    const cursor = await cursorAfter(after)
    forget()

    const { data, errors } = await ask(MEMBERS, { groupId, first, after: cursor })

    expect(errors).toBeUndefined()
    expect(data.group.members.edges).toHaveLength(Math.min(first, 10_050 - after))
    expect(data.group.members.pageInfo.hasNextPage).toBe(after + first < 10_050)
    expect(traffic()).toEqual({ 'group-get': 1, 'group-member-list': calls })

    async function cursorAfter(count: number): Promise<string | null> {
      if (count === 0) return null
      const { data: first } = await ask(MEMBERS, { groupId, first: 50 })
      const cursor: string = first.group.members.pageInfo.endCursor
      return Buffer.from(Buffer.from(cursor, 'base64url').toString().replace(',50]', `,${count}]`)).toString(
        'base64url',
      )
    }
  })
})
