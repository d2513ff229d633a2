import { describe, expect, it } from 'vitest'
import { actingAs } from '../support/harness.ts'
import { openJobs } from './jobs.ts'

const ENV = { USER_CALLS_PER_SECOND: '2', USER_CALLS_BURST: '20' }
const USER = 'user u0001'
const LOOK = 'query { user(username: "u0001") { username } }'

/** A server with jobs of many calls each, none of which has begun. */
async function open(callers: readonly string[], { calls = 500, ...options }: { calls?: number } = {}) {
  const server = await openJobs({ ...options, doesJobs: false, env: ENV })
  for (const caller of callers) {
    await server.kept.jobs.add({
      caller,
      about: JSON.stringify({ kind: 'User', within: null }),
      message: JSON.stringify({ from: 'u0001', type: 'txt', body: { msg: 'hello' } }),
      chunks: Array.from({ length: calls }, (_, chunk) => [`${caller} ${chunk}`.replaceAll(' ', '-')]),
      ...{ request: null, mostOpen: 100 },
    })
  }
  await server.server.startJobs()
  const sentFor = (caller: string) =>
    server.targets().filter((target) => target.startsWith(`${caller.replace(' ', '-')}-`)).length
  return { ...server, sentFor }
}

describe('jobs of a user', () => {
  it.each([1, 30])('are paid from the allowance of the user, all %i together', async (jobs) => {
    const { clock, sentFor } = await open(Array.from({ length: jobs }, () => USER))
    await clock.run(60_300)
    // Half of what was saved up is left to requests.
    expect(sentFor(USER)).toBe(10 + 60 * 2)
  })

  it('hold up nobody else’s while they wait', async () => {
    const { clock, sentFor } = await open([USER, USER, 'user u0002', 'admin'])
    await clock.run(60_300)
    expect([sentFor(USER), sentFor('user u0002'), sentFor('admin')]).toEqual([130, 130, 500])
  })

  it('of one call each cost that call, and nothing for their end', async () => {
    const { clock, ask, sentFor } = await open(
      Array.from({ length: 20 }, () => USER),
      { calls: 1 },
    )
    await clock.run(10_300)
    expect(sentFor(USER)).toBe(20)
    for (let request = 0; request < 20; request += 1) {
      expect((await ask(LOOK, {}, actingAs('u0001'))).errors).toBeUndefined()
    }
  })

  it('take turns', async () => {
    const { clock, kept } = await open([USER, USER, USER])
    await clock.run(60_300)
    const left = await kept.jobs.open()
    const sent = await Promise.all(left.map(async ({ id }) => (await kept.jobs.find(id))?.sent))
    expect(sent).toEqual([44, 43, 43])
  })

  it('that wait for the allowance are not paused: the service has nothing to do with it', async () => {
    const { clock, look, kept } = await open([USER])
    await clock.run(20_200)
    const [job] = await kept.jobs.open()
    expect(await look(btoa(`Job:${job?.id}`))).toMatchObject({ state: 'RUNNING', pause: null })
  })

  it('leave room for requests of the user, and wait until what those owe is paid', async () => {
    const { clock, ask, sentFor } = await open([USER])
    await clock.run(10_000)
    const codes: unknown[] = []
    for (let request = 0; request < 12; request += 1) {
      const { errors } = await ask(LOOK, {}, actingAs('u0001'))
      codes.push(errors?.[0]?.extensions.code)
    }
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }))
    expect(codes[11]).toBe('TOO_MANY_REQUESTS')
    const before = sentFor(USER)
    await clock.run(4_000)
    expect(sentFor(USER)).toBe(before)
    await clock.run(11_000)
    expect(sentFor(USER)).toBeGreaterThan(before + 15)
  })

  it('pay for each attempt, and for asking whether the service is there', async () => {
    const { clock, sandbox, sentFor } = await open([USER])
    await clock.run(10_000)
    const before = sentFor(USER)
    sandbox.clearCalls()
    sandbox.fault({ kind: 'reset-after-accept', when: ({ path }) => path.startsWith('/messages') })
    await clock.run(200_000)
    const calls = sandbox.calls.length
    expect(calls).toBeGreaterThan(2)
    expect(calls).toBeLessThanOrEqual(400)
    expect(sentFor(USER)).toBeGreaterThan(before)
  })
})
