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
