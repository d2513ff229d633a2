import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { type Answer, start } from '../support/harness.ts'
import { SEND, STATUS } from './operations.ts'

const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code)
const sent = ({ data }: Answer) => data.sendMessage.results[0]

const UNKNOWN = { status: 'UNKNOWN', messageId: null, error: { code: 'OUTCOME_UNKNOWN' } }

describe('a call that is never answered', () => {
  it('is given up after 5 s and made again, when it is a read', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault({ kind: 'hang', when: { path: /status/ }, times: 1 })
    const startedAt = clock.now()

    const { data, errors } = await clock.until(ask(STATUS))

    expect(errors).toBeUndefined()
    expect(data.user.onlineStatus).toMatch(/ONLINE|OFFLINE/)
    expect(traffic()).toEqual({ 'user-status-batch': 2 })
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(5_000)
    expect(clock.now() - startedAt).toBeLessThan(6_000)
  })

  it('is a timeout after 10 s at the latest, however often it is made', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault({ kind: 'hang', when: { path: /status/ } })
    const startedAt = clock.now()

    const answer = await clock.until(ask(STATUS))

    expect(answer.data).toEqual({ user: { onlineStatus: null } })
    expect(codes(answer)).toEqual(['UPSTREAM_TIMEOUT'])
    expect(traffic()).toEqual({ 'user-status-batch': 2 })
    expect(clock.now() - startedAt).toBe(10_000)
  })

  it('has an unknown outcome when it is a send, and is not made again', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault({ kind: 'hang', when: { path: /messages/ } })

    expect(sent(await clock.until(ask(SEND)))).toMatchObject(UNKNOWN)
    await clock.run(60_000)
    expect(traffic()).toEqual({ 'message-send-users': 1 })
  })
})

describe('a connection that is reset', () => {
  it.each(['reset', 'reset-after-accept', 'truncate'] as const)(
    'costs a read one more call: %s',
    async (kind) => {
      const clock = createFalseClock()
      const { ask, sandbox, traffic } = await start({ clock })
      sandbox.fault({ kind, when: { path: /status/ }, times: 1 })

      const { data, errors } = await clock.until(ask(STATUS))

      expect(errors).toBeUndefined()
      expect(data.user.onlineStatus).toMatch(/ONLINE|OFFLINE/)
      expect(traffic()).toEqual({ 'user-status-batch': 2 })
    },
  )

  it.each(['reset', 'reset-after-accept', 'truncate'] as const)(
    'is told after three attempts at a read: %s',
    async (kind) => {
      const clock = createFalseClock()
      const { ask, sandbox, traffic } = await start({ clock })
      sandbox.fault({ kind, when: { path: /status/ } })

      const answer = await clock.until(ask(STATUS))

      expect(answer.data).toEqual({ user: { onlineStatus: null } })
      expect(codes(answer)).toEqual(['UPSTREAM_UNAVAILABLE'])
      expect(traffic()).toEqual({ 'user-status-batch': 3 })
    },
  )

  it.each([
    { kind: 'reset', messages: 0 },
    { kind: 'reset-after-accept', messages: 1 },
    { kind: 'truncate', messages: 1 },
  ] as const)('never sends a message twice: $kind leaves $messages', async ({ kind, messages }) => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    const before = sandbox.store.messages.length
    sandbox.fault({ kind, when: { path: /messages/ } })

    expect(sent(await clock.until(ask(SEND)))).toMatchObject(UNKNOWN)
    await clock.run(60_000)
    expect(traffic()).toEqual({ 'message-send-users': 1 })
    expect(sandbox.store.messages.length - before).toBe(messages)
  })
})

describe('a slow service', () => {
  it('is waited for, up to the call timeout', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault({ kind: 'delay', delayMs: 4_900, when: { path: /status/ } })

    const { data, errors } = await clock.until(ask(STATUS))

    expect(errors).toBeUndefined()
    expect(data.user.onlineStatus).toMatch(/ONLINE|OFFLINE/)
    expect(traffic()).toEqual({ 'user-status-batch': 1 })
  })

  it('holds up nobody who asks for something else', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock })
    sandbox.fault({ kind: 'hang', when: { path: /status/ } })
    const startedAt = clock.now()

    const slow = ask(STATUS)
    const { data } = await clock.until(ask('{ user(username: "u0001") { profile { nickname } } }'))

    expect(data.user.profile.nickname).toEqual(expect.any(String))
    expect(clock.now() - startedAt).toBeLessThan(1_000)
    expect(codes(await clock.until(slow))).toEqual(['UPSTREAM_TIMEOUT'])
  })
})
