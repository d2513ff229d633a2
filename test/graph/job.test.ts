import { describe, expect, it } from 'vitest'
import { type Answer, actingAs } from '../support/harness.ts'
import { guests, openJobs } from './jobs.ts'

const GROUP = '136228900143105'

describe('a message as a job', () => {
  it('to 10,000 users is answered at once without a call, and then is 17 calls', async () => {
    const { send, look, ended, traffic, targets, results } = await openJobs()
    const users = guests(10_000)
    const job = await send({ to: { users } })
    expect(job).toMatchObject({ state: 'WAITING', total: 10_000, waiting: 10_000, sent: 0, endedAt: null })

    expect(await ended(job.id)).toMatchObject({
      ...{ state: 'DONE', total: 10_000, waiting: 0, sent: 10_000, failed: 0, unknown: 0, cancelled: 0 },
      ...{ pause: null, startedAt: expect.any(String) },
    })
    expect(traffic()).toEqual({ 'message-send-users': 17 })
    expect(targets()).toEqual(users)
    expect((await look(job.id)).endedAt).not.toBeNull()
    expect((await results(job.id)).map(({ target }) => target)).toEqual(users)
  })

  it.each([
    {
      to: { users: ['u0002', 'u0003'] },
      targets: ['u0002', 'u0003'],
      operation: 'message-send-users',
      calls: 1,
    },
    {
      to: { groups: ['1', '2', '3', '4'] },
      targets: ['1', '2', '3', '4'],
      operation: 'message-send-groups',
      calls: 2,
    },
    { to: { chatrooms: ['1', '2'] }, targets: ['1', '2'], operation: 'message-send-rooms', calls: 1 },
    {
      to: { groupMembers: { groupId: GROUP, usernames: guests(21) } },
      ...{ targets: guests(21), operation: 'message-send-group-targeted', calls: 2 },
    },
    {
      to: { chatroomMembers: { chatroomId: '300000000000001', usernames: guests(3) } },
      ...{ targets: guests(3), operation: 'message-send-room-targeted', calls: 1 },
    },
  ])('goes to $operation, and tells the id of each', async ({ to, targets, operation, calls }) => {
    const { send, ended, traffic, results, messages } = await openJobs()
    const job = await ended((await send({ to })).id)
    expect(job).toMatchObject({ state: 'DONE', sent: targets.length })
    expect(traffic()).toEqual({ [operation]: calls })

    const found = await results(job.id)
    expect(found.map(({ target }) => target)).toEqual(targets)
    const ids = new Set(messages().map(({ id }) => id))
    expect(new Set(found.map(({ messageId }) => messageId))).toEqual(ids)
    expect(messages()[0]).toMatchObject({ from: 'u0001', body: { msg: 'hello to all' } })
  })

  it('is answered with no result of its own, and costs its request nothing', async () => {
    const { ask } = await openJobs()
    const { data, extensions } = await ask(`mutation { sendMessage(input: {
      from: "u0001", to: { users: ["u0002"] }, body: { text: { content: "hi" } }, asJob: true
    }) { from { username } results { target } job { state } } }`)
    expect(data.sendMessage).toEqual({
      from: { username: 'u0001' },
      results: [],
      job: { state: 'WAITING' },
    })
    expect(extensions?.upstream?.calls).toBe(0)
  })

  it('carries all that a message can have', async () => {
    const { send, ended, sandbox } = await openJobs()
    const options = { ext: { k: 'v' }, onlineOnly: true, syncToDevices: true, idempotencyKey: 'a-key' }
    await ended((await send({ to: { users: ['u0002'] }, ...options })).id)
    expect(sandbox.calls.at(-1)?.body).toEqual({
      ...{ from: 'u0001', to: ['u0002'], type: 'txt', body: { msg: 'hello to all' } },
      ...{ ext: { k: 'v', idempotencyKey: 'a-key' }, routetype: 'ROUTE_ONLINE', sync_device: true },
    })
  })

  it('that is too large for a request is advised when it is not asked for', async () => {
    const { ask, traffic } = await openJobs()
    const groups = Array.from({ length: 1_000 }, (_, index) => String(1_000 + index))
    const { errors } = await ask(
      'mutation($input: SendMessageInput!) { sendMessage(input: $input) { results { target } } }',
      { input: { from: 'u0001', to: { groups }, body: { text: { content: 'hi' } } } },
    )
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('as a job (`asJob: true`)'),
        extensions: { code: 'WRITE_TOO_LARGE' },
      },
    ])
    expect(traffic()).toEqual({})
  })
})

describe('what is wrong with a job', () => {
  it.each([
    { what: 'an option', input: { to: { users: ['u0002'] }, priority: 'HIGH' }, code: 'BAD_USER_INPUT' },
    { what: 'a name', input: { to: { users: ['a,b'] } }, code: 'BAD_USER_INPUT' },
    { what: 'a target too many', input: { to: { users: guests(6) } }, code: 'BAD_USER_INPUT' },
    { what: 'a key', input: { to: { users: ['u0002'] }, idempotencyKey: '' }, code: 'BAD_USER_INPUT' },
  ])('is found when it is made: $what', async ({ input, code }) => {
    const { refused, kept, traffic } = await openJobs({ env: { JOB_TARGETS_MAX: '5' } })
    expect(await refused(input)).toEqual([code])
    expect(await kept.jobs.open()).toEqual([])
    expect(traffic()).toEqual({})
  })

  it('is that there are too many, for each caller by themselves', async () => {
    const { send, refused, ended, cancel } = await openJobs({
      env: { JOBS_PER_CALLER: '2' },
      doesJobs: false,
    })
    const [user, other] = [actingAs('u0001'), actingAs('u0002')]
    const own = { to: { users: ['u0001'] } }
    const first = await send(own, user)
    await send(own, user)
    expect(await refused({ ...own, idempotencyKey: 'k' }, user)).toEqual(['TOO_MANY_JOBS'])
    await send({ from: 'u0002', to: { users: ['u0002'] } }, other)
    await send(own)
    await cancel(first.id, user)
    expect(await ended(first.id)).toMatchObject({ state: 'CANCELLED' })
    await send({ ...own, idempotencyKey: 'k' }, user)
  })

  it('is that its maker may not send it', async () => {
    const { refused, send, kept } = await openJobs()
    expect(await refused({ to: { users: ['u0300'] } }, actingAs('u0001'))).toEqual(['FORBIDDEN'])
    expect(await refused({ to: { users: ['u0001'] } }, actingAs('u0002'))).toEqual(['FORBIDDEN'])
    expect(await kept.jobs.open()).toEqual([])
    await send({ to: { users: ['u0001'] } }, actingAs('u0001'))
  })
})

describe('the key of a job', () => {
  const input = { to: { users: guests(700) }, idempotencyKey: 'a-key' }

  it('makes one job, however often it is asked for', async () => {
    const { send, ended, traffic, targets } = await openJobs()
    const first = await send(input)
    const again = await Promise.all([send(input), send(input)])
    expect(again.map(({ id }) => id)).toEqual([first.id, first.id])
    await ended(first.id)
    expect(await send(input)).toMatchObject({ id: first.id, state: 'DONE', sent: 700 })
    expect(traffic()).toEqual({ 'message-send-users': 2 })
    expect(targets()).toEqual(guests(700))
  })

  it.each([
    { what: 'other targets', changed: { to: { users: guests(699) } } },
    { what: 'another text', changed: { body: { text: { content: 'other' } } } },
    { what: 'the same at once', changed: { asJob: false } },
  ])('is not for $what', async ({ changed }) => {
    const { send, refused, kept } = await openJobs({ doesJobs: false })
    await send(input)
    expect(await refused({ ...input, ...changed })).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    expect(await kept.jobs.open()).toHaveLength(1)
  })

  it('of a message that was sent at once is not for a job', async () => {
    const { ask, refused } = await openJobs()
    const sent = { ...input, from: 'u0001', body: { text: { content: 'hello to all' } } }
    await ask('mutation($input: SendMessageInput!) { sendMessage(input: $input) { results { target } } }', {
      input: sent,
    })
    expect(await refused(input)).toEqual(['IDEMPOTENCY_KEY_REUSED'])
  })

  it('is known for 24 hours, and the job for longer', async () => {
    const { send, ended, look, clock } = await openJobs()
    const first = await send(input)
    await ended(first.id)
    clock.advance(24 * 3_600_000)
    expect((await send(input)).id).not.toBe(first.id)
    expect(await look(first.id)).toMatchObject({ state: 'DONE', sent: 700 })
  })
})

describe('the results of a job', () => {
  it('are found by what became of them, page by page', async () => {
    const { send, ended, results, sandbox } = await openJobs()
    const users = guests(1_801)
    const isTo = (name: string) => (call: { body?: unknown }) =>
      JSON.stringify(call.body).includes(`"${name}"`)
    const refused = { error: 'message_send_error', error_description: 'no' }
    sandbox.fault({ kind: 'answer', status: 400, body: refused, when: isTo('guest600') })
    sandbox.fault({ kind: 'reset-after-accept', when: isTo('guest1800') })
    const { id } = await send({ to: { users } })
    expect(await ended(id)).toMatchObject({ state: 'DONE', sent: 1_200, failed: 600, unknown: 1, waiting: 0 })

    const found = await results(id)
    expect(found.map(({ target }) => target)).toEqual(users)
    const failed = await results(id, 'FAILED', 99)
    expect(failed.map(({ target }) => target)).toEqual(users.slice(600, 1_200))
    expect(failed[0]).toMatchObject({ messageId: null, error: { code: 'INVALID_ARGUMENT' } })
    expect(await results(id, 'UNKNOWN')).toMatchObject([
      { target: 'guest1800', error: { code: 'OUTCOME_UNKNOWN' } },
    ])
    expect((await results(id, 'SENT', 7)).map(({ target }) => target)).toEqual([
      ...users.slice(0, 600),
      ...users.slice(1_200, 1_800),
    ])
    expect(await results(id, 'CANCELLED')).toEqual([])
  })

  it('can be followed while it is sent', async () => {
    const { send, clock, ask, ended } = await openJobs({ sandbox: { latencyMs: 400 } })
    const { id } = await send({ to: { users: guests(1_300) } })
    const query = `query($id: ID!, $after: String) { job(id: $id) { results(first: 100, after: $after) {
      edges { node { target } } pageInfo { endCursor } } } }`
    const found: string[] = []
    let after: string | null = null
    const follow = async () => {
      for (;;) {
        const { data }: Answer = await ask(query, { id, after })
        const { edges, pageInfo } = data.job.results
        if (edges.length === 0) return
        found.push(...edges.map(({ node }: { node: { target: string } }) => node.target))
        after = pageInfo.endCursor
      }
    }
    await clock.run(600)
    await follow()
    expect(found).toEqual(guests(600))
    await ended(id)
    await follow()
    expect(found).toEqual(guests(1_300))
  })

  it.each(['x', btoa('["cursor","job"]'), ''])('do not begin after %j', async (after) => {
    const { send, ask } = await openJobs()
    const { id } = await send({ to: { users: ['u0002'] } })
    const { errors } = await ask(
      'query($id: ID!, $after: String) { job(id: $id) { results(after: $after) { edges { cursor } } } }',
      { id, after },
    )
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
  })

  it('are forgotten 7 days after its end', async () => {
    const { send, ended, look, clock, kept } = await openJobs()
    const { id } = await send({ to: { users: guests(12_000) } })
    await ended(id)
    await clock.run(7 * 24 * 3_600_000 - 120_000)
    expect(await look(id)).not.toBeNull()
    await clock.run(240_000)
    expect(await look(id)).toBeNull()
    expect(await kept.jobs.sweep()).toBe(false)
  })
})
