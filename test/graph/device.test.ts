import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

/** A world, and somebody who is logged in twice. */
async function world() {
  const harness = await start()
  const user = [...harness.sandbox.store.users.values()].find(({ devices }) => devices.size > 1)
  const [first, second] = [...(user?.devices.values() ?? [])]
  return { ...harness, user, username: user?.username ?? '', first, second }
}

const DISCONNECT = `mutation($username: String!, $deviceId: ID) {
  disconnectUser(username: $username, deviceId: $deviceId) {
    user { username onlineStatus devices { deviceId uuid name } }
  }
}`
const cardOf = (username: string) =>
  `{ user(username: "${username}") { onlineStatus devices { deviceId uuid name } } }`
const send = (to: string) => `mutation {
  sendMessage(input: { from: "u0002", to: ${to}, body: { text: { content: "hi" } } }) { results { messageId } }
}`

describe('the devices of a user', () => {
  it('are those where they are logged in', async () => {
    const { ask, username, first, second } = await world()

    const { data, errors } = await ask(cardOf(username))

    expect(errors).toBeUndefined()
    expect(data.user).toEqual({
      onlineStatus: 'ONLINE',
      devices: [first, second].map((device) => ({
        deviceId: device?.res,
        uuid: device?.device_uuid,
        name: device?.device_name,
      })),
    })
  })

  it('are none for somebody who is away, and for a name that nobody has', async () => {
    const { ask, sandbox } = await world()
    const away = [...sandbox.store.users.values()].find(({ online }) => !online)?.username
    const { data } = await ask(`{
      a: user(username: "${away}") { devices { deviceId } } b: user(username: "nobody") { devices { deviceId } }
    }`)
    expect(data).toEqual({ a: { devices: [] }, b: { devices: [] } })
  })

  it('may lack a name', async () => {
    const { ask, sandbox } = await start()
    const body = { data: [{ res: 'web_1', device_name: null }] }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /resources/ } })
    const { data } = await ask(cardOf('u0001'))
    expect(data.user.devices).toEqual([{ deviceId: 'web_1', uuid: null, name: null }])
  })
})

describe('disconnectUser', () => {
  it('logs one device out, which the same answer shows, though all was known before', async () => {
    const { ask, calls, forget, username, first, second } = await world()
    await ask(cardOf(username))
    forget()

    const { data, errors } = await ask(DISCONNECT, { username, deviceId: first?.res })

    expect(errors).toBeUndefined()
    expect(data.disconnectUser.user).toMatchObject({
      username,
      onlineStatus: 'ONLINE',
      devices: [{ deviceId: second?.res }],
    })
    expect(calls()[0]).toBe(`DELETE /users/${username}/disconnect/${first?.res}`)
  })

  it('logs all devices out without one', async () => {
    const { ask, calls, forget, user, username } = await world()
    await ask(cardOf(username))
    forget()

    const { data, errors } = await ask(DISCONNECT, { username: username.toUpperCase() })

    expect(errors).toBeUndefined()
    expect(data.disconnectUser.user).toEqual({ username, onlineStatus: 'OFFLINE', devices: [] })
    expect(user?.online).toBe(false)
    expect(calls()[0]).toBe(`GET /users/${username}/disconnect`)
  })

  it('is made each time, for it is no read although it is a GET', async () => {
    const { ask, traffic, username } = await world()
    const query = `mutation { a: disconnectUser(username: "${username}") { user { username } } b: disconnectUser(username: "${username}") { user { username } } }`
    await ask(query)
    await ask(query)
    expect(traffic()).toEqual({ 'user-disconnect': 4 })
  })

  it.each([
    { what: 'name', given: { username: 'nobody' } },
    { what: 'device', given: { username: 'u0001', deviceId: 'web_0' } },
  ])('fails with NOT_FOUND for an unknown $what', async ({ given }) => {
    const { ask } = await start()
    const { data, errors } = await ask(DISCONNECT, given)
    expect(data).toEqual({ disconnectUser: null })
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })

  it.each([
    { argument: 'username', given: { username: '..' } },
    { argument: 'deviceId', given: { username: 'u0001', deviceId: '' } },
    { argument: 'deviceId', given: { username: 'u0001', deviceId: '..' } },
    { argument: 'deviceId', given: { username: 'u0001', deviceId: 'a/b' } },
    { argument: 'deviceId', given: { username: 'u0001', deviceId: 'a'.repeat(129) } },
  ])('is not asked of the service with a bad $argument: $given', async ({ argument, given }) => {
    const { ask, calls } = await start()
    const { errors } = await ask(DISCONNECT, given)
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it('fails when the service says that it did not', async () => {
    const { ask, sandbox } = await start()
    const body = { data: { result: false } }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /disconnect/ } })
    const { errors } = await ask(DISCONNECT, { username: 'u0001' })
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_ALLOWED' } }])
  })
})

describe('what waits for somebody who is away', () => {
  it('is counted, and each message tells whether it has come', async () => {
    const { ask, username } = await world()
    const count = async () =>
      (await ask(`{ user(username: "${username}") { offlineMessageCount } }`)).data.user.offlineMessageCount
    const there = (await ask(send(`{ users: ["${username}"] }`))).data.sendMessage.results[0].messageId
    await ask(`mutation { disconnectUser(username: "${username}") { user { username } } }`)
    const before = await count()
    const away = (await ask(send(`{ users: ["${username}"] }`))).data.sendMessage.results[0].messageId

    const { data, errors } = await ask(`{ user(username: "${username}") {
      offlineMessageCount there: deliveryStatus(messageId: "${there}") away: deliveryStatus(messageId: "${away}")
    } }`)

    expect(errors).toBeUndefined()
    expect(data.user).toEqual({
      offlineMessageCount: before + 1,
      there: 'DELIVERED',
      away: 'UNDELIVERED',
    })
  })

  it('grows with messages to a group too', async () => {
    const { ask, sandbox } = await start()
    const [group] = sandbox.store.groups.values()
    const away = [...(group?.members.keys() ?? [])].find((name) => !sandbox.store.users.get(name)?.online)
    const query = `{ user(username: "${away}") { offlineMessageCount } }`
    const before = await ask(query)

    await ask(send(`{ groups: ["${group?.id}"] }`))

    const { data } = await ask(query)
    expect(data.user.offlineMessageCount).toBe(before.data.user.offlineMessageCount + 1)
  })

  it.each([
    { what: 'a number', data: { u0001: 7 }, count: 7 },
    { what: 'text', data: { u0001: '7' }, count: 7 },
    { what: 'behind the app key', data: { 'demo-org#demo-app_u0001': 7 }, count: 7 },
    { what: 'not told', data: {}, count: null },
  ])('is $what', async ({ data: told, count }) => {
    const { ask, sandbox } = await start()
    sandbox.fault({ kind: 'answer', status: 200, body: { data: told }, when: { path: /offline_msg_count/ } })
    const { data } = await ask('{ user(username: "U0001") { offlineMessageCount } }')
    expect(data.user.offlineMessageCount).toBe(count)
  })

  it.each(['', '0', 'x', '1,2', '-1'])('is not asked for with "%s" as the id of a message', async (id) => {
    const { ask, calls } = await start()
    const { errors } = await ask(`{ user(username: "u0001") { deliveryStatus(messageId: "${id}") } }`)
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'messageId' } }])
    expect(calls()).toEqual([])
  })
})
