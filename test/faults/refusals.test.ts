import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { type Answer, start } from '../support/harness.ts'
import { connect, startService } from '../support/service.ts'
import { account, SEND, STATUS } from './operations.ts'

const unavailable = { kind: 'unavailable', when: { path: /status|messages/ } } as const
const reachLimit = { kind: 'reach-limit', when: { path: /status|messages/ } } as const

const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code)
const sent = ({ data }: Answer) => data.sendMessage.results[0]

describe('a refusal because of the rate', () => {
  it.each([unavailable, reachLimit])('is asked again and answered: $kind once', async (fault) => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault({ ...fault, times: 1 })

    const { data, errors } = await clock.until(ask(STATUS))

    expect(errors).toBeUndefined()
    expect(data.user.onlineStatus).toMatch(/ONLINE|OFFLINE/)
    expect(traffic()).toEqual({ 'user-status-batch': 2 })
  })

  it.each([unavailable, reachLimit])('is told after three attempts: $kind always', async (fault) => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault(fault)

    const answer = await clock.until(ask(STATUS))

    expect(answer.data).toEqual({ user: { onlineStatus: null } })
    expect(codes(answer)).toEqual(['RATE_LIMITED'])
    expect(traffic()).toEqual({ 'user-status-batch': 3 })
  })

  it.each(['unavailable', 'reach-limit'] as const)(
    'slows all calls down, for at most 30 s: %s',
    async (kind) => {
      const clock = createFalseClock()
      const { ask, sandbox, upstream } = await start({ clock })
      const repair = sandbox.fault({ kind, when: { path: /users/ } })
      const atRest = upstream.budgetLeft()

      const names = [...sandbox.store.users.keys()].slice(0, 40)
      await clock.until(Promise.all(names.map((name) => ask(account(name)))))
      repair()
      await clock.run(1_100)
      expect(upstream.budgetLeft()).toBeLessThan(atRest * 0.75)

      await clock.run(30_000)
      expect(upstream.budgetLeft()).toBe(atRest)
    },
  )

  it.each([
    { fault: unavailable, profile: 'seed' },
    { fault: reachLimit, profile: 'seed' },
    { fault: reachLimit, profile: 'current' },
  ])('lets a send be made again where it says "not done": $fault.kind, $profile', async (row) => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock, env: { RATE_PROFILE: row.profile } })
    const before = sandbox.store.messages.length
    sandbox.fault({ ...row.fault, times: 1 })

    expect(sent(await clock.until(ask(SEND)))).toMatchObject({ status: 'SENT', error: null })
    expect(traffic()).toEqual({ 'message-send-users': 2 })
    expect(sandbox.store.messages.length - before).toBe(1)
  })

  it('ends as FAILED for a send that was refused three times', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault(unavailable)

    expect(sent(await clock.until(ask(SEND)))).toMatchObject({
      status: 'FAILED',
      error: { code: 'RATE_LIMITED' },
    })
    expect(traffic()).toEqual({ 'message-send-users': 3 })
  })

  it.each(['2024', 'current'])(
    'leaves the outcome of a send open after a 503 of today: %s',
    async (profile) => {
      const clock = createFalseClock()
      const { ask, sandbox, traffic } = await start({ clock, env: { RATE_PROFILE: profile } })
      sandbox.fault({ ...unavailable, times: 1 })

      expect(sent(await clock.until(ask(SEND)))).toMatchObject({
        status: 'UNKNOWN',
        messageId: null,
        error: { code: 'OUTCOME_UNKNOWN' },
      })
      expect(traffic()).toEqual({ 'message-send-users': 1 })
    },
  )
})

describe('a refusal that says when to come back', () => {
  it('is passed on to those who ask meanwhile, with nothing asked for them', async () => {
    const clock = createFalseClock()
    const service = await startService({ '*': { status: 429, text: '', headers: { 'retry-after': '20' } } })
    const { ask } = connect(service.baseUrl, { clock })

    const first = ask(STATUS)
    await clock.run(1_000)
    const second = await clock.until(ask('{ user(username: "u0002") { account { isActive } } }'), 1)

    expect(codes(second)).toEqual(['UPSTREAM_BUSY'])
    const retryAfterMs = second.errors?.[0]?.extensions.retryAfterMs
    expect(retryAfterMs).toBeGreaterThan(10_000)
    expect(retryAfterMs).toBeLessThanOrEqual(20_000)
    expect((await clock.until(first)).data).toEqual({ user: { onlineStatus: null } })
    expect(service.calls.map(({ request }) => request)).toEqual(['POST /users/batch/status'])
  })

  it('keeps only the calls of its operation waiting where each has a rate of its own', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock, env: { RATE_PROFILE: 'current' } })
    sandbox.fault({
      ...{ kind: 'answer', status: 429, body: { exception: 'reach_limit' } },
      when: { path: /batch\/status/ },
    })
    const { errors } = await clock.until(ask(STATUS))
    expect(errors).toHaveLength(1)

    const { data } = await clock.until(ask('{ user(username: "u0002") { account { isActive } } }'), 100)
    expect(data.user.account).toEqual({ isActive: true })
  })

  it('is not believed beyond 30 s: a mistake on the way would close us for an hour', async () => {
    const clock = createFalseClock()
    const service = await startService({ '*': { status: 429, text: '', headers: { 'retry-after': '3600' } } })
    const { ask } = connect(service.baseUrl, { clock })
    await clock.until(ask(STATUS))
    await clock.run(30_000)

    await clock.until(ask('{ user(username: "u0002") { account { isActive } } }'))

    expect(service.calls.map(({ request }) => request)).toContain('GET /users/u0002')
  })
})

describe('a refusal because of the plan', () => {
  it('is never asked again, and slows nobody down', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic, upstream } = await start({ clock })
    const atRest = upstream.budgetLeft()
    sandbox.fault({ kind: 'resource-limited', when: { path: /status/ } })

    const answer = await clock.until(ask(STATUS))
    await clock.run(1_100)

    expect(codes(answer)).toEqual(['PLAN_LIMIT'])
    expect(answer.data).toEqual({ user: { onlineStatus: null } })
    expect(traffic()).toEqual({ 'user-status-batch': 1 })
    expect(upstream.budgetLeft()).toBe(atRest)
  })

  it('is FAILED for a send', async () => {
    const { ask, sandbox, traffic } = await start()
    sandbox.fault({ kind: 'resource-limited', when: { path: /messages/ } })

    expect(sent(await ask(SEND))).toMatchObject({ status: 'FAILED', error: { code: 'PLAN_LIMIT' } })
    expect(traffic()).toEqual({ 'message-send-users': 1 })
  })
})
