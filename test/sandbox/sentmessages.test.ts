import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { openFixtures } from '../support/fixtures.ts'
import { at, keysOf, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const fixtures = openFixtures()
const MINUTE = 60_000
const NOON = Date.UTC(2026, 0, 1, 12)

/** One message from u0001 to u0002, sent at noon. */
async function open(options: object = {}) {
  const clock = createFalseClock(NOON)
  const { sandbox, ask } = await openSandbox({ clock, ...options })
  const message = { from: 'u0001', to: ['u0002'], type: 'txt', body: { msg: 'hi' }, ext: { a: 1 } }
  const sent = await ask('POST', '/messages/users', { json: message })
  const id = String(at(sent.body, 'data', 'u0002'))
  const found = () => sandbox.store.messages.find((one) => one.id === id)
  return { clock, sandbox, ask, id, found }
}

const refused = (status: number, error: string, error_description: string) => ({
  status,
  body: expect.objectContaining({ error, error_description }),
})

describe('POST /messages/batch_recall', () => {
  async function openRecall(options: object = {}) {
    const world = await open(options)
    const one = { msg_id: world.id, to: 'u0002', chat_type: 'chat', force: false }
    const recall = (...msgs: readonly object[]) =>
      world.ask('POST', '/messages/batch_recall', { json: { msgs: msgs.map((msg) => ({ ...one, ...msg })) } })
    const wordsOf = async (...msgs: readonly object[]) => {
      const { body } = await recall(...msgs)
      expect(faultOf('message-recall-batch', body)).toBeNull()
      return msgs.map((_, index) => at(body, 'data', msgs.length - 1 - index, 'recalled'))
    }
    return { ...world, one, recall, wordsOf }
  }

  it('answers as documented, and takes the message from who has not got it yet', async () => {
    const { recall, sandbox, ask, id } = await openRecall()
    const user = sandbox.store.users.get('u0002')
    if (user !== undefined) Object.assign(user, { online: false, lastDelivered: 0n })
    const waits = () => ask('GET', `/users/u0002/offline_msg_status/${id}`)
    expect(at((await waits()).body, 'data', id)).toBe('undelivered')

    const { status, body } = await recall({})

    expect(status).toBe(200)
    const shown = JSON.parse(fixtures.read('message-recall-batch.json').text)
    expect(keysOf(body)).toEqual(keysOf(shown))
    expect(keysOf(at(body, 'data', 0))).toEqual(keysOf(shown.data[0]))
    expect(at((await waits()).body, 'data', id)).toBe('delivered')
  })

  it('tells of each why not, and takes the others back', async () => {
    const { wordsOf } = await openRecall()
    expect(await wordsOf({}, { msg_id: '1' }, { to: 'u0003' }, { chat_type: 'groupchat' })).toEqual([
      'yes',
      ...['not_found msg', 'not_found msg', 'not_found msg'],
    ])
    expect(await wordsOf({})).toEqual(['not_found msg'])
  })

  it('takes back what is up to 2 minutes old, and older messages by force', async () => {
    const { wordsOf, clock } = await openRecall()
    clock.advance(2 * MINUTE + 1)
    expect(await wordsOf({})).toEqual(['exceed recall time limit'])
    expect(await wordsOf({ force: true })).toEqual(['yes'])
  })

  it('takes back what is exactly 2 minutes old', async () => {
    const { wordsOf, clock } = await openRecall()
    clock.advance(2 * MINUTE)
    expect(await wordsOf({})).toEqual(['yes'])
  })

  it.each([
    { change: { msg_id: '' }, name: 'msg_id' },
    { change: { to: '' }, name: 'to' },
    { change: { chat_type: '' }, name: 'chat_type' },
    { change: { force: null }, name: 'force' },
  ])('refuses a call without $name', async ({ change, name }) => {
    const { recall, sandbox } = await openRecall()
    expect(await recall({}, change)).toMatchObject(
      refused(400, 'message_recall_error', `param ${name} can't be empty`),
    )
    expect(sandbox.store.acts.recalled.size).toBe(0)
  })

  it('is refused where the app does not have it', async () => {
    const { recall } = await openRecall({ recallOpen: false })
    expect(await recall({})).toMatchObject(refused(403, 'forbidden_op', 'message recall service is unopened'))
  })

  it('has a form for one message, which answers an error where it was not taken back', async () => {
    const { ask, one } = await openRecall()
    const recallOne = (change: object = {}) =>
      ask('POST', '/messages/msg_recall', { json: { ...one, ...change } })
    expect(await recallOne({ msg_id: '1' })).toMatchObject(
      refused(403, 'message_recall_error', 'not_found msg'),
    )
    const { status, body } = await recallOne()
    expect(status).toBe(200)
    expect(faultOf('message-recall', body)).toBeNull()
    expect(keysOf(body)).toEqual(keysOf(JSON.parse(fixtures.read('message-recall.json').text)))
  })
})

describe('PUT /messages/rewrite/{id}', () => {
  const NEW = { new_msg: { type: 'txt', msg: 'new' } }

  async function openEdit(options: object = {}) {
    const world = await open(options)
    const edit = (json: object = NEW, id = world.id) => world.ask('PUT', `/messages/rewrite/${id}`, { json })
    return { ...world, edit }
  }

  it('answers as documented, and leaves all else as it was', async () => {
    const { edit, found } = await openEdit()
    const before = found()

    const { status, body } = await edit()

    expect(status).toBe(200)
    expect(faultOf('message-rewrite', body)).toBeNull()
    expect(keysOf(body)).toEqual(keysOf(JSON.parse(fixtures.read('message-rewrite.json').text)))
    expect(found()).toEqual({ ...before, body: { msg: 'new' } })
  })

  it.each([
    { given: {}, ext: { a: 1 } },
    { given: { new_ext: { b: 2 } }, ext: { a: 1, b: 2 } },
    { given: { new_ext: { b: 2 }, is_combine_ext: true }, ext: { a: 1, b: 2 } },
    { given: { new_ext: { b: 2 }, is_combine_ext: false }, ext: { b: 2 } },
  ])('makes the ext $ext of $given', async ({ given, ext }) => {
    const { edit, found } = await openEdit()
    await edit({ ...NEW, ...given })
    expect(found()?.ext).toEqual(ext)
  })

  it('takes ten edits', async () => {
    const { edit } = await openEdit()
    for (let edits = 0; edits < 10; edits += 1) expect((await edit()).status).toBe(200)
    expect(await edit()).toMatchObject(
      refused(403, 'message_rewrite_error', 'The message has reached its edit limit.'),
    )
  })

  it.each([
    { what: 'an unknown message', json: NEW, id: '1', status: 404, error: 'message_rewrite_error' },
    { what: 'somebody else', json: { ...NEW, user: 'u0002' }, status: 401, error: 'message_rewrite_error' },
    {
      ...{ what: 'another type', status: 400, error: 'message_rewrite_error' },
      json: { new_msg: { type: 'custom', customEvent: 'e' } },
    },
    { what: 'no text', json: { new_msg: { type: 'txt' } }, status: 400, error: 'illegal_argument' },
    {
      ...{ what: 'a picture', status: 400, error: 'illegal_argument' },
      json: { new_msg: { type: 'img', msg: 'm' } },
    },
  ])('refuses $what', async ({ json, id, status, error }) => {
    const { edit, found } = await openEdit()
    expect(await edit(json, id)).toMatchObject({ status, body: { error } })
    expect(found()?.body).toEqual({ msg: 'hi' })
  })

  it('knows no message that was taken back', async () => {
    const { edit, sandbox, id } = await openEdit()
    sandbox.store.acts.recalled.add(id)
    expect((await edit()).status).toBe(404)
  })

  it('is refused where the app does not have it', async () => {
    const { edit } = await openEdit({ editingOpen: false })
    expect(await edit()).toMatchObject(
      refused(403, 'message_rewrite_error', 'The message rewrite feature is not open.'),
    )
  })
})

describe.each([
  { path: '/messages/users/import', fixture: 'message-import-user', targetType: 'users', target: 'u0002' },
  {
    path: '/messages/chatgroups/import',
    fixture: 'message-import-group',
    targetType: 'chatgroups',
    target: '7',
  },
])('POST $path', ({ path, fixture, targetType, target }) => {
  const OLD = { from: 'u0001', target, type: 'txt', body: { msg: 'old' } }

  it('answers as documented, and keeps the time at which it was said', async () => {
    const { ask, sandbox } = await open()

    const { status, body } = await ask('POST', path, { json: { ...OLD, msg_timestamp: 1577836800000 } })

    expect(status).toBe(200)
    expect(faultOf(fixture, body)).toBeNull()
    expect(keysOf(body)).toEqual(keysOf(JSON.parse(fixtures.read(`${fixture}.json`).text)))
    const id = at(body, 'data', 'msg_id')
    expect(sandbox.store.messages.at(-1)).toMatchObject({ id, targetType, target, time: 1577836800000 })
  })

  it('is said now where no time is told', async () => {
    const { ask, sandbox } = await open()
    await ask('POST', path, { json: OLD })
    expect(sandbox.store.messages.at(-1)?.time).toBe(NOON)
  })

  it.each([{ from: '' }, { target: '' }, { type: '' }, { body: {} }, { msg_timestamp: 'yesterday' }])(
    'refuses %j',
    async (change) => {
      const { ask, sandbox } = await open()
      const before = sandbox.store.messages.length
      expect((await ask('POST', path, { json: { ...OLD, ...change } })).status).toBe(400)
      expect(sandbox.store.messages).toHaveLength(before)
    },
  )
})
