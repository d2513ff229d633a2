import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { type Answer, start } from '../support/harness.ts'

const codes = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions.code)

const send = (usernames: readonly string[]) => `mutation {
  sendMessage(input: { from: "u0001", to: { users: ${JSON.stringify(usernames)} }, body: { text: { content: "hello" } } }) {
    results { target status error { code } }
  }
}`

/** Three groups a call. */
const SEND_TO_GROUPS = `mutation ($groups: [ID!]) {
  sendMessage(input: { from: "u0001", to: { groups: $groups }, body: { text: { content: "hello" } } }) {
    results { status }
  }
}`

const groups = (count: number) => ({
  groups: Array.from({ length: count }, (_, index) => String(1000 + index)),
})

describe('a send that never left', () => {
  it('is FAILED and not UNKNOWN while the service gives no token', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault({ kind: 'bad-gateway', when: { path: /^\/token/ } })

    const { data } = await clock.until(ask(send(['u0002'])))

    expect(data.sendMessage.results).toEqual([
      { target: 'u0002', status: 'FAILED', error: { code: 'UPSTREAM_UNAVAILABLE' } },
    ])
    expect(traffic()).toEqual({})
  })
})

describe('a send behind a long line of others', () => {
  it('is refused whole as busy, with a time to come back; all others are sent once', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock, sandbox: { latencyMs: 20 } })
    const before = sandbox.store.messages.length
    const targets = Array.from({ length: 400 }, (_, index) => `stranger${index}`)

    const answers = await clock.until(Promise.all(targets.map((target) => ask(send([target])))))

    const refused = targets.filter((_, index) => answers[index]?.errors !== undefined)
    expect(refused.length).toBeGreaterThan(100)
    for (const { errors = [] } of answers) {
      for (const { extensions } of errors) {
        expect(extensions).toMatchObject({ code: 'UPSTREAM_BUSY', retryAfterMs: expect.any(Number) })
      }
    }
    const sent = sandbox.store.messages.slice(before).map(({ target }) => target)
    expect(sent.sort()).toEqual(targets.filter((target) => !refused.includes(target)).sort())
  })

  it('is told that it is too large only when it would be so alone', async () => {
    const { ask, traffic } = await start()

    expect(codes(await ask(SEND_TO_GROUPS, groups(3000)))).toEqual(['WRITE_TOO_LARGE'])
    expect(traffic()).toEqual({})
  })
})

describe('a request that is refused', () => {
  it('puts none of its keys into the calls of others', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({
      clock,
      env: { CALLS_PER_SECOND: '1', CACHE_STATUS_MS: '0', CACHE_PROFILE_MS: '0' },
    })
    const homes = Array.from({ length: 20 }, (_, index) =>
      ask(`{ user(username: "u00${index + 10}") { contacts(first: 1) { edges { cursor } } } }`),
    )
    await clock.run(30)

    const refused = await clock.until(
      ask(
        '{ a: user(username: "u0100") { onlineStatus } b: user(username: "u0101") { onlineStatus profile { nickname } } }',
      ),
    )

    expect(new Set(codes(refused))).toEqual(new Set(['UPSTREAM_BUSY']))
    await clock.until(Promise.all(homes))
    expect(JSON.stringify(sandbox.calls)).not.toMatch(/u010[01]/)
  })
})
