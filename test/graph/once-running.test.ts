import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { actingAs, type HarnessOptions, start } from '../support/harness.ts'

const SEND = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) { results { target status messageId error { code message } } }
}`
const INPUT = {
  from: 'u0001',
  to: { users: ['u0001'] },
  body: { text: { content: 'hello' } },
  idempotencyKey: 'a-key',
}
/** One call for each three. */
const GROUPS = { groups: ['1001', '1002', '1003', '1004', '1005', '1006', '1007'] }

/** A server on a false clock. */
async function open(options: Omit<HarnessOptions, 'clock'>) {
  const clock = createFalseClock()
  const server = await start({ ...options, env: { DRAIN_MS: '0', ...options.env }, clock })
  await clock.until(server.upstream.ready())
  const { store } = server.sandbox
  const before = store.messages.length
  const send = (changed: object = {}, options = {}) =>
    server.ask(SEND, { input: { ...INPUT, ...changed } }, options)
  return {
    ...server,
    clock,
    send,
    results: async (answer: ReturnType<typeof send>) => (await clock.until(answer)).data.sendMessage.results,
    /** Of the messages that were sent. */
    targets: () => store.messages.slice(before).map(({ target }) => target),
  }
}

describe('a client that leaves', () => {
  it.each([
    { when: 'before the call', ms: 10 },
    { when: 'during the call', ms: 1_100 },
  ])('$when does not break off what it has begun under a key', async ({ ms }) => {
    // The token had the permit of the first second.
    const { clock, send, targets, results, traffic } = await open({
      env: { CALLS_PER_SECOND: '1' },
      sandbox: { latencyMs: 500 },
    })
    const leaving = new AbortController()
    const left = send({}, { signal: leaving.signal })
    void left.catch(() => {})
    await clock.run(ms)
    expect(traffic()).toEqual(ms < 1_000 ? {} : { 'message-send-users': 1 })
    leaving.abort()
    await clock.run(2_000)

    expect(targets()).toEqual(['u0001'])
    expect(await results(send())).toMatchObject([{ status: 'SENT' }])
    expect(targets()).toEqual(['u0001'])
  })

  it('breaks it off where there is no key: it can be sent anew', async () => {
    const { clock, send, targets } = await open({ env: { CALLS_PER_SECOND: '1' } })
    const leaving = new AbortController()
    void send({ idempotencyKey: null }, { signal: leaving.signal }).catch(() => {})
    await clock.run(10)
    leaving.abort()
    await clock.run(2_000)
    expect(targets()).toEqual([])
  })

  it('has no more requests at once because of that', async () => {
    const { clock, send, ask, traffic } = await open({
      env: { USER_REQUESTS_AT_ONCE: '1' },
      sandbox: { latencyMs: 500 },
    })
    const user = actingAs('u0001')
    const view = async () => {
      const { errors = [] } = await clock.until(ask('{ viewer { username } }', {}, user))
      return errors.map(({ extensions }) => extensions.code)
    }
    const leaving = new AbortController()
    void send({}, { signal: leaving.signal, ...user }).catch(() => {})
    await clock.run(700)
    expect(traffic()).toEqual({ 'global-mute-get': 1, 'message-send-users': 1 })
    leaving.abort()

    expect(await view()).toEqual(['TOO_MANY_REQUESTS'])
    await clock.run(500)
    expect(await view()).toEqual([])
  })
})

describe('a send that takes longer than its request', () => {
  const slow = { env: { REQUEST_TIMEOUT_MS: '1000' }, sandbox: { latencyMs: 1_500 } }

  it('is UNKNOWN at first, and told when it is repeated after it ended', async () => {
    const { send, results, clock, targets, traffic } = await open(slow)
    const unknown = [
      { target: 'u0001', status: 'UNKNOWN', messageId: null, error: { code: 'OUTCOME_UNKNOWN' } },
    ]
    expect(await results(send())).toMatchObject(unknown)
    await clock.run(1_000)

    const told = await results(send())
    expect(told).toMatchObject([{ status: 'SENT', messageId: expect.any(String), error: null }])
    expect(await results(send())).toEqual(told)
    expect(targets()).toEqual(['u0001'])
    expect(traffic()).toEqual({ 'message-send-users': 1 })
  })

  it('is told to who came later and may still wait, and said to go on to who may not', async () => {
    const { send, results, clock, targets } = await open({
      ...slow,
      sandbox: { latencyMs: 1_800 },
    })
    const answers = [send()]
    for (const ms of [500, 400]) {
      await clock.run(ms)
      answers.push(send())
    }
    const [first, second, third] = await Promise.all(answers.map(results))
    expect(first).toMatchObject([{ status: 'UNKNOWN' }])
    expect(second).toMatchObject([
      { status: 'UNKNOWN', error: { message: expect.stringContaining('ask again with the same key') } },
    ])
    expect(third).toMatchObject([{ status: 'SENT' }])
    expect(targets()).toEqual(['u0001'])
  })

  it('tells of some targets before all are told', async () => {
    const { send, results, sandbox, targets } = await open({ env: { REQUEST_TIMEOUT_MS: '1000' } })
    sandbox.fault({
      ...{ kind: 'delay', delayMs: 3_000 },
      when: ({ body }) => JSON.stringify(body).includes('"1007"'),
    })
    const answers = [send({ to: GROUPS }), send({ to: GROUPS })]
    for (const answer of await Promise.all(answers.map(results))) {
      expect(answer.map(({ status }: { status: string }) => status)).toEqual([
        ...GROUPS.groups.slice(1).map(() => 'SENT'),
        'UNKNOWN',
      ])
    }
    expect(targets()).toHaveLength(7)
  })
})

describe('a send that was done', () => {
  it('is told at once when it is repeated, however much waits for the service', async () => {
    const { send, results, clock } = await open({ env: { CALLS_PER_SECOND: '1' } })
    const told = await results(send())
    const others = Array.from({ length: 30 }, () => send({ idempotencyKey: null }))
    await clock.run(30)
    expect(await clock.until(send({ idempotencyKey: 'another' }), 0)).toMatchObject({
      errors: [{ extensions: { code: 'UPSTREAM_BUSY' } }],
    })
    expect((await clock.until(send(), 0)).data.sendMessage.results).toEqual(told)
    await clock.until(Promise.all(others))
  })
})
