import { expect, it } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { StoreError } from '../../src/store/store-error.ts'
import { createFalseClock } from '../support/clock.ts'
import { type CannedAnswer, connect, startService } from '../support/service.ts'

const SEND = `mutation { sendMessage(input: {
  from: "u0001", to: { users: ["u0002"] }, body: { text: { content: "hi" } }, asJob: true
}) { job { id } } }`
const LOOK = 'query($id: ID!) { job(id: $id) { state sent unknown waiting } }'
const REFUSED = { status: 429, text: '{"error":"reach_limit"}' }
const TAKEN = { text: '{"timestamp":1,"data":{"u0002":"1234567890123456789"}}' }

/** A server whose store fails at one of its steps as often as it is told to. */
async function open(step: 'begin' | 'end' | 'next' | 'release', first: CannedAnswer = TAKEN) {
  const clock = createFalseClock()
  const store = openStore({ file: null, now: clock.now, onFault: () => {}, jobsKeptMs: 1_000_000 })
  const { jobs } = store
  let failures = 3
  const failing = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    failures -= 1
    if (failures >= 0) throw new StoreError('The store failed: full')
    return work()
  }
  const broken = {
    begin: (id: string, chunk: number) => failing(() => jobs.begin(id, chunk)),
    end: (...ended: Parameters<typeof jobs.end>) => failing(() => jobs.end(...ended)),
    next: (id: string) => failing(() => jobs.next(id)),
    release: (id: string, chunk: number) => failing(() => jobs.release(id, chunk)),
  }
  const answers = { 'POST /messages/users': first }
  const { baseUrl, calls } = await startService(answers)
  const server = connect(baseUrl, {
    clock,
    store: { ...store, jobs: { ...jobs, [step]: broken[step] } },
    env: { DRAIN_MS: '0' },
  })
  await server.server.startJobs()
  const { data } = await clock.until(server.ask(SEND))
  return {
    ...server,
    clock,
    calls,
    answers,
    look: async () => (await clock.until(server.ask(LOOK, { id: data.sendMessage.job.id }))).data.job,
  }
}

it.each(['begin', 'end', 'next'] as const)(
  'a job whose %s cannot be noted for a while is sent once, and ends when it can',
  async (step) => {
    const { clock, calls, look, faults } = await open(step)
    await clock.run(500)
    expect(calls).toHaveLength(step === 'end' ? 1 : 0)
    expect(await look()).toMatchObject({ sent: 0, waiting: 1 })
    await clock.run(60_000)
    expect(await look()).toEqual({ state: 'DONE', sent: 1, unknown: 0, waiting: 0 })
    expect(calls).toHaveLength(1)
    expect(faults.length).toBe(3)
  },
)

it('a job that the service refused, which cannot be noted for a while, is sent when it can', async () => {
  const { clock, calls, answers, look, faults } = await open('release', REFUSED)
  await clock.run(500)
  expect([calls.length, await look()]).toMatchObject([1, { sent: 0, unknown: 0, waiting: 1 }])
  answers['POST /messages/users'] = TAKEN
  await clock.run(60_000)
  expect(await look()).toEqual({ state: 'DONE', sent: 1, unknown: 0, waiting: 0 })
  expect([calls.length, faults.length]).toEqual([2, 3])
})
