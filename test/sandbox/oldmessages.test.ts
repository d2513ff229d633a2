import { describe, expect, it } from 'vitest'
import { openFixtures } from '../support/fixtures.ts'
import { at, keysOf, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const fixtures = openFixtures()
const documented = (file: string): Record<string, unknown> => JSON.parse(fixtures.read(file).text)

const TEXT = {
  target_type: 'users',
  target: ['U0002', 'u0003'],
  msg: { type: 'txt', msg: 'hi' },
  from: 'U0001',
}

describe('the form of 2015', () => {
  it.each([
    { path: '/messages', fixture: 'message-send-legacy-cmd.json' },
    { path: '/messages?useMsgId=false', fixture: 'message-send-legacy.json' },
    { path: '/messages?useMsgId=true', fixture: 'message-send-legacy.use-msg-id.json' },
  ])('is answered with the keys that are documented: $path', async ({ path, fixture }) => {
    const { ask } = await openSandbox()
    const { status, body } = await ask('POST', path, { json: TEXT })
    expect(status).toBe(200)
    expect(keysOf(body).filter((key) => key !== 'params')).toEqual(
      keysOf(documented(fixture)).filter((key) => key !== 'params'),
    )
    expect(faultOf('message-send-legacy', body)).toBeNull()
  })

  it('answers the word success for each target, and keeps a message for each', async () => {
    const { sandbox, ask } = await openSandbox()
    const { body } = await ask('POST', '/messages', { json: { ...TEXT, ext: { k: 'v' } } })
    expect(at(body, 'data')).toEqual({ u0002: 'success', u0003: 'success' })
    const sent = { from: 'u0001', targetType: 'users', type: 'txt', body: { msg: 'hi' }, ext: { k: 'v' } }
    expect(sandbox.store.messages.slice(-2)).toMatchObject([
      { ...sent, target: 'u0002' },
      { ...sent, target: 'u0003' },
    ])
  })

  it('answers ids where they are asked for', async () => {
    const { sandbox, ask } = await openSandbox()
    const { body } = await ask('POST', '/messages?useMsgId=true', { json: TEXT })
    const [one, two] = sandbox.store.messages.slice(-2)
    expect(at(body, 'data')).toEqual({ u0002: one?.id, u0003: two?.id })
  })

  it.each([
    { target_type: 'chatgroups', of: 'groups' },
    { target_type: 'chatrooms', of: 'chatrooms' },
  ] as const)('reaches $target_type', async ({ target_type, of }) => {
    const { sandbox, ask } = await openSandbox()
    const [target = ''] = sandbox.store[of].keys()
    await ask('POST', '/messages', { json: { ...TEXT, target_type, target: [target] } })
    expect(sandbox.store.messages.at(-1)).toMatchObject({ targetType: target_type, target })
  })

  it.each([
    { type: 'img', url: 'u', filename: 'f', secret: 's', size: { width: 1, height: 2 } },
    { type: 'audio', url: 'u', filename: 'f', length: 3, secret: 's' },
    { type: 'video', url: 'u', filename: 'f', length: 3, file_length: 4, thumb: 't', thumb_secret: 'x' },
    { type: 'cmd', action: 'a' },
  ])('carries $type', async ({ type, ...body }) => {
    const { sandbox, ask } = await openSandbox()
    await ask('POST', '/messages', { json: { ...TEXT, msg: { type, ...body } } })
    expect(sandbox.store.messages.at(-1)).toMatchObject({ type, body })
  })

  it.each([
    { change: { target_type: 'rooms' }, status: 400, error: 'illegal_argument' },
    { change: { target: 'u0002' }, status: 400, error: 'illegal_argument' },
    { change: { target: [] }, status: 400, error: 'illegal_argument' },
    { change: { msg: 'hi' }, status: 400, error: 'illegal_argument' },
    { change: { msg: { msg: 'hi' } }, status: 400, error: 'illegal_argument' },
    { change: { from: '' }, status: 400, error: 'message_send_error' },
    { change: { target: ['u0002', 'ghost'] }, status: 404, error: 'service_resource_not_found' },
    { change: { target_type: 'chatgroups' }, status: 404, error: 'service_resource_not_found' },
  ])('is refused with $change', async ({ change, status, error }) => {
    const { sandbox, ask } = await openSandbox()
    const before = sandbox.store.messages.length
    const answer = await ask('POST', '/messages', { json: { ...TEXT, ...change } })
    expect(answer).toMatchObject({ status, body: { error } })
    expect(sandbox.store.messages).toHaveLength(before)
  })
})

describe('the oldest form', () => {
  it.each([
    {
      ...{ path: '/users/U0002/messages', id: 'message-send-user-oldest' },
      kept: { targetType: 'users', target: 'u0002' },
    },
    {
      ...{ path: '/groups/200000000000001/messages', id: 'message-send-group-oldest' },
      kept: { targetType: 'chatgroups', target: '200000000000001' },
    },
  ])('is answered as documented, and kept as text of today: $path', async ({ path, id, kept }) => {
    const { sandbox, ask } = await openSandbox()
    const { status, body } = await ask('POST', path, { json: { msg: { type: 'text', msg: '你好' } } })
    expect(status).toBe(200)
    expect(body).toEqual(expect.objectContaining(documented(`${id}.json`)))
    expect(faultOf(id, body)).toBeNull()
    expect(sandbox.store.messages.at(-1)).toMatchObject({
      ...{ ...kept, from: 'admin', type: 'txt', body: { msg: '你好' } },
    })
  })

  it.each([{ type: 'txt', msg: 'hi' }, { type: 'text' }, 'hi'])('takes nothing else: %j', async (msg) => {
    const { ask } = await openSandbox()
    expect((await ask('POST', '/users/u0002/messages', { json: { msg } })).status).toBe(400)
  })
})
