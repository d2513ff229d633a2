import { setMaxListeners } from 'node:events'
import { type Child, startChild } from './child.ts'
import { type Answer, type Client, createClient } from './client.ts'
import { pause } from './measure.ts'
import { COSTS_NOTHING, SCENARIOS, type Scenario, WARM_UP } from './scenarios.ts'
import { isQuick, lifetimes, type Service, serviceEnv, startService } from './service.ts'
import { printTable } from './table.ts'

/** What one scenario cost on one server. */
interface Cost {
  /** Calls that the service received, refused ones included; no token calls. */
  readonly calls: number
  readonly refused: number
  readonly seconds: number
  /** Fields that ended in an error instead of a value. */
  readonly errors: number
  readonly isUnfinished: boolean
}

interface Contestant {
  run(scenario: Scenario): Promise<Cost>
  close(): Promise<void>
}

interface ContestantOptions {
  readonly file: string
  readonly env: Readonly<Record<string, string>>
}

/** Longest wait for a scenario: a board, call by call, takes 42 s at 30 calls a second. */
const CAP_MS = isQuick ? 15_000 : 50_000
/** How long our server remembers here: long enough for one scenario, forgotten before the next. */
const LIFETIME_MS = 1_000
/** After it the windows of the services are empty, and so is our memory. */
const PAUSE_MS = 1_300
const CONNECTIONS = 50
const NOTE = `
plain: Yoga by hand, one fetch per field or object, 3 tries on 503. errors: fields that got none.
patient: the same with tries without end, where 3 gave no whole answer; the ratios are to it.`
const WARM_UP_REQUESTS = 1_000

/** Each operation here and on a plain server, each with a service of its own. */
export async function compareOperations(): Promise<void> {
  const ours = await createContestant({ file: 'src/main.ts', env: lifetimes(LIFETIME_MS) })
  const plain = await createContestant({ file: 'bench/plain.ts', env: { PLAIN_ATTEMPTS: '3' } })
  const patient = await createContestant({ file: 'bench/plain.ts', env: { PLAIN_ATTEMPTS: '1000' } })
  try {
    const rows = []
    for (const scenario of SCENARIOS) rows.push(await compare(scenario, { ours, plain, patient }))
    printTable(
      [
        ...['operation', 'fewer calls', 'faster', 'here: calls', '503', 's', 'errors'],
        ...['plain: calls', '503', 's', 'errors', 'patient: calls', '503', 's'],
      ],
      rows,
    )
    console.log(NOTE)
  } finally {
    await Promise.all([ours, plain, patient].map((contestant) => contestant.close()))
  }
}

type Contest = Readonly<Record<'ours' | 'plain' | 'patient', Contestant>>

async function compare(scenario: Scenario, { ours, plain, patient }: Contest): Promise<string[]> {
  await pause(PAUSE_MS)
  const here = await ours.run(scenario)
  const first = await plain.run(scenario)
  // Where three tries gave the whole answer, more of them would give the same one.
  const whole = first.errors === 0 ? first : await patient.run(scenario)
  const more = whole.isUnfinished ? '> ' : ''
  return [
    scenario.name,
    `${more}${ratio((whole.calls - whole.refused) / here.calls)}`,
    `${more}${ratio(whole.seconds / here.seconds)}`,
    ...[...cellsOf(here), String(here.errors)],
    ...[...cellsOf(first), String(first.errors)],
    ...(whole === first ? ['', '', ''] : cellsOf(whole)),
  ]
}

function cellsOf({ calls, refused, seconds, isUnfinished }: Cost): string[] {
  const shown = isUnfinished ? `no answer in ${seconds.toFixed(0)}` : seconds.toFixed(2)
  return [String(calls), String(refused), shown]
}

function ratio(value: number): string {
  return `${value >= 10 ? value.toFixed(0) : value.toFixed(1)} x`
}

async function createContestant(options: ContestantOptions): Promise<Contestant> {
  const service = await startService()
  let server = await startServer(options, service)
  return {
    async run(scenario) {
      const cost = await measure(scenario, service, server.client)
      if (cost.isUnfinished) {
        // It would go on calling for nobody, and spoil what comes next.
        await server.stop()
        server = await startServer(options, service)
      }
      return cost
    },
    async close() {
      await server.stop()
      await service.stop()
    },
  }
}

async function startServer({ file, env }: ContestantOptions, service: Service) {
  const child: Child = await startChild({ file, env: { ...serviceEnv(service), ...env } })
  const client = createClient(child.url, CONNECTIONS)
  for (const { query, variables } of WARM_UP) await client.ask(query, variables)
  const { query, variables } = COSTS_NOTHING
  await Promise.all(Array.from({ length: WARM_UP_REQUESTS }, () => client.ask(query, variables)))
  return {
    client,
    async stop() {
      await client.close()
      await child.stop()
    },
  }
}

async function measure(scenario: Scenario, service: Service, client: Client): Promise<Cost> {
  const requests = scenario.requests(service.facts)
  await service.traffic()
  const cap = AbortSignal.timeout(Math.min(CAP_MS, scenario.capMs ?? CAP_MS))
  setMaxListeners(requests.length, cap)
  const startedAt = performance.now()
  const answers: Answer[] | undefined = await Promise.all(
    requests.map(({ query, variables }) => client.ask(query, variables, cap)),
  ).catch((error: unknown) => {
    if (cap.aborted) return undefined
    throw error
  })
  const seconds = (performance.now() - startedAt) / 1000
  const calls = await service.traffic()
  return {
    calls: calls.length,
    refused: calls.filter(({ isRefused }) => isRefused).length,
    seconds,
    errors: (answers ?? []).reduce((sum, { errors = [] }) => sum + errors.length, 0),
    isUnfinished: answers === undefined,
  }
}
