import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createRandom } from '../../src/sandbox/random.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { freshPath } from '../support/paths.ts'
import { ADMIN_KEY, type Running, runServer, serviceOf } from '../support/process.ts'
import { judge, type Told } from './judge.ts'

/** `npm run test:crash` plays more of them. A seed that is printed can be given, for the same plan. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 1)
const SEED = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1e9))

const LATENCY_MS = 12
const HEADERS = { authorization: `Bearer ${ADMIN_KEY}` }
const SEND = `mutation($input: SendMessageInput!) { sendMessage(input: $input) { job { id } } }`
const LOOK = `query($id: ID!) { job(id: $id) { state total sent failed unknown waiting } }`
const RESULTS = `query($id: ID!, $after: String) { job(id: $id) { results(first: 100, after: $after) {
  edges { node { target status messageId } } pageInfo { hasNextPage endCursor } } } }`

interface Planned {
  readonly key: string
  readonly to: Readonly<Record<string, readonly string[]>>
  readonly targets: readonly string[]
  readonly perCall: number
}

/** When the process is killed, counted from its start. */
type Moment =
  /** While it is asked for the jobs. */
  | { readonly is: 'made'; readonly afterMs: number }
  /** So long after it has made so many calls: before, at or after the answer to the last of them. */
  | { readonly is: 'called'; readonly calls: number; readonly afterMs: number }
  /** Between record and call: the call is refused, and would be made again. */
  | { readonly is: 'refused'; readonly calls: number; readonly afterMs: number }

describe('jobs, and kill -9', () => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => ({ round, seed: (SEED + round * 7_919) % 2 ** 31 })))(
    'lose nobody and send nothing twice, in round $round with seed $seed',
    { timeout: 120_000 },
    async ({ seed }) => {
      const random = createRandom(seed)
      const below = (most: number) => Math.floor(random() * most)
      const sandbox = await startSandbox({ callsPerSecond: 0, latencyMs: LATENCY_MS })
      onTestFinished(() => sandbox.close())
      const seeded = sandbox.store.messages.length
      const jobs = planJobs(below)
      const moments = Array.from({ length: 2 }, () => planMoment(below))
      const run = () => runServer({ ...environmentOf(sandbox), STORE_FILE: file })
      const file = freshPath()

      played.kills += moments.length
      for (const moment of moments) await killAt(moment, await run(), { sandbox, jobs })
      const server = await run()
      for (const job of jobs) {
        const id = await make(server, job)
        await ended(server, id)
        const messages = new Map<string, string[]>()
        for (const { target, id, ext } of sandbox.store.messages.slice(seeded)) {
          if (ext?.idempotencyKey === job.key) messages.set(target, [...(messages.get(target) ?? []), id])
        }
        const results = await resultsOf(server, id)
        const faults = judge({ ...job, kills: moments.length, results, messages })
        note(results, messages)
        expect(faults.slice(0, 5), JSON.stringify({ seed, key: job.key, moments })).toEqual([])
      }
    },
  )
})

describe('jobs, and SIGTERM', () => {
  it('leave no call unknown: the one under way is finished, the rest is done after the next start', async () => {
    const sandbox = await startSandbox({ callsPerSecond: 0, latencyMs: 60 })
    onTestFinished(() => sandbox.close())
    const seeded = sandbox.store.messages.length
    const sent = () => sandbox.store.messages.slice(seeded).map(({ target }) => target)
    const file = freshPath()
    const run = () => runServer({ ...environmentOf(sandbox), STORE_FILE: file })
    const targets = Array.from({ length: 40 }, (_, index) => String(1_000 + index))
    const before = await run()
    const id = await make(before, { key: 'k', to: { groups: targets }, targets, perCall: 3 })
    while (sent().length < 6) await sleep(5)
    before.signal('SIGTERM')
    expect(await before.ended).toMatchObject({ code: 0 })
    const already = sent().length
    expect(already).toBeLessThan(20)

    const after = await run()
    await ended(after, id)
    expect(sent()).toEqual(targets)
    expect((await resultsOf(after, id)).every(({ status }) => status === 'SENT')).toBe(true)
  })
})

/** What was played, so that one sees that the moments were hit. */
const played = { kills: 0, sent: 0, unknownAndSent: 0, unknownAndNotSent: 0 }

afterAll(() => console.log(`seed ${SEED}, ${ROUNDS} rounds: ${JSON.stringify(played)}`))

function note(results: readonly Told[], messages: ReadonlyMap<string, readonly string[]>): void {
  for (const { target, status } of results) {
    if (status === 'SENT') played.sent += 1
    else if (messages.has(target)) played.unknownAndSent += 1
    else played.unknownAndNotSent += 1
  }
}

const environmentOf = (sandbox: Sandbox) => ({
  ...serviceOf(sandbox),
  ...{ CALLS_PER_SECOND: '1000', RATE_PROFILE: 'seed' },
})

function planJobs(below: (most: number) => number): readonly Planned[] {
  const users = Array.from({ length: 600 * (3 + below(6)) - below(600) }, (_, index) => `guest${index}`)
  const groups = Array.from({ length: 40 + below(80) }, (_, index) => String(1_000 + index))
  return [
    { key: 'users', to: { users }, targets: users, perCall: 600 },
    { key: 'groups', to: { groups }, targets: groups, perCall: 3 },
  ]
}

function planMoment(below: (most: number) => number): Moment {
  const afterMs = below(3 * LATENCY_MS)
  const calls = 1 + below(12)
  switch (below(4)) {
    case 0:
      return { is: 'made', afterMs: below(60) }
    case 1:
      return { is: 'refused', calls, afterMs }
    default:
      return { is: 'called', calls, afterMs }
  }
}

interface Scene {
  readonly sandbox: Sandbox
  readonly jobs: readonly Planned[]
}

async function killAt(moment: Moment, server: Running, { sandbox, jobs }: Scene): Promise<void> {
  sandbox.clearCalls()
  let sends = 0
  const isLast = ({ path }: { readonly path: string }) => {
    if (!path.startsWith('/messages')) return false
    sends += 1
    return moment.is !== 'made' && sends === moment.calls
  }
  let wasCalled = () => {}
  const called = new Promise<void>((resolve) => {
    wasCalled = resolve
  })
  const isMet = (call: { readonly path: string }) => {
    const is = isLast(call)
    if (is) wasCalled()
    return is
  }
  const mend = sandbox.fault(
    moment.is === 'refused'
      ? { kind: 'reach-limit', when: isMet }
      : { kind: 'delay', delayMs: 0, when: isMet },
  )
  const made = Promise.allSettled(jobs.map((job) => make(server, job)))
  // There can be fewer calls left than the moment is waited for.
  if (moment.is !== 'made') await Promise.race([called, endedAll(server, made)])
  await sleep(moment.afterMs)
  server.signal('SIGKILL')
  await server.ended
  await made
  mend()
}

async function endedAll(server: Running, made: Promise<PromiseSettledResult<string>[]>): Promise<void> {
  for (const job of await made) {
    if (job.status === 'fulfilled') await ended(server, job.value).catch(() => {})
  }
}

/** The same job, however often it is asked for. */
async function make(server: Running, { key, to }: Planned): Promise<string> {
  const input = { from: 'u0001', to, body: { text: { content: key } }, idempotencyKey: key, asJob: true }
  return (await ask(server, SEND, { input })).sendMessage.job.id
}

async function ended(server: Running, id: string): Promise<void> {
  for (;;) {
    const { job } = await ask(server, LOOK, { id })
    if (job.state === 'DONE') return
    await sleep(20)
  }
}

interface Page {
  readonly edges: readonly { readonly node: Told }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

async function resultsOf(server: Running, id: string): Promise<readonly Told[]> {
  const results: Told[] = []
  for (let after: string | null = null; ; ) {
    const { edges, pageInfo }: Page = (await ask(server, RESULTS, { id, after })).job.results
    results.push(...edges.map(({ node }) => node))
    if (!pageInfo.hasNextPage) return results
    after = pageInfo.endCursor
  }
}

async function ask(server: Running, query: string, variables: object) {
  const { data, errors } = await (await server.ask(query, variables, HEADERS)).json()
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}
