import { describe, expect, it } from 'vitest'
import type { Fault } from '../../src/sandbox/server.ts'
import { openStore } from '../../src/store/store.ts'
import { actingAs } from '../support/harness.ts'
import { freshPath } from '../support/paths.ts'
import { guests, openJobs } from './jobs.ts'

/** What keeps a job from going on. */
interface Kept {
  readonly what: string
  readonly path: RegExp
  readonly fault: Fault
  readonly code: string
}

const isSend = ({ path }: { readonly path: string }) => path.startsWith('/messages')

describe('a job that is cancelled', () => {
  it('begins nothing more; what is under way ends as it ends', async () => {
    const { send, cancel, ended, clock, targets, results, look, traffic } = await openJobs({
      sandbox: { latencyMs: 1_000 },
    })
    const { id } = await send({ to: { users: guests(3_000) } })
    await clock.run(1_500)
    const { data } = await cancel(id)
    expect(data.cancelJob.job).toMatchObject({
      ...{ state: 'CANCELLED', sent: 600, waiting: 600, cancelled: 1_800, endedAt: null },
    })
    expect(await results(id, 'CANCELLED')).toHaveLength(1_800)
    const job = await ended(id)
    expect(job).toMatchObject({ state: 'CANCELLED', sent: 1_200, waiting: 0, cancelled: 1_800 })
    await clock.run(10_000)
    expect(traffic()).toEqual({ 'message-send-users': 2 })
    expect(targets()).toEqual(guests(1_200))

    expect((await results(id, 'CANCELLED')).map(({ target }) => target)).toEqual(guests(3_000).slice(1_200))
    expect((await cancel(id)).data.cancelJob.job).toEqual(job)
    expect(await look(id)).toEqual(job)
  })

  it('ends at once while it waits for its turn', async () => {
    const { send, cancel, clock, targets, look } = await openJobs({ env: { CALLS_PER_SECOND: '1' } })
    const { id } = await send({ to: { users: guests(2) } })
    expect((await cancel(id)).data.cancelJob.job).toMatchObject({
      ...{ state: 'CANCELLED', cancelled: 2, waiting: 0, startedAt: null, endedAt: expect.any(String) },
    })
    await clock.run(10_000)
    expect(targets()).toEqual([])
    expect(await look(id)).toMatchObject({ state: 'CANCELLED', cancelled: 2 })
  })

  it('after its end stays as it was', async () => {
    const { send, cancel, ended } = await openJobs()
    const job = await ended((await send({ to: { users: guests(2) } })).id)
    expect((await cancel(job.id)).data.cancelJob.job).toEqual(job)
  })
})

describe('a job that the service does not take', () => {
  const refusal = (status: number, error: string) => ({ kind: 'answer', status, body: { error } }) as const

  const [message, token] = [/messages/, /token/]
  it.each([
    { what: 'refuses the rate', path: message, fault: { kind: 'reach-limit' }, code: 'RATE_LIMITED' },
    {
      what: 'has no more messages',
      ...{ path: message, fault: refusal(403, 'message_send_error'), code: 'MESSAGE_QUOTA' },
    },
    {
      what: 'has no more of its plan',
      ...{ path: message, fault: { kind: 'resource-limited' }, code: 'PLAN_LIMIT' },
    },
    {
      what: 'gives no token',
      ...{ path: token, fault: { kind: 'bad-gateway' }, code: 'UPSTREAM_UNAVAILABLE' },
    },
    {
      what: 'gives nonsense for a token',
      ...{ path: token, fault: { kind: 'not-json' }, code: 'UPSTREAM_BAD_REPLY' },
    },
    {
      what: 'refuses the credentials',
      ...{ path: token, fault: refusal(400, 'invalid_grant'), code: 'CREDENTIALS_REFUSED' },
    },
  ] satisfies readonly Kept[])('because it $what waits, and loses nobody', async ({ fault, code, path }) => {
    const { send, sandbox, clock, look, ended, targets } = await openJobs()
    const mend = sandbox.fault({ ...fault, when: { path } })
    if (path === token) sandbox.expireTokens()
    const { id } = await send({ to: { users: guests(1_300) } })
    await clock.run(300_000)
    const paused = await look(id)
    expect(paused).toMatchObject({
      ...{ state: 'PAUSED', waiting: 1_300, failed: 0, unknown: 0 },
      pause: { code, since: expect.any(String) },
    })
    expect(Date.parse(paused.pause.since) - Date.parse(paused.createdAt)).toBeLessThan(10_000)
    // A minute at most between two tries, each of which is three at most.
    const tries = sandbox.calls.filter((call) => path.test(call.path)).length
    expect(tries).toBeLessThan(45)
    mend()
    await clock.run(61_000)
    expect(await ended(id)).toMatchObject({ state: 'DONE', sent: 1_300, pause: null })
    expect(targets()).toEqual(guests(1_300))
  })

  it('because nobody is there waits, and loses nobody', async () => {
    const { send, sandbox, clock, look } = await openJobs()
    await sandbox.close()
    const { id } = await send({ to: { users: guests(1_300) } })
    await clock.run(120_000)
    expect(await look(id)).toMatchObject({
      ...{ state: 'PAUSED', waiting: 1_300, pause: { code: 'UPSTREAM_UNAVAILABLE' } },
    })
  })

  it.each([
    { what: 'an argument', fault: refusal(400, 'illegal_argument'), code: 'INVALID_ARGUMENT' },
    { what: 'the sender', fault: refusal(403, 'forbidden_op'), code: 'NOT_ALLOWED' },
  ])('because of $what has failed for that call, and goes on', async ({ fault, code }) => {
    const { send, sandbox, ended, results } = await openJobs()
    sandbox.fault({ ...fault, when: isSend, times: 1 })
    const { id } = await send({ to: { users: guests(601) } })
    expect(await ended(id, 10_000)).toMatchObject({ state: 'DONE', sent: 1, failed: 600 })
    expect((await results(id))[0]).toMatchObject({ status: 'FAILED', error: { code } })
  })
})

describe('a job of which an answer is lost', () => {
  it.each([
    { what: 'the connection broke', fault: { kind: 'reset-after-accept' } as const },
    { what: 'the answer is cut', fault: { kind: 'truncate' } as const },
    { what: 'no answer comes', fault: { kind: 'delay', delayMs: 600_000 } as const },
    { what: 'a gateway answers', fault: { kind: 'bad-gateway', executed: true } as const },
  ])('because $what is UNKNOWN for that call, and is never sent again', async ({ fault }) => {
    const { send, sandbox, ended, targets, results } = await openJobs()
    sandbox.fault({ ...fault, when: isSend, times: 1 })
    const { id } = await send({ to: { users: guests(1_300) } })
    expect(await ended(id)).toMatchObject({ state: 'DONE', sent: 700, unknown: 600 })
    expect(targets()).toEqual(guests(1_300))
    expect((await results(id, 'UNKNOWN')).map(({ target }) => target)).toEqual(guests(600))
  })

  it('finds out whether the service is there before it goes on: one call is lost, and no more', async () => {
    const { send, sandbox, look, ended, clock, traffic } = await openJobs()
    const mend = sandbox.fault({ kind: 'delay', delayMs: 6_000_000 })
    const { id } = await send({ to: { users: guests(6_000) } })
    await clock.run(3_600_000)
    expect(await look(id)).toMatchObject({
      ...{ state: 'PAUSED', sent: 0, unknown: 600, waiting: 5_400, pause: { code: 'UPSTREAM_TIMEOUT' } },
    })
    expect(traffic()['message-send-users']).toBe(1)
    mend()
    await clock.run(80_000)
    expect(await ended(id)).toMatchObject({ state: 'DONE', sent: 5_400, unknown: 600 })
  })
})

describe('a server that ends', () => {
  const openFile = (file: string) =>
    openStore({ file, now: Date.now, jobsKeptMs: 1_000_000, onFault: (fault) => expect.fail(String(fault)) })

  it('finishes the call under way, and leaves the rest to the next one', async () => {
    const file = freshPath()
    const before = openFile(file)
    const first = await openJobs({ store: before, sandbox: { latencyMs: 1_000 } })
    const { id } = await first.send({ to: { users: guests(3_000) }, idempotencyKey: 'a-key' })
    await first.clock.run(1_500)
    const draining = first.server.drain()
    await first.clock.run(3_000)
    await draining
    expect(first.targets()).toEqual(guests(1_200))
    expect(await before.jobs.find(atHome(id))).toMatchObject({ sent: 1_200, unknown: 0, endedAt: null })
    await before.close()

    const after = openFile(file)
    const second = await openJobs({ store: after })
    expect((await second.send({ to: { users: guests(3_000) }, idempotencyKey: 'a-key' })).id).toBe(id)
    expect(await second.ended(id)).toMatchObject({ state: 'DONE', sent: 3_000, unknown: 0 })
    expect(second.targets()).toEqual(guests(3_000).slice(1_200))
    await after.close()
  })

  it('that was cut off in a call leaves it UNKNOWN, and goes on after it', async () => {
    const { send, ended, kept, server, targets } = await openJobs({ doesJobs: false })
    const { id } = await send({ to: { users: guests(1_300) } })
    await kept.jobs.begin(atHome(id), 0)
    await server.startJobs()
    expect(await ended(id)).toMatchObject({ state: 'DONE', sent: 700, unknown: 600 })
    expect(targets()).toEqual(guests(1_300).slice(600))
  })
})

/** The own part of a global id. */
const atHome = (id: string) => atob(id).replace('Job:', '')

describe('jobs and requests', () => {
  it('meet without a delay for the requests, however many jobs there are', async () => {
    const { send, askNow, clock, targets } = await openJobs({ sandbox: { seed: { users: 700 } } })
    for (let job = 0; job < 12; job += 1)
      await send({ to: { groups: guests(3_000).map((_, at) => `${1_000 + at}`) } })
    await clock.run(5_000)
    const sent = targets().length
    expect(sent).toBeGreaterThan(100)
    const waits: number[] = []
    for (let time = 0; time < 20; time += 1) {
      const users = [`u${String(1 + time).padStart(4, '0')}`]
      const since = clock.now()
      const { errors } = await clock.until(
        askNow('mutation($input: SendMessageInput!) { sendMessage(input: $input) { results { status } } }', {
          input: { from: 'u0001', to: { users }, body: { text: { content: 'now' } } },
        }),
      )
      expect(errors).toBeUndefined()
      waits.push(clock.now() - since)
      await clock.run(137)
    }
    expect(Math.max(...waits)).toBeLessThan(1)
    expect(targets().length - sent - 20).toBeGreaterThan(50)
  })

  it('share what the service takes in a minute: some of it is always left to requests', async () => {
    const { send, askNow, clock, targets } = await openJobs({ env: { RATE_PROFILE: 'current' } })
    const { id } = await send({ to: { users: guests(20_000) } })
    await clock.run(59_000)
    // 6000 in any minute, of which a fifth is for who comes next.
    expect(targets()).toHaveLength(4_800)
    const since = clock.now()
    const users = Array.from({ length: 1_200 }, (_, index) => `other${index}`)
    const { data } = await clock.until(
      askNow('mutation($input: SendMessageInput!) { sendMessage(input: $input) { results { status } } }', {
        input: { from: 'u0001', to: { users }, body: { text: { content: 'now' } } },
      }),
    )
    expect(data.sendMessage.results.every(({ status }: { status: string }) => status === 'SENT')).toBe(true)
    expect(clock.now() - since).toBeLessThan(1)
    expect(id).toBeDefined()
  })

  it('take turns: a short job does not wait for the long ones of others', async () => {
    const { send, ended } = await openJobs({ env: { CALLS_PER_SECOND: '4' } })
    const groups = guests(3_000).map((_, at) => `${1_000 + at}`)
    for (let job = 0; job < 12; job += 1) await send({ to: { groups } })
    const { id } = await send({ to: { users: ['u0001'] } }, actingAs('u0001'))
    const { createdAt, endedAt } = await ended(id, 30_000)
    // Two calls a second are left for jobs, and eight jobs are ahead with a call.
    expect(Date.parse(endedAt) - Date.parse(createdAt)).toBeLessThan(6_000)
  })
})
