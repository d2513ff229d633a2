import { describe, expect, it } from 'vitest'
import type { Fault, FaultRule } from '../../src/sandbox/server.ts'
import { globalIds, keysOf, NO_CACHE, names, startLoad, users } from '../support/load.ts'

const nickname = '{ user(username: "u0001") { profile { nickname } } }'
const rename = `mutation ($name: String!) {
  setProfile(input: { username: "u0001", nickname: $name }) { user { profile { nickname } } }
}`
const WRITE = { method: 'PUT' }
const READ = 'user-attr-batch-get'

describe('a key that is asked for already', () => {
  it('is joined while it waits and while it is under way, and answered to all', async () => {
    const { clock, ask, traffic } = await startLoad({ env: NO_CACHE })
    await clock.until(ask('{ user(username: "u0001") { onlineStatus } }'))
    const asked = []
    for (let step = 0; step < 8; step += 1) {
      asked.push(ask(nickname))
      await clock.run(5)
    }

    const answers = await clock.until(Promise.all(asked))

    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1)
    expect(answers[0]?.data.user.profile.nickname).toEqual(expect.any(String))
    expect(traffic()[READ]).toBe(1)
    const upstream = answers.map(({ extensions }) => extensions?.upstream)
    // The last one came while the call of the first was under way.
    expect(upstream[0]).toMatchObject({ calls: 1, joinedKeys: 0 })
    expect(upstream.at(-1)).toMatchObject({ calls: 0, sharedCalls: 0, joinedKeys: 1 })
  })

  it('travels alone again once it has been answered, when nothing is remembered', async () => {
    const { clock, ask, traffic } = await startLoad({ env: NO_CACHE })

    await clock.until(ask(nickname))
    await clock.until(ask(nickname))

    expect(traffic()).toEqual({ [READ]: 2 })
  })

  it('fails for all who wait for it when its call fails, and is asked again by the next', async () => {
    const { clock, ask, sandbox, traffic } = await startLoad({ env: NO_CACHE })
    sandbox.fault({ kind: 'resource-limited', times: 1, when: { path: /metadata/ } })

    const failed = await clock.until(Promise.all([ask(nickname), ask(nickname)]))
    const answer = await clock.until(ask(nickname))

    for (const { errors } of failed) expect(errors?.[0]?.extensions.code).toBe('PLAN_LIMIT')
    expect(answer.errors).toBeUndefined()
    expect(traffic()).toEqual({ [READ]: 2 })
  })
})

describe('after a write of ours', () => {
  it('what was remembered before it is asked again', async () => {
    const { clock, ask, traffic } = await startLoad()
    await clock.until(ask(nickname))
    await clock.until(ask(nickname))
    expect(traffic()[READ]).toBe(1)

    await clock.until(ask(rename, { name: 'Renamed' }))

    const { data } = await clock.until(ask(nickname))
    expect(data.user.profile.nickname).toBe('Renamed')
  })

  it('the facts of others stay remembered', async () => {
    const { clock, ask, traffic } = await startLoad()
    const other = '{ user(username: "u0002") { profile { nickname } } }'
    await clock.until(ask(other))
    await clock.until(
      ask('mutation { setProfile(input: { username: "u0001", nickname: "Renamed" }) { user { username } } }'),
    )

    await clock.until(ask(other))

    expect(traffic()[READ]).toBe(1)
  })

  it('a read that was under way as it began is neither joined nor remembered', async () => {
    const { clock, ask, sandbox, traffic } = await startLoad()
    await clock.until(ask('{ user(username: "u0001") { onlineStatus } }'))
    // Read before the write, answered long after it.
    sandbox.fault({ kind: 'delay', delayMs: 3_000, times: 1, when: { path: /metadata/, method: 'POST' } })
    const early = ask(nickname)
    await clock.run(100)
    expect(traffic()[READ]).toBe(1)

    const changed = await clock.until(ask(rename, { name: 'Renamed' }))
    const during = await clock.until(ask(nickname))
    await clock.until(early)
    const afterwards = await clock.until(ask(nickname))

    expect(changed.data.setProfile.user.profile.nickname).toBe('Renamed')
    expect(during.data.user.profile.nickname).toBe('Renamed')
    expect(afterwards.data.user.profile.nickname).toBe('Renamed')
    // The stale answer that came last did not push out what was learned after the write.
    expect(traffic()[READ]).toBe(2)
  })

  it('a read that began while it was under way is not trusted either', async () => {
    const { clock, ask, sandbox, traffic } = await startLoad()
    await clock.until(ask('{ user(username: "u0001") { onlineStatus } }'))
    sandbox.fault({ kind: 'delay', delayMs: 1_000, times: 1, when: WRITE })
    const change = ask(rename, { name: 'Renamed' })
    await clock.run(50)
    await clock.until(ask(nickname))
    expect(traffic()[READ]).toBe(1)

    const changed = await clock.until(change)

    expect(changed.data.setProfile.user.profile.nickname).toBe('Renamed')
    expect(traffic()[READ]).toBe(2)
  })

  it.each<{ outcome: string; fault: Fault }>([
    { outcome: 'a reset after it was accepted', fault: { kind: 'reset-after-accept' } },
    { outcome: 'an answer that is cut off', fault: { kind: 'truncate' } },
    { outcome: 'a 502 although it was done', fault: { kind: 'bad-gateway', executed: true } },
  ])('whose outcome is unknown ($outcome) the state is read anew', async ({ fault }) => {
    const { clock, ask, sandbox, traffic } = await startLoad()
    await clock.until(ask(nickname))
    const rule: FaultRule = { ...fault, when: WRITE, times: 1 }
    sandbox.fault(rule)

    const changed = await clock.until(ask(rename, { name: 'Renamed' }))
    const { data } = await clock.until(ask(nickname))

    expect(changed.errors?.[0]?.extensions.code).toBe('OUTCOME_UNKNOWN')
    expect(data.user.profile.nickname).toBe('Renamed')
    expect(traffic()).toEqual({ [READ]: 2, 'user-attr-set': 1 })
  })
})

describe('what an operation costs', () => {
  it('does not depend on timing: leaf keys go out together, whichever answer comes first', async () => {
    for (const slow of [/joined_chatgroups/, /contacts/, /chatgroups\/\d/]) {
      const { clock, ask, sandbox, traffic } = await startLoad({ sandbox: { jitterMs: 0 } })
      sandbox.fault({ kind: 'delay', delayMs: 900, when: { path: slow } })
      const home = `{ user(username: "u0007") {
        onlineStatus profile { nickname }
        groups { edges { node { memberCount owner { profile { nickname } } } } }
        contacts(first: 50) { edges { node { onlineStatus profile { nickname } } } }
      } }`

      const { errors } = await clock.until(ask(home))

      expect(errors).toBeUndefined()
      expect(traffic()).toEqual({
        'group-joined': 1,
        'contact-list-paged': 1,
        'group-get': 1,
        'user-status-batch': 1,
        'user-attr-batch-get': 1,
      })
    }
  })

  it('is not more than its keys need, however they trickle in', async () => {
    const { clock, ask, sandbox, traffic } = await startLoad({ env: NO_CACHE })
    await clock.until(ask(users.statuses, { ids: globalIds(names('warm', 1)) }))
    const asked = []
    for (let caller = 0; caller < 20; caller += 1) {
      asked.push(ask(users.statuses, { ids: globalIds(names(`c${caller}n`, 5)) }))
      await clock.run(1)
    }

    await clock.until(Promise.all(asked))

    expect(traffic()).toEqual({ 'user-status-batch': 2 })
    expect(sandbox.calls.map((call) => keysOf(call).length)).toEqual([0, 1, 100])
  })

  it('a batch waits 5 ms for company, and 25 ms at most', async () => {
    const { clock, ask, calls } = await startLoad({ env: NO_CACHE })
    const status = (name: string) =>
      ask('query ($name: String!) { user(username: $name) { onlineStatus } }', { name })
    await clock.until(status('warm'))
    const alone = status('alone')
    await clock.run(4)
    expect(calls()).toHaveLength(1)
    await clock.run(2)
    expect(calls()).toHaveLength(2)
    await clock.until(alone)

    const company = []
    for (let step = 0; step < 8; step += 1) {
      company.push(status(`c${step}`))
      await clock.run(4)
    }

    expect(calls()).toHaveLength(3)
    await clock.until(Promise.all(company))
    expect(calls()).toHaveLength(4)
  })
})
