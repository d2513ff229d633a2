import { describe, expect, it } from 'vitest'
import { startSandbox } from '../../src/sandbox/server.ts'
import { createFalseClock } from '../support/clock.ts'
import { type Answer, start } from '../support/harness.ts'
import { connect } from '../support/service.ts'
import { account, STATUS } from './operations.ts'

const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code)

const tokenCalls = ({ calls }: { calls: readonly { path: string }[] }) =>
  calls.filter(({ path }) => path === '/token').length

const names = Array.from({ length: 100 }, (_, index) => `u${String(index + 1).padStart(4, '0')}`)
const TOKEN = { path: /^\/token$/ }

describe('an expired token', () => {
  it('is renewed once for 100 callers whose calls share batches', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock })
    await clock.until(ask(account('u0101')))
    sandbox.clearCalls()
    sandbox.expireTokens()

    const asked = names.map((name) => ask(`{ user(username: "${name}") { onlineStatus } }`))
    const answers = await clock.until(Promise.all(asked))

    expect(answers.flatMap((answer) => codes(answer) ?? [])).toEqual([])
    expect(tokenCalls(sandbox)).toBe(1)
  })

  it('is renewed once for 100 callers with a call each, and all are answered', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock })
    await clock.until(ask(account('u0101')))
    sandbox.clearCalls()
    sandbox.expireTokens()

    const answers = await clock.until(Promise.all(names.map((name) => ask(account(name)))))

    expect(answers.flatMap((answer) => codes(answer) ?? [])).toEqual([])
    expect(answers.map(({ data }) => data.user.account.isActive)).toEqual(names.map(() => true))
    expect(tokenCalls(sandbox)).toBe(1)
  })

  it('costs a send nothing but a repetition', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    await clock.until(ask(STATUS))
    sandbox.expireTokens()
    const before = sandbox.store.messages.length

    const { data } = await clock.until(
      ask(`mutation {
        sendMessage(input: { from: "u0002", to: { users: ["u0001"] }, body: { text: { content: "hi" } } }) {
          results { status }
        }
      }`),
    )

    expect(data.sendMessage.results).toEqual([{ status: 'SENT' }])
    expect(traffic()['message-send-users']).toBe(2)
    expect(sandbox.store.messages.length - before).toBe(1)
  })

  it('is replaced at half of its life, while it still serves', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({
      clock,
      env: { CACHE_STATUS_MS: '0' },
      sandbox: { tokenTtlSeconds: 100 },
    })
    await clock.until(ask(STATUS))
    await clock.run(51_000)
    sandbox.fault({ kind: 'hang', when: TOKEN, times: 1 })

    expect((await clock.until(ask(STATUS), 1_000)).errors).toBeUndefined()
    expect(tokenCalls(sandbox)).toBe(2)
    expect(traffic()).toEqual({ 'user-status-batch': 2 })
  })
})

describe('a token that is refused again and again', () => {
  it('is told to the client after one renewal', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault({ kind: 'answer', status: 401, body: { error: 'unauthorized' }, when: { path: /status/ } })

    expect(codes(await clock.until(ask(STATUS)))).toEqual(['TOKEN_REFUSED'])
    expect(traffic()).toEqual({ 'user-status-batch': 2 })
  })

  it('is not replaced more often than the vendor would stand', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock })
    sandbox.fault({ kind: 'answer', status: 401, body: { error: 'unauthorized' }, when: { path: /users/ } })

    for (const name of names) {
      void ask(account(name))
      await clock.run(300)
    }

    expect(clock.now() - (sandbox.calls[0]?.at ?? 0)).toBeLessThan(31_000)
    expect(tokenCalls(sandbox)).toBeLessThanOrEqual(10)
  })
})

describe('wrong credentials', () => {
  it('are told as such, and tried every 10 s and no more often', async () => {
    const clock = createFalseClock()
    const sandbox = await startSandbox({ org: 'easemob-demo', app: 'testapp', clock })
    const { ask, upstream } = connect(`${sandbox.url}/easemob-demo/testapp`, { clock })

    for (const name of names) {
      expect(codes(await clock.until(ask(account(name))))).toEqual(['CREDENTIALS_REFUSED'])
      await clock.run(300)
    }
    expect(sandbox.calls.map(({ path }) => path)).toEqual(Array(3).fill('/token'))
    expect(await upstream.ready()).toMatchObject({ code: 'CREDENTIALS_REFUSED' })
    await sandbox.close()
  })

  it('are not asked in parallel', async () => {
    const clock = createFalseClock()
    const sandbox = await startSandbox({ org: 'easemob-demo', app: 'testapp', clock })
    const { ask } = connect(`${sandbox.url}/easemob-demo/testapp`, { clock })

    const answers = await clock.until(Promise.all(names.map((name) => ask(account(name)))))

    expect(new Set(answers.flatMap(codes))).toEqual(new Set(['CREDENTIALS_REFUSED']))
    expect(sandbox.calls.map(({ path }) => path)).toEqual(['/token'])
    await sandbox.close()
  })
})

describe('a token endpoint that fails', () => {
  it.each([
    { kind: 'unavailable', code: 'RATE_LIMITED' },
    { kind: 'bad-gateway', code: 'UPSTREAM_UNAVAILABLE' },
    { kind: 'reset', code: 'UPSTREAM_UNAVAILABLE' },
    { kind: 'not-json', code: 'UPSTREAM_BAD_REPLY' },
    { kind: 'hang', code: 'UPSTREAM_TIMEOUT' },
  ] as const)('is told as $code, and recovered from: $kind', async ({ kind, code }) => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    const repair = sandbox.fault({ kind, when: TOKEN })
    const startedAt = clock.now()

    const answers = await clock.until(Promise.all(names.slice(0, 20).map((name) => ask(account(name)))))

    expect(new Set(answers.flatMap(codes))).toEqual(new Set([code]))
    expect(clock.now() - startedAt).toBeLessThanOrEqual(5_000)
    expect(tokenCalls(sandbox)).toBeLessThanOrEqual(3)
    expect(traffic()).toEqual({})

    repair()
    await clock.run(1_000)
    expect((await clock.until(ask(STATUS))).errors).toBeUndefined()
  })

  it('does not matter while the old token serves', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({
      clock,
      env: { CACHE_STATUS_MS: '0' },
      sandbox: { tokenTtlSeconds: 1_000 },
    })
    await clock.until(ask(STATUS))
    sandbox.fault({ kind: 'bad-gateway', when: TOKEN })

    for (let minute = 1; minute < 16; minute += 1) {
      await clock.run(60_000)
      expect((await clock.until(ask(STATUS))).errors).toBeUndefined()
    }
    await clock.run(60_000)
    await clock.run(60_000)
    expect(codes(await clock.until(ask(STATUS)))).toEqual(['UPSTREAM_UNAVAILABLE'])
  })
})
