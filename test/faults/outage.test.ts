import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { createFalseClock, type FalseClock } from '../support/clock.ts'
import { type Answer, start } from '../support/harness.ts'
import { connect } from '../support/service.ts'
import { account, SEND, STATUS } from './operations.ts'

const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code)

const APP = {
  org: 'easemob-demo',
  app: 'testapp',
  clientId: 'the-client-id',
  clientSecret: 'the-client-secret',
}

/** A port on which nothing listens: it was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

const openAt = (port: number, clock: FalseClock): Promise<Sandbox> => startSandbox({ ...APP, port, clock })

describe('a service that is down when the server starts', () => {
  it('leaves the server alive but not ready, and is told promptly', async () => {
    const clock = createFalseClock()
    const { ask, statusOf } = connect(`http://127.0.0.1:${await freePort()}/easemob-demo/testapp`, { clock })
    const startedAt = clock.now()

    expect(await statusOf('/health')).toBe(200)
    expect(await clock.until(statusOf('/ready'))).toBe(503)
    const answer = await clock.until(ask(STATUS))

    expect(answer.data).toEqual({ user: { onlineStatus: null } })
    expect(codes(answer)).toEqual(['UPSTREAM_UNAVAILABLE'])
    expect(clock.now() - startedAt).toBeLessThan(2_000)
  })

  it('did certainly not get a message', async () => {
    const clock = createFalseClock()
    const { ask } = connect(`http://127.0.0.1:${await freePort()}/easemob-demo/testapp`, { clock })

    const { data } = await clock.until(ask(SEND))

    expect(data.sendMessage.results).toMatchObject([
      { status: 'FAILED', messageId: null, error: { code: 'UPSTREAM_UNAVAILABLE' } },
    ])
  })

  it('is found within a second when it comes up', async () => {
    const clock = createFalseClock()
    const port = await freePort()
    const { ask, statusOf } = connect(`http://127.0.0.1:${port}/easemob-demo/testapp`, { clock })
    await clock.until(ask(STATUS))
    expect(await clock.until(statusOf('/ready'))).toBe(503)

    const sandbox = await openAt(port, clock)
    await clock.run(1_000)

    expect(await clock.until(statusOf('/ready'))).toBe(200)
    expect((await clock.until(ask(STATUS))).errors).toBeUndefined()
    await sandbox.close()
  })
})

describe('a service that dies', () => {
  it('is told to those who ask, and answers them again when it lives', async () => {
    const clock = createFalseClock()
    const port = await freePort()
    const { ask } = connect(`http://127.0.0.1:${port}/easemob-demo/testapp`, { clock })
    const first = await openAt(port, clock)
    expect((await clock.until(ask(account('u0001')))).errors).toBeUndefined()

    await first.close()
    expect(codes(await clock.until(ask(account('u0002'))))).toEqual(['UPSTREAM_UNAVAILABLE'])

    const second = await openAt(port, clock) // It knows none of the tokens of the first.
    const { data, errors } = await clock.until(ask(account('u0003')))
    expect(errors).toBeUndefined()
    expect(data).toEqual({ user: { account: { isActive: true } } })
    await second.close()
  })

  it('ends the calls under way', async () => {
    const clock = createFalseClock()
    const port = await freePort()
    const { ask } = connect(`http://127.0.0.1:${port}/easemob-demo/testapp`, { clock })
    const sandbox = await openAt(port, clock)
    await clock.until(ask(account('u0001')))
    sandbox.fault({ kind: 'hang' })

    const reading = ask(account('u0002'))
    const sending = ask(SEND)
    await clock.run(100)
    await sandbox.close()

    expect(codes(await clock.until(reading, 4_000))).toEqual(['UPSTREAM_UNAVAILABLE'])
    const { data } = await clock.until(sending, 4_000)
    expect(data.sendMessage.results).toMatchObject([{ status: 'UNKNOWN' }])
  })

  it('is remembered from the cache no longer than usual', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock, env: { CACHE_STATUS_MS: '3000' } })
    await clock.until(ask(STATUS))
    sandbox.fault({ kind: 'bad-gateway' })

    expect((await clock.until(ask(STATUS))).errors).toBeUndefined()
    await clock.run(3_001)
    expect(codes(await clock.until(ask(STATUS)))).toEqual(['UPSTREAM_UNAVAILABLE'])
  })
})

describe('retries in an outage', () => {
  it.each(['unavailable', 'bad-gateway', 'reset'] as const)(
    'are at most 10 and a tenth of the calls of any 10 s: %s',
    async (kind) => {
      const clock = createFalseClock()
      // Without jitter a retry starts when it is granted.
      const { ask, sandbox } = await start({ clock, random: () => 0 })
      await clock.until(ask(STATUS))
      sandbox.fault({ kind })

      const asked: Promise<Answer>[] = []
      for (let index = 1; index <= 300; index += 1) {
        asked.push(ask(account(`u${String(index).padStart(4, '0')}`)))
        await clock.run(100)
      }
      const answers = await clock.until(Promise.all(asked))

      expect(answers.every(({ errors }) => errors?.length === 1)).toBe(true)
      const seen = new Set<string>()
      const calls = sandbox.calls.map(({ at, path }) => {
        const isRetry = seen.has(path)
        seen.add(path)
        return { at, isRetry }
      })
      expect(calls.length).toBeGreaterThan(100)
      const retries = calls.filter(({ isRetry }) => isRetry)
      expect(retries.length).toBeGreaterThan(10)
      for (const { at } of retries) {
        // A retry starts up to half a second after it was granted, when its turn comes.
        const since = (ms: number) => (call: { at: number }) => call.at > at - ms && call.at <= at
        const allowed = 10 + calls.filter(since(10_500)).length / 10
        // Granted while they are fewer than allowed: the last one may be a fraction above.
        expect(retries.filter(since(9_500)).length).toBeLessThan(allowed + 1)
      }
    },
  )
})
