import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** What a broadcast may be at most: once in so long, and so often a day. */
const KINDS = [
  {
    ...{ mutation: 'broadcastToUsers', path: '/messages/broadcast', kind: 'users' as const },
    ...{ calls: 1, paceMs: 30 * MINUTE, perDay: 3, target: { target_type: 'users' } },
  },
  {
    ...{ mutation: 'broadcastToOnlineUsers', path: '/messages/users/broadcast', kind: 'online' as const },
    ...{ calls: 1, paceMs: MINUTE, perDay: 50, target: {} },
  },
  {
    ...{
      mutation: 'broadcastToChatrooms',
      path: '/messages/chatrooms/broadcast',
      kind: 'chatrooms' as const,
    },
    ...{ calls: 1, paceMs: MINUTE, perDay: 100, target: {} },
  },
]

const NOON = Date.UTC(2026, 0, 1, 12)

/** With a clock that stands at noon, UTC. */
async function open(mutation: string, sandboxOptions: object = {}, env: Record<string, string> = {}) {
  const clock = createFalseClock(NOON)
  const harness = await start({ clock, env, sandbox: sandboxOptions })
  const query = `mutation($input: ${mutation.includes('Chatrooms') ? 'Chatroom' : ''}BroadcastInput!) {
    it: ${mutation}(input: $input) { broadcastId from { username } }
  }`
  const send = (more: object = {}) =>
    clock.until(harness.ask(query, { input: { from: 'U0001', body: { text: { content: 'Hi' } }, ...more } }))
  return { ...harness, clock, send }
}

describe.each(KINDS)('$mutation', ({ mutation, path, kind, paceMs, perDay, target }) => {
  it('sends one message, and tells its id to the last digit', async () => {
    const { send, sandbox, calls } = await open(mutation)

    const { data, errors } = await send({ ext: { k: 1 } })

    expect(errors).toBeUndefined()
    const [sent] = sandbox.store.broadcasts
    expect(sent).toMatchObject({ kind, from: 'u0001', type: 'txt', body: { msg: 'Hi' }, ext: { k: 1 } })
    expect(BigInt(sent?.id ?? 0)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER))
    expect(data.it).toEqual({ broadcastId: sent?.id, from: { username: 'u0001' } })
    expect(calls()).toEqual([`POST ${path}`])
    expect(sandbox.calls.at(-1)?.body).toEqual({
      ...{ ...target, from: 'u0001', msg: { type: 'txt', msg: 'Hi' }, ext: { k: 1 } },
    })
  })

  it('is sent once under a key, which travels with it', async () => {
    const { send, sandbox, calls } = await open(mutation)
    const answers = await Promise.all([1, 2, 3].map(() => send({ ext: { k: 1 }, idempotencyKey: 'once' })))
    answers.push(await send({ ext: { k: 1 }, idempotencyKey: 'once' }))

    const [broadcastId] = sandbox.store.broadcasts.map(({ id }) => id)
    for (const { data } of answers) expect(data.it).toEqual({ broadcastId, from: { username: 'u0001' } })
    expect(calls()).toEqual([`POST ${path}`])
    expect(sandbox.store.broadcasts[0]?.ext).toEqual({ k: 1, idempotencyKey: 'once' })
    const other = await send({ idempotencyKey: 'once' })
    expect(other.errors?.[0]).toMatchObject({
      message: expect.stringContaining(mutation),
      extensions: { code: 'IDEMPOTENCY_KEY_REUSED' },
    })
    expect(calls()).toHaveLength(1)
  })

  it('is refused at once when it comes too soon, tells when it can come again, and then is sent', async () => {
    const { send, clock, sandbox, calls } = await open(mutation)
    await send()

    const { data, errors } = await send()

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ extensions: { code: 'MESSAGE_QUOTA', retryAfterMs: paceMs } }])
    expect(calls()).toHaveLength(2)
    expect(sandbox.store.broadcasts).toHaveLength(1)
    clock.advance(paceMs)
    expect((await send()).errors).toBeUndefined()
  })

  it(`is refused after the ${perDay} of a day, until midnight`, async () => {
    const { send, clock, sandbox, calls, forget } = await open(mutation)
    const said = { id: '1', kind, from: 'u0001', type: 'txt', body: {}, ext: undefined }
    for (let sent = 0; sent < perDay; sent += 1) {
      sandbox.store.broadcasts.push({ ...said, time: NOON - 12 * HOUR + sent * SECOND })
    }

    const { errors } = await send()

    expect(errors).toMatchObject([{ extensions: { code: 'MESSAGE_QUOTA', retryAfterMs: 12 * HOUR } }])
    expect(calls()).toHaveLength(1)
    forget()
    clock.advance(12 * HOUR)
    expect((await send()).errors).toBeUndefined()
  })

  it('is FEATURE_OFF where the service has not switched it on', async () => {
    const { send, calls } = await open(mutation, { broadcastsOpen: false })

    const { errors } = await send()

    expect(errors).toMatchObject([{ extensions: { code: 'FEATURE_OFF' } }])
    expect(calls()).toHaveLength(1)
  })

  it.each([
    { what: 'a 429', fault: { kind: 'answer', status: 429, body: {} }, code: 'MESSAGE_QUOTA' },
    { what: 'a 503', fault: { kind: 'answer', status: 503, body: '' }, code: 'OUTCOME_UNKNOWN' },
    { what: 'a 500', fault: { kind: 'answer', status: 500, body: {} }, code: 'OUTCOME_UNKNOWN' },
    { what: 'a 408', fault: { kind: 'answer', status: 408, body: {} }, code: 'OUTCOME_UNKNOWN' },
    { what: 'a broken connection', fault: { kind: 'reset-after-accept' }, code: 'OUTCOME_UNKNOWN' },
    {
      what: 'an answer without an id',
      fault: { kind: 'answer', status: 200, body: { data: {} } },
      code: 'OUTCOME_UNKNOWN',
    },
  ] as const)('is never sent again after $what', async ({ fault, code }) => {
    const { send, sandbox, calls } = await open(mutation)
    sandbox.fault({ ...fault, when: (call) => call.path === path })

    const { errors } = await send()

    expect(errors).toMatchObject([{ extensions: { code } }])
    expect(calls()).toHaveLength(1)
  })

  it.each([
    { argument: 'from', more: { from: 'a b' } },
    { argument: 'body', more: { body: { text: { content: 'x'.repeat(5_200) } } } },
  ])('is refused before any call when $argument cannot be right', async ({ argument, more }) => {
    const { send, sandbox } = await open(mutation)

    const { errors } = await send(more)

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })
})

describe('a broadcast', () => {
  it.each(['seed', '2024', 'current'])(
    'over its quota is told by the service, by the rates of %s too',
    async (rates) => {
      const { send, clock, calls } = await open('broadcastToUsers', {}, { RATE_PROFILE: rates })
      await send()
      clock.advance(MINUTE)

      const { errors } = await send()

      expect(errors).toMatchObject([{ extensions: { code: 'MESSAGE_QUOTA' } }])
      expect(calls()).toHaveLength(2)
    },
  )

  it('to chatrooms has a priority', async () => {
    const { send, sandbox } = await open('broadcastToChatrooms')

    await send({ priority: 'LOW' })

    expect(sandbox.calls.at(-1)?.body).toMatchObject({ chatroom_msg_level: 'low' })
  })

  it('that is refused slows down nothing else', async () => {
    const { send, upstream, sandbox } = await open('broadcastToUsers')
    await send()
    const before = upstream.budgetLeft()

    await send()

    expect(sandbox.calls.at(-1)?.status).toBe(429)
    expect(upstream.budgetLeft()).toBeGreaterThanOrEqual(before - 1)
  })
})

describe('a message to single targets that is over its quota', () => {
  it.each([
    { to: { users: ['u0002'] }, path: '/messages/users' },
    { to: { groups: ['7'] }, path: '/messages/chatgroups' },
  ])('is FAILED with MESSAGE_QUOTA: $to', async ({ to, path }) => {
    const { ask, sandbox, calls } = await start()
    sandbox.fault({
      ...{ kind: 'answer', status: 403, body: { error: 'message_send_error', timestamp: NOON } },
      when: (call) => call.path === path,
    })

    const { data } = await ask(
      'mutation($input: SendMessageInput!) { sendMessage(input: $input) { results { status error { code } } } }',
      { input: { from: 'u0001', to, body: { text: { content: 't' } } } },
    )

    expect(data.sendMessage.results).toEqual([{ status: 'FAILED', error: { code: 'MESSAGE_QUOTA' } }])
    expect(calls()).toHaveLength(1)
  })
})
