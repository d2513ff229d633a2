import { describe, expect, it } from 'vitest'
import { createLimiter } from '../../src/sandbox/limiter.ts'
import { createRandom } from '../../src/sandbox/random.ts'
import { createFalseClock } from '../support/clock.ts'
import { openSandbox } from './client.ts'

describe('the limiter', () => {
  it.each([1, 2, 3, 4, 5])(
    'never lets 31 calls into any 1000 ms, however they arrive (pattern %i)',
    (pattern) => {
      const random = createRandom(pattern)
      const limiter = createLimiter(30)
      const admitted: number[] = []
      for (let now = 0; now < 20_000; now += random() * 40 * (random() < 0.1 ? 10 : 0.5)) {
        if (limiter.admit(now)) admitted.push(now)
      }
      const spans = admitted.slice(30).map((last, index) => last - (admitted[index] ?? 0))
      expect(admitted.length).toBeGreaterThan(200)
      expect(Math.min(...spans)).toBeGreaterThanOrEqual(1000)
    },
  )

  it('refuses the second half of a burst that straddles the turn of a second', () => {
    const limiter = createLimiter(30)
    const lateInTheSecond = Array.from({ length: 30 }, () => limiter.admit(990))
    const earlyInTheNext = Array.from({ length: 30 }, () => limiter.admit(1010))
    expect(lateInTheSecond).not.toContain(false)
    expect(earlyInTheNext).not.toContain(true)
  })

  it.each([
    { after: 999.9, admits: false },
    { after: 1000, admits: true },
  ])('frees a place $after ms after the call that took it: $admits', ({ after, admits }) => {
    const limiter = createLimiter(1)
    limiter.admit(5)
    expect(limiter.admit(5 + after)).toBe(admits)
  })

  it('frees half of the places when half of the calls were half a window earlier', () => {
    const limiter = createLimiter(30)
    for (const at of [0, 500]) for (let call = 0; call < 15; call += 1) limiter.admit(at)
    const passed = Array.from({ length: 30 }, () => limiter.admit(1000)).filter(Boolean)
    expect(passed).toHaveLength(15)
  })

  it('does not count refused calls, so that a client that kept asking is let in again', () => {
    const limiter = createLimiter(1)
    for (let now = 0; now < 1000; now += 10) limiter.admit(now)
    expect(limiter.admit(1000)).toBe(true)
  })

  it('lets everything pass when the limit is 0', () => {
    const limiter = createLimiter(0)
    expect(Array.from({ length: 1000 }, () => limiter.admit(0))).not.toContain(false)
  })
})

describe('the limit of the sandbox', () => {
  it('is over all calls together, unknown paths and /token too', async () => {
    const clock = createFalseClock()
    const { sandbox, ask } = await openSandbox({ clock, callsPerSecond: 3 })
    const paths = ['/users/u0001', '/nowhere', '/token', '/chatgroups']
    const statuses = []
    for (const path of paths) statuses.push((await ask('GET', path)).status)
    expect(statuses).toEqual([200, 404, 405, 503])
    expect(sandbox.calls.map((call) => call.status)).toEqual(statuses)

    clock.advance(1000)
    expect((await ask('GET', '/chatgroups')).status).toBe(200)
  })

  it.each([
    { refusal: 503, body: expect.stringContaining('<html>') },
    { refusal: 429, body: expect.objectContaining({ error: 'reach_limit' }) },
  ] as const)('answers a call above it with $refusal', async ({ refusal, body }) => {
    const { ask } = await openSandbox({ clock: createFalseClock(), callsPerSecond: 1, refusal })
    await ask('GET', '/users')
    expect(await ask('GET', '/users')).toEqual({ status: refusal, body })
  })

  it('does not execute what it refuses, and still records it with its body', async () => {
    const { sandbox, ask } = await openSandbox({ clock: createFalseClock(), callsPerSecond: 1 })
    await ask('GET', '/users')
    const before = sandbox.store.messages.length
    const json = { to: ['u0001'], type: 'txt', body: { msg: 'hi' } }
    await ask('POST', '/messages/users', { json })
    expect(sandbox.store.messages).toHaveLength(before)
    expect(sandbox.calls.at(-1)).toMatchObject({ path: '/messages/users', body: json, status: 503 })
  })
})
