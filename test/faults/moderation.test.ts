import { describe, expect, it } from 'vitest'
import type { FaultRule } from '../../src/sandbox/server.ts'
import { done, KINDS, refused, worldOf } from '../graph/memberships.ts'
import { clearLists, joinMany, KINDS_AND_LISTS, namesOn, putOn } from '../graph/moderations.ts'
import { createFalseClock } from '../support/clock.ts'

const unknown = (username: string) => ({ username, status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } })

/** Admins are named one by one. */
const BATCHED = KINDS_AND_LISTS.filter(({ list }) => list !== 'admins')

describe.each(BATCHED)('130 names for the $of', ({ place, list, add, remove }) => {
  async function world(env: Readonly<Record<string, string>> = {}) {
    const clock = createFalseClock()
    const found = await worldOf(place, { clock, env })
    const { gathering, sandbox } = found
    clearLists(gathering)
    const names = joinMany(sandbox.store, gathering, 130)
    /** Meets the call with the 61st name. */
    const faultInTheMiddle = (fault: FaultRule) =>
      sandbox.fault({
        ...fault,
        when: ({ method, path, body }) =>
          method !== 'GET' && `${path} ${JSON.stringify(body)}`.includes(names[60] ?? ''),
      })
    const changes = () => found.calls().filter((call) => !call.startsWith('GET')).length
    const ask = (query: string) => clock.until(found.ask(query, { id: place.id, names }))
    return { ...found, ask, changes, faultInTheMiddle, names, onList: () => namesOn(gathering, list) }
  }

  it.each([
    { kind: 'reset', isExecuted: false },
    { kind: 'reset-after-accept', isExecuted: true },
    { kind: 'truncate', isExecuted: true },
  ] as const)('are UNKNOWN in the call that was cut, and done around it: $kind', async (row) => {
    const { kind, isExecuted } = row
    const { ask, changes, faultInTheMiddle, names, onList } = await world()
    faultInTheMiddle({ kind })

    const { data, errors } = await ask(add)

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(
      names.map((name, index) => (index >= 60 && index < 120 ? unknown(name) : done(name))),
    )
    // Not repeated, and not given up.
    expect(changes()).toBe(3)
    expect(onList()).toEqual(isExecuted ? names : [...names.slice(0, 60), ...names.slice(120)])
  })

  it('are UNKNOWN in the call that was cut, when they are taken off', async () => {
    const { ask, changes, faultInTheMiddle, gathering, names, onList } = await world()
    for (const name of names) putOn(gathering, list, name)
    faultInTheMiddle({ kind: 'reset' })

    const { data } = await ask(remove)

    expect(data.it.results).toEqual(
      names.map((name, index) => (index >= 60 && index < 120 ? unknown(name) : done(name))),
    )
    expect(changes()).toBe(3)
    expect(onList()).toEqual(names.slice(60, 120))
  })

  it('are done to the last one when one call is refused because of the rate', async () => {
    const { ask, changes, faultInTheMiddle, names, onList } = await world()
    faultInTheMiddle({ kind: 'reach-limit', times: 1 })

    const { data } = await ask(add)

    expect(data.it.results).toEqual(names.map(done))
    expect(changes()).toBe(4)
    expect(onList()).toEqual(names)
  })

  it('are FAILED in the call that is always refused because of the rate, and done around it', async () => {
    const { ask, changes, faultInTheMiddle, names, onList } = await world()
    faultInTheMiddle({ kind: 'reach-limit' })

    const { data } = await ask(add)

    expect(data.it.results).toEqual(
      names.map((name, index) => (index >= 60 && index < 120 ? refused(name, 'RATE_LIMITED') : done(name))),
    )
    expect(changes()).toBe(5)
    expect(onList()).toEqual([...names.slice(0, 60), ...names.slice(120)])
  })

  it('are told as far as they came when time runs out', async () => {
    const { ask, changes, faultInTheMiddle, names, onList } = await world({ REQUEST_TIMEOUT_MS: '3000' })
    faultInTheMiddle({ kind: 'hang' })

    const { data } = await ask(add)

    expect(data.it.results).toEqual(
      names.map((name, index) => {
        if (index < 60) return done(name)
        return index < 120 ? unknown(name) : refused(name, 'NOT_SENT')
      }),
    )
    expect(changes()).toBe(2)
    expect(onList()).toEqual(names.slice(0, 60))
  })
})

describe.each(BATCHED)('a whole call that is refused, for the $of', ({ place, add }) => {
  const { one, id } = place

  it('costs one call more, and a look, when those who are refused can be told apart', async () => {
    const { ask, gathering, inside, outside, owner, sandbox, traffic } = await worldOf(place)
    clearLists(gathering)
    const [stranger = ''] = outside
    sandbox.fault({
      kind: 'answer',
      status: 403,
      body: { error: 'forbidden_op' },
      when: ({ method, body }) => method === 'POST' && JSON.stringify(body ?? '').includes(owner),
    })

    const { data } = await ask(add, { id, names: [owner, stranger, ...inside.slice(0, 5)] })

    expect(data.it.results.slice(0, 2)).toEqual([
      refused(owner, 'NOT_ALLOWED'),
      refused(stranger, 'NOT_FOUND'),
    ])
    const changed = Object.entries(traffic()).filter(([operation]) => /-add/.test(operation))
    expect(changed.map(([, count]) => count)).toEqual([2])
    expect(traffic()[`${one}-get`]).toBe(1)
  })
})

describe.each(KINDS_AND_LISTS)('names for the $of', ({ place, list, add, remove }) => {
  const { id } = place

  it('are told as refused when what would tell why cannot be learned', async () => {
    const { ask, gathering, inside, sandbox } = await worldOf(place)
    clearLists(gathering)
    const [member = ''] = inside
    sandbox.fault({ kind: 'resource-limited', when: { method: 'GET' } })

    const { data } = await ask(add, { id, names: [member, 'nobody'] })

    const [first, second] = data.it.results
    expect(first).toEqual(done(member))
    expect(second).toMatchObject({ username: 'nobody', status: 'FAILED' })
    expect(['NOT_FOUND', 'NOT_ALLOWED']).toContain(second.error.code)
    expect(namesOn(gathering, list)).toEqual([member])
  })

  it.each([
    { verb: 'add', query: add },
    { verb: 'remove', query: remove },
  ])('are done but for those because of whom the service refuses their whole call: $verb', async (row) => {
    const { query, verb } = row
    const { ask, gathering, inside, outside, sandbox } = await worldOf(place)
    clearLists(gathering)
    const [stranger = ''] = outside
    const [a = '', b = '', c = ''] = inside
    if (verb === 'remove') for (const name of [a, b, c]) putOn(gathering, list, name)
    sandbox.fault({
      kind: 'answer',
      status: 403,
      body: { error: 'forbidden_op' },
      when: ({ method, path, body }) =>
        method !== 'GET' && `${path} ${JSON.stringify(body)}`.includes(stranger),
    })

    const { data, errors } = await ask(query, { id, names: [a, stranger, b, c] })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done(a), refused(stranger, 'NOT_FOUND'), done(b), done(c)])
    expect(namesOn(gathering, list)).toEqual(verb === 'add' ? [a, b, c] : [])
  })
})

describe.each(KINDS)('a setting of a $one', (place) => {
  const { kind, one, id } = place
  const read = `{ it: ${one}(${one}Id: "${id}") { announcement isMutedForAll owner { username } } }`
  const SETTINGS = [
    {
      call: `set${kind}Announcement(${one}Id: "${id}", announcement: "New")`,
      gives: () => ({ announcement: 'New' }),
    },
    {
      call: `set${kind}MutedForAll(${one}Id: "${id}", isMutedForAll: true)`,
      gives: () => ({ isMutedForAll: true }),
    },
    {
      call: `transfer${kind}(${one}Id: "${id}", newOwner: "NEXT")`,
      gives: (next: string) => ({ owner: { username: next } }),
    },
  ]

  it.each(
    SETTINGS.flatMap((setting) =>
      (['reset', 'reset-after-accept', 'truncate'] as const).map((fault) => ({ ...setting, fault })),
    ),
  )('has an unknown outcome when the connection is cut: $call, $fault', async ({ call, gives, fault }) => {
    const { ask, calls, forget, inside, sandbox } = await worldOf(place)
    const [next = ''] = inside
    const query = `mutation { it: ${call.replace('NEXT', next)} { ${one} { id } } }`
    const before = (await ask(read)).data.it
    forget()
    sandbox.fault({ kind: fault, when: ({ method }) => method !== 'GET' })

    const { data, errors } = await ask(query)

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'OUTCOME_UNKNOWN' } }])
    expect(calls()).toHaveLength(1)
    // Whatever became of it, what was known before does not count any more.
    const after = (await ask(read)).data.it
    expect(after).toEqual(fault === 'reset' ? before : { ...before, ...gives(next) })
  })
})
