import { expect, it } from 'vitest'
import { createLine } from '../../src/jobs/line.ts'

it('lets callers take turns, and the jobs of one caller too', () => {
  const line = createLine()
  const jobs = ['a1', 'a2', 'a3', 'b1'].map((id) => ({ id, caller: id.charAt(0) }))
  for (const job of jobs) line.add(job)
  const taken = Array.from({ length: 10 }, () => {
    const job = line.take()
    if (job !== undefined) line.add(job)
    return job?.id
  })
  expect(taken).toEqual(['a1', 'b1', 'a2', 'b1', 'a3', 'b1', 'a1', 'b1', 'a2', 'b1'])
})

it('is empty when all were taken', () => {
  const line = createLine()
  line.add({ id: 'a1', caller: 'a' })
  expect([line.take(), line.take()]).toEqual([{ id: 'a1', caller: 'a' }, undefined])
})

it('passes over a caller who is held, and gives the job back first that was taken', () => {
  const line = createLine()
  const [a1, a2, a3, b1] = ['a1', 'a2', 'a3', 'b1'].map((id) => ({ id, caller: id.charAt(0) }))
  if (!a1 || !a2 || !a3 || !b1) throw new Error('they are four')
  for (const job of [a1, a2, b1]) line.add(job)
  line.take()
  line.hold(a1)
  line.add(a3)
  expect([line.take(), line.take()]).toEqual([b1, undefined])
  line.resume('a')
  expect([line.take(), line.take(), line.take(), line.take()]).toEqual([a1, a2, a3, undefined])
})
