import { describe, expect, it } from 'vitest'
import { actingAs, type Harness, start } from '../support/harness.ts'

const GROUP = '200000000000001'
const OTHER_GROUP = '200000000000002'
const REACT = `mutation($input: ReactionInput!) { it: addReaction(input: $input) {
  messageId reaction user { username } current { count hasReacted firstUsers { username } }
} }`
const UNREACT = `mutation($input: ReactionInput!) { it: removeReaction(input: $input) {
  messageId reaction user { username } current { count hasReacted }
} }`

interface Said {
  readonly id: string
  readonly from: string
  readonly to: string
}

/** Puts messages into a group or between users, each with reactions of these users. */
function say(
  { sandbox }: Harness,
  { id, from, to }: Said,
  reactions: Readonly<Record<string, readonly string[]>> = {},
) {
  const { messages, acts, nextSerial } = sandbox.store
  const targetType = /^\d+$/.test(to) ? 'chatgroups' : 'users'
  messages.push({ id, from, targetType, target: to, type: 'txt', body: {}, ext: undefined, time: 0 })
  const stored = Object.entries(reactions).map(([name, users]) => {
    return [name, { id: '1', users: new Map(users.map((user) => [user, nextSerial()])) }] as const
  })
  acts.reactions.set(id, new Map(stored))
}

const toUser = (username: string) => ({ username })
const toGroup = (id: string) => ({ kind: 'Group', id, facts: {} }) as const
const manyIds = (count: number) => Array.from({ length: count }, (_, index) => String(8_000 + index))
const members = ({ sandbox }: Harness, id = GROUP) => [
  ...(sandbox.store.groups.get(id)?.members.keys() ?? []),
]

describe('the reactions to messages of a list', () => {
  it('come 20 messages a call, each with its own', async () => {
    const harness = await start()
    const [viewer = '', friend = ''] = members(harness)
    const ids = manyIds(41)
    for (const id of ids) say(harness, { id, from: viewer, to: GROUP }, { [`r${id}`]: [viewer, friend] })
    const { reactions } = harness.sources()

    const found = await Promise.all(
      ids.map((messageId) => reactions.of({ messageId, from: toUser(viewer), to: toGroup(GROUP) }, friend)),
    )

    expect(found).toEqual(
      ids.map((messageId) => [
        {
          ...{ messageId, reaction: `r${messageId}`, seenBy: friend, count: 2, hasReacted: true },
          firstUsers: [toUser(viewer), toUser(friend)],
        },
      ]),
    )
    expect(harness.traffic()).toEqual({ 'reaction-batch-get': 3 })
  })

  it('between two users come in one call, whoever of them said what', async () => {
    const harness = await start()
    say(harness, { id: '1', from: 'u0009', to: 'u0003' }, { r: ['u0003'] })
    say(harness, { id: '2', from: 'u0003', to: 'u0009' }, { r: ['u0003', 'u0009'] })
    const { reactions } = harness.sources()

    const found = await Promise.all([
      reactions.of({ messageId: '1', from: toUser('u0009'), to: toUser('u0003') }, null),
      reactions.of({ messageId: '2', from: toUser('u0003'), to: toUser('u0009') }, null),
    ])

    // It is nobody in particular who asks.
    expect(found).toMatchObject([[{ count: 1, hasReacted: null }], [{ count: 2, hasReacted: null }]])
    expect(harness.calls()).toEqual(['GET /reaction/user/u0003'])
  })

  it('of two groups come in one call each', async () => {
    const harness = await start()
    const { reactions } = harness.sources()
    const of = (messageId: string, group: string) =>
      reactions.of({ messageId, from: toUser('u0001'), to: toGroup(group) }, 'u0001')

    await Promise.all([of('1', GROUP), of('2', OTHER_GROUP), of('3', GROUP)])

    expect(harness.sandbox.calls.slice(1).map(({ query }) => query)).toEqual([
      { msgIdList: '1,3', msgType: 'groupchat', groupId: GROUP },
      { msgIdList: '2', msgType: 'groupchat', groupId: OTHER_GROUP },
    ])
  })

  it('of many senders, seen by nobody in particular, are bounded', async () => {
    const harness = await start()
    const { reactions } = harness.sources()

    const found = await Promise.allSettled(
      manyIds(40).map((messageId) =>
        reactions.of({ messageId, from: toUser(`u${messageId}`), to: toGroup(GROUP) }, null),
      ),
    )

    expect(found.filter(({ status }) => status === 'fulfilled')).toHaveLength(30)
    expect(harness.traffic()).toEqual({ 'reaction-batch-get': 30 })
  })

  it('are none in a chatroom, at no call', async () => {
    const harness = await start()
    const to = { kind: 'Chatroom', id: '7', facts: {} } as const
    expect(await harness.sources().reactions.of({ messageId: '1', from: toUser('a'), to }, 'b')).toBeNull()
    expect(harness.traffic()).toEqual({})
  })
})

describe('the users of a reaction', () => {
  it('come page by page, to the end, by a call per 50', async () => {
    const harness = await start()
    const names = Array.from({ length: 120 }, (_, index) => `u${String(index + 1).padStart(4, '0')}`)
    say(harness, { id: '1', from: 'u0001', to: GROUP }, { '👍': names })
    const { reactions } = harness.sources()
    const of = { messageId: '1', seenBy: 'u0001', reaction: '👍', count: 0, hasReacted: null, firstUsers: [] }

    const first = await reactions.usersOf(of, { first: 100, after: null })
    const after = first?.items.at(-1)?.cursor ?? null
    const second = await reactions.usersOf(of, { first: 100, after })

    const shown = [first, second].flatMap((page) => page?.items.map(({ item }) => item.username))
    expect(shown).toEqual(names)
    expect([first?.hasNextPage, second?.hasNextPage]).toEqual([true, false])
    expect(harness.traffic()).toEqual({ 'reaction-detail': 3 })
  })

  it('end where the last page is full, too', async () => {
    const harness = await start()
    const names = Array.from({ length: 50 }, (_, index) => `u${index + 1000}`)
    say(harness, { id: '1', from: 'u0001', to: GROUP }, { r: names })
    const of = { messageId: '1', seenBy: 'u0001', reaction: 'r', count: 0, hasReacted: null, firstUsers: [] }

    const page = await harness.sources().reactions.usersOf(of, { first: 100, after: null })

    expect(page?.items).toHaveLength(50)
    expect(page?.hasNextPage).toBe(false)
  })
})

describe('addReaction and removeReaction', () => {
  async function open(sandboxOptions: object = {}) {
    const harness = await start({ sandbox: sandboxOptions })
    const [anna = '', ben = ''] = members(harness)
    say(harness, { id: '1', from: anna, to: GROUP }, { r: [ben] })
    const change = (query: string, more: object = {}, as = {}) =>
      harness.ask(
        query,
        { input: { messageId: '1', username: anna.toUpperCase(), reaction: 'r', ...more } },
        as,
      )
    return { ...harness, anna, ben, change }
  }

  it('change what there is, and show it at once', async () => {
    const { change, anna, ben, traffic } = await open()

    const added = await change(REACT)
    const removed = await change(UNREACT)
    const again = await change(REACT)

    const of = { messageId: '1', reaction: 'r', user: { username: anna } }
    expect(added.data.it).toEqual({
      ...of,
      current: { count: 2, hasReacted: true, firstUsers: [{ username: ben }, { username: anna }] },
    })
    expect(removed.data.it).toEqual({ ...of, current: { count: 1, hasReacted: false } })
    expect(again.data).toEqual(added.data)
    expect(traffic()).toEqual({ 'reaction-add': 2, 'reaction-delete': 1, 'reaction-detail': 3 })
  })

  it('leave nothing of a reaction that nobody has any more', async () => {
    const { change, ben } = await open()
    const { data, errors } = await change(UNREACT, { username: ben })
    expect(errors).toBeUndefined()
    expect(data.it.current).toBeNull()
  })

  it('count a reaction that is there as done, and one that is not as NOT_FOUND', async () => {
    const { change, ben, anna } = await open()

    const again = await change(REACT, { username: ben })
    expect(again.errors).toBeUndefined()
    expect(again.data.it).toMatchObject({ user: { username: ben }, current: { count: 1 } })
    const none = await change(UNREACT, { username: anna })
    expect(none.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })

  it.each([
    { what: 'of a stranger', more: { username: 'u0449' }, code: 'NOT_ALLOWED' },
    { what: 'to an unknown message', more: { messageId: '2' }, code: 'NOT_ALLOWED' },
  ])('refuse one $what: $code', async ({ more, code }) => {
    const { change } = await open()
    const { data, errors } = await change(REACT, more)
    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ extensions: { code } }])
  })

  it('refuse the twenty-first: LIMIT_REACHED', async () => {
    const { change } = await open()
    for (let made = 1; made < 20; made += 1) {
      expect((await change(REACT, { reaction: `r${made}` })).errors).toBeUndefined()
    }
    const { errors } = await change(REACT, { reaction: 'more' })
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_REACHED' } }])
  })

  it.each([REACT, UNREACT])('are FEATURE_OFF where the app does not have reactions', async (query) => {
    const { change } = await open({ reactionsOpen: false })
    expect((await change(query)).errors).toMatchObject([{ extensions: { code: 'FEATURE_OFF' } }])
  })

  it.each([
    { argument: 'messageId', more: { messageId: 'x' } },
    { argument: 'username', more: { username: 'a/b' } },
    { argument: 'reaction', more: { reaction: '' } },
    { argument: 'reaction', more: { reaction: 'x'.repeat(129) } },
  ])('are refused before any call when $argument cannot be right', async ({ argument, more }) => {
    const { change, sandbox } = await open()
    for (const query of [REACT, UNREACT]) {
      const { errors } = await change(query, more)
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    }
    expect(sandbox.calls).toEqual([])
  })

  it('are for admins, even of own ones', async () => {
    const { change, anna, sandbox } = await open()
    for (const query of [REACT, UNREACT]) {
      const { errors } = await change(query, {}, actingAs(anna))
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    }
    expect(sandbox.calls).toEqual([])
  })

  it('carry what has letters of any script to the last one', async () => {
    const { change, sandbox } = await open()
    const reaction = '👩‍🚀 & 你好+%'
    const { data } = await change(REACT, { reaction })
    expect(data.it).toMatchObject({ reaction, current: { count: 1 } })
    expect([...(sandbox.store.acts.reactions.get('1')?.keys() ?? [])]).toContain(reaction)
    expect((await change(UNREACT, { reaction })).errors).toBeUndefined()
  })
})

describe('the reactions to a message', () => {
  const SEND = (to: string, fields: string) => `mutation { sendMessage(input: {
    from: "u0001", to: { ${to} }, body: { text: { content: "t" } }
  }) { results { message { ${fields} } } } }`

  it('are none when it was just sent, and null where the app does not have them, with the code', async () => {
    const { ask } = await start()
    const off = await start({ sandbox: { reactionsOpen: false } })
    const query = SEND('users: ["u0002"]', 'messageId reactions { count }')

    expect((await ask(query)).data.sendMessage.results[0].message.reactions).toEqual([])
    const { data, errors } = await off.ask(query)
    expect(data.sendMessage.results[0].message).toMatchObject({
      reactions: null,
      messageId: expect.any(String),
    })
    expect(errors).toMatchObject([{ extensions: { code: 'FEATURE_OFF' } }])
  })

  it('are refused for a name that cannot be one', async () => {
    const { ask } = await start()
    const { errors } = await ask(SEND('users: ["u0002"]', 'reactions(as: "a/b") { count }'))
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'as' } }])
  })
})
