import { describe, expect, it } from 'vitest'
import type { Fault } from '../../src/sandbox/server.ts'
import { createFalseClock } from '../support/clock.ts'
import { openSandbox } from './client.ts'

const SEND = { json: { to: ['u0001'], type: 'txt', body: { msg: 'hi' } } }

describe('faults', () => {
  it.each<{ fault: Fault; status: number; body: unknown }>([
    { fault: { kind: 'unavailable' }, status: 503, body: '' },
    { fault: { kind: 'reach-limit' }, status: 429, body: expect.objectContaining({ error: 'reach_limit' }) },
    {
      fault: { kind: 'resource-limited' },
      status: 429,
      body: expect.objectContaining({ error: 'resource_limited' }),
    },
    { fault: { kind: 'bad-gateway' }, status: 502, body: expect.stringContaining('<html>') },
    { fault: { kind: 'not-json' }, status: 200, body: expect.stringContaining('not JSON') },
    {
      fault: { kind: 'answer', status: 403, body: { error: 'message_send_error' } },
      status: 403,
      body: { error: 'message_send_error' },
    },
    {
      fault: { kind: 'answer', status: 504, body: 'late', contentType: 'text/html' },
      status: 504,
      body: 'late',
    },
  ])('$fault.kind answers $status and executes nothing', async ({ fault, status, body }) => {
    const { sandbox, ask } = await openSandbox()
    const before = sandbox.store.messages.length
    sandbox.fault(fault)
    expect(await ask('POST', '/messages/users', SEND)).toEqual({ status, body })
    expect(sandbox.store.messages).toHaveLength(before)
    expect(sandbox.calls).toMatchObject([{ path: '/messages/users', status }])
  })

  it.each<{ fault: Fault; executed: boolean }>([
    { fault: { kind: 'reset' }, executed: false },
    { fault: { kind: 'reset-after-accept' }, executed: true },
    { fault: { kind: 'truncate' }, executed: true },
  ])('$fault.kind breaks the answer; executed: $executed', async ({ fault, executed }) => {
    const { sandbox, ask } = await openSandbox()
    const before = sandbox.store.messages.length
    sandbox.fault(fault)
    await expect(ask('POST', '/messages/users', SEND)).rejects.toThrow()
    expect(sandbox.store.messages.length - before).toBe(executed ? 1 : 0)
  })

  it('can report a call as failed that was executed', async () => {
    const { sandbox, ask } = await openSandbox()
    const before = sandbox.store.messages.length
    sandbox.fault({ kind: 'bad-gateway', executed: true })
    expect((await ask('POST', '/messages/users', SEND)).status).toBe(502)
    expect(sandbox.store.messages).toHaveLength(before + 1)
  })

  it('can leave a call without an answer until the client gives up', async () => {
    const { sandbox } = await openSandbox()
    sandbox.fault({ kind: 'hang' })
    const leaving = new AbortController()
    const asked = fetch(`${sandbox.url}/demo-org/demo-app/users`, { signal: leaving.signal })
    while (sandbox.calls.length === 0) await new Promise((resolve) => setImmediate(resolve))
    leaving.abort()
    await expect(asked).rejects.toThrow('aborted')
    expect(sandbox.calls).toMatchObject([{ status: 0 }])
  })

  it('meet the calls they are meant for, as often as they are meant to', async () => {
    const { sandbox, ask } = await openSandbox()
    sandbox.fault({ kind: 'unavailable', times: 2, when: { method: 'GET', path: /^\/users\/u/ } })
    const statuses = []
    for (const path of ['/users', '/users/u0001', '/users/u0001', '/users/u0001']) {
      statuses.push((await ask('GET', path)).status)
    }
    expect(statuses).toEqual([200, 503, 503, 200])
  })

  it('can look into the body', async () => {
    const { sandbox, ask } = await openSandbox()
    sandbox.fault({ kind: 'unavailable', when: (call) => JSON.stringify(call.body).includes('u0002') })
    const ask1 = (usernames: string[]) => ask('POST', '/users/batch/status', { json: { usernames } })
    expect((await ask1(['u0001'])).status).toBe(200)
    expect((await ask1(['u0002'])).status).toBe(503)
  })

  it('end when removed, and the first of two decides', async () => {
    const { sandbox, ask } = await openSandbox()
    const removeFirst = sandbox.fault({ kind: 'unavailable' })
    const removeSecond = sandbox.fault({ kind: 'reach-limit' })
    expect((await ask('GET', '/users')).status).toBe(503)
    removeFirst()
    expect((await ask('GET', '/users')).status).toBe(429)
    removeSecond()
    expect((await ask('GET', '/users')).status).toBe(200)
  })

  it('spare calls that the rate limit refuses', async () => {
    const { sandbox, ask } = await openSandbox({ clock: createFalseClock(), callsPerSecond: 1, refusal: 429 })
    await ask('GET', '/users')
    sandbox.fault({ kind: 'unavailable', times: 1 })
    expect((await ask('GET', '/users')).status).toBe(429)
  })

  it('can delay an answer beyond the usual latency', async () => {
    const clock = createFalseClock()
    const { sandbox, ask } = await openSandbox({ clock, latencyMs: 20, jitterMs: 10, random: () => 0.5 })
    sandbox.fault({ kind: 'delay', delayMs: 100 })
    let answered = false
    const asked = ask('POST', '/messages/users', SEND).then((answer) => {
      answered = true
      return answer
    })
    while (sandbox.store.messages.at(-1)?.body.msg !== 'hi')
      await new Promise((resolve) => setImmediate(resolve))
    clock.advance(124)
    expect(answered).toBe(false)
    expect(sandbox.calls).toMatchObject([{ status: 0 }])
    clock.advance(1)
    expect((await asked).status).toBe(200)
  })
})
