import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { actingAs, start } from '../support/harness.ts'

const MINUTE = 60_000
const RECALL = `mutation($input: RecallMessagesInput!) {
  recallMessages(input: $input) { results { messageId status error { code } } }
}`
const PATH = '/messages/batch_recall'

/** As many messages from u0001 to u0002, just sent. */
async function open(count: number, sandboxOptions: object = {}) {
  const clock = createFalseClock(Date.UTC(2026, 0, 1, 12))
  const harness = await start({ clock, sandbox: sandboxOptions })
  const { messages } = harness.sandbox.store
  const said = { from: 'u0001', targetType: 'users', target: 'u0002', type: 'txt', body: {} } as const
  const ids = Array.from({ length: count }, (_, index) => String(7_000_000_000_000_000_001n + BigInt(index)))
  for (const id of ids) messages.push({ ...said, id, ext: undefined, time: clock.now() })
  const recallAs = (input: object, as = {}) => clock.until(harness.ask(RECALL, { input }, as))
  const toUser = (id: string) => ({ messageId: id, to: { user: 'U0002' } })
  const recall = async (input: object) => {
    const { data, errors } = await recallAs(input)
    expect(errors).toBeUndefined()
    return data.recallMessages.results
  }
  return { ...harness, clock, ids, recall, recallAs, toUser, recalled: harness.sandbox.store.acts.recalled }
}

const done = (messageId: string) => ({ messageId, status: 'DONE', error: null })
const failed = (messageId: string, code: string) => ({ messageId, status: 'FAILED', error: { code } })

describe('recallMessages', () => {
  it('takes messages back, 30 a call, and tells of each in the order given', async () => {
    const { ids, recall, toUser, traffic, recalled } = await open(61)

    const results = await recall({ messages: ids.map(toUser) })

    expect(results).toEqual(ids.map(done))
    expect([...recalled].sort()).toEqual(ids)
    expect(traffic()).toEqual({ 'message-recall-batch': 3 })
  })

  it('says where each message is, and how it is taken back', async () => {
    const { ids, recall, toUser, sandbox } = await open(1)
    const [id = ''] = ids

    await recall({
      messages: [
        toUser(id),
        { messageId: '8', to: { group: '7' } },
        { messageId: '9', to: { chatroom: '6' } },
      ],
      ...{ recalledBy: 'U0001', force: true, syncToDevices: false, extensionInfo: 'spam' },
    })

    const shared = { from: 'u0001', force: true, recallMessageExtensionInfo: 'spam' }
    expect(sandbox.calls.at(-1)?.body).toEqual({
      msgs: [
        { msg_id: id, to: 'u0002', chat_type: 'chat', sync_device: false, ...shared },
        { msg_id: '8', to: '7', chat_type: 'groupchat', ...shared },
        { msg_id: '9', to: '6', chat_type: 'chatroom', ...shared },
      ],
    })
  })

  it('by default is the app’s own doing, without force, and told to the devices of the sender', async () => {
    const { ids, recall, toUser, sandbox } = await open(1)

    await recall({ messages: ids.map(toUser), force: null, syncToDevices: null })

    expect(sandbox.calls.at(-1)?.body).toEqual({
      msgs: [{ msg_id: ids[0], to: 'u0002', chat_type: 'chat', force: false, sync_device: true }],
    })
  })

  it('tells which are not there, elsewhere, or taken back before; the others go', async () => {
    const { ids, recall, toUser, recalled } = await open(4)
    const [first = '', second = '', third = '', fourth = ''] = ids
    await recall({ messages: [toUser(first)] })

    const elsewhere = { messageId: third, to: { user: 'u0003' } }
    const results = await recall({
      messages: [toUser(first), toUser(second), elsewhere, toUser(fourth), toUser('5')],
    })

    expect(results).toEqual([
      ...[failed(first, 'NOT_FOUND'), done(second), failed(third, 'NOT_FOUND'), done(fourth)],
      failed('5', 'NOT_FOUND'),
    ])
    expect(recalled.has(third)).toBe(false)
  })

  it('tells which are too old, and takes them back by force', async () => {
    const { ids, recall, toUser, clock } = await open(2)
    clock.advance(2 * MINUTE + 1)

    expect(await recall({ messages: ids.map(toUser) })).toEqual(ids.map((id) => failed(id, 'TOO_LATE')))
    expect(await recall({ messages: ids.map(toUser), force: true })).toEqual(ids.map(done))
  })

  it('is FEATURE_OFF for all where the app does not have it, after one call', async () => {
    const { ids, recall, toUser, calls } = await open(2, { recallOpen: false })

    expect(await recall({ messages: ids.map(toUser) })).toEqual(ids.map((id) => failed(id, 'FEATURE_OFF')))
    expect(calls()).toEqual([`POST ${PATH}`])
  })

  it.each([
    { text: 'exceed recall time limit', code: 'TOO_LATE' },
    { text: 'not_found msg', code: 'NOT_FOUND' },
  ])('finds the one for which the service refuses a whole call: $code', async ({ text, code }) => {
    const { ids, recall, toUser, sandbox, traffic } = await open(4)
    const [, , bad = ''] = ids
    sandbox.fault({
      ...{ kind: 'answer', status: 403, body: { error: 'message_recall_error', error_description: text } },
      when: ({ body }) => JSON.stringify(body).includes(bad),
    })

    const results = await recall({ messages: ids.map(toUser) })

    expect(results).toEqual(ids.map((id) => (id === bad ? failed(id, code) : done(id))))
    // All, each half, and each of the half that has it.
    expect(traffic()).toEqual({ 'message-recall-batch': 5 })
  })

  it('leaves a call without a clear answer UNKNOWN, and makes it once', async () => {
    const { ids, recall, toUser, sandbox, calls } = await open(2)
    sandbox.fault({ kind: 'reset-after-accept', when: ({ path }) => path === PATH })

    const results = await recall({ messages: ids.map(toUser) })

    const error = { code: 'OUTCOME_UNKNOWN' }
    expect(results).toEqual(ids.map((messageId) => ({ messageId, status: 'UNKNOWN', error })))
    expect(calls()).toHaveLength(1)
  })

  it('leaves UNKNOWN what the answer does not tell', async () => {
    const { ids, recall, toUser, sandbox } = await open(2)
    sandbox.fault({
      kind: 'answer',
      ...{ status: 200, body: { data: [{ msg_id: ids[1], recalled: 'yes' }] } },
      when: ({ path }) => path === PATH,
    })

    const results = await recall({ messages: ids.map(toUser) })

    expect(results).toMatchObject([{ status: 'UNKNOWN' }, { status: 'DONE' }])
  })

  it.each([
    { argument: 'messages', input: { messages: [] } },
    { argument: 'messages[0].messageId', input: { messages: [{ messageId: 'a', to: { user: 'b' } }] } },
    { argument: 'messages[0].to.user', input: { messages: [{ messageId: '1', to: { user: 'a/b' } }] } },
    { argument: 'messages[0].to.group', input: { messages: [{ messageId: '1', to: { group: 'x' } }] } },
    {
      argument: 'messages[1].messageId',
      input: {
        messages: [
          { messageId: '1', to: { user: 'b' } },
          { messageId: '1', to: { group: '2' } },
        ],
      },
    },
    {
      argument: 'recalledBy',
      input: { messages: [{ messageId: '1', to: { user: 'b' } }], recalledBy: '..' },
    },
  ])('is refused before any call when $argument cannot be right', async ({ argument, input }) => {
    const { recallAs, sandbox } = await open(0)

    const { errors } = await recallAs(input)

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })

  it('is for admins, even of an own message', async () => {
    const { ids, recallAs, toUser, recalled } = await open(1)

    const { errors } = await recallAs({ messages: ids.map(toUser), recalledBy: 'u0001' }, actingAs('u0001'))

    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(recalled.size).toBe(0)
  })
})
