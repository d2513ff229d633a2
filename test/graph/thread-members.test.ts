import { describe, expect, it } from 'vitest'
import { done, openThread, refused } from './threads.ts'

const change = (verb: 'add' | 'remove') => `mutation($id: ID!, $names: [String!]!) {
  it: ${verb}ThreadMembers(input: { threadId: $id, usernames: $names }) {
    thread { members(first: 100) { edges { node { username } } } }
    results { username status error { code } }
  }
}`

function namesOf(it: { thread: { members: { edges: { node: { username: string } }[] } } }) {
  return it.thread.members.edges.map(({ node }) => node.username)
}

describe('the members of a thread', () => {
  it('are shown as the service has them after each write', async () => {
    const { ask, thread, owner, inside } = await openThread()
    const [first = '', second = ''] = inside
    const joined = `{ user(username: "${first}") { threads { edges { node { threadId } } } } }`
    await ask(joined)

    const { data: added, errors } = await ask(change('add'), {
      id: thread.id,
      names: [first, second.toUpperCase(), first],
    })
    expect(errors).toBeUndefined()
    expect(added.it.results).toEqual([done(first), done(second)])
    expect(namesOf(added.it)).toEqual([owner, first, second])
    expect((await ask(joined)).data.user.threads.edges).toEqual([{ node: { threadId: thread.id } }])

    const { data: removed } = await ask(change('remove'), { id: thread.id, names: [second, first] })
    expect(removed.it.results).toEqual([done(second), done(first)])
    expect(namesOf(removed.it)).toEqual([owner])
    expect((await ask(joined)).data.user.threads.edges).toEqual([])
  })

  it('are changed ten a call, any number of them', async () => {
    const { ask, thread, group, owner, traffic } = await openThread()
    const names = Array.from({ length: 60 }, (_, index) => `member${index}`)
    for (const name of names) group.members.set(name, 0)

    const { data: added } = await ask(change('add'), { id: thread.id, names })
    const { data: removed } = await ask(change('remove'), { id: thread.id, names })

    expect(added.it.results).toEqual(names.map(done))
    expect(namesOf(added.it)).toEqual([owner, ...names])
    expect(removed.it.results).toEqual(names.map(done))
    expect(namesOf(removed.it)).toEqual([owner])
    expect(traffic()).toMatchObject({ 'thread-member-add-batch': 6, 'thread-member-remove-batch': 6 })
  })

  it('who were let in are told of although the thread goes away in the middle of the change', async () => {
    const { ask, sandbox, thread, inside } = await openThread()
    const [first = '', second = ''] = inside
    const isAbout = (body: unknown, names: readonly string[]) =>
      JSON.stringify(body) === JSON.stringify({ usernames: names })
    sandbox.fault({
      kind: 'answer',
      status: 403,
      body: { error: 'group_error', error_description: 'user join thread reach limit.' },
      when({ body }) {
        if (isAbout(body, [second])) sandbox.store.threads.delete(thread.id)
        return isAbout(body, [first, second])
      },
    })

    const { data, errors } = await ask(change('add'), { id: thread.id, names: [first, second] })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done(first), refused(second, 'NOT_FOUND')])
  })

  it('are added around those who are not in the group', async () => {
    const { ask, thread, owner, inside, outside } = await openThread()
    const [a = '', b = '', c = ''] = inside
    const [stranger = ''] = outside

    const { data, errors } = await ask(change('add'), { id: thread.id, names: [a, stranger, b, 'nobody', c] })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([
      ...[done(a), refused(stranger, 'NOT_FOUND'), done(b), refused('nobody', 'NOT_FOUND'), done(c)],
    ])
    expect(namesOf(data.it).sort()).toEqual([owner, a, b, c].sort())
  })

  it('are added around somebody who is in too many threads', async () => {
    const { ask, thread, inside, sandbox } = await openThread()
    const [a = '', busy = '', b = ''] = inside
    const body = { error: 'group_error', error_description: 'user join thread reach limit.' }
    sandbox.fault({
      kind: 'answer',
      status: 403,
      body,
      when: (call) => call.method === 'POST' && JSON.stringify(call.body).includes(busy),
    })

    const { data } = await ask(change('add'), { id: thread.id, names: [a, busy, b] })

    expect(data.it.results).toEqual([done(a), refused(busy, 'LIMIT_REACHED'), done(b)])
  })

  it('are DONE when they were in it already, and FAILED when one would remove somebody who is not', async () => {
    const { ask, thread, owner, inside } = await openThread()
    const [friend = ''] = inside

    const added = await ask(change('add'), { id: thread.id, names: [owner] })
    const removed = await ask(change('remove'), { id: thread.id, names: [friend, owner, 'nobody'] })

    expect(added.data.it.results).toEqual([done(owner)])
    expect(removed.data.it.results).toEqual([
      ...[refused(friend, 'NOT_FOUND'), done(owner), refused('nobody', 'NOT_FOUND')],
    ])
  })

  it.each(['add', 'remove'] as const)('of no thread are NOT_FOUND as a whole: %s', async (verb) => {
    const { ask, inside, traffic } = await openThread()

    const { data, errors } = await ask(change(verb), { id: '404', names: inside.slice(0, 5) })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    // The change, and the question whether the thread is there: no halves are tried in vain.
    expect(traffic()).toEqual({ [`thread-member-${verb}-batch`]: 1, 'thread-member-list': 1 })
  })

  it.each(['add', 'remove'] as const)('cannot be nobody, nor anywhere but in a thread: %s', async (verb) => {
    const { ask, calls } = await openThread()

    const none = await ask(change(verb), { id: '1', names: [] })
    const nowhere = await ask(change(verb), { id: 'x', names: ['u0001'] })

    expect(none.errors).toMatchObject([{ extensions: { argument: 'usernames' } }])
    expect(nowhere.errors).toMatchObject([{ extensions: { argument: 'threadId' } }])
    expect(calls()).toEqual([])
  })

  it.each(['add', 'remove'] as const)('are UNKNOWN when no clear answer comes: %s', async (verb) => {
    const { ask, thread, owner, inside, sandbox } = await openThread()
    const names = verb === 'add' ? inside.slice(0, 2) : [owner]
    sandbox.fault({
      kind: 'reset-after-accept',
      when: ({ method, path }) => method !== 'GET' && path.includes('/users'),
    })

    const { data } = await ask(change(verb), { id: thread.id, names })

    expect(data.it.results).toEqual(
      names.map((username) => ({ username, status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } })),
    )
    // What became of it can be read in the same answer.
    expect(namesOf(data.it)).toEqual(verb === 'add' ? [owner, ...names] : [])
  })
})

describe('where members of a thread are removed', () => {
  const world = async (setting: string, threadKick: 'thread' | 'threads') => {
    const opened = await openThread({ env: { THREAD_KICK_PATH: setting }, sandbox: { threadKick } })
    const names = opened.inside.slice(0, 25)
    for (const [index, name] of names.entries()) opened.thread.members.set(name, index)
    return { ...opened, names }
  }
  const NEWER = 'thread-member-remove-batch'
  const OLDER = 'thread-member-remove-batch-older'

  it.each([
    { setting: 'either', service: 'thread', kicks: { [NEWER]: 3 } },
    // Only the first of the calls is made in vain.
    { setting: 'either', service: 'threads', kicks: { [NEWER]: 1, [OLDER]: 3 } },
    { setting: 'thread', service: 'thread', kicks: { [NEWER]: 3 } },
    { setting: 'threads', service: 'threads', kicks: { [OLDER]: 3 } },
  ] as const)('is found by $setting where it is /$service', async ({ setting, service, kicks }) => {
    const { ask, thread, names, owner, traffic } = await world(setting, service)

    const { data, errors } = await ask(change('remove'), { id: thread.id, names })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(names.map(done))
    expect(namesOf(data.it)).toEqual([owner])
    expect(traffic()).toEqual({ ...kicks, 'thread-member-list': 1 })
  })

  it.each([
    { setting: 'thread', service: 'threads', kicks: { [NEWER]: 3 } },
    { setting: 'threads', service: 'thread', kicks: { [OLDER]: 3 } },
  ] as const)(
    'is missed by $setting where it is /$service, and nobody is DONE',
    async ({ setting, service, kicks }) => {
      const { ask, thread, names, traffic } = await world(setting, service)

      const { data } = await ask(change('remove'), { id: thread.id, names })

      expect(data.it.results).toEqual(names.map((name) => refused(name, 'UPSTREAM_BAD_REPLY')))
      expect(namesOf(data.it)).toHaveLength(26)
      expect(traffic()).toMatchObject(kicks)
      const told = await ask(`mutation { it: removeThreadMembers(input: {
        threadId: "${thread.id}", usernames: ["${names[0]}"]
      }) { results { error { message } } } }`)
      expect(told.data.it.results[0].error.message).toContain('a setting of this server may name another')
    },
  )

  it.each([
    { what: 'a 404 of the path', body: { error: 'service_resource_not_found' } },
    { what: 'a page of a gateway', body: '<html><h1>404 Not Found</h1></html>' },
  ])('is the other one after $what', async ({ body }) => {
    const { ask, thread, names, sandbox } = await world('either', 'threads')
    sandbox.fault({ kind: 'answer', status: 404, body, when: { method: 'DELETE', path: /\/thread\// } })

    const { data } = await ask(change('remove'), { id: thread.id, names })

    expect(data.it.results).toEqual(names.map(done))
  })

  it.each([
    { setting: 'either', service: 'thread', kicks: { [NEWER]: 1 } },
    { setting: 'either', service: 'threads', kicks: { [NEWER]: 1, [OLDER]: 1 } },
    { setting: 'threads', service: 'threads', kicks: { [OLDER]: 1 } },
  ] as const)(
    'does not matter for a thread that is not there: $setting, /$service',
    async ({ setting, service, kicks }) => {
      const { ask, names, traffic } = await world(setting, service)

      const { data, errors } = await ask(change('remove'), { id: '404', names })

      expect(data).toEqual({ it: null })
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
      expect(traffic()).toEqual({ ...kicks, 'thread-member-list': 1 })
    },
  )

  it('is not looked for when the feature is off', async () => {
    const { ask, thread, names, sandbox, traffic } = await world('either', 'threads')
    const body = { error: 'group_error', error_description: 'thread not open.' }
    sandbox.fault({ kind: 'answer', status: 403, body, when: { method: 'DELETE' } })

    const { data } = await ask(change('remove'), { id: thread.id, names: names.slice(0, 3) })

    expect(data.it.results).toEqual(names.slice(0, 3).map((name) => refused(name, 'FEATURE_OFF')))
    expect(traffic()).toEqual({ [NEWER]: 1, 'thread-member-list': 1 })
  })
})
