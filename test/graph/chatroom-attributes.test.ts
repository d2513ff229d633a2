import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const id = '300000000000001'

async function world() {
  const harness = await start()
  const room = harness.sandbox.store.chatrooms.get(id)
  if (room === undefined) throw new Error('the sandbox has no such chatroom')
  room.attributes.clear()
  const [one = '', other = ''] = [...room.members.keys()].filter((name) => name !== room.owner)
  const keep = (name: string, value: string, owner = one) =>
    room.attributes.set(name, { value, owner, autoDelete: true })
  const stored = () =>
    Object.fromEntries([...room.attributes].map(([name, { value }]) => [name, value] as const))
  return { ...harness, room, one, other, keep, stored }
}

const RESULT = 'results { name status error { code } } chatroom { attributes }'
const SET = `mutation($input: SetChatroomAttributesInput!) { it: setChatroomAttributes(input: $input) { ${RESULT} } }`
const DELETE = `mutation($input: DeleteChatroomAttributesInput!) {
  it: deleteChatroomAttributes(input: $input) { ${RESULT} }
}`
const pair = (name: string, value = `value of ${name}`) => ({ name, value })
const done = (name: string) => ({ name, status: 'DONE', error: null })
const refused = (name: string, code: string) => ({ name, status: 'FAILED', error: { code } })
const names = (count: number, start = 1) =>
  Array.from({ length: count }, (_, index) => `Key_${start + index}`)

describe('the attributes of a chatroom', () => {
  it('are all, or those asked for that there are, in one call', async () => {
    const { ask, keep, traffic } = await world()
    keep('topic', 'books')
    keep('host', 'lin')

    const { data, errors } = await ask(`{ chatroom(chatroomId: "${id}") {
      attributes some: attributes(names: ["host", "none"]) null: attributes(names: null)
    } }`)

    expect(errors).toBeUndefined()
    const all = { topic: 'books', host: 'lin' }
    expect(data.chatroom).toEqual({ attributes: all, some: { host: 'lin' }, null: all })
    expect(traffic()).toEqual({ 'chatroom-get': 1, 'chatroom-attr-get': 1 })
  })

  it('are null in a chatroom that went away while it was being read', async () => {
    const { ask, sandbox } = await start({ env: { CACHE_LIST_MS: '30000', SINGLE_CALL_LIMIT: '100' } })
    await ask('{ chatrooms(first: 100) { edges { node { chatroomId } } } }')
    sandbox.store.chatrooms.delete(id)

    const { data, errors } = await ask(
      '{ chatrooms(first: 100) { edges { node { chatroomId attributes } } } }',
    )

    expect(errors).toBeUndefined()
    expect(data.chatrooms.edges).toContainEqual({ node: { chatroomId: id, attributes: null } })
  })

  it.each(['[]', '["a b"]'])('are not asked for by the names %s', async (asked) => {
    const { ask } = await world()
    const { data, errors } = await ask(`{ chatroom(chatroomId: "${id}") { attributes(names: ${asked}) } }`)
    expect(data.chatroom).toEqual({ attributes: null })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
    expect(errors?.[0]?.extensions.argument).toMatch(/^names/)
  })

  it('go with the member who leaves, but for those that shall stay', async () => {
    const { ask, one, room } = await world()
    const set = (name: string, deleteOnExit?: boolean | null) => ({
      input: { chatroomId: id, username: one, attributes: [pair(name, 'v')], deleteOnExit },
    })
    await ask(SET, set('usual'))
    await ask(SET, set('unsaid', null))
    await ask(SET, set('going', true))
    const { data: before } = await ask(SET, set('staying', false))
    expect(before.it.chatroom.attributes).toEqual({ usual: 'v', unsaid: 'v', going: 'v', staying: 'v' })

    const { data } = await ask(`mutation {
      removeChatroomMembers(input: { chatroomId: "${id}", usernames: ["${one}"] }) { chatroom { attributes } }
    }`)

    expect(data.removeChatroomMembers.chatroom.attributes).toEqual({ staying: 'v' })
    expect([...room.attributes.keys()]).toEqual(['staying'])
  })
})

describe('setChatroomAttributes', () => {
  it('sets any number of them, 10 a call, leaves the others, and shows them', async () => {
    const { ask, keep, one, stored, traffic } = await world()
    keep('topic', 'books')
    await ask(`{ chatroom(chatroomId: "${id}") { attributes } }`)
    const asked = names(25)

    const { data, errors } = await ask(SET, {
      input: { chatroomId: id, username: one.toUpperCase(), attributes: asked.map((name) => pair(name)) },
    })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(asked.map(done))
    expect(data.it.chatroom.attributes).toEqual(stored())
    expect(stored()).toEqual({
      topic: 'books',
      ...Object.fromEntries(asked.map((name) => [name, `value of ${name}`])),
    })
    expect(traffic()).toEqual({ 'chatroom-get': 1, 'chatroom-attr-set': 3, 'chatroom-attr-get': 2 })
  })

  it('is FAILED with NOT_ALLOWED for what another member set, unless it is forced', async () => {
    const { ask, keep, one, other, stored } = await world()
    keep('topic', 'books', other)
    const input = { chatroomId: id, username: one, attributes: [pair('topic', 'mine'), pair('new', 'n')] }

    const polite = await ask(SET, { input })

    expect(polite.errors).toBeUndefined()
    expect(polite.data.it).toEqual({
      results: [refused('topic', 'NOT_ALLOWED'), done('new')],
      chatroom: { attributes: { topic: 'books', new: 'n' } },
    })
    const forced = await ask(SET, { input: { ...input, force: true } })
    expect(forced.data.it.results).toEqual([done('topic'), done('new')])
    expect(stored()).toEqual({ topic: 'mine', new: 'n' })
  })

  it('is FAILED with LIMIT_REACHED for one more than a chatroom can have', async () => {
    const { ask, keep, one, traffic } = await world()
    for (const name of names(99)) keep(name, 'v')

    const { data, errors } = await ask(SET, {
      input: { chatroomId: id, username: one, attributes: [pair('a'), pair('b')] },
    })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done('a'), refused('b', 'LIMIT_REACHED')])
    // Why, and the answer, out of one.
    expect(traffic()).toEqual({ 'chatroom-attr-set': 1, 'chatroom-attr-get': 1 })
  })

  it('tells what was refused even where it cannot learn why', async () => {
    const { ask, keep, one, other, sandbox } = await world()
    keep('topic', 'books', other)
    sandbox.fault({ kind: 'answer', status: 418, body: {}, when: { method: 'POST', path: /^\/metadata/ } })

    const { data } = await ask(SET, {
      input: { chatroomId: id, username: one, attributes: [pair('topic'), pair('new')] },
    })

    expect(data.it.results).toEqual([refused('topic', 'NOT_ALLOWED'), done('new')])
  })

  it('tells what was done before the member left', async () => {
    const { ask, one, sandbox } = await world()
    sandbox.fault({
      kind: 'answer',
      status: 401,
      body: { error: 'MetadataException', error_description: 'user is not in chatroom' },
      when: ({ body }) => JSON.stringify(body ?? '').includes('Key_11'),
    })

    const { data } = await ask(SET, {
      input: { chatroomId: id, username: one, attributes: names(12).map((name) => pair(name)) },
    })

    expect(data.it.results).toEqual([
      ...names(10).map(done),
      ...names(2, 11).map((name) => refused(name, 'NOT_ALLOWED')),
    ])
  })
})

describe('deleteChatroomAttributes', () => {
  it('deletes any number of them, 10 a call, tells which were not there, and shows what is left', async () => {
    const { ask, keep, one, traffic } = await world()
    for (const name of names(25)) keep(name, 'v')
    const asked = [...names(22), 'none', 'Key_1']

    const { data, errors } = await ask(DELETE, { input: { chatroomId: id, username: one, names: asked } })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([...names(22).map(done), refused('none', 'NOT_FOUND')])
    expect(Object.keys(data.it.chatroom.attributes).sort()).toEqual(['Key_23', 'Key_24', 'Key_25'])
    expect(traffic()).toEqual({ 'chatroom-attr-delete': 3, 'chatroom-attr-get': 1 })
  })

  it('is FAILED with NOT_ALLOWED for what another member set, unless it is forced', async () => {
    const { ask, keep, one, other } = await world()
    keep('topic', 'books', other)
    keep('mine', 'm')
    const input = { chatroomId: id, username: one, names: ['topic', 'mine'] }

    const polite = await ask(DELETE, { input })

    expect(polite.errors).toBeUndefined()
    expect(polite.data.it).toEqual({
      results: [refused('topic', 'NOT_ALLOWED'), done('mine')],
      chatroom: { attributes: { topic: 'books' } },
    })
    const forced = await ask(DELETE, { input: { ...input, names: ['topic'], force: true } })
    expect(forced.data.it).toEqual({ results: [done('topic')], chatroom: { attributes: {} } })
  })
})

describe.each([
  { change: 'setChatroomAttributes', query: SET, what: { attributes: names(30).map((name) => pair(name)) } },
  { change: 'deleteChatroomAttributes', query: DELETE, what: { names: names(30) } },
])('$change', ({ query, what }) => {
  it('fails as a whole, at the first call and with the token kept, when the member is none', async () => {
    const { ask, calls, sandbox } = await world()

    const { data, errors } = await ask(query, { input: { chatroomId: id, username: 'nobody', ...what } })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_ALLOWED' } }])
    expect(calls()).toHaveLength(1)
    expect(sandbox.calls.filter(({ path }) => path === '/token')).toHaveLength(1)
  })

  it('fails as a whole with NOT_FOUND in an unknown chatroom', async () => {
    const { ask, calls } = await world()
    const { data, errors } = await ask(query, { input: { chatroomId: '404', username: 'u0001', ...what } })
    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
    expect(calls()).toHaveLength(1)
  })

  it.each([
    { given: { chatroomId: 'x' }, argument: 'chatroomId' },
    { given: { username: 'a b' }, argument: 'username' },
    { given: { names: [], attributes: [] }, argument: /^(names|attributes)$/ },
    {
      given: { names: ['k', 'a b'], attributes: [pair('k'), pair('a b')] },
      argument: /^(names|attributes)\[1\]/,
    },
    {
      given: { names: ['k'.repeat(129)], attributes: [pair('k'.repeat(129))] },
      argument: /^(names|attributes)\[0\]/,
    },
  ])('is not asked of the service with a bad $argument', async ({ given, argument }) => {
    const { ask, calls, one } = await world()
    const all: Readonly<Record<string, unknown>> = { chatroomId: id, username: one, ...what, ...given }
    const own = ['chatroomId', 'username', ...Object.keys(what)].map((name) => [name, all[name]])

    const { errors } = await ask(query, { input: Object.fromEntries(own) })

    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'BAD_USER_INPUT' } }])
    expect(errors?.[0]?.extensions.argument).toMatch(argument)
    expect(calls()).toEqual([])
  })
})

describe('setChatroomAttributes by itself', () => {
  it.each([
    { attributes: [pair('k'), pair('k')], argument: 'attributes[1].name' },
    { attributes: [pair('k', 'v'.repeat(4097))], argument: 'attributes[0].value' },
  ])('is not asked of the service with a bad $argument', async ({ attributes, argument }) => {
    const { ask, calls, one } = await world()
    const { errors } = await ask(SET, { input: { chatroomId: id, username: one, attributes } })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})
