import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createJobs, type NewJob } from '../../src/store/jobs.ts'
import type { KeyedRequest } from '../../src/store/requests.ts'
import { createFalseClock } from '../support/clock.ts'
import { freshPath } from '../support/paths.ts'

const KEPT_MS = 100_000
const REQUEST: KeyedRequest = { caller: 'admin', mutation: 'sendMessage', key: 'k', fingerprint: 'f' }
const JOB: NewJob = {
  ...{ caller: 'admin', about: 'about', message: 'a secret', request: null, mostOpen: 10 },
  chunks: [['a', 'b'], ['c', 'd'], ['e']],
}
const SENT = { outcome: 'sent', sent: 2, failed: 0, unknown: 0 }

function open(path: string | null = null) {
  const clock = createFalseClock()
  const database = openDatabase(path)
  const jobs = createJobs(database, { now: clock.now, keptMs: KEPT_MS })
  const add = async (job: Partial<NewJob> = {}): Promise<string> => {
    const added = await jobs.add({ ...JOB, ...job })
    if (added.is !== 'new') throw new Error(`it is ${added.is}`)
    return added.job.id
  }
  const countOf = (table: string) => database.all(`SELECT 1 FROM ${table}`).length
  return { clock, database, jobs, add, countOf }
}

describe('a job', () => {
  it('goes chunk by chunk to its end, and forgets its message then', async () => {
    const { jobs, add, countOf } = open()
    const id = await add()
    for (const [chunk, targets] of JOB.chunks.entries()) {
      expect(await jobs.next(id)).toMatchObject({ id, chunk, targets, message: 'a secret', about: 'about' })
      expect(await jobs.begin(id, chunk)).toBe(true)
      await jobs.end(id, chunk, { ...SENT, sent: targets.length })
    }
    expect(await jobs.next(id)).toBeNull()
    expect(await jobs.find(id)).toMatchObject({ total: 5, sent: 5, endedAt: expect.any(Number) })
    expect(await jobs.open()).toEqual([])
    expect(countOf('job_messages')).toBe(0)
  })

  it('begins no chunk out of order, nor after it was cancelled', async () => {
    const { jobs, add } = open()
    const id = await add()
    expect(await jobs.begin(id, 1)).toBe(false)
    await jobs.cancel(id)
    expect(await jobs.begin(id, 0)).toBe(false)
    expect(await jobs.find(id)).toMatchObject({ cancelled: 5, sent: 0, endedAt: expect.any(Number) })
  })

  it('begins a chunk once: to begin it again, it has to be released', async () => {
    const { jobs, add } = open()
    const id = await add()
    expect([await jobs.begin(id, 0), await jobs.begin(id, 0)]).toEqual([true, false])
    await jobs.release(id, 0)
    expect(await jobs.begin(id, 0)).toBe(true)
  })

  it('is counted once for an end that is noted twice', async () => {
    const { jobs, add } = open()
    const id = await add()
    await jobs.begin(id, 0)
    for (let time = 0; time < 2; time += 1) await jobs.end(id, 0, SENT)
    expect(await jobs.find(id)).toMatchObject({ sent: 2, unknown: 0 })
    expect(await jobs.next(id)).toMatchObject({ chunk: 1 })
  })

  it('that was released sends the chunk again', async () => {
    const { jobs, add } = open()
    const id = await add()
    await jobs.begin(id, 0)
    await jobs.release(id, 0)
    await jobs.recover('cut off')
    expect(await jobs.next(id)).toMatchObject({ chunk: 0 })
    expect(await jobs.find(id)).toMatchObject({ unknown: 0 })
  })

  it.each([
    { what: 'released', sent: 0, cancelled: 5 },
    { what: 'ended', sent: 2, cancelled: 3 },
  ])('that is cancelled in a chunk ends when that is $what', async ({ what, sent, cancelled }) => {
    const { jobs, add } = open()
    const id = await add()
    await jobs.begin(id, 0)
    expect(await jobs.cancel(id)).toMatchObject({ cancelled: 3, endedAt: null })
    if (what === 'ended') await jobs.end(id, 0, SENT)
    else await jobs.release(id, 0)
    expect(await jobs.find(id)).toMatchObject({ sent, cancelled, endedAt: expect.any(Number) })
  })

  it('is paused since the first reason until a chunk has ended', async () => {
    const { jobs, add, clock } = open()
    const id = await add()
    const since = clock.now()
    await jobs.pause(id, 'RATE_LIMITED')
    clock.advance(1_000)
    await jobs.pause(id, 'MESSAGE_QUOTA')
    expect(await jobs.find(id)).toMatchObject({ pausedAt: since, pausedCode: 'MESSAGE_QUOTA' })
    await jobs.begin(id, 0)
    await jobs.end(id, 0, SENT)
    expect(await jobs.find(id)).toMatchObject({ pausedAt: null, pausedCode: null })
  })
})

describe('a job whose process was killed', () => {
  it.each([
    { when: 'before a chunk was begun', steps: 0, counts: { sent: 0, unknown: 0 }, next: 0 },
    { when: 'in a chunk', steps: 1, counts: { sent: 0, unknown: 2 }, next: 1 },
    { when: 'after a chunk', steps: 2, counts: { sent: 2, unknown: 0 }, next: 1 },
  ])('$when goes on where it was', async ({ steps, counts, next }) => {
    const path = freshPath()
    const before = open(path)
    const id = await before.add()
    if (steps > 0) await before.jobs.begin(id, 0)
    if (steps > 1) await before.jobs.end(id, 0, SENT)
    before.database.close()

    const { jobs } = open(path)
    await jobs.recover('cut off')
    expect(await jobs.find(id)).toMatchObject(counts)
    expect(await jobs.next(id)).toMatchObject({ chunk: next })
    expect(await jobs.open()).toEqual([{ id, caller: 'admin' }])
  })
})

describe('the key of a job', () => {
  it('is noted with it, or not at all', async () => {
    const { jobs, add, countOf } = open()
    await add({ mostOpen: 1 })
    expect(await jobs.add({ ...JOB, request: REQUEST, mostOpen: 1 })).toEqual({ is: 'full' })
    expect(countOf('requests')).toBe(0)
    const id = await add({ request: REQUEST })
    expect(await jobs.add({ ...JOB, request: REQUEST, mostOpen: 1 })).toMatchObject({
      is: 'known',
      job: { id },
    })
    expect(await jobs.add({ ...JOB, request: { ...REQUEST, fingerprint: 'g' } })).toEqual({ is: 'other' })
    expect(countOf('jobs')).toBe(2)
  })

  it.each(['job_chunks', 'job_messages', 'jobs'])('is free when %s cannot be written', async (table) => {
    const { jobs, database, countOf } = open()
    database.run(`CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'no'); END`)
    await expect(jobs.add({ ...JOB, request: REQUEST })).rejects.toThrow('The store failed')
    expect(['requests', 'jobs', 'job_chunks', 'job_messages'].map(countOf)).toEqual([0, 0, 0, 0])
  })
})

describe('the chunks of a job', () => {
  it('are found by what became of them', async () => {
    const { jobs, add } = open()
    const id = await add()
    const outcomes = [SENT, { ...SENT, sent: 0, unknown: 2 }]
    for (const [chunk, outcome] of outcomes.entries()) {
      await jobs.begin(id, chunk)
      await jobs.end(id, chunk, outcome)
    }
    const found = async (status?: 'sent' | 'failed' | 'unknown' | 'cancelled', from = 0) =>
      (await jobs.chunks(id, { from, limit: 9, status })).map(({ chunk }) => chunk)
    expect([await found(), await found('sent'), await found('unknown'), await found('cancelled')]).toEqual([
      [0, 1],
      [0],
      [1],
      [],
    ])
    await jobs.cancel(id)
    expect([
      await found(),
      await found('cancelled'),
      await found('failed'),
      await found(undefined, 1),
    ]).toEqual([[0, 1, 2], [2], [], [1, 2]])
  })
})

describe('what is kept', () => {
  it('goes a little at a time, some time after the end, and never before it', async () => {
    const { jobs, add, clock, countOf } = open()
    const chunks = Array.from({ length: 35 }, (_, chunk) => [String(chunk)])
    const [id, still] = [await add({ chunks }), await add()]
    await jobs.cancel(id)
    clock.advance(KEPT_MS - 1)
    expect(await jobs.sweep()).toBe(false)
    expect(await jobs.find(id)).not.toBeNull()
    clock.advance(1)
    expect(await jobs.find(id)).toBeNull()
    const left: number[] = []
    while (await jobs.sweep()) left.push(countOf('job_chunks'))
    expect(left).toEqual([28, 18, 8, 3, 3])
    expect(countOf('jobs')).toBe(1)
    expect(await jobs.find(still)).not.toBeNull()
  })
})
