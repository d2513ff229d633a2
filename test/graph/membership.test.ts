import { describe, expect, it } from 'vitest'
import type { CallRecord } from '../../src/sandbox/calls.ts'
import { addUser } from '../../src/sandbox/store.ts'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'
import { done, KINDS, membershipOf, namesOf, refused } from './memberships.ts'

describe.each(KINDS)('the members of a $one', (place) => {
  const { one, all, id } = place
  const { change, world } = membershipOf(place)

  it('are shown as the service has them after the write', async () => {
    const { ask, gathering, outside } = await world()
    const [first = '', second = ''] = outside
    await ask(`{ ${one}(${one}Id: "${id}") { memberCount } }`)

    const { data, errors } = await ask(change('add'), { id, names: [first, second.toUpperCase(), first] })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done(first), done(second)])
    expect(data.it[one].memberCount).toBe(gathering.members.size)
    expect(namesOf(data.it[one])).toEqual(new Set(gathering.members.keys()))
    const { data: next } = await ask(
      `{ ${one}(${one}Id: "${id}") { memberCount } user(username: "${first}") { ${all} { edges { node { ${one}Id } } } } }`,
    )
    expect(next[one].memberCount).toBe(gathering.members.size)
    expect(JSON.stringify(next.user)).toContain(id)
  })

  it('are DONE when they were members already, alone and among others', async () => {
    const { ask, inside, outside } = await world()
    const [old = ''] = inside
    const [fresh = ''] = outside

    const alone = await ask(change('add'), { id, names: [old] })
    const among = await ask(change('add'), { id, names: [old, fresh] })

    expect(alone.errors).toBeUndefined()
    expect(alone.data.it.results).toEqual([done(old)])
    expect(among.data.it.results).toEqual([done(old), done(fresh)])
  })

  it('are DONE when they were, in the words of 2023, and others are found by themselves', async () => {
    const { ask, inside, outside, sandbox } = await world()
    const names = [inside[0], outside[0], 'nobody']
    const freshAlone = JSON.stringify({ usernames: [outside[0]] })
    const isRefused = ({ path, body }: CallRecord) =>
      path.endsWith('/users') && JSON.stringify(body) !== freshAlone
    const body = { error: 'illegal_argument' }
    sandbox.fault({ kind: 'answer', status: 400, body, when: isRefused })

    const { data } = await ask(change('add'), { id, names })

    const [old = '', fresh = '', nobody = ''] = names
    expect(data.it.results).toEqual([done(old), done(fresh), refused(nobody, 'INVALID_ARGUMENT')])
  })

  it.each([
    { what: 'alone', names: (_: readonly string[]) => ['nobody'] },
    { what: 'first', names: ([a = '', b = '', c = '']: readonly string[]) => ['nobody', a, b, c] },
    { what: 'in the middle', names: ([a = '', b = '', c = '']: readonly string[]) => [a, 'nobody', b, c] },
    { what: 'twice', names: ([a = '', b = '']: readonly string[]) => [a, 'nobody', b, 'noone'] },
    { what: 'in the second call', names: (names: readonly string[]) => [...names.slice(0, 70), 'nobody'] },
  ])('are added around somebody unknown: $what', async ({ names }) => {
    const { ask, gathering, outside } = await world()
    const asked = names(outside)

    const { data, errors } = await ask(change('add'), { id, names: asked })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(
      asked.map((name) => (name.startsWith('no') ? refused(name, 'NOT_FOUND') : done(name))),
    )
    for (const name of asked) expect(gathering.members.has(name)).toBe(!name.startsWith('no'))
    expect(data.it[one].memberCount).toBe(gathering.members.size)
  })

  it('cost one detail, however often the calls around somebody unknown are halved', async () => {
    const { ask, outside, traffic } = await world()
    const [a = '', b = '', c = ''] = outside

    await ask(change('add'), { id, names: [a, 'nobody', b, c] })

    expect(traffic()).toEqual({
      // All four; two, one, one; two.
      [`${one}-member-add-batch`]: 5,
      // Whether the group is there, and the answer.
      [`${one}-get`]: 2,
    })
  })

  it('are FAILED with the limit of calls when the search for somebody unknown takes too many', async () => {
    const { ask, traffic } = await world('6')
    const names = Array.from({ length: 60 }, (_, index) => `nobody${index}`)

    const { data } = await ask(change('add'), { id, names })

    expect(traffic()[`${one}-member-add-batch`]).toBeLessThanOrEqual(6)
    expect(data.it.results).toHaveLength(60)
    expect(data.it.results[59]).toEqual(refused('nobody59', 'UPSTREAM_CALL_LIMIT'))
  })

  it('are refused whole when the wait for the budget is too long', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({
      clock,
      env: { REQUEST_TIMEOUT_MS: '2000', CALLS_PER_SECOND: '2' },
    })
    // Writes of the same lane: reads would have to wait for this one.
    const others = Array.from({ length: 40 }, () =>
      ask('mutation { setProfile(input: { username: "u0001", nickname: "n" }) { user { username } } }'),
    )
    await clock.run(100)

    const { data, errors } = await clock.until(ask(change('add'), { id, names: ['u0001', 'u0002'] }))

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'UPSTREAM_BUSY' } }])
    expect(sandbox.calls.filter(({ path }) => path.includes('/chat'))).toEqual([])
    await clock.run(10_000)
    await Promise.all(others)
  })

  it('are FAILED with the limit when there is no place for them', async () => {
    const { ask, gathering, outside } = await world()
    gathering.maxusers = gathering.members.size + 1
    const names = outside.slice(0, 2)

    const { data } = await ask(change('add'), { id, names })

    expect(data.it.results).toEqual(names.map((name) => refused(name, 'LIMIT_REACHED')))
  })

  it('leave, but for the owner and those who are none', async () => {
    const { ask, gathering, inside, outside, owner } = await world()
    const [leaving = ''] = inside
    const [stranger = ''] = outside

    const { data, errors } = await ask(change('remove'), {
      id,
      names: [owner, leaving, stranger, 'nobody'],
    })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([
      refused(owner, 'NOT_ALLOWED'),
      done(leaving),
      refused(stranger, 'NOT_FOUND'),
      refused('nobody', 'NOT_FOUND'),
    ])
    expect(gathering.members.has(leaving)).toBe(false)
    expect(data.it[one].memberCount).toBe(gathering.members.size)
    expect(namesOf(data.it[one])).toEqual(new Set(gathering.members.keys()))
  })

  it.each([
    { what: 'the owner', pick: 'owner', code: 'NOT_ALLOWED' },
    { what: 'a stranger', pick: 'stranger', code: 'NOT_FOUND' },
  ])('are not left by $what alone', async ({ pick, code }) => {
    const { ask, gathering, outside, owner } = await world()
    const name = pick === 'owner' ? owner : (outside[0] ?? '')
    const before = gathering.members.size

    const { data, errors } = await ask(change('remove'), { id, names: [name] })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([refused(name, code)])
    expect(data.it[one].memberCount).toBe(before)
  })

  it('leave although the service refuses their whole call because of somebody else', async () => {
    const { ask, gathering, inside, outside, owner, sandbox } = await world()
    const [a = '', b = '', c = '', d = ''] = inside
    const [stranger = ''] = outside
    // Such a service leaves all of a call undone because of one who cannot be removed.
    for (const [name, status] of [
      [owner, 403],
      [stranger, 404],
      [d, 403],
    ] as const) {
      sandbox.fault({
        kind: 'answer',
        status,
        body: { error: status === 403 ? 'forbidden_op' : 'resource_not_found' },
        when: ({ method, path }) => method === 'DELETE' && path.includes(name),
      })
    }

    const { data, errors } = await ask(change('remove'), { id, names: [a, owner, b, stranger, c, d] })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([
      done(a),
      refused(owner, 'NOT_ALLOWED'),
      done(b),
      refused(stranger, 'NOT_FOUND'),
      done(c),
      refused(d, 'NOT_ALLOWED'),
    ])
    for (const name of [a, b, c]) expect(gathering.members.has(name)).toBe(false)
  })

  it('are added around somebody who may not join, and around members', async () => {
    const { ask, gathering, inside, outside } = await world()
    const [old = ''] = inside
    const [a = '', blocked = '', b = ''] = outside
    gathering.blocked.add(blocked)

    const { data, errors } = await ask(change('add'), { id, names: [a, old, blocked, b] })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done(a), done(old), refused(blocked, 'NOT_ALLOWED'), done(b)])
    for (const name of [a, b]) expect(gathering.members.has(name)).toBe(true)
  })

  it('leave in as many calls as their names need, when these are long', async () => {
    const { ask, gathering, sandbox, traffic } = await world()
    const long = Array.from(
      { length: 60 },
      (_, index) => `${'x'.repeat(61)}${String(index).padStart(3, '0')}`,
    )
    for (const username of long) {
      addUser(sandbox.store, { username, password: 'p', created: 0 })
      gathering.members.set(username, 0)
    }

    const { data, errors } = await ask(change('remove'), { id, names: long })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(long.map(done))
    expect(traffic()[`${one}-member-remove-batch`]).toBe(2)
    const paths = sandbox.calls.filter(({ method }) => method === 'DELETE').map(({ path }) => path)
    for (const path of paths) expect(path.replaceAll(',', '%2C').length).toBeLessThan(4_000)
  })

  it.each(['add', 'remove'] as const)('of none cannot be changed: %s', async (verb) => {
    const { ask, outside } = await world()

    for (const names of [outside.slice(0, 1), outside.slice(0, 3), outside.slice(0, 70)]) {
      const { data, errors } = await ask(change(verb), { id: '404', names })
      expect(data).toEqual({ it: null })
      expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
    }
  })

  it.each(['add', 'remove'] as const)('are not changed for no names at all: %s', async (verb) => {
    const { ask, calls } = await world()

    const { errors } = await ask(change(verb), { id, names: [] })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'usernames' } }])
    expect(calls()).toEqual([])
  })

  it.each(['add', 'remove'] as const)(
    'are UNKNOWN when no clear answer comes, and it is not repeated: %s',
    async (verb) => {
      const { ask, gathering, inside, outside, sandbox } = await world()
      const names = (verb === 'add' ? outside : inside).slice(0, 2)
      const before = gathering.members.size
      sandbox.fault({ kind: 'reset-after-accept', when: ({ path }) => path.includes('/users') })

      const { data, errors } = await ask(change(verb), { id, names })

      expect(errors).toBeUndefined()
      expect(data.it.results).toEqual(
        names.map((username) => ({ username, status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } })),
      )
      // What became of it can be read in the same answer.
      expect(data.it[one].memberCount).toBe(before + (verb === 'add' ? 2 : -2))
      expect(sandbox.calls.filter(({ path }) => path.includes('/users'))).toHaveLength(1)
    },
  )

  it('keep what was told of the first calls when a later one fails', async () => {
    const { ask, outside, sandbox } = await world()
    const names = outside.slice(0, 100)
    sandbox.fault({
      kind: 'answer',
      status: 404,
      body: { error: 'resource_not_found' },
      when: ({ method, body }) => method === 'POST' && JSON.stringify(body).includes(names[60] ?? ''),
    })
    sandbox.fault({
      kind: 'answer',
      status: 404,
      body: { error: 'resource_not_found' },
      when: ({ method, path }) => method === 'GET' && path.includes(id),
    })

    const { data, errors } = await ask(change('add'), { id, names })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(
      names.map((name, index) => (index < 60 ? done(name) : refused(name, 'NOT_FOUND'))),
    )
  })
})
