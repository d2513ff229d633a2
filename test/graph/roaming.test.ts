import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'

const MINUTE = 60_000
const GROUP = '200000000000001'

async function open(
  options: { readonly sandbox?: object; readonly env?: Readonly<Record<string, string>> } = {},
) {
  const clock = createFalseClock(Date.UTC(2026, 0, 1, 12))
  const harness = await start({ clock, ...options })
  const ask = (query: string, variables: object = {}) => clock.until(harness.ask(query, variables))
  const { unstored, deletedConversations } = harness.sandbox.store.acts
  return { ...harness, clock, ask, unstored, deletedConversations }
}

const deletion = (conversation: string, more = '') => `mutation {
  deleteConversation(input: { username: "U0001", conversation: { ${conversation} } ${more} }) { user { username } }
}`

describe('deleteConversation', () => {
  it.each([
    { conversation: 'user: "U0002"', more: '', body: { channel: 'u0002', type: 'chat', delete_roam: false } },
    {
      ...{ conversation: `group: "${GROUP}"`, more: 'withRoamingMessages: true' },
      body: { channel: GROUP, type: 'groupchat', delete_roam: true },
    },
  ])('deletes the one with $conversation, for one user', async ({ conversation, more, body }) => {
    const { ask, sandbox, calls } = await open()

    const { data } = await ask(deletion(conversation, more))

    expect(data.deleteConversation).toEqual({ user: { username: 'u0001' } })
    expect(calls()).toEqual(['DELETE /users/u0001/user_channel'])
    expect(sandbox.calls.at(-1)?.body).toEqual(body)
  })

  it.each(['seed', '2024', 'current'])(
    'is MESSAGE_QUOTA for the sixth of a user in a minute, at the rates of %s, and holds up nobody else',
    async (rates) => {
      const { ask, clock, upstream, calls } = await open({ env: { RATE_PROFILE: rates } })
      for (let made = 0; made < 5; made += 1) {
        expect((await ask(deletion('user: "u0002"'))).errors).toBeUndefined()
      }
      const before = upstream.budgetLeft()

      const { errors } = await ask(deletion('user: "u0002"'))

      expect(errors).toMatchObject([{ extensions: { code: 'MESSAGE_QUOTA', retryAfterMs: MINUTE } }])
      expect(calls()).toHaveLength(6)
      expect(upstream.budgetLeft()).toBeGreaterThanOrEqual(before - 1)
      const other = await ask(deletion('user: "u0002"').replace('U0001', 'u0003'))
      expect(other.errors).toBeUndefined()
      clock.advance(MINUTE)
      expect((await ask(deletion('user: "u0002"'))).errors).toBeUndefined()
    },
  )

  it('is not for chatrooms', async () => {
    const { ask, sandbox } = await open()
    const { errors } = await ask(deletion('chatroom: "7"'))
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: 'conversation.chatroom' } },
    ])
    expect(sandbox.calls).toEqual([])
  })
})

const DELETE = `mutation($input: DeleteRoamingMessagesInput!) {
  deleteRoamingMessages(input: $input) { user { username } results { messageId status error { code } } }
}`
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1))

describe('deleteRoamingMessages', () => {
  it.each([
    { conversation: { user: 'U0002' }, path: 'chat', query: { userId: 'u0002' } },
    { conversation: { group: '7' }, path: 'group', query: { groupId: '7' } },
    { conversation: { chatroom: '7' }, path: 'group', query: { groupId: '7' } },
  ])('deletes 50 a call, of $conversation', async ({ conversation, path, query }) => {
    const { ask, sandbox, calls } = await open()

    const { data } = await ask(DELETE, {
      input: { username: 'U0001', conversation, messageIds: [...ids(101), '1'], notifyDevices: true },
    })

    expect(data.deleteRoamingMessages).toEqual({
      user: { username: 'u0001' },
      results: ids(101).map((messageId) => ({ messageId, status: 'DONE', error: null })),
    })
    expect(calls()).toEqual(Array(3).fill(`DELETE /rest/message/roaming/${path}/user/u0001`))
    expect(sandbox.calls.at(-1)?.query).toMatchObject({ ...query, isNotify: 'true' })
    const sent = sandbox.calls.flatMap((call) => call.query.msgIdList?.split(',') ?? [])
    expect(sent.sort()).toEqual(ids(101).sort())
  })

  it('leaves those of a call without a clear answer UNKNOWN', async () => {
    const { ask, sandbox } = await open()
    sandbox.fault({ kind: 'reset-after-accept', when: ({ query }) => query.msgIdList === '51' })

    const { data } = await ask(DELETE, {
      input: { username: 'a', conversation: { user: 'b' }, messageIds: ids(51) },
    })

    const told = data.deleteRoamingMessages.results.map(({ status }: { status: string }) => status)
    expect(told).toEqual([...Array(50).fill('DONE'), 'UNKNOWN'])
  })

  it.each([
    { argument: 'username', change: { username: 'a/b' } },
    { argument: 'conversation.user', change: { conversation: { user: '..' } } },
    { argument: 'messageIds', change: { messageIds: [] } },
    { argument: 'messageIds[1]', change: { messageIds: ['1', '2,3'] } },
  ])('is refused before any call when $argument cannot be right', async ({ argument, change }) => {
    const { ask, sandbox } = await open()
    const input = { username: 'a', conversation: { user: 'b' }, messageIds: ['1'], ...change }
    const { errors } = await ask(DELETE, { input })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })
})

describe('deletions of roaming messages', () => {
  const upTo = (conversation: string) => `mutation { it: deleteRoamingMessagesUpTo(input: {
    username: "U0001", conversation: { ${conversation} }, upTo: "2026-01-01T00:00:00.001Z"
  }) { user { username } } }`
  const ALL = 'mutation { it: deleteAllRoamingMessages(username: "U0001") { user { username } } }'

  it.each([
    {
      ...{ query: upTo('user: "U0002"'), call: 'DELETE /rest/message/roaming/chat/user/u0001/time' },
      asked: { userId: 'u0002', delTime: '1767225600001' },
    },
    {
      ...{ query: upTo('group: "7"'), call: 'DELETE /rest/message/roaming/group/user/u0001/time' },
      asked: { groupId: '7', delTime: '1767225600001' },
    },
    {
      ...{ query: upTo('chatroom: "6"'), call: 'DELETE /rest/message/roaming/group/user/u0001/time' },
      asked: { groupId: '6', delTime: '1767225600001' },
    },
    { query: ALL, call: 'POST /rest/message/roaming/user/u0001/delete/all', asked: {} },
  ])('are one call: $call', async ({ query, call, asked }) => {
    const { ask, sandbox, calls, unstored } = await open()

    const { data, errors } = await ask(query)

    expect(errors).toBeUndefined()
    expect(data.it).toEqual({ user: { username: 'u0001' } })
    expect(calls()).toEqual([call])
    expect(sandbox.calls.at(-1)?.query).toEqual(asked)
    expect([...unstored.keys()]).toEqual(['u0001'])
  })

  it.each([upTo('user: "b"'), upTo('group: "7"'), ALL])(
    'are FEATURE_OFF where the app has none',
    async (query) => {
      const { ask } = await open({ sandbox: { roamingOpen: false } })
      expect((await ask(query)).errors).toMatchObject([{ extensions: { code: 'FEATURE_OFF' } }])
    },
  )
})

describe('the delivery status of a message', () => {
  const SEND = (to: string, fields: string) => `mutation { sendMessage(input: {
    from: "u0001", to: { ${to} }, body: { text: { content: "t" } }
  }) { results { message { ${fields} } } } }`

  it.each([
    { to: 'users: ["u0002"]', field: 'deliveryStatus', status: 'UNDELIVERED' },
    { to: 'users: ["u0003"]', field: 'deliveryStatus', status: 'DELIVERED' },
    { to: 'users: ["u0003"]', field: 'deliveryStatus(username: "U0003")', status: 'DELIVERED' },
    { to: 'groups: ["7"]', field: 'deliveryStatus(username: "u0002")', status: 'UNDELIVERED' },
    { to: 'groups: ["7"]', field: 'deliveryStatus', status: null },
    { to: 'chatrooms: ["7"]', field: 'deliveryStatus(username: "u0002")', status: null },
  ])('$field of one to $to is $status', async ({ to, field, status }) => {
    const { ask, sandbox, traffic } = await open()
    const { users, groups } = sandbox.store
    const [group] = groups.values()
    if (group !== undefined) groups.set('7', group)
    group?.members.set('u0002', 0)
    for (const [name, online] of [
      ['u0002', false],
      ['u0003', true],
    ] as const) {
      Object.assign(users.get(name) ?? {}, { online, lastDelivered: 0n })
    }

    const { data } = await ask(SEND(to, `it: ${field}`))

    expect(data.sendMessage.results[0].message.it).toBe(status)
    expect(traffic()['user-offline-status'] ?? 0).toBe(status === null ? 0 : 1)
  })
})
