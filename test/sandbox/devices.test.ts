import { describe, expect, it } from 'vitest'
import { at, type Client, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const PHONE = { res: 'android_1', device_uuid: 'a', device_name: 'HUAWEI-P40' }
const LAPTOP = { res: 'webim_2', device_uuid: 'b', device_name: 'Firefox' }

/** u0001 is logged in on two devices; u0002 is not; nobody has written anything. */
async function openHousehold() {
  const client = await openSandbox({ seed: { users: 20, groups: 1, groupMembers: 20 } })
  const { users, messages } = client.sandbox.store
  messages.length = 0
  for (const username of ['u0001', 'u0002']) {
    const user = users.get(username)
    if (!user) throw new Error(`no ${username}`)
    user.devices.clear()
    user.online = username === 'u0001'
    for (const device of user.online ? [PHONE, LAPTOP] : []) user.devices.set(device.res, device)
  }
  return client
}

async function statusOf({ ask }: Pick<Client, 'ask'>, username: string) {
  return at((await ask('GET', `/users/${username}/status`)).body, 'data', username)
}

describe('devices', () => {
  it('lists those of who is online, and none for who is not or is not known', async () => {
    const { ask } = await openHousehold()
    const { body } = await ask('GET', '/users/U0001/resources')
    expect(body).toMatchObject({ data: [PHONE, LAPTOP] })
    expect(faultOf('user-resources', body)).toBeNull()
    for (const username of ['u0002', 'ghost']) {
      expect(await ask('GET', `/users/${username}/resources`)).toMatchObject({ body: { data: [] } })
    }
  })

  it('logs out one device, and with the last of them the user', async () => {
    const client = await openHousehold()
    const { ask } = client
    expect(await ask('DELETE', '/users/u0001/disconnect/android_1')).toMatchObject({
      status: 200,
      body: { data: { result: true } },
    })
    expect(await ask('GET', '/users/u0001/resources')).toMatchObject({ body: { data: [LAPTOP] } })
    expect(await statusOf(client, 'u0001')).toBe('online')
    await ask('DELETE', '/users/u0001/disconnect/webim_2')
    expect(await statusOf(client, 'u0001')).toBe('offline')
  })

  it('logs out all devices by a GET', async () => {
    const client = await openHousehold()
    expect(await client.ask('GET', '/users/u0001/disconnect')).toMatchObject({
      status: 200,
      body: { data: { result: true } },
    })
    expect(await statusOf(client, 'u0001')).toBe('offline')
    expect(await client.ask('GET', '/users/u0001/resources')).toMatchObject({ body: { data: [] } })
  })

  it.each([
    'GET /users/ghost/disconnect',
    'DELETE /users/ghost/disconnect/android_1',
    'DELETE /users/u0001/disconnect/ios_9',
  ])('answers %s with 404', async (asked) => {
    const { ask } = await openHousehold()
    const [method = '', path = ''] = asked.split(' ')
    const error = 'service_resource_not_found'
    expect(await ask(method, path)).toMatchObject({ status: 404, body: { error } })
  })

  it('knows GET of one device as no operation, though an SDK sends it', async () => {
    const { ask } = await openHousehold()
    expect((await ask('GET', '/users/u0001/disconnect/android_1')).status).toBe(405)
  })
})

describe('messages for who is away', () => {
  it('wait, direct ones and those of its groups, but not its own', async () => {
    const { ask } = await openHousehold()
    const send = (kind: string, from: string, to: string) =>
      ask('POST', `/messages/${kind}`, { json: { from, to: [to], type: 'txt', body: { msg: 'x' } } })
    const { body } = await send('users', 'u0001', 'u0002')
    await send('chatgroups', 'u0001', '200000000000001')
    await send('chatgroups', 'u0002', '200000000000001')
    await send('users', 'u0002', 'u0001')

    const waiting = await ask('GET', '/users/u0002/offline_msg_count')
    expect(waiting).toMatchObject({ status: 200, body: { data: { u0002: 2 } } })
    expect(await ask('GET', '/users/u0001/offline_msg_count')).toMatchObject({ body: { data: { u0001: 0 } } })
    const id = String(at(body, 'data', 'u0002'))
    const status = await ask('GET', `/users/u0002/offline_msg_status/${id}`)
    expect(status.body).toMatchObject({ data: { [id]: 'undelivered' } })
    expect(faultOf('user-offline-status', status.body)).toBeNull()
  })

  it('count from the moment of the logout; those before it were delivered', async () => {
    const { ask } = await openHousehold()
    const json = { from: 'u0002', to: ['u0001'], type: 'txt', body: { msg: 'x' } }
    const early = at((await ask('POST', '/messages/users', { json })).body, 'data', 'u0001')
    await ask('GET', '/users/u0001/disconnect')
    const late = at((await ask('POST', '/messages/users', { json })).body, 'data', 'u0001')
    const statusOfMessage = async (id: unknown) =>
      at((await ask('GET', `/users/u0001/offline_msg_status/${id}`)).body, 'data', String(id))
    expect(await statusOfMessage(early)).toBe('delivered')
    expect(await statusOfMessage(late)).toBe('undelivered')
    expect(await ask('GET', '/users/u0001/offline_msg_count')).toMatchObject({ body: { data: { u0001: 1 } } })
  })

  it('go on waiting when who is away already is logged out again', async () => {
    const { ask } = await openHousehold()
    const json = { from: 'u0001', to: ['u0002'], type: 'txt', body: { msg: 'x' } }
    await ask('POST', '/messages/users', { json })
    expect((await ask('GET', '/users/u0002/disconnect')).status).toBe(200)
    expect(await ask('GET', '/users/u0002/offline_msg_count')).toMatchObject({ body: { data: { u0002: 1 } } })
  })

  it('are none for a stranger, and a message that nobody sent was delivered', async () => {
    const { ask } = await openHousehold()
    expect(await ask('GET', '/users/ghost/offline_msg_count')).toMatchObject({ body: { data: { ghost: 0 } } })
    expect(await ask('GET', '/users/ghost/offline_msg_status/123')).toMatchObject({
      body: { data: { 123: 'delivered' } },
    })
  })
})
