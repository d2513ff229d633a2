import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { openFixtures } from '../support/fixtures.ts'
import { keysOf, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const fixtures = openFixtures()
const SECOND = 1_000
const MINUTE = 60 * SECOND

const KINDS = [
  {
    ...{ id: 'message-broadcast-users', path: '/messages/broadcast', target: { target_type: 'users' } },
    ...{ perDay: 3, gapMs: 30 * MINUTE, overDay: 'broadcast message limit exceeded' },
  },
  {
    ...{ id: 'message-broadcast-online', path: '/messages/users/broadcast', target: {} },
    ...{ perDay: 50, gapMs: MINUTE, overDay: 'online user broadcast limit exceeded' },
  },
  {
    ...{ id: 'message-broadcast-rooms', path: '/messages/chatrooms/broadcast', target: {} },
    ...{ perDay: 100, gapMs: 6 * SECOND, overDay: 'chatroom broadcast limit exceeded' },
  },
]

async function open(path: string, target: object) {
  const clock = createFalseClock(Date.UTC(2026, 0, 1, 12))
  const { sandbox, ask } = await openSandbox({ clock })
  const send = (change: object = {}) =>
    ask('POST', path, { json: { ...target, msg: { type: 'txt', msg: 'hi' }, from: 'u0001', ...change } })
  return { clock, sandbox, send }
}

describe.each(KINDS)('POST $path', ({ id, path, target, perDay, gapMs, overDay }) => {
  it('answers as documented, with digits that no number can hold', async () => {
    const { sandbox, send } = await open(path, target)
    const { status, body } = await send()
    expect(status).toBe(200)
    expect(keysOf(body)).toEqual(keysOf(JSON.parse(fixtures.read(`${id}.json`).text)))
    expect(faultOf(id, body)).toBeNull()

    // Read as what it is, and not as text.
    const exact = sandbox.store.broadcasts[0]?.id ?? ''
    expect(body).toMatchObject({ data: { id: Number(exact) } })
    expect(String(Number(exact))).not.toBe(exact)
  })

  it(`takes ${perDay} a day and one in ${gapMs} ms; what was refused does not count`, async () => {
    const { clock, sandbox, send } = await open(path, target)
    for (let sent = 0; sent < perDay; sent += 1) {
      expect((await send()).status).toBe(200)
      expect((await send()).status).toBe(429)
      clock.advance(gapMs)
    }
    expect(await send()).toMatchObject({
      ...{ status: 403, body: { error: 'forbidden_op', error_description: overDay } },
    })
    expect(sandbox.store.broadcasts).toHaveLength(perDay)

    // At midnight, UTC.
    clock.advance(12 * 60 * MINUTE - perDay * gapMs - 1)
    expect((await send()).status).toBe(403)
    clock.advance(1)
    expect((await send()).status).toBe(200)
  })

  it('is refused where broadcasts are not switched on', async () => {
    const { ask } = await openSandbox({ broadcastsOpen: false })
    const answer = await ask('POST', path, { json: { ...target, msg: { type: 'txt', msg: 'hi' } } })
    expect(answer).toMatchObject({
      status: 403,
      body: { error: 'forbidden_op', error_description: 'message broadcast service is unopened' },
    })
  })

  it.each([{ msg: 'hi' }, { msg: { type: 'txt' } }, { msg: { msg: 'hi' } }, { from: '' }, { ext: null }])(
    'refuses %j, which does not count',
    async (change) => {
      const { sandbox, send } = await open(path, target)
      expect((await send(change)).status).toBe(400)
      expect(sandbox.store.broadcasts).toEqual([])
    },
  )
})

it('a broadcast to all users has to say so', async () => {
  const { send } = await open('/messages/broadcast', {})
  expect((await send()).status).toBe(400)
})

it('chatrooms take ten broadcasts a minute', async () => {
  const { clock, send } = await open('/messages/chatrooms/broadcast', {})
  for (let sent = 0; sent < 10; sent += 1) {
    expect((await send()).status).toBe(200)
    clock.advance(SECOND)
  }
  expect((await send()).status).toBe(429)
  clock.advance(50 * SECOND)
  expect((await send()).status).toBe(200)
})
