import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { at, manyNames, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const seed = { users: 20, groups: 1, groupMembers: 20, chatrooms: 0, contacts: 0 }
const MINE = '/users/u0001/presence'
const SECOND = 1_700_000_000

async function openQuietly() {
  const clock = createFalseClock()
  const client = await openSandbox({ clock, seed })
  for (const user of client.sandbox.store.users.values()) {
    user.presence = undefined
    user.devices.clear()
  }
  return { ...client, clock }
}

describe('presence', () => {
  it('is set by device, and shown to those who subscribed, with numbers as words', async () => {
    const { ask, clock } = await openQuietly()
    const set = await ask('POST', '/users/u0002/presence/android_1/1', { json: { ext: 'busy' } })
    expect(set).toEqual({ status: 200, body: { result: 'ok' } })
    clock.advance(5000)
    await ask('POST', '/users/u0002/presence/webim_2/7', { json: { ext: '' } })

    const watched = await ask('POST', `${MINE}/600`, { json: { usernames: ['U0002', 'ghost'] } })
    const row = { uid: 'u0002', last_time: String(SECOND + 5), ext: '' }
    const status = { android_1: '1', webim_2: '7' }
    expect(watched.body).toEqual({ result: [{ ...row, expiry: String(SECOND + 605), status }] })
    expect(faultOf('presence-subscribe', watched.body)).toBeNull()
    const got = await ask('POST', MINE, { json: { usernames: ['u0002', 'u0003'] } })
    expect(got.body).toEqual({ result: [{ ...row, status }] })
    expect(faultOf('presence-batch-get', got.body)).toBeNull()
  })

  it('shows a device that said nothing as 1, and as 0 once it is logged out', async () => {
    const { ask, sandbox } = await openQuietly()
    const user = sandbox.store.users.get('u0002')
    if (user) user.online = true
    user?.devices.set('ios_3', { res: 'ios_3', device_uuid: 'c', device_name: 'iPhone 15' })
    await ask('POST', `${MINE}/600`, { json: { usernames: ['u0002'] } })
    const statusNow = async () =>
      at((await ask('POST', MINE, { json: { usernames: ['u0002'] } })).body, 'result', 0, 'status')
    expect(await statusNow()).toEqual({ ios_3: '1' })
    await ask('GET', '/users/u0002/disconnect')
    expect(await statusNow()).toEqual({ ios_3: '0' })
  })

  it('ends with the subscription: by the clock, or by a DELETE with a body', async () => {
    const { ask, clock } = await openQuietly()
    await ask('POST', `${MINE}/600`, { json: { usernames: ['u0002', 'u0003'] } })
    await ask('POST', `${MINE}/60`, { json: { usernames: ['u0004'] } })
    const seen = async () => {
      const { body } = await ask('POST', MINE, { json: { usernames: manyNames(5) } })
      const rows = at(body, 'result')
      return Array.isArray(rows) ? rows.map((row) => at(row, 'uid')).sort() : []
    }
    expect(await seen()).toEqual(['u0002', 'u0003', 'u0004'])
    clock.advance(60_000)
    expect(await seen()).toEqual(['u0002', 'u0003'])
    expect(await ask('DELETE', MINE, { json: ['U0002', 'ghost'] })).toEqual({
      status: 200,
      body: { result: 'ok' },
    })
    expect(await seen()).toEqual(['u0003'])
  })

  it('lists subscriptions newest first, one a page unless more are asked for', async () => {
    const { ask } = await openQuietly()
    await ask('POST', `${MINE}/600`, { json: { usernames: ['u0002', 'u0003', 'u0004'] } })
    await ask('POST', `${MINE}/900`, { json: { usernames: ['u0002'] } })
    const { body } = await ask('GET', `${MINE}/sublist`)
    const newest = { uid: 'u0002', expiry: String(SECOND + 900) }
    expect(body).toEqual({ result: { totalnum: '3', sublist: [newest] } })
    expect(faultOf('presence-subscriptions', body)).toBeNull()
    expect(await ask('GET', `${MINE}/sublist?pageNum=2&pageSize=2`)).toMatchObject({
      body: { result: { totalnum: '3', sublist: [{ uid: 'u0003' }] } },
    })
    expect(await ask('GET', '/users/ghost/presence/sublist')).toEqual({
      status: 200,
      body: { result: { totalnum: '0', sublist: [] } },
    })
  })

  it('is an empty list for who watches nobody, and for a stranger', async () => {
    const { ask } = await openQuietly()
    for (const username of ['u0001', 'ghost']) {
      const answer = await ask('POST', `/users/${username}/presence`, { json: { usernames: ['u0002'] } })
      expect(answer).toEqual({ status: 200, body: { result: [] } })
    }
  })

  it.each([
    { size: 100, status: 200 },
    { size: 101, status: 400 },
  ])('takes $size names a call with $status', async ({ size, status }) => {
    const { ask } = await openQuietly()
    const usernames = manyNames(size, 2)
    const answers = [
      await ask('POST', `${MINE}/600`, { json: { usernames } }),
      await ask('POST', MINE, { json: { usernames } }),
      await ask('DELETE', MINE, { json: usernames }),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([status, status, status])
    if (status === 200) return
    expect(answers.map(({ body }) => at(body, 'error_description'))).toEqual([
      'too many sub presence',
      'too many get presences',
      'too many unsub presences',
    ])
  })

  it.each([
    { asked: `POST ${MINE}/600`, json: { usernames: ['u0001'] }, text: "you can't sub yourself" },
    { asked: `POST ${MINE}/600`, json: { usernames: [] }, text: 'usernames is empty' },
    { asked: `POST ${MINE}`, json: {}, text: 'usernames is empty' },
    { asked: `DELETE ${MINE}`, json: { users: ['u0002'] }, text: 'usernames is empty' },
    { asked: `POST ${MINE}/2592001`, json: { usernames: ['u0002'] }, text: 'expiry is not legal: 2592001' },
    { asked: `POST ${MINE}/0`, json: { usernames: ['u0002'] }, text: 'expiry is not legal: 0' },
    { asked: `POST ${MINE}/android_1/1`, json: {}, text: 'ext cannot be null' },
    { asked: `POST ${MINE}/android_1/1`, json: { ext: '好'.repeat(342) }, text: 'ext is too big' },
  ])('refuses $asked of $json with "$text"', async ({ asked, json, text }) => {
    const { ask } = await openQuietly()
    const [method = '', path = ''] = asked.split(' ')
    expect(await ask(method, path, { json })).toMatchObject({
      status: 400,
      body: { error: 'illegal_argument', error_description: text },
    })
  })

  it('takes 30 days and 1024 bytes, and no more than 3000 subscriptions', async () => {
    const { ask, sandbox } = await openQuietly()
    expect((await ask('POST', `${MINE}/2592000`, { json: { usernames: ['u0002'] } })).status).toBe(200)
    const ext = 'x'.repeat(1024)
    expect((await ask('POST', `${MINE}/android_1/1`, { json: { ext } })).status).toBe(200)

    const subscriptions = sandbox.store.users.get('u0001')?.subscriptions
    for (let number = 1; number < 3000; number += 1) {
      subscriptions?.set(`other${number}`, { serial: number, endMs: Number.MAX_SAFE_INTEGER })
    }
    expect((await ask('POST', `${MINE}/60`, { json: { usernames: ['u0002'] } })).status).toBe(200)
    expect(await ask('POST', `${MINE}/60`, { json: { usernames: ['u0003'] } })).toMatchObject({
      status: 400,
      body: { error_description: 'too many sub presence' },
    })
  })

  it('counts the members of a group who are online, and nobody in an unknown group', async () => {
    const { ask, sandbox } = await openQuietly()
    const { users } = sandbox.store
    for (const [index, user] of [...users.values()].entries()) user.online = index < 3
    const { body } = await ask('GET', '/presence/online/200000000000001/type/1')
    expect(body).toEqual({ result: 3 })
    expect(await ask('GET', '/presence/online/1/type/1')).toEqual({ status: 200, body: { result: 0 } })
  })
})
