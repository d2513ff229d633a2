import { statSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createRequests, KEPT_MS, type KeyedRequest, type OpenJournal } from '../../src/store/requests.ts'
import { createFalseClock } from '../support/clock.ts'
import { freshPath } from '../support/files.ts'

const REQUEST: KeyedRequest = { caller: 'admin', mutation: 'sendMessage', key: 'k', fingerprint: 'f' }

function open(path: string | null = null) {
  const clock = createFalseClock()
  const database = openDatabase(path)
  const faults: unknown[] = []
  const requests = createRequests(database, { now: clock.now, onFault: (fault) => faults.push(fault) })
  const begin = async (request: Partial<KeyedRequest> = {}): Promise<OpenJournal> => {
    const claim = await requests.claim({ ...REQUEST, ...request })
    if (claim.is !== 'new') throw new Error(`it is ${claim.is}`)
    return claim.journal
  }
  const countOf = (table: string) => database.all(`SELECT 1 FROM ${table}`).length
  return { clock, database, requests, begin, countOf, faults }
}

describe('a request with a key', () => {
  it('is new once; whoever comes later gets what was noted of it', async () => {
    const { requests, begin } = open()
    const journal = await begin()
    await journal.note(0, 'one')
    const claim = await requests.claim(REQUEST)
    if (claim.is !== 'known') throw new Error('it is not known')
    expect([0, 1].map(claim.journal.outcomeOf)).toEqual(['one', undefined])

    await journal.note(1, 'two')
    await journal.end({ forget: false })
    await claim.ended
    expect([0, 1].map(claim.journal.outcomeOf)).toEqual(['one', 'two'])
    expect(await requests.claim(REQUEST)).toMatchObject({ is: 'known' })
  })

  it.each([
    { field: 'caller', value: 'user admin', is: 'new' },
    { field: 'mutation', value: 'another', is: 'new' },
    { field: 'key', value: 'K', is: 'new' },
    { field: 'fingerprint', value: 'another', is: 'other' },
  ])('with another $field is $is', async ({ field, value, is }) => {
    const { requests, begin } = open()
    await begin()
    expect((await requests.claim({ ...REQUEST, [field]: value })).is).toBe(is)
  })

  it('that was forgotten is new again, and those who wait still get what it failed with', async () => {
    const { requests, begin, countOf } = open()
    const journal = await begin()
    await journal.note(0, 'refused')
    const claim = await requests.claim(REQUEST)
    if (claim.is !== 'known') throw new Error('it is not known')
    await journal.end({ forget: true, failure: 'busy' })
    await claim.ended

    expect(claim.journal.failure).toBe('busy')
    expect(claim.journal.outcomeOf(0)).toBe('refused')
    expect([countOf('requests'), countOf('request_calls')]).toEqual([0, 0])
    expect((await requests.claim(REQUEST)).is).toBe('new')
  })

  it('that another process did not end is known, with what it had noted, and over', async () => {
    const path = freshPath()
    const before = open(path)
    const journal = await before.begin()
    await journal.note(0, 'one')
    before.database.close()

    const { requests } = open(path)
    const claim = await requests.claim(REQUEST)
    if (claim.is !== 'known') throw new Error('it is not known')
    await claim.ended
    expect([0, 1].map(claim.journal.outcomeOf)).toEqual(['one', undefined])
  })

  it('is kept for 24 hours, and not a moment longer', async () => {
    const { requests, begin, clock } = open()
    await (await begin()).end({ forget: false })
    clock.advance(KEPT_MS - 1)
    expect(KEPT_MS).toBe(24 * 60 * 60 * 1000)
    expect((await requests.claim(REQUEST)).is).toBe('known')
    clock.advance(1)
    expect((await requests.claim({ ...REQUEST, fingerprint: 'another' })).is).toBe('new')
  })

  it('whose outcome cannot be written is told all the same, and the fault is told to the operator', async () => {
    const { requests, begin, database, faults } = open()
    const journal = await begin()
    database.run('DELETE FROM requests')
    await journal.note(0, 'one')
    await journal.end({ forget: false })
    expect(faults).toMatchObject([{ name: 'StoreError' }])
    await requests.idle()
  })
})

describe('the requests of a day', () => {
  it('go as others come, some at a time, with all that was noted of them', async () => {
    const { begin, clock, countOf } = open()
    for (let index = 0; index < 100; index += 1) {
      const journal = await begin({ key: `old ${index}` })
      await journal.note(0, 'one')
      await journal.end({ forget: false })
    }
    clock.advance(KEPT_MS)
    const counts: number[] = []
    for (let index = 0; index < 30; index += 1) {
      await begin({ key: `new ${index}` })
      counts.push(countOf('requests'))
    }
    expect(counts.slice(0, 3)).toEqual([96, 92, 88])
    expect(counts.slice(-3)).toEqual([28, 29, 30])
    expect(countOf('request_calls')).toBe(0)
  })

  it('take no more room after ten days than after two', async () => {
    const path = freshPath()
    const { begin, clock, database } = open(path)
    const sizes: number[] = []
    for (let day = 0; day < 10; day += 1) {
      for (let index = 0; index < 200; index += 1) {
        const journal = await begin({ key: `${day} ${index}` })
        await journal.note(0, '{"ids":[["u0001","1029457500870543736"]]}')
        await journal.end({ forget: false })
        clock.advance(KEPT_MS / 200)
      }
      database.all('PRAGMA wal_checkpoint(TRUNCATE)')
      sizes.push(statSync(path).size)
    }
    onTestFinished(() => database.close())
    expect(sizes.at(-1)).toBeLessThanOrEqual((sizes[1] ?? 0) * 1.2)
  })
})
