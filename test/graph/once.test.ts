import Libsql from 'libsql'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { createFalseClock } from '../support/clock.ts'
import { type Answer, actingAs, type Harness, start } from '../support/harness.ts'
import { freshPath } from '../support/paths.ts'

const SEND = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) { from { username } results { target status messageId error { code message } } }
}`
const KEY = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
const GROUP = '136228900143105'
const DAY_MS = 24 * 3_600_000

const INPUT = {
  from: 'u0001',
  to: { users: ['u0002', 'u0003'] },
  body: { text: { content: 'a secret of two' } },
  ext: { color: 'red', size: 1 },
  idempotencyKey: KEY,
}
type Changed = Readonly<Record<string, unknown>>
const send = ({ ask }: Harness, changed: Changed = {}, options = {}) =>
  ask(SEND, { input: { ...INPUT, ...changed } }, options)

const codesOf = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions.code)
const statusesOf = ({ data }: Answer) =>
  data.sendMessage.results.map(({ status }: { status: string }) => status)
const keysIn = ({ sandbox }: Harness) =>
  sandbox.store.messages.map(({ ext }) => ext?.idempotencyKey).filter((key) => key !== undefined)
const contactChange = (mutation: string, username: string) =>
  `mutation { ${mutation}(input: { username: "u0001", contacts: ["${username}"] }) { results { status } } }`
const CALL = { 'message-send-users': 1 }

describe('a send with a key', () => {
  it('is one call and twenty equal answers when it is asked for twenty times at once', async () => {
    const server = await start()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(server)))
    const [first, ...others] = answers.map(({ data, errors }) => ({ data, errors }))

    expect(first?.errors).toBeUndefined()
    expect(first?.data.sendMessage.results).toMatchObject([
      { target: 'u0002', status: 'SENT', messageId: expect.stringMatching(/^\d+$/) },
      { target: 'u0003', status: 'SENT', messageId: expect.stringMatching(/^\d+$/) },
    ])
    for (const other of others) expect(other).toEqual(first)
    expect(server.traffic()).toEqual(CALL)
  })

  it('is answered alike whenever it is repeated, without a call', async () => {
    const server = await start()
    const { data } = await send(server)
    const { data: again, extensions } = await send(server)
    expect(again).toEqual(data)
    expect(extensions?.upstream).toMatchObject({ calls: 0 })
    expect(server.traffic()).toEqual(CALL)
  })

  it('carries it to the receivers, beside what the app sends along', async () => {
    const server = await start()
    await send(server)
    await send(server, { ext: null, idempotencyKey: 'another' })
    expect(server.sandbox.store.messages.slice(-4).map(({ ext }) => ext)).toEqual([
      ...[1, 2].map(() => ({ color: 'red', size: 1, idempotencyKey: KEY })),
      ...[1, 2].map(() => ({ idempotencyKey: 'another' })),
    ])
  })

  it.each([
    { to: { users: ['u0002', 'constructor'] } },
    { to: { groups: [GROUP] } },
    { to: { groupMembers: { groupId: GROUP, usernames: ['u0001', 'u0002'] } } },
  ])('is told with the same message when it is repeated, to $to', async ({ to }) => {
    const server = await start()
    const query = `mutation($input: SendMessageInput!) { sendMessage(input: $input) {
      results { target status recipient { __typename } message { id sentAt ext to { __typename } ... on TextMessage { content } } }
    } }`
    const [first, again] = [
      await server.ask(query, { input: { ...INPUT, to } }),
      await server.ask(query, { input: { ...INPUT, to } }),
    ]
    expect(first.errors).toBeUndefined()
    expect(first.data.sendMessage.results[0].message).toMatchObject({ content: 'a secret of two' })
    expect(again.data).toEqual(first.data)
    expect(Object.values(server.traffic())).toEqual([1])
  })

  it('without one is sent whenever it is asked for', async () => {
    const server = await start()
    for (const idempotencyKey of [null, undefined]) await send(server, { idempotencyKey })
    expect(server.traffic()).toEqual({ 'message-send-users': 2 })
    expect(keysIn(server)).toEqual([])
  })

  it.each([
    { what: 'the order of fields', changed: { ext: { size: 1, color: 'red' } } },
    { what: 'a default that is spelled out', changed: { onlineOnly: false } },
    { what: 'null instead of nothing', changed: { priority: null, leftOutOfRoamingOf: null } },
    { what: 'the case of names', changed: { from: 'U0001', to: { users: ['U0002', 'u0003'] } } },
  ])('is the same whatever $what', async ({ changed }) => {
    const server = await start()
    const { data } = await send(server)
    expect((await send(server, changed)).data).toEqual(data)
    expect(server.traffic()).toEqual(CALL)
  })

  it.each([
    { what: 'sender', changed: { from: 'u0004' } },
    { what: 'targets', changed: { to: { users: ['u0002'] } } },
    { what: 'order of targets', changed: { to: { users: ['u0003', 'u0002'] } } },
    { what: 'text', changed: { body: { text: { content: 'a secret of two.' } } } },
    { what: 'ext', changed: { ext: { color: 'red', size: '1' } } },
    { what: 'null in its ext', changed: { ext: { ...INPUT.ext, more: null } } },
    { what: 'option', changed: { syncToDevices: true } },
  ])('is refused with another $what', async ({ changed }) => {
    const server = await start()
    await send(server)
    expect(codesOf(await send(server, changed))).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    expect(server.traffic()).toEqual(CALL)
  })

  it('is another one for another caller, and for an admin', async () => {
    const server = await start()
    const input = { from: 'u0001', to: { users: ['u0001'] } }
    const [own, ofAdmin] = [await send(server, input, actingAs('u0001')), await send(server, input)]
    const ofOther = await send(server, { from: 'u0002', to: { users: ['u0002'] } }, actingAs('u0002'))
    const ids = [own, ofAdmin, ofOther].map(({ data }) => data.sendMessage.results[0].messageId)
    expect(new Set(ids).size).toBe(3)
  })

  it('is sent again after 24 hours', async () => {
    const clock = createFalseClock()
    const server = await start({ clock, sandbox: { tokenTtlSeconds: 1_000_000 } })
    await clock.until(send(server))
    clock.advance(DAY_MS - 1_000)
    await clock.until(send(server))
    expect(server.traffic()).toEqual(CALL)
    clock.advance(1_000)
    await clock.until(send(server, { body: { text: { content: 'the next day' } } }))
    expect(server.traffic()).toEqual({ 'message-send-users': 2 })
  })
})

describe('the key of a send', () => {
  it.each(['', 'x'.repeat(129), 'a\nb', 'ключ', '\u007f'])('cannot be %j', async (idempotencyKey) => {
    const server = await start()
    expect(await send(server, { idempotencyKey })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'idempotencyKey' } }],
    })
    expect(server.traffic()).toEqual({})
  })

  it.each(['x', 'x'.repeat(128), 'two words', '~!"{}'])('can be %j', async (idempotencyKey) => {
    const server = await start()
    await send(server, { idempotencyKey })
    expect(keysIn(server)).toEqual([idempotencyKey, idempotencyKey])
  })

  it('never takes the place of what the app has in its ext', async () => {
    const server = await start()
    expect(await send(server, { ext: { idempotencyKey: 'mine' } })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'ext' } }],
    })
    await send(server, { ext: { idempotencyKey: 'mine' }, idempotencyKey: null })
    expect(keysIn(server)).toEqual(['mine', 'mine'])
  })

  it('stands beside no ext that is nested too deep', async () => {
    const server = await start()
    const ext = { deep: JSON.parse(`${'['.repeat(2_400)}${']'.repeat(2_400)}`) }
    const { errors } = await send(server, { ext })
    expect(errors).toMatchObject([
      { message: expect.stringContaining('nested deeper than 100'), extensions: { argument: 'ext' } },
    ])
    expect(server.traffic()).toEqual({})
  })

  it('counts towards the size of the message', async () => {
    const server = await start()
    const key = 'x'.repeat(128)
    // Of the 5120 bytes: {"msg":""} has 10, {"idempotencyKey":"…"} has 149.
    const fitting = {
      body: { text: { content: 'y'.repeat(5120 - 10 - 149) } },
      ext: null,
      idempotencyKey: key,
    }
    const tooLong = { ...fitting, body: { text: { content: 'y'.repeat(5120 - 10 - 148) } } }
    expect(codesOf(await send(server, tooLong))).toEqual(['BAD_USER_INPUT'])
    expect(codesOf(await send(server, fitting))).toEqual([])
  })
})

describe('a send that was certainly not done', () => {
  it.each([
    {
      what: 'failed for all targets',
      fault: { kind: 'answer', status: 403, body: { error: 'message_send_error' } } as const,
      first: ['FAILED', 'FAILED'],
    },
    {
      what: 'never reached the service',
      fault: { kind: 'resource-limited' } as const,
      first: ['FAILED', 'FAILED'],
    },
  ])('because it $what is sent when it is repeated', async ({ fault, first }) => {
    const server = await start()
    const mend = server.sandbox.fault({ ...fault, when: { path: /messages/ } })
    expect(statusesOf(await send(server))).toEqual(first)
    mend()
    expect(statusesOf(await send(server))).toEqual(['SENT', 'SENT'])
    expect(keysIn(server)).toHaveLength(2)
  })

  it.each([
    { what: 'its input was wrong', changed: { priority: 'HIGH' }, code: 'BAD_USER_INPUT', mended: {} },
    {
      what: 'it was too large',
      changed: { to: { groups: Array.from({ length: 3000 }, (_, index) => String(1000 + index)) } },
      code: 'WRITE_TOO_LARGE',
      mended: {},
    },
  ])('because $what leaves its key free', async ({ changed, code, mended }) => {
    const server = await start()
    expect(codesOf(await send(server, changed))).toEqual([code])
    expect(statusesOf(await send(server, mended))).toEqual(['SENT', 'SENT'])
  })

  it('because the caller might not is sent when they may', async () => {
    const server = await start()
    const changed = { to: { users: ['u0300'] } }
    expect(codesOf(await send(server, changed, actingAs('u0001')))).toEqual(['FORBIDDEN'])
    await server.ask(contactChange('addContacts', 'u0300'))
    expect(statusesOf(await send(server, changed, actingAs('u0001')))).toEqual(['SENT'])
  })

  it('fails alike for all who asked at once, and leaves its key free', async () => {
    const server = await start()
    const to = { groups: Array.from({ length: 3000 }, (_, index) => String(1000 + index)) }
    const answers = await Promise.all([send(server, { to }), send(server, { to }), send(server, { to })])
    expect(answers.map(codesOf)).toEqual(answers.map(() => ['WRITE_TOO_LARGE']))
    expect(statusesOf(await send(server))).toEqual(['SENT', 'SENT'])
  })
})

describe('a send that was done in part', () => {
  const many = { users: Array.from({ length: 601 }, (_, index) => `guest${index}`) }
  const isToLast = ({ body }: { body?: unknown }) => JSON.stringify(body).includes('"guest600"')

  it.each([
    { what: 'UNKNOWN', fault: { kind: 'reset-after-accept' } as const },
    {
      what: 'FAILED',
      fault: { kind: 'answer', status: 403, body: { error: 'message_send_error' } } as const,
    },
  ])('stays $what for the rest, and nothing of it is sent again', async ({ what, fault }) => {
    const server = await start()
    server.sandbox.fault({ ...fault, when: isToLast })
    const { data, errors } = await send(server, { to: many })
    expect(errors).toBeUndefined()
    expect(data.sendMessage.results.at(0).status).toBe('SENT')
    expect(data.sendMessage.results.at(-1).status).toBe(what)
    const before = server.calls().length

    expect((await send(server, { to: many })).data).toEqual(data)
    expect(server.calls()).toHaveLength(before)
  })
})

describe('who may send is asked of each request', () => {
  it('also of one that would be answered from what is kept', async () => {
    const server = await start()
    const [friend = ''] = server.sandbox.store.contacts.get('u0001')?.keys() ?? []
    const input = { to: { users: [friend] } }
    expect(statusesOf(await send(server, input, actingAs('u0001')))).toEqual(['SENT'])
    await server.ask(contactChange('removeContacts', friend))
    expect(codesOf(await send(server, input, actingAs('u0001')))).toEqual(['FORBIDDEN'])
  })
})

describe('what is kept', () => {
  const open = (file: string) =>
    openStore({ file, now: Date.now, jobsKeptMs: 0, onFault: (fault) => expect.fail(String(fault)) })

  it('gives the same answer after a restart', async () => {
    const file = freshPath()
    const before = open(file)
    const { data } = await send(await start({ store: before }))
    await before.close()

    const after = open(file)
    const server = await start({ store: after })
    expect((await send(server)).data).toEqual(data)
    expect(codesOf(await send(server, { from: 'u0004' }))).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    expect(server.traffic()).toEqual({})
    await after.close()
  })

  it('has ids and errors, and no word of a message', async () => {
    const file = freshPath()
    const store = open(file)
    await send(await start({ store }))
    await store.close()
    const database = new Libsql(file)
    const rows = ['requests', 'request_calls'].map((table) =>
      JSON.stringify(database.prepare(`SELECT * FROM ${table}`).all()),
    )
    expect(rows).toEqual([expect.stringContaining(KEY), expect.stringContaining('u0002')])
    expect(rows.join()).not.toMatch(/secret|color|red/)
  })
})
