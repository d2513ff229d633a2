import { describe, expect, it } from 'vitest'
import { watchBrokenOff } from '../support/brokenoff.ts'
import { codesOf, globalIds, keysOf, NO_CACHE, names, startLoad, users } from '../support/load.ts'

const status = 'query ($name: String!) { user(username: $name) { onlineStatus } }'

describe('a caller who leaves', () => {
  it('takes its keys and its place along', async () => {
    const { clock, ask, sandbox } = await startLoad({ env: NO_CACHE })
    await clock.until(ask(status, { name: 'first' }))
    const busy = ask(users.statuses, { ids: globalIds(names('busy', 4_000)) })
    await clock.run(200)
    const leaving = new AbortController()
    const left = ask(users.statuses, { ids: globalIds(names('left', 150)) }, { signal: leaving.signal })
    const stays = ask(users.statuses, { ids: globalIds(names('stays', 50)) })
    await clock.run(30)

    const before = sandbox.calls.length
    leaving.abort()
    await clock.until(Promise.all([left.catch(() => {}), stays, busy]))

    const after = sandbox.calls.slice(before).flatMap(keysOf).map(String)
    expect(after.filter((key) => key.startsWith('left'))).toEqual([])
    const keys = sandbox.calls.flatMap(keysOf).map(String)
    expect(keys.filter((key) => key.startsWith('stays'))).toHaveLength(50)
    expect(keys.filter((key) => key.startsWith('busy'))).toHaveLength(4_000)
    // All but the one that was for the first key alone, and the last, are full.
    expect(sandbox.calls).toHaveLength(2 + Math.ceil((keys.length - 1) / 100))
  })

  it('takes along a call that has not begun to gather others', async () => {
    const { clock, ask, calls } = await startLoad({ env: NO_CACHE })
    const leaving = new AbortController()
    const left = ask(status, { name: 'left' }, { signal: leaving.signal }).catch(() => {})
    await clock.run(2)
    leaving.abort()
    await clock.run(1)

    // The timer of the batch that is gone must not make the next one's shorter or longer than its own.
    const later = ask(status, { name: 'later' })
    await clock.run(1_000)

    expect((await later).errors).toBeUndefined()
    await left
    expect(calls()).toEqual(['POST /users/batch/status'])
  })

  it('ends the call that nobody else waits for, at its socket', async () => {
    const { clock, ask, sandbox } = await startLoad()
    await clock.until(ask(status, { name: 'first' }))
    const brokenOff = watchBrokenOff()
    sandbox.fault({ kind: 'hang', times: 1 })
    const leaving = new AbortController()
    const left = ask(status, { name: 'left' }, { signal: leaving.signal }).catch(() => {})
    await clock.run(100)
    expect(brokenOff).toEqual([])

    leaving.abort()
    await clock.run(1)

    expect(brokenOff).toEqual(['/demo-org/demo-app/users/batch/status'])
    await left
  })

  it('leaves a call to the others who wait for it', async () => {
    const { clock, ask, sandbox, traffic } = await startLoad()
    await clock.until(ask(status, { name: 'first' }))
    const brokenOff = watchBrokenOff()
    const leaving = new AbortController()
    const left = ask(status, { name: 'u0001' }, { signal: leaving.signal }).catch(() => {})
    const joined = ask(status, { name: 'u0001' })
    await clock.run(10)
    const late = ask(status, { name: 'u0001' })
    await clock.run(10)
    expect(sandbox.calls.at(-1)?.status).toBe(0)

    leaving.abort()
    const answers = await clock.until(Promise.all([joined, late]))

    for (const { data, errors } of answers) {
      expect(errors).toBeUndefined()
      expect(['ONLINE', 'OFFLINE']).toContain(data.user.onlineStatus)
    }
    expect(traffic()).toEqual({ 'user-status-batch': 2 })
    expect(brokenOff).toEqual([])
    await left
  })

  it('does not end a write that is under way, and nobody is told that it failed', async () => {
    const { clock, ask, sandbox } = await startLoad()
    const change = 'mutation ($input: SetProfileInput!) { setProfile(input: $input) { user { username } } }'
    const leaving = new AbortController()
    const left = ask(
      change,
      { input: { username: 'u0001', nickname: 'Changed' } },
      { signal: leaving.signal },
    ).catch(() => {})
    await clock.run(60)
    const brokenOff = watchBrokenOff()

    leaving.abort()
    await clock.run(1_000)
    await left

    const { data } = await clock.until(ask('{ user(username: "u0001") { profile { nickname } } }'))
    expect(data.user.profile.nickname).toBe('Changed')
    expect(brokenOff).toEqual([])
    expect(sandbox.calls.map(({ status: code }) => code)).not.toContain(0)
  })

  it('is not charged for a write that waits: it is never made', async () => {
    const { clock, ask, calls } = await startLoad({ env: { CALLS_PER_SECOND: '1' } })
    const change = 'mutation ($input: SetProfileInput!) { setProfile(input: $input) { user { username } } }'
    const leaving = new AbortController()
    await clock.run(10)
    // The token takes the only permit of this second.
    const left = ask(
      change,
      { input: { username: 'u0001', nickname: 'Changed' } },
      { signal: leaving.signal },
    ).catch(() => {})
    await clock.run(500)

    leaving.abort()
    await clock.run(5_000)

    await left
    expect(calls()).toEqual([])
  })
})

describe('a request whose time is up', () => {
  it('is answered then, with what it has', async () => {
    const { clock, timed, sandbox } = await startLoad({ env: { REQUEST_TIMEOUT_MS: '2000' } })
    sandbox.fault({ kind: 'hang', when: { path: /metadata/ } })

    const answer = await clock.until(
      timed('{ user(username: "u0001") { onlineStatus profile { nickname } } }'),
    )

    expect(codesOf(answer)).toEqual(['UPSTREAM_TIMEOUT'])
    expect(answer.answeredAt).toBe(2_000)
    expect(answer.data.user.profile).toBeNull()
    expect(['ONLINE', 'OFFLINE']).toContain(answer.data.user.onlineStatus)
  })
})
