import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type FaultRule, startSandbox } from '../../src/sandbox/server.ts'
import { freshPath } from '../support/paths.ts'
import { ADMIN_KEY, type Running, runInVain, runServer, serviceOf } from '../support/process.ts'

const HEADERS = { authorization: `Bearer ${ADMIN_KEY}` }
const SEND = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) { results { target status messageId error { code message } } }
}`
const HOLD = { kind: 'delay', delayMs: 600_000 } as const
const isSend = ({ path }: { readonly path: string }) => path.startsWith('/messages')

interface Result {
  readonly target: string
  readonly status: string
  readonly messageId: string | null
  readonly error: { readonly code: string; readonly message: string } | null
}

const sendOf = (server: Running, users: readonly string[], idempotencyKey: string, init: RequestInit = {}) =>
  server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...HEADERS },
    body: JSON.stringify({
      query: SEND,
      variables: {
        input: { from: 'u0001', to: { users }, body: { text: { content: 'hi' } }, idempotencyKey },
      },
    }),
    ...init,
  })

async function resultsOf(response: Promise<Response>): Promise<readonly Result[]> {
  return (await (await response).json()).data.sendMessage.results
}

/** A service, and servers in front of it that share a file, one after the other. */
async function open() {
  const sandbox = await startSandbox({ callsPerSecond: 0 })
  onTestFinished(() => sandbox.close())
  const file = freshPath()
  const seeded = sandbox.store.messages.length
  return {
    file,
    run: () =>
      runServer({ ...serviceOf(sandbox), STORE_FILE: file, CALLS_PER_SECOND: '1000', RATE_PROFILE: 'seed' }),
    fault: (rule: FaultRule) => sandbox.fault(rule),
    /** Ids of the messages that somebody got. */
    got: (target: string) =>
      sandbox.store.messages
        .slice(seeded)
        .filter((message) => message.target === target)
        .map(({ id }) => id),
    /** Resolves when the words have been written to the file, which nobody else may open. */
    written: (words: string) =>
      vi.waitFor(() => expect(readFileSync(`${file}-wal`).includes(words)).toBe(true), { timeout: 10_000 }),
  }
}

async function end(server: Running, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  server.signal(signal)
  await server.ended
}

describe('a send under a key, and a server that is run again', () => {
  it('is answered as before, after an end in order and after kill -9', async () => {
    const { run, got, file } = await open()
    const first = await run()
    const results = [await resultsOf(sendOf(first, ['u0002'], 'a-key'))]
    expect(results).toMatchObject([[{ status: 'SENT', messageId: got('u0002')[0] }]])
    await end(first)
    expect(existsSync(`${file}-wal`)).toBe(false)

    const second = await run()
    results.push(await resultsOf(sendOf(second, ['u0003'], 'another')))
    await end(second, 'SIGKILL')

    const third = await run()
    expect([
      await resultsOf(sendOf(third, ['u0002'], 'a-key')),
      await resultsOf(sendOf(third, ['u0003'], 'another')),
    ]).toEqual(results)
    expect([...got('u0002'), ...got('u0003')]).toHaveLength(2)
  })

  it('is UNKNOWN and not sent, after kill -9 between the record and the call', async () => {
    const { run, got, fault, written } = await open()
    // Without a token nothing can be called.
    const mend = fault({ kind: 'hang', when: { path: /^\/token/ } })
    const before = await run()
    const lost = expect(sendOf(before, ['u0002'], 'a-key')).rejects.toThrow('fetch failed')
    await written('a-key')
    await end(before, 'SIGKILL')
    await lost
    mend()

    const [result] = await resultsOf(sendOf(await run(), ['u0002'], 'a-key'))
    expect(result).toMatchObject({ status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } })
    expect(result?.error?.message).toContain('not sent again under this key')
    expect(got('u0002')).toEqual([])
  })

  it('is UNKNOWN where it was not recorded, and not sent again, after kill -9 between a call and its record', async () => {
    const { run, got, fault, written } = await open()
    const users = Array.from({ length: 601 }, (_, index) => `guest${index}`)
    fault({ ...HOLD, when: ({ body }) => JSON.stringify(body).includes('"guest600"') })
    const before = await run()
    const lost = expect(sendOf(before, users, 'a-key')).rejects.toThrow('fetch failed')
    await vi.waitFor(() => expect([...got('guest0'), ...got('guest600')]).toHaveLength(2), {
      timeout: 10_000,
    })
    await written(got('guest0')[0] ?? '')
    await end(before, 'SIGKILL')
    await lost

    const after = await run()
    for (let time = 0; time < 2; time += 1) {
      const results = await resultsOf(sendOf(after, users, 'a-key'))
      expect(results.map(({ status }) => status)).toEqual([...Array(600).fill('SENT'), 'UNKNOWN'])
      expect(results.at(-1)?.error?.code).toBe('OUTCOME_UNKNOWN')
      for (const { target, messageId } of results.slice(0, 600)) expect(got(target)).toEqual([messageId])
      expect(got('guest600')).toHaveLength(1)
    }
  })

  it('reaches nobody twice, whenever kill -9 comes', { timeout: 120_000 }, async () => {
    const { run, got, fault } = await open()
    fault({ kind: 'delay', delayMs: 15, when: isSend })
    const seed = Math.floor(Math.random() * 1e9)
    const random = sequence(seed)
    const known = new Map<string, string>()
    let before = await run()
    for (let round = 0; round < 1; round += 1) {
      const targets = Array.from({ length: 30 }, (_, index) => `round${round}-${index}`)
      await before.fetch('/ready')
      const asked = targets.map((target) => resultsOf(sendOf(before, [target], `key of ${target}`)))
      const answers = Promise.allSettled(asked)
      await vi.waitFor(() => expect(got(targets[Math.floor(random() * 30)] ?? '')).toHaveLength(1), {
        timeout: 10_000,
        interval: 1,
      })
      await end(before, 'SIGKILL')
      for (const answer of await answers) {
        if (answer.status !== 'fulfilled') continue
        for (const { target, messageId } of answer.value) known.set(target, String(messageId))
      }
      const after = await run()
      for (const target of targets) {
        const [result] = await resultsOf(sendOf(after, [target], `key of ${target}`))
        const ids = got(target)
        const told = `seed ${seed}: ${target} is ${result?.status}, ${ids.length} messages`
        expect(ids.length, told).toBeLessThanOrEqual(1)
        expect(['SENT', 'UNKNOWN'], told).toContain(result?.status)
        if (result?.status === 'SENT') expect(ids, told).toEqual([result.messageId])
        // What was answered once is never forgotten.
        if (known.has(target)) expect(result?.messageId, told).toBe(known.get(target))
      }
      before = after
    }
  })

  it('is finished and recorded though its client has left, when the server is told to stop', async () => {
    const { run, got, fault } = await open()
    fault({ kind: 'delay', delayMs: 1_000, when: isSend })
    const before = await run()
    const leaving = new AbortController()
    const lost = expect(sendOf(before, ['u0002'], 'a-key', { signal: leaving.signal })).rejects.toThrow()
    await vi.waitFor(() => expect(got('u0002')).toHaveLength(1), { timeout: 10_000 })
    leaving.abort()
    await lost
    await end(before)

    expect(await resultsOf(sendOf(await run(), ['u0002'], 'a-key'))).toMatchObject([
      { status: 'SENT', messageId: got('u0002')[0] },
    ])
  })
})

describe('the file of the store', () => {
  it('serves one server: a second one does not start, and says why', async () => {
    const { run, file } = await open()
    const first = await run()
    const { code, output, errors } = await runInVain({ STORE_FILE: file })
    expect({ code, output }).toEqual({ code: 1, output: '' })
    expect(errors).toMatch(/^STORE_FILE: .*store\.db is in use by another process\. .*\n$/)
    expect((await first.fetch('/health')).status).toBe(200)
  })
})

/** The same numbers for the same seed. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}
