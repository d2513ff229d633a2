import { describe, expect, it } from 'vitest'
import { ALL_THREADS, GROUP, globalId, idsOf, openThread, THREAD_BY_ID, THREADS_OF_USER } from './threads.ts'

const CREATE = `mutation($input: CreateThreadInput!) {
  createThread(input: $input) { thread { id threadId name owner { username } group { groupId } parentMessageId } }
}`
describe('a thread by its id', () => {
  it('is a reference: its members can be read, its facts are not told', async () => {
    const { ask, thread, owner, traffic } = await openThread()

    const { data, errors } = await ask(THREAD_BY_ID, { id: globalId(thread.id) })

    expect(errors).toBeUndefined()
    expect(data.node).toEqual({
      ...{ id: globalId(thread.id), threadId: thread.id, name: null, createdAt: null, group: null },
      members: { edges: [{ node: { username: owner } }] },
    })
    expect(traffic()).toEqual({ 'thread-member-list': 1 })
  })

  it('has null for members when there is no such thread', async () => {
    const { ask } = await openThread()

    const { data, errors } = await ask(THREAD_BY_ID, { id: globalId('404') })

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
    await ask(ALL_THREADS, {})
    await ask(THREADS_OF_USER, { name: owner })

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
    expect(idsOf((await ask(ALL_THREADS, {})).data.threads)).toContain(threadId)
    const { data: joined } = await ask(THREADS_OF_USER, { name: owner, first: 1 })
    expect(joined.user.threads.edges[0].node).toMatchObject({ threadId, name: 'x'.repeat(64) })

    await ask('mutation($id: ID!) { deleteThread(threadId: $id) { threadId } }', { id: threadId })
    expect(idsOf((await ask(ALL_THREADS, {})).data.threads)).not.toContain(threadId)
    expect(idsOf((await ask(THREADS_OF_USER, { name: owner })).data.user.threads)).not.toContain(threadId)
  })

  it.each([
    { change: 'updateThread(input: { threadId: $id, name: "Picnic" }) { thread { id } }', shown: ['Picnic'] },
    { change: 'deleteThread(threadId: $id) { threadId }', shown: [] },
  ])('is shown to all who are in it as it is after the change: $change', async ({ change, shown }) => {
    const { ask, thread, owner } = await openThread()
    const namesOf = async (group?: string) => {
      const { data } = await ask(THREADS_OF_USER, { name: owner, group })
      return data.user.threads.edges.map(({ node }: { node: { name: string } }) => node.name)
    }
    expect([await namesOf(), await namesOf(GROUP)]).toEqual([['Lunch'], ['Lunch']])

    await ask(`mutation($id: ID!) { ${change} }`, { id: thread.id })

    expect([await namesOf(), await namesOf(GROUP)]).toEqual([shown, shown])
  })

  it('shows its owner all their threads in the operation that makes it', async () => {
    const { ask, owner, freeMessage } = await openThread()
    await ask(THREADS_OF_USER, { name: owner })

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
