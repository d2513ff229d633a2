import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'
import { MESSAGE_FRAGMENT } from '../support/messages.ts'

const IMPORT = `mutation($messages: [OldMessageInput!]!) {
  importMessages(messages: $messages) {
    results { target status messageId error { code } message { ...WholeMessage } }
  }
} ${MESSAGE_FRAGMENT}`

const LONG_AGO = '2019-05-06T07:08:09.123Z'
const url = 'https://a1.easemob.com/org/app/chatfiles/2cd4b2a0'
const BODIES = [
  { body: { text: { content: '你好' } }, type: 'txt' },
  { body: { image: { url, filename: 'f' } }, type: 'img' },
  { body: { audio: { url, filename: 'f', durationSeconds: 7 } }, type: 'audio' },
  { body: { video: { url, filename: 'f', durationSeconds: 7, sizeBytes: 9 } }, type: 'video' },
  { body: { file: { url, filename: 'f' } }, type: 'file' },
  { body: { location: { latitude: 1, longitude: 2, address: 'A' } }, type: 'loc' },
  { body: { command: { action: 'a' } }, type: 'cmd' },
  { body: { custom: { event: 'e' } }, type: 'custom' },
]

const textTo = (to: object, content = 'old') => ({
  ...{ from: 'U0001', to, body: { text: { content } }, sentAt: LONG_AGO },
})
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => textTo({ user: 'u0002' }, String(index)))

describe('importMessages', () => {
  it.each(BODIES)('brings a message of the type $type, with the time at which it was said', async (row) => {
    const { ask, sandbox, calls } = await start()

    const { data, errors } = await ask(IMPORT, {
      messages: [{ from: 'U0001', to: { user: 'U0002' }, body: row.body, ext: { k: 1 }, sentAt: LONG_AGO }],
    })

    expect(errors).toBeUndefined()
    const stored = sandbox.store.messages.at(-1)
    expect(stored).toMatchObject({
      ...{ from: 'u0001', targetType: 'users', target: 'u0002', type: row.type, ext: { k: 1 } },
      time: Date.parse(LONG_AGO),
    })
    expect(data.importMessages.results).toMatchObject([
      {
        ...{ target: 'u0002', status: 'SENT', messageId: stored?.id, error: null },
        message: { messageId: stored?.id, sentAt: LONG_AGO, from: { username: 'u0001' } },
      },
    ])
    expect(calls()).toEqual(['POST /messages/users/import'])
  })

  it('brings messages to users and groups in one go, a call each, and tells of each in the order given', async () => {
    const { ask, traffic } = await start()

    const { data } = await ask(IMPORT, {
      messages: [textTo({ group: '7' }), textTo({ user: 'u0002' }), textTo({ group: '8' })],
    })

    expect(data.importMessages.results).toMatchObject([{ target: '7' }, { target: 'u0002' }, { target: '8' }])
    expect(traffic()).toEqual({ 'message-import-user': 1, 'message-import-group': 2 })
  })

  it('brings what is given twice twice', async () => {
    const { ask, traffic } = await start()
    const { data } = await ask(IMPORT, { messages: [textTo({ user: 'u2' }), textTo({ user: 'u2' })] })
    expect(data.importMessages.results).toHaveLength(2)
    expect(traffic()).toEqual({ 'message-import-user': 2 })
  })

  it('says whether it was read, and whether its file is fetched', async () => {
    const { ask, sandbox } = await start()
    await ask(IMPORT, { messages: [{ ...textTo({ user: 'u2' }), isRead: true, downloadFile: false }] })
    expect(sandbox.calls.at(-1)?.body).toEqual({
      ...{ from: 'u0001', target: 'u2', type: 'txt', body: { msg: 'old' } },
      ...{ msg_timestamp: Date.parse(LONG_AGO), is_ack_read: true, need_download: false },
    })
  })

  it.each([
    { what: 'a 500', fault: { kind: 'answer', status: 500, body: {} } },
    { what: 'a broken connection', fault: { kind: 'reset-after-accept' } },
    { what: 'half an answer', fault: { kind: 'truncate' } },
    { what: 'an answer without an id', fault: { kind: 'answer', status: 200, body: { data: {} } } },
  ] as const)(
    'never sends one again after $what: it is UNKNOWN, and the others are SENT',
    async ({ fault }) => {
      const { ask, sandbox, calls } = await start()
      sandbox.fault({ ...fault, when: ({ body }) => JSON.stringify(body).includes('"msg":"1"') })

      const { data } = await ask(IMPORT, { messages: many(3) })

      expect(data.importMessages.results).toMatchObject([
        { status: 'SENT' },
        { status: 'UNKNOWN', messageId: null, message: null, error: { code: 'OUTCOME_UNKNOWN' } },
        { status: 'SENT' },
      ])
      expect(calls()).toHaveLength(3)
    },
  )

  it('sends again what was refused before it was done', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, calls } = await start({ clock, random: () => 0 })
    sandbox.fault({ kind: 'reach-limit', when: { path: /import/ }, times: 1 })

    const { data } = await clock.until(ask(IMPORT, { messages: many(1) }))

    expect(data.importMessages.results).toMatchObject([{ status: 'SENT' }])
    expect(calls()).toHaveLength(2)
  })

  it('is refused whole where there are more than fit into the time of one request', async () => {
    const { ask, sandbox } = await start()

    const { errors } = await ask(IMPORT, { messages: many(320) })

    expect(errors).toMatchObject([{ extensions: { code: 'WRITE_TOO_LARGE' } }])
    expect(sandbox.calls).toEqual([])
  })

  it('lets what people wait for go before it', async () => {
    const clock = createFalseClock()
    const { ask, calls } = await start({ clock })
    const importing = ask(IMPORT, { messages: many(100) })
    await clock.run(100)
    const begun = calls().length

    const reading = ask('{ users(first: 1) { edges { cursor } } }')
    await clock.until(Promise.all([importing, reading]))

    expect(begun).toBeLessThan(30)
    // Only behind those that have gone already.
    expect(calls().indexOf('GET /users')).toBe(begun)
  })

  it.each([
    { argument: 'messages', messages: [] },
    { argument: 'messages[1].from', messages: [...many(1), { ...textTo({ user: 'b' }), from: 'a b' }] },
    { argument: 'messages[0].to.chatroom', messages: [textTo({ chatroom: '7' })] },
    { argument: 'messages[0].to.group', messages: [textTo({ group: 'x' })] },
    { argument: 'body', messages: [...many(1), textTo({ user: 'b' }, 'x'.repeat(5_200))] },
  ])('is refused before any call when $argument cannot be right', async ({ argument, messages }) => {
    const { ask, sandbox } = await start()

    const { errors } = await ask(IMPORT, { messages })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })
})
