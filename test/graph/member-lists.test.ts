import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { done, refused, worldOf } from './memberships.ts'
import { clearLists, joinMany, KINDS_AND_LISTS, namesOn, putOn } from './moderations.ts'

describe.each(KINDS_AND_LISTS)('the $of', ({ place, list, add, remove, read, shown }) => {
  const { one, id } = place

  async function world() {
    const clock = createFalseClock()
    const harness = await worldOf(place, { clock })
    clearLists(harness.gathering)
    const onList = () => namesOn(harness.gathering, list)
    /** Asks, and moves the time until the answer is there. */
    const ask = (query: string, names: readonly string[] = [], of: string = id) =>
      clock.until(harness.ask(query, { id: of, names }))
    // Who is blocked was a member once.
    const candidates = list === 'blocked' ? harness.outside : harness.inside
    return { ...harness, ask, onList, candidates }
  }

  it('show who was put on it in the same operation, and to the next who asks', async () => {
    const { ask, inside, onList } = await world()
    const [first = '', second = ''] = inside
    await ask(read)

    const { data, errors } = await ask(add, [first, second.toUpperCase(), first])

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done(first), done(second)])
    expect(onList()).toEqual([first, second])
    expect(shown(data.it[one])).toEqual([first, second])
    expect(shown((await ask(read)).data.it)).toEqual([first, second])
  })

  it('show who was taken off it in the same operation, and to the next who asks', async () => {
    const { ask, candidates, gathering, onList } = await world()
    const [first = '', second = '', third = ''] = candidates
    for (const name of [first, second, third]) putOn(gathering, list, name)
    expect(shown((await ask(read)).data.it)).toEqual([first, second, third])

    const { data, errors } = await ask(remove, [third, first.toUpperCase(), third])

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done(third), done(first)])
    expect(onList()).toEqual([second])
    expect(shown(data.it[one])).toEqual([second])
    expect(shown((await ask(read)).data.it)).toEqual([second])
  })

  it('take whom they can, and tell of each of the others why not', async () => {
    const { ask, inside, onList, outside, owner } = await world()
    const [member = '', other = ''] = inside
    const [stranger = ''] = outside

    const { data, errors } = await ask(add, [owner, member, stranger, 'nobody', other])

    expect(errors).toBeUndefined()
    // The service lets the owner be on the list of those who may write in any case.
    const ofOwner = list === 'allowed' ? done(owner) : refused(owner, 'NOT_ALLOWED')
    expect(data.it.results).toEqual([
      ofOwner,
      done(member),
      refused(stranger, 'NOT_FOUND'),
      refused('nobody', 'NOT_FOUND'),
      done(other),
    ])
    expect(new Set(onList())).toEqual(new Set(list === 'allowed' ? [owner, member, other] : [member, other]))
  })

  it('let go of whom they hold, and tell of each of the others that they do not', async () => {
    const { ask, candidates, gathering, onList, outside, owner } = await world()
    const [held = '', kept = '', free = ''] = candidates
    for (const name of [held, kept]) putOn(gathering, list, name)
    const stranger = outside.at(-1) ?? ''

    const { data, errors } = await ask(remove, [owner, free, held, stranger, 'nobody'])

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([
      refused(owner, 'NOT_FOUND'),
      refused(free, 'NOT_FOUND'),
      done(held),
      refused(stranger, 'NOT_FOUND'),
      refused('nobody', 'NOT_FOUND'),
    ])
    expect(onList()).toEqual([kept])
  })

  it('hold whoever is on it already: DONE, alone and among others', async () => {
    const { ask, candidates, gathering, inside } = await world()
    const [old = ''] = candidates
    const fresh = inside.at(-1) ?? ''
    putOn(gathering, list, old)

    const alone = await ask(add, [old])
    const among = await ask(add, [fresh, old, 'nobody'])

    expect(alone.errors).toBeUndefined()
    expect(alone.data.it.results).toEqual([done(old)])
    expect(among.data.it.results).toEqual([done(fresh), done(old), refused('nobody', 'NOT_FOUND')])
  })

  it('take more names than one call does, in as many calls as they need', async () => {
    const { ask, calls, forget, gathering, onList, sandbox } = await world()
    // There are at most 99 admins, each named by a call.
    const names = joinMany(sandbox.store, gathering, list === 'admins' ? 70 : 130)
    const expected = list === 'admins' ? 70 : 3
    const changes = () => calls().filter((call) => !call.startsWith('GET')).length

    const added = await ask(add, names)

    expect(added.errors).toBeUndefined()
    expect(added.data.it.results).toEqual(names.map(done))
    expect(onList()).toHaveLength(names.length)
    expect(changes()).toBe(expected)

    forget()
    const removed = await ask(remove, names)

    expect(removed.data.it.results).toEqual(names.map(done))
    expect(onList()).toEqual([])
    expect(changes()).toBe(expected)
  })

  it.each([
    { verb: 'add', query: add },
    { verb: 'remove', query: remove },
  ])('of what does not exist cannot be changed, and nothing is half done: $verb', async ({ query }) => {
    const { ask, calls, outside, sandbox } = await world()
    const before = JSON.stringify([...sandbox.store[place.all].values()], withMaps)

    for (const count of [1, 3, 70]) {
      const { data, errors } = await ask(query, outside.slice(0, count), '404')
      expect(data).toEqual({ it: null })
      expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
    }

    expect(JSON.stringify([...sandbox.store[place.all].values()], withMaps)).toBe(before)
    // One call each: it is not tried again with halves of the names, nor with those that are left.
    expect(calls().filter((call) => !call.startsWith('GET'))).toHaveLength(3)
  })

  it.each([
    { what: 'no names', names: [], argument: 'usernames' },
    { what: 'an empty name', names: ['u0001', ''], argument: 'usernames[1]' },
    { what: 'two names in one', names: ['u0001,u0002'], argument: 'usernames[0]' },
    { what: 'an id that is none', names: ['u0001'], of: '..', argument: `${one}Id` },
  ])('are not changed by $what', async ({ names, of, argument }) => {
    const { ask, calls } = await world()

    for (const query of [add, remove]) {
      const { data, errors } = await ask(query, names, of)
      expect(data).toEqual({ it: null })
      expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'BAD_USER_INPUT', argument } }])
    }
    expect(calls()).toEqual([])
  })
})

/** Sets and maps as the lists that they are. */
function withMaps(_key: string, value: unknown): unknown {
  return value instanceof Map || value instanceof Set ? [...value] : value
}
