import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'

const DELETE =
  'mutation($names: [String!]!) { deleteUsers(usernames: $names) { results { username status error { code } } } }'

interface Result {
  readonly username: string
  readonly status: 'DONE' | 'FAILED' | 'UNKNOWN'
  readonly error: { readonly code: string } | null
}

async function slowWorld(latencyMs: number, env: Readonly<Record<string, string>> = {}) {
  const clock = createFalseClock()
  const harness = await start({
    ...{ clock, env },
    sandbox: { latencyMs, seed: { users: 400, groups: 0, chatrooms: 0 } },
  })
  const { users } = harness.sandbox.store
  // From now on the server knows how slow the service is.
  await clock.until(harness.ask('{ user(username: "u0001") { onlineStatus } }'))
  harness.forget()
  return { ...harness, clock, users, names: [...users.keys()].toReversed() }
}

describe('changes of things that have nothing to do with each other', () => {
  it('do not wait for each other: 250 deletions at 120 ms take as long as the budget needs', async () => {
    const { ask, clock, names, traffic, users } = await slowWorld(120)
    const [asked, before] = [names.slice(0, 250), clock.now()]

    const { data, errors } = await clock.until(ask(DELETE, { names: asked }))

    expect(errors).toBeUndefined()
    expect(data.deleteUsers.results).toEqual(
      asked.map((username) => ({ username, status: 'DONE', error: null })),
    )
    for (const name of asked) expect(users.has(name)).toBe(false)
    expect(clock.now() - before).toBeLessThan(9_000)
    expect(traffic()).toEqual({ 'user-delete': 250 })
  })

  it('are refused whole when the budget lets fewer start in the time of a request', async () => {
    const { ask, calls, clock, names } = await slowWorld(120)

    const { data, errors } = await clock.until(ask(DELETE, { names: names.slice(0, 300) }))

    expect(data).toEqual({ deleteUsers: null })
    expect(errors).toMatchObject([{ extensions: { code: 'WRITE_TOO_LARGE' } }])
    expect(calls()).toEqual([])
  })

  it('tell of each what became of it when the time runs out, in the order given', async () => {
    const { ask, clock, names, sandbox, users } = await slowWorld(700, { REQUEST_TIMEOUT_MS: '3000' })
    const asked = names.slice(0, 84)

    const { data } = await clock.until(ask(DELETE, { names: asked }))
    const atDeadline = clock.now()
    await clock.run(20_000)

    const results: readonly Result[] = data.deleteUsers.results
    expect(results.map(({ username }) => username)).toEqual(asked)
    for (const { username, status, error } of results) {
      const code = { DONE: undefined, UNKNOWN: 'OUTCOME_UNKNOWN', FAILED: 'NOT_SENT' }[status]
      expect({ isThere: users.has(username), code: error?.code }).toEqual({
        isThere: status === 'FAILED',
        code,
      })
    }
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['DONE', 'UNKNOWN', 'FAILED']))
    expect(sandbox.calls.filter(({ at }) => at > atDeadline)).toEqual([])
  })
})
