import { describe, expect, it } from 'vitest'
import { recordsBetween, toRecord } from '../../src/sandbox/records.ts'
import { createFalseClock } from '../support/clock.ts'
import { readContract } from '../support/contract.ts'
import { openFixtures } from '../support/fixtures.ts'
import { openSandbox } from './client.ts'

const fixtures = openFixtures()
const contract = readContract()
const HOUR = 3_600_000

describe('a record of what was sent', () => {
  it.each(['txt', 'img', 'audio', 'video', 'file', 'loc', 'cmd', 'custom'])(
    'is what the documents show of %s, when that was sent',
    (type) => {
      const shown = JSON.parse(fixtures.read(`history-record-${type}.json`).text)
      const { type: _its, ...body } = shown.payload.bodies[0]
      const targetTypes = { chat: 'users', groupchat: 'chatgroups', chatroom: 'chatrooms' } as const
      const targetType =
        Object.entries(targetTypes).find(([name]) => name === shown.chat_type)?.[1] ?? 'users'
      const { msg_id: id, timestamp: time, from, to: target } = shown

      expect(toRecord({ id, time, from, target, targetType, type, body, ext: { key1: 'value1' } })).toEqual(
        shown,
      )
    },
  )

  it('fits the contract, whichever form it was sent in', async () => {
    const clock = createFalseClock(Date.UTC(2026, 5, 1, 10))
    const { sandbox, ask } = await openSandbox({ clock })
    const msg = { type: 'txt', msg: 'hi' }
    const current = { from: 'u0001', to: ['u0002'], type: 'txt', body: { msg: 'hi' } }
    await ask('POST', '/messages/users', { json: current })
    await ask('POST', '/messages/chatgroups/users', { json: { ...current, to: ['7'], users: ['u0002'] } })
    await ask('POST', '/messages', { json: { target_type: 'users', target: ['u0002'], msg, from: 'u0001' } })
    await ask('POST', '/users/u0002/messages', { json: { msg: { ...msg, type: 'text' } } })
    const hour = recordsBetween(sandbox.store, clock.now(), clock.now() + HOUR)

    expect(hour.map(({ chat_type, from, to }) => [chat_type, from, to])).toEqual([
      ['chat', 'u0001', 'u0002'],
      ['groupchat', 'u0001', '7'],
      ['chat', 'u0001', 'u0002'],
      ['chat', 'admin', 'u0002'],
    ])
    for (const record of hour) {
      expect(contract.fits('HistoryRecord', record)).toBe(true)
      expect(record.payload).toMatchObject({ bodies: [msg], ext: {} })
    }
  })

  it('belongs to the hour in which it was sent', async () => {
    const clock = createFalseClock(Date.UTC(2026, 5, 1, 10))
    const { sandbox, ask } = await openSandbox({ clock })
    const start = clock.now()
    const send = () =>
      ask('POST', '/messages/users', { json: { to: ['u0002'], type: 'txt', body: { msg: 'hi' } } })
    await send()
    clock.advance(HOUR - 1)
    await send()
    clock.advance(1)
    await send()
    const timesOf = (fromMs: number) =>
      recordsBetween(sandbox.store, fromMs, fromMs + HOUR).map(({ timestamp }) => timestamp)

    expect(timesOf(start)).toEqual([start, start + HOUR - 1])
    expect(timesOf(start + HOUR)).toEqual([start + HOUR])
  })
})
