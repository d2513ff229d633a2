import { describe, expect, it } from 'vitest'
import { ALL_THREADS, GROUP, globalId, idsOf, openThread, THREAD_BY_ID, THREADS_OF_USER } from './threads.ts'

describe('threads of the app', () => {
  it('come newest first or oldest first, by their ids alone', async () => {
    const { ask, store, make } = await openThread()
    for (const name of ['a', 'b', 'c']) make(name, 1)
    const oldest = [...store.threads.keys()]

    const newest = await ask(ALL_THREADS, {})
    const { data, errors } = await ask(ALL_THREADS, { order: 'OLDEST' })

    expect(errors).toBeUndefined()
    expect(idsOf(data.threads)).toEqual(oldest)
    expect(idsOf(newest.data.threads)).toEqual(oldest.toReversed())
    expect(data.threads.edges[0].node.name).toBeNull()
  })

  it('come a hundred at a time over pages of fifty, and go on behind any of them', async () => {
    const { ask, store, make, calls } = await openThread()
    for (let number = 1; number < 130; number += 1) make(`T${number}`, number)
    const newest = [...store.threads.keys()].reverse()

    const { data: first } = await ask(ALL_THREADS, { first: 100 })
    expect(calls()).toHaveLength(2)
    const { data: rest } = await ask(ALL_THREADS, { first: 100, after: first.threads.pageInfo.endCursor })
    const { data: middle } = await ask(ALL_THREADS, { first: 3, after: first.threads.edges[41].cursor })

    expect(idsOf(first.threads)).toEqual(newest.slice(0, 100))
    expect(first.threads.pageInfo.hasNextPage).toBe(true)
    expect(idsOf(rest.threads)).toEqual(newest.slice(100))
    expect(rest.threads.pageInfo.hasNextPage).toBe(false)
    expect(idsOf(middle.threads)).toEqual(newest.slice(42, 45))
  })

  it('end with an empty page when the last one is full', async () => {
    const { ask, make } = await openThread()
    make('second', 1)

    const { data: first } = await ask(ALL_THREADS, { first: 2 })
    const { data: next, errors } = await ask(ALL_THREADS, {
      first: 2,
      after: first.threads.pageInfo.endCursor,
    })

    expect(errors).toBeUndefined()
    expect(first.threads.pageInfo.hasNextPage).toBe(true)
    expect(next.threads).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } })
  })

  it('do not go on with a cursor of the other order', async () => {
    const { ask } = await openThread()
    const { data } = await ask(ALL_THREADS, { first: 1 })

    const { errors } = await ask(ALL_THREADS, {
      first: 1,
      after: data.threads.pageInfo.endCursor,
      order: 'OLDEST',
    })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
  })
})

describe('threads of a user', () => {
  it('are told whole, in all groups or in one', async () => {
    const { ask, store, thread, inside, owner, group } = await openThread()
    const [friend = ''] = inside
    thread.members.set(friend, 1)
    const other = [...store.groups.values()].find(({ id, members }) => id !== GROUP && members.has(friend))

    const { data: all, errors } = await ask(THREADS_OF_USER, { name: friend })
    const { data: here } = await ask(THREADS_OF_USER, { name: friend, group: GROUP })
    const { data: there } = await ask(THREADS_OF_USER, { name: friend, group: other?.id })

    expect(errors).toBeUndefined()
    expect(all.user.threads.edges).toEqual([
      {
        node: {
          threadId: thread.id,
          name: 'Lunch',
          owner: { username: owner },
          group: { groupId: GROUP, name: group.name },
          parentMessageId: thread.messageId,
          createdAt: '2026-01-02T00:00:00.000Z',
        },
      },
    ])
    expect(here).toEqual(all)
    expect(there.user.threads.edges).toEqual([])
  })

  it('are null in a group that they are not in, and none for an unknown name', async () => {
    const { ask, outside } = await openThread()

    const { data: stranger, errors } = await ask(THREADS_OF_USER, { name: outside[0], group: GROUP })
    const { data: nobody } = await ask(THREADS_OF_USER, { name: 'nobody' })

    expect(errors).toBeUndefined()
    expect(stranger.user.threads).toBeNull()
    expect(nobody.user.threads.edges).toEqual([])
  })

  it.each([
    { what: 'leaves the group', change: 'removeGroupMembers' },
    { what: 'is blocked there', change: 'blockGroupUsers' },
  ])('are gone when the user $what, in the same operation too', async ({ change }) => {
    const { ask, thread, inside } = await openThread()
    const [friend = ''] = inside
    thread.members.set(friend, 1)
    await ask(THREADS_OF_USER, { name: friend })
    await ask(THREAD_BY_ID, { id: globalId(thread.id) })

    const { data } = await ask(
      `mutation { ${change}(input: { groupId: "${GROUP}", usernames: ["${friend}"] }) { results { user {
        threads { edges { node { threadId } } }
      } } } }`,
    )
    const { data: members } = await ask(THREAD_BY_ID, { id: globalId(thread.id) })

    expect(data[change].results[0].user.threads.edges).toEqual([])
    expect(JSON.stringify(members)).not.toContain(friend)
  })

  it('are gone with their group', async () => {
    const { ask, owner } = await openThread()
    await ask(THREADS_OF_USER, { name: owner })
    await ask(ALL_THREADS, {})

    await ask(`mutation { deleteGroup(groupId: "${GROUP}") { groupId } }`)

    expect((await ask(THREADS_OF_USER, { name: owner })).data.user.threads.edges).toEqual([])
    expect((await ask(ALL_THREADS, {})).data.threads.edges).toEqual([])
  })
})

describe('a cursor of the threads of a user', () => {
  it.each([
    { of: 'another user', variables: { name: 'u0002' } },
    { of: 'the other order', variables: { order: 'OLDEST' } },
    { of: 'one group', variables: { group: GROUP } },
  ])('does not go on in the list of $of', async ({ variables }) => {
    const { ask, owner, make } = await openThread()
    make('second', 1)
    const page = `query($name: String!, $group: ID, $order: ThreadOrder, $after: String) {
      user(username: $name) { threads(first: 1, groupId: $group, order: $order, after: $after) {
        pageInfo { endCursor }
      } }
    }`
    const { data } = await ask(page, { name: owner })
    const after = data.user.threads.pageInfo.endCursor

    const same = await ask(page, { name: owner, after })
    const other = await ask(page, { name: owner, after, ...variables })

    expect(same.errors).toBeUndefined()
    expect(other.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
  })
})
