import { describe, expect, it } from 'vitest'
import type { SandboxOptions } from '../../src/sandbox/server.ts'
import type { Store } from '../../src/sandbox/store.ts'
import { addThread } from '../../src/sandbox/threads.ts'
import { at, manyNames } from './client.ts'
import { dataOf, openPlace, places } from './places.ts'

/** The first group of a small world, its messages, and no thread yet. */
async function openGroup(options: SandboxOptions = {}) {
  const { ask, store, gathering, inside, outside, owner } = await openPlace(places[0], options)
  store.threads.clear()
  const messages = store.messages.filter(({ target }) => target === gathering.id)
  const group_id = gathering.id
  const create = (change: object = {}) => {
    const json = { group_id, name: 'T', owner, msg_id: messages[0]?.id, ...change }
    return ask('POST', '/thread', { json })
  }
  /** As many threads as asked for, without a message each. */
  const fill = (count: number) => {
    const [message] = messages
    if (!message) throw new Error('the group has no message')
    for (let number = 1; number <= count; number += 1) {
      addThread(store, { group: gathering, message, owner, name: `T${number}`, created: number })
    }
  }
  return { ask, store, group_id, gathering, messages, inside, outside, owner, create, fill }
}

/** A thread of the user's in the other group of the small world; answers its id. */
function openThreadElsewhere(store: Store, owner: string): string {
  const group = store.groups.get('200000000000002')
  const message = store.messages.find(({ target }) => target === group?.id)
  if (!group || !message) throw new Error('the small world has no second group')
  return addThread(store, { group, message, owner, name: 'elsewhere', created: 0 }).id
}

describe('threads', () => {
  it('are created on a message, renamed and deleted', async () => {
    const { ask, create, group_id, messages, owner } = await openGroup()
    const id = at((await create()).body, 'data', 'thread_id')
    expect(id).toMatch(/^\d+$/)
    expect(dataOf(await ask('PUT', `/thread/${id}`, { json: { name: 'New' } }))).toEqual({ name: 'New' })
    const joined = await ask('GET', `/threads/user/${owner}`)
    expect(at(joined.body, 'entities')).toEqual([
      { name: 'New', owner, id, msgId: messages[0]?.id, groupId: group_id, created: expect.any(Number) },
    ])
    expect(dataOf(await ask('DELETE', `/thread/${id}`))).toEqual({ status: 'ok' })
    expect(await ask('DELETE', `/thread/${id}`)).toMatchObject({
      status: 404,
      body: { error: 'group_error', error_description: 'thread not found.' },
    })
  })

  it('are created by numbers too, as the example in the documents does', async () => {
    const { create, group_id } = await openGroup()
    expect((await create({ group_id: Number(group_id) })).status).toBe(200)
  })

  it.each([
    { change: { name: 'x'.repeat(65) }, status: 400, error_description: 'thread name limit reached.' },
    { change: { group_id: '404' }, status: 404, error_description: 'group not found.' },
    { change: { msg_id: '404' }, status: 404, error_description: 'msg not exist.' },
    { change: { owner: 'ghost' }, status: 404, error_description: 'user not in group.' },
    {
      change: { group_id: '200000000000002', owner: 'u0041' },
      status: 400,
      error_description: 'msg not belong to group .',
    },
  ])('are not created with $change: $error_description', async ({ change, status, error_description }) => {
    const { store, create } = await openGroup()
    expect(await create(change)).toMatchObject({ status, body: { error: 'group_error', error_description } })
    expect(store.threads.size).toBe(0)
  })

  it('hang on group messages only, one on each', async () => {
    const { store, create } = await openGroup()
    const other = store.messages.find(({ targetType }) => targetType === 'chatrooms')
    expect(await create({ msg_id: other?.id })).toMatchObject({
      status: 400,
      body: { error_description: 'thread must on group message to create.' },
    })
    await create()
    expect(await create()).toMatchObject({
      status: 403,
      body: { error_description: 'msg already create thread.not allow to create.' },
    })
  })

  it.each([{ name: undefined }, { group_id: undefined }, { owner: undefined }, { msg_id: {} }])(
    'are not created from half a body: %o',
    async (change) => {
      const { create } = await openGroup()
      expect(await create(change)).toMatchObject({ status: 400, body: { error: 'param_illegal' } })
    },
  )

  it('are listed by their ids, newest first, and every page has a cursor', async () => {
    const { ask, store, fill } = await openGroup()
    fill(3)
    const ids = [...store.threads.keys()].map((id) => ({ id })).reverse()
    const first = await ask('GET', '/thread?limit=2')
    expect(at(first.body, 'entities')).toEqual(ids.slice(0, 2))
    const second = await ask('GET', `/thread?limit=2&cursor=${at(first.body, 'properties', 'cursor')}`)
    expect(at(second.body, 'entities')).toEqual(ids.slice(2))
    const third = await ask('GET', `/thread?limit=2&cursor=${at(second.body, 'properties', 'cursor')}`)
    expect(third.body).toMatchObject({ entities: [], properties: {} })
    expect(at(third.body, 'properties', 'cursor')).toBeUndefined()
    const oldest = await ask('GET', '/thread?limit=2&sort=asc')
    expect(at(oldest.body, 'entities')).toEqual(ids.slice(1).reverse())
  })

  it('come 50 a page at most', async () => {
    const { ask, fill } = await openGroup()
    fill(51)
    expect(at((await ask('GET', '/thread')).body, 'entities')).toHaveLength(50)
    expect(await ask('GET', '/thread?limit=51')).toMatchObject({
      status: 400,
      body: { error: 'group_error', error_description: 'query param reaches limit.' },
    })
  })

  it('are listed in full for a user, in all groups and in one', async () => {
    const { ask, store, group_id, fill, inside, owner } = await openGroup()
    fill(2)
    const [first] = store.threads.values()
    first?.members.set(inside[0] ?? '', 1)
    const elsewhere = openThreadElsewhere(store, inside[0] ?? '')
    const idsOf = async (path: string) => {
      const { body } = await ask('GET', path)
      const entities = at(body, 'entities')
      return Array.isArray(entities) ? entities.map((entity) => at(entity, 'id')) : undefined
    }
    expect(await idsOf(`/threads/user/${owner}?sort=asc`)).toEqual([...store.threads.keys()].slice(0, 2))
    expect(await idsOf(`/threads/user/${inside[0]}`)).toEqual([elsewhere, first?.id])
    expect(await idsOf(`/threads/chatgroups/${group_id}/user/${inside[0]}`)).toEqual([first?.id])
    expect(await idsOf(`/threads/chatgroups/${group_id}/user/${inside[1]}`)).toEqual([])
    expect(await ask('GET', `/threads/chatgroups/${group_id}/user/ghost`)).toMatchObject({
      status: 404,
      body: { error_description: 'user not in group.' },
    })
    expect((await ask('GET', '/threads/chatgroups/404/user/ghost')).status).toBe(404)
  })

  it('go with their group', async () => {
    const { ask, store, group_id, create } = await openGroup()
    const id = at((await create()).body, 'data', 'thread_id')
    await ask('DELETE', `/chatgroups/${group_id}`)
    expect(store.threads.size).toBe(0)
    expect((await ask('GET', `/thread/${id}/users`)).status).toBe(404)
  })
})

describe('members of a thread', () => {
  async function openThread(options: SandboxOptions = {}) {
    const group = await openGroup(options)
    const id = at((await group.create()).body, 'data', 'thread_id')
    return { ...group, path: `/thread/${id}/users`, id }
  }

  it('are its owner and whom one adds, in pages', async () => {
    const { ask, path, inside, owner } = await openThread()
    const usernames = inside.slice(0, 2)
    expect(dataOf(await ask('POST', path, { json: { usernames } }))).toEqual({ status: 'ok' })
    const first = await ask('GET', `${path}?limit=2`)
    expect(dataOf(first)).toEqual({ affiliations: [owner, usernames[0]] })
    const second = await ask('GET', `${path}?limit=2&cursor=${at(first.body, 'properties', 'cursor')}`)
    expect(dataOf(second)).toEqual({ affiliations: [usernames[1]] })
  })

  it('are members of the group, or nobody is added', async () => {
    const { ask, path, inside, outside, owner } = await openThread()
    expect(await ask('POST', path, { json: { usernames: [inside[0], outside[0]] } })).toMatchObject({
      status: 404,
      body: { error: 'group_error', error_description: 'user not in group.' },
    })
    expect(dataOf(await ask('GET', path))).toEqual({ affiliations: [owner] })
  })

  it('are removed by a body, each with its own result', async () => {
    const { ask, path, inside, owner } = await openThread()
    await ask('POST', path, { json: { usernames: inside.slice(0, 1) } })
    const gone = await ask('DELETE', path, { json: { usernames: inside.slice(0, 2) } })
    expect(at(gone.body, 'entities')).toEqual([
      { result: true, user: inside[0] },
      { result: false, user: inside[1] },
    ])
    expect(dataOf(await ask('GET', path))).toEqual({ affiliations: [owner] })
  })

  it('are added and removed 10 at once and no more', async () => {
    const { ask, path, gathering } = await openThread()
    for (const username of manyNames(11)) gathering.members.set(username, 0)
    for (const method of ['POST', 'DELETE']) {
      expect((await ask(method, path, { json: { usernames: manyNames(10) } })).status).toBe(200)
      expect(await ask(method, path, { json: { usernames: manyNames(11) } })).toMatchObject({
        status: 400,
        body: { error: 'group_error', error_description: 'request body reaches limit.' },
      })
    }
  })

  it('are removed at the other path by switch, and then not at the first', async () => {
    const { ask, id, inside } = await openThread({ threadKick: 'threads' })
    const json = { usernames: inside.slice(0, 1) }
    expect(await ask('DELETE', `/thread/${id}/users`, { json })).toMatchObject({ status: 405 })
    expect(await ask('DELETE', `/threads/${id}/users`, { json })).toMatchObject({ status: 200 })
  })

  it('are removed at the first path only, without the switch', async () => {
    const { ask, id, inside } = await openThread()
    const json = { usernames: inside.slice(0, 1) }
    expect(await ask('DELETE', `/thread/${id}/users`, { json })).toMatchObject({ status: 200 })
    expect(await ask('DELETE', `/threads/${id}/users`, { json })).toMatchObject({ status: 404 })
  })

  it('leave it with the group', async () => {
    const { ask, path, group_id, inside, owner } = await openThread()
    await ask('POST', path, { json: { usernames: inside.slice(0, 1) } })
    await ask('DELETE', `/chatgroups/${group_id}/users/${inside[0]}`)
    expect(dataOf(await ask('GET', path))).toEqual({ affiliations: [owner] })
  })
})
