import { describe, expect, it } from 'vitest'
import { GROUP, globalId, openThread } from './threads.ts'

const CREATE = `mutation($input: CreateThreadInput!) {
  createThread(input: $input) { thread { id threadId name owner { username } group { groupId } parentMessageId } }
}`
const ALL = `query($first: Int, $after: String, $order: ThreadOrder) {
  threads(first: $first, after: $after, order: $order) {
    edges { cursor node { threadId name } } pageInfo { hasNextPage endCursor }
  }
}`
const JOINED = `query($name: String!, $group: ID, $first: Int, $order: ThreadOrder) {
  user(username: $name) { threads(first: $first, groupId: $group, order: $order) { edges { node {
    threadId name owner { username } group { groupId name } parentMessageId createdAt
  } } } }
}`

const idsOf = ({ edges }: { edges: { node: { threadId: string } }[] }) =>
  edges.map(({ node }) => node.threadId)

describe('threads of the app', () => {
  it('come newest first or oldest first, by their ids alone', async () => {
    const { ask, store, make } = await openThread()
    for (const name of ['a', 'b', 'c']) make(name, 1)
    const oldest = [...store.threads.keys()]

    const newest = await ask(ALL, {})
    const { data, errors } = await ask(ALL, { order: 'OLDEST' })

    expect(errors).toBeUndefined()
    expect(idsOf(data.threads)).toEqual(oldest)
    expect(idsOf(newest.data.threads)).toEqual(oldest.toReversed())
    expect(data.threads.edges[0].node.name).toBeNull()
  })

  it('come a hundred at a time over pages of fifty, and go on behind any of them', async () => {
    const { ask, store, make, calls } = await openThread()
    for (let number = 1; number < 130; number += 1) make(`T${number}`, number)
    const newest = [...store.threads.keys()].reverse()

    const { data: first } = await ask(ALL, { first: 100 })
    expect(calls()).toHaveLength(2)
    const { data: rest } = await ask(ALL, { first: 100, after: first.threads.pageInfo.endCursor })
    const { data: middle } = await ask(ALL, { first: 3, after: first.threads.edges[41].cursor })

    expect(idsOf(first.threads)).toEqual(newest.slice(0, 100))
    expect(first.threads.pageInfo.hasNextPage).toBe(true)
    expect(idsOf(rest.threads)).toEqual(newest.slice(100))
    expect(rest.threads.pageInfo.hasNextPage).toBe(false)
    expect(idsOf(middle.threads)).toEqual(newest.slice(42, 45))
  })

  it('end with an empty page when the last one is full', async () => {
    const { ask, make } = await openThread()
    make('second', 1)

    const { data: first } = await ask(ALL, { first: 2 })
    const { data: next, errors } = await ask(ALL, { first: 2, after: first.threads.pageInfo.endCursor })

    expect(errors).toBeUndefined()
    expect(first.threads.pageInfo.hasNextPage).toBe(true)
    expect(next.threads).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } })
  })

  it('do not go on with a cursor of the other order', async () => {
    const { ask } = await openThread()
    const { data } = await ask(ALL, { first: 1 })

    const { errors } = await ask(ALL, { first: 1, after: data.threads.pageInfo.endCursor, order: 'OLDEST' })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
  })
})

describe('threads of a user', () => {
  it('are told whole, in all groups or in one', async () => {
    const { ask, store, thread, inside, owner, group } = await openThread()
    const [friend = ''] = inside
    thread.members.set(friend, 1)
    const other = [...store.groups.values()].find(({ id, members }) => id !== GROUP && members.has(friend))

    const { data: all, errors } = await ask(JOINED, { name: friend })
    const { data: here } = await ask(JOINED, { name: friend, group: GROUP })
    const { data: there } = await ask(JOINED, { name: friend, group: other?.id })

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

    const { data: stranger, errors } = await ask(JOINED, { name: outside[0], group: GROUP })
    const { data: nobody } = await ask(JOINED, { name: 'nobody' })

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
    await ask(JOINED, { name: friend })
    await ask(MEMBERS, { id: globalId(thread.id) })

    const { data } = await ask(
      `mutation { ${change}(input: { groupId: "${GROUP}", usernames: ["${friend}"] }) { results { user {
        threads { edges { node { threadId } } }
      } } } }`,
    )
    const { data: members } = await ask(MEMBERS, { id: globalId(thread.id) })

    expect(data[change].results[0].user.threads.edges).toEqual([])
    expect(JSON.stringify(members)).not.toContain(friend)
  })

  it('are gone with their group', async () => {
    const { ask, owner } = await openThread()
    await ask(JOINED, { name: owner })
    await ask(ALL, {})

    await ask(`mutation { deleteGroup(groupId: "${GROUP}") { groupId } }`)

    expect((await ask(JOINED, { name: owner })).data.user.threads.edges).toEqual([])
    expect((await ask(ALL, {})).data.threads.edges).toEqual([])
  })
})

const MEMBERS = `query($id: ID!) { node(id: $id) { id ... on Thread {
  threadId name createdAt group { name } members { edges { node { username } } }
} } }`

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

describe('a thread by its id', () => {
  it('is a reference: its members can be read, its facts are not told', async () => {
    const { ask, thread, owner, traffic } = await openThread()

    const { data, errors } = await ask(MEMBERS, { id: globalId(thread.id) })

    expect(errors).toBeUndefined()
    expect(data.node).toEqual({
      ...{ id: globalId(thread.id), threadId: thread.id, name: null, createdAt: null, group: null },
      members: { edges: [{ node: { username: owner } }] },
    })
    expect(traffic()).toEqual({ 'thread-member-list': 1 })
  })

  it('has null for members when there is no such thread', async () => {
    const { ask } = await openThread()

    const { data, errors } = await ask(MEMBERS, { id: globalId('404') })

    expect(errors).toBeUndefined()
    expect(data.node).toMatchObject({ threadId: '404', members: null })
  })

  it('tells its members for thirty threads of one request, and refuses the others', async () => {
    const { ask, make, traffic } = await openThread()
    const ids = Array.from({ length: 31 }, (_, index) => globalId(make(`T${index}`, index).id))

    const { data, errors } = await ask(
      'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Thread { members { edges { cursor } } } } }',
      { ids },
    )

    expect(traffic()).toEqual({ 'thread-member-list': 30 })
    expect(data.nodes.filter(({ members }: { members: unknown }) => members === null)).toHaveLength(1)
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_CALL_LIMIT' } }])
  })
})

describe('a thread', () => {
  it('is made, renamed and deleted, and lists show it at once', async () => {
    const { ask, owner, freeMessage } = await openThread()
    const input = { groupId: GROUP, parentMessageId: freeMessage, name: 'Plans', owner: owner.toUpperCase() }
    await ask(ALL, {})
    await ask(JOINED, { name: owner })

    const { data: made, errors } = await ask(CREATE, { input })
    const { threadId } = made.createThread.thread
    const { data: after } = await ask(
      `mutation($id: ID!, $name: String!) {
        updateThread(input: { threadId: $id, name: "Picnic" }) { thread { threadId name owner { threads(first: 1) { edges { cursor } } } } }
        again: updateThread(input: { threadId: $id, name: $name }) { thread { name } }
      }`,
      { id: threadId, name: 'x'.repeat(64) },
    )

    expect(errors).toBeUndefined()
    expect(made.createThread.thread).toEqual({
      ...{ id: globalId(threadId), threadId, name: 'Plans', owner: { username: owner } },
      ...{ group: { groupId: GROUP }, parentMessageId: freeMessage },
    })
    expect(after.updateThread.thread).toEqual({ threadId, name: 'Picnic', owner: null })
    expect(idsOf((await ask(ALL, {})).data.threads)).toContain(threadId)
    const { data: joined } = await ask(JOINED, { name: owner, first: 1 })
    expect(joined.user.threads.edges[0].node).toMatchObject({ threadId, name: 'x'.repeat(64) })

    await ask('mutation($id: ID!) { deleteThread(threadId: $id) { threadId } }', { id: threadId })
    expect(idsOf((await ask(ALL, {})).data.threads)).not.toContain(threadId)
    expect(idsOf((await ask(JOINED, { name: owner })).data.user.threads)).not.toContain(threadId)
  })

  it.each([
    { change: 'updateThread(input: { threadId: $id, name: "Picnic" }) { thread { id } }', shown: ['Picnic'] },
    { change: 'deleteThread(threadId: $id) { threadId }', shown: [] },
  ])('is shown to all who are in it as it is after the change: $change', async ({ change, shown }) => {
    const { ask, thread, owner } = await openThread()
    const namesOf = async (group?: string) => {
      const { data } = await ask(JOINED, { name: owner, group })
      return data.user.threads.edges.map(({ node }: { node: { name: string } }) => node.name)
    }
    expect([await namesOf(), await namesOf(GROUP)]).toEqual([['Lunch'], ['Lunch']])

    await ask(`mutation($id: ID!) { ${change} }`, { id: thread.id })

    expect([await namesOf(), await namesOf(GROUP)]).toEqual([shown, shown])
  })

  it('shows its owner all their threads in the operation that makes it', async () => {
    const { ask, owner, freeMessage } = await openThread()
    await ask(JOINED, { name: owner })

    const { data } = await ask(
      `mutation($input: CreateThreadInput!) { createThread(input: $input) { thread {
        threadId owner { threads { edges { node { threadId name } } } } members { edges { node { username } } }
      } } }`,
      { input: { groupId: GROUP, parentMessageId: freeMessage, name: 'Plans', owner } },
    )

    const { thread } = data.createThread
    expect(thread.owner.threads.edges[0].node).toEqual({ threadId: thread.threadId, name: 'Plans' })
    expect(thread.members.edges).toEqual([{ node: { username: owner } }])
  })

  it.each([
    { what: 'a message that has one', change: { parentMessageId: 'taken' }, code: 'ALREADY_EXISTS' },
    { what: 'an unknown message', change: { parentMessageId: '404' }, code: 'NOT_FOUND' },
    { what: 'an unknown group', change: { groupId: '404' }, code: 'NOT_FOUND' },
    { what: 'somebody outside of the group', change: { owner: 'nobody' }, code: 'NOT_FOUND' },
  ])('is refused for $what with $code', async ({ change, code }) => {
    const { ask, owner, freeMessage, thread, store } = await openThread()
    const input = { groupId: GROUP, parentMessageId: freeMessage, name: 'Plans', owner, ...change }
    if (input.parentMessageId === 'taken') input.parentMessageId = thread.messageId

    const { data, errors } = await ask(CREATE, { input })

    expect(data).toEqual({ createThread: null })
    expect(errors).toMatchObject([{ extensions: { code } }])
    expect(store.threads.size).toBe(1)
  })

  it.each([
    { argument: 'name', input: { name: '' } },
    { argument: 'name', input: { name: 'x'.repeat(65) } },
    { argument: 'groupId', input: { groupId: 'g' } },
    { argument: 'parentMessageId', input: { parentMessageId: '../1' } },
    { argument: 'owner', input: { owner: 'a b' } },
  ])('is refused for a bad $argument: $input', async ({ argument, input }) => {
    const { ask, owner, calls } = await openThread()
    const good = { groupId: GROUP, parentMessageId: '1', name: 'n', owner }

    const { errors } = await ask(CREATE, { input: { ...good, ...input } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it.each([
    'updateThread(input: { threadId: "404", name: "n" }) { thread { name } }',
    'deleteThread(threadId: "404") { threadId }',
  ])('is NOT_FOUND when it is unknown: %s', async (mutation) => {
    const { ask } = await openThread()

    const { errors } = await ask(`mutation { ${mutation} }`)

    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })

  it('is not made twice when no clear answer comes', async () => {
    const { ask, owner, freeMessage, sandbox, store } = await openThread()
    sandbox.fault({ kind: 'reset-after-accept', when: { method: 'POST', path: /\/thread$/ } })

    const { errors } = await ask(CREATE, {
      input: { groupId: GROUP, parentMessageId: freeMessage, name: 'Plans', owner },
    })

    expect(errors).toMatchObject([{ extensions: { code: 'OUTCOME_UNKNOWN' } }])
    expect(store.threads.size).toBe(2)
    expect(sandbox.calls.filter(({ path }) => path === '/thread')).toHaveLength(1)
  })

  it.each([
    { text: 'thread not open.', code: 'FEATURE_OFF' },
    { text: 'thread number has reached limit.', code: 'LIMIT_REACHED' },
    { text: 'in other words', code: 'NOT_ALLOWED' },
  ])('is refused with $code when the service says "$text"', async ({ text, code }) => {
    const { ask, owner, freeMessage, sandbox } = await openThread()
    const body = { error: 'group_error', error_description: text }
    sandbox.fault({ kind: 'answer', status: 403, body, when: { path: /\/thread/ } })

    const { errors } = await ask(CREATE, {
      input: { groupId: GROUP, parentMessageId: freeMessage, name: 'Plans', owner },
    })

    expect(errors).toMatchObject([{ extensions: { code } }])
    expect(JSON.stringify(errors)).not.toContain(text)
  })
})
