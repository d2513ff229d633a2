import { describe, expect, it } from 'vitest'
import { openFixtures } from '../support/fixtures.ts'
import { at, keysOf, manyNames, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const TEXT = { from: 'u0001', to: ['U0002', 'ghost'], type: 'txt', body: { msg: 'hi' }, ext: { k: 'v' } }

describe('sending messages', () => {
  it('answers an id for each target, known or not, and keeps each message', async () => {
    const { sandbox, ask } = await openSandbox()
    const before = sandbox.store.messages.length
    const { status, body } = await ask('POST', '/messages/users', { json: TEXT })
    expect(status).toBe(200)
    expect(keysOf(body)).toEqual([
      ...[
        'action',
        'application',
        'applicationName',
        'data',
        'duration',
        'organization',
        'path',
        'timestamp',
        'uri',
      ],
    ])
    expect(at(body, 'data')).toEqual({
      u0002: expect.stringMatching(/^\d{19}$/),
      ghost: expect.stringMatching(/^\d{19}$/),
    })
    const sent = { from: 'u0001', targetType: 'users', type: 'txt', body: { msg: 'hi' }, ext: { k: 'v' } }
    expect(sandbox.store.messages.slice(before)).toMatchObject([
      { ...sent, target: 'u0002', id: at(body, 'data', 'u0002') },
      { ...sent, target: 'ghost', id: at(body, 'data', 'ghost') },
    ])
  })

  it('gives ids above 2^53', async () => {
    const { ask } = await openSandbox()
    const { body } = await ask('POST', '/messages/users', { json: TEXT })
    expect(Number(at(body, 'data', 'u0002'))).toBeGreaterThan(Number.MAX_SAFE_INTEGER)
  })

  it('sends as admin when nobody is named', async () => {
    const { sandbox, ask } = await openSandbox()
    await ask('POST', '/messages/users', { json: { ...TEXT, from: undefined } })
    expect(sandbox.store.messages.at(-1)?.from).toBe('admin')
  })

  it('sends twice to a target that is listed twice', async () => {
    const { sandbox, ask } = await openSandbox()
    const before = sandbox.store.messages.length
    await ask('POST', '/messages/users', { json: { ...TEXT, to: ['u0002', 'u0002'] } })
    expect(sandbox.store.messages).toHaveLength(before + 2)
  })

  it.each([
    { targets: 'users', most: 600 },
    { targets: 'chatgroups', most: 3 },
    { targets: 'chatrooms', most: 10 },
  ])('takes $most $targets and not one more', async ({ targets, most }) => {
    const { ask } = await openSandbox()
    const send = (size: number) =>
      ask('POST', `/messages/${targets}`, { json: { ...TEXT, to: manyNames(size) } })
    expect((await send(most)).status).toBe(200)
    expect(await send(most + 1)).toMatchObject({
      status: 400,
      body: { error: 'message_send_error', error_description: `params to's size can't exceed limit ${most}` },
    })
  })

  it.each([
    { change: { from: '' }, error_description: "param from can't be empty" },
    { change: { to: undefined }, error_description: "param to can't be empty" },
    { change: { to: [] }, error_description: "param to can't be empty" },
    { change: { to: 'u0002' }, error_description: "param to can't be empty" },
    { change: { type: undefined }, error_description: "param type can't be empty" },
    { change: { body: undefined }, error_description: "param body can't be empty" },
    { change: { ext: null }, error_description: 'param ext must be JSONObject' },
    { change: { ext: 'x' }, error_description: 'param ext must be JSONObject' },
  ])('refuses $change', async ({ change, error_description }) => {
    const { sandbox, ask } = await openSandbox()
    const before = sandbox.store.messages.length
    const answer = await ask('POST', '/messages/users', { json: { ...TEXT, ...change } })
    expect(answer).toMatchObject({ status: 400, body: { error: 'message_send_error', error_description } })
    expect(sandbox.store.messages).toHaveLength(before)
  })

  it.each([
    { msg: 'x'.repeat(5 * 1024 - 25), status: 200 },
    { msg: 'x'.repeat(5 * 1024), status: 400 },
    { msg: '漢'.repeat(1707), status: 400 },
  ])('measures body and ext in bytes, 5 KB at most: $status', async ({ msg, status }) => {
    const { ask } = await openSandbox()
    const answer = await ask('POST', '/messages/users', { json: { ...TEXT, body: { msg } } })
    expect(answer.status).toBe(status)
    if (status === 400) expect(answer.body).toMatchObject({ error_description: 'message is too large' })
  })

  it('refuses a body that is no object with invalid_request_body', async () => {
    const { ask } = await openSandbox()
    const answer = await ask('POST', '/messages/users', { json: [TEXT] })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request_body' } })
  })
})

describe.each([
  { path: '/messages/chatgroups/users', targetType: 'chatgroups', id: 'message-send-group-targeted' },
  { path: '/messages/chatrooms/users', targetType: 'chatrooms', id: 'message-send-room-targeted' },
])('sending to some members: POST $path', ({ path, targetType, id }) => {
  const asked = { ...TEXT, to: ['7'], users: ['U0002', 'ghost'] }

  it('answers one id as documented, and keeps one message for those alone', async () => {
    const { sandbox, ask } = await openSandbox()
    const { status, body } = await ask('POST', path, { json: asked })
    expect(status).toBe(200)
    expect(keysOf(body)).toEqual(keysOf(JSON.parse(openFixtures().read(`${id}.json`).text)))
    expect(faultOf(id, body)).toBeNull()
    const sent = sandbox.store.messages.at(-1)
    expect(at(body, 'data')).toEqual({ 7: sent?.id })
    expect(sent).toMatchObject({ targetType, target: '7', only: ['u0002', 'ghost'], body: { msg: 'hi' } })
  })

  it.each([
    { change: { users: undefined }, error_description: "param users can't be empty" },
    { change: { users: [] }, error_description: "param users can't be empty" },
    { change: { users: manyNames(21) }, error_description: "params users's size can't exceed limit 20" },
    { change: { to: [] }, error_description: "param to can't be empty" },
    { change: { to: ['7', '8'] }, error_description: "params to's size can't exceed limit 1" },
    { change: { body: undefined }, error_description: "param body can't be empty" },
  ])('refuses $change', async ({ change, error_description }) => {
    const { sandbox, ask } = await openSandbox()
    const before = sandbox.store.messages.length
    const answer = await ask('POST', path, { json: { ...asked, ...change } })
    expect(answer).toMatchObject({ status: 400, body: { error: 'message_send_error', error_description } })
    expect(sandbox.store.messages).toHaveLength(before)
  })
})
