import { describe, expect, it } from 'vitest'
import { at, keysOf, openSandbox } from './client.ts'

const FIRST = '300000000000001'

describe('chatrooms', () => {
  it('are created with their owner and members, and shown in full without the application', async () => {
    const { ask } = await openSandbox()
    const json = { name: 'R', description: 'd', owner: 'u0001', members: ['u0002'], custom: 'keep' }
    const made = await ask('POST', '/chatrooms', { json })
    const id = at(made.body, 'data', 'id')
    const { body } = await ask('GET', `/chatrooms/${id}`)
    expect(keysOf(body)).toEqual(['action', 'count', 'data', 'duration', 'entities', 'timestamp', 'uri'])
    expect(at(body, 'data', 0)).toEqual({
      ...{ membersonly: false, allowinvites: false, public: true, name: 'R', description: 'd' },
      ...{ affiliations: [{ member: 'u0002' }, { owner: 'u0001' }], id, maxusers: 1000, owner: 'u0001' },
      ...{ created: expect.any(Number), custom: 'keep', mute: false, affiliations_count: 2 },
    })
  })

  it('report a changed name as groupname, and refuse other fields and more than 10,000 places', async () => {
    const { sandbox, ask } = await openSandbox()
    const update = (json: unknown) => ask('PUT', `/chatrooms/${FIRST}`, { json })
    const changed = await update({ name: 'N', maxusers: 500 })
    expect(at(changed.body, 'data')).toEqual({ groupname: true, maxusers: true })
    expect(sandbox.store.chatrooms.get(FIRST)?.name).toBe('N')
    expect(await update({ public: true })).toMatchObject({
      status: 400,
      body: { error: 'invalid_parameter' },
    })
    expect(await update({ maxusers: 10_001 })).toMatchObject({ status: 403, body: { error: 'exceed_limit' } })
  })

  it('are listed newest first with id, name, plain owner and count', async () => {
    const { ask } = await openSandbox()
    const { body } = await ask('GET', '/chatrooms?limit=40')
    expect(at(body, 'data')).toHaveLength(40)
    expect(keysOf(at(body, 'data', 0))).toEqual(['affiliations_count', 'id', 'name', 'owner'])
    expect(at(body, 'data', 39)).toMatchObject({ id: FIRST, owner: 'u0001', affiliations_count: 12 })
    expect(at(body, 'cursor')).toBeUndefined()
  })

  it('that a user joined say disabled in a word', async () => {
    const { sandbox, ask } = await openSandbox()
    const owner = sandbox.store.chatrooms.get(FIRST)?.owner
    const { body } = await ask('GET', `/users/${owner}/joined_chatrooms?pagenum=1&pagesize=100`)
    expect(at(body, 'data')).toContainEqual({ id: FIRST, name: '深夜电台', disabled: 'false' })
  })

  it('are answered several at once, handed over and deleted as groups are', async () => {
    const { ask } = await openSandbox()
    expect(await ask('GET', `/chatrooms/${FIRST}%2C404`)).toMatchObject({
      body: { count: 1, data: [{ id: FIRST }] },
    })
    expect(await ask('GET', '/chatrooms/404')).toMatchObject({ status: 404 })
    expect(await ask('PUT', `/chatrooms/${FIRST}`, { json: { newowner: 'u0001' } })).toMatchObject({
      status: 403,
    })
    const gone = await ask('DELETE', `/chatrooms/${FIRST}`)
    expect(at(gone.body, 'data')).toEqual({ success: true, id: FIRST })
  })
})
