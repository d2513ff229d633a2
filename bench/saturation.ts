import { startChild } from './child.ts'
import { type Client, createClient, toBody } from './client.ts'
import { pause } from './measure.ts'
import { COSTS_NOTHING, toGlobalId } from './scenarios.ts'
import { CALLS_PER_SECOND, isQuick, type Service, serviceEnv, startService } from './service.ts'
import { printTable } from './table.ts'

/** Requests for people nobody has asked for yet, as many as keep the budget full. */
interface Load {
  readonly name: string
  /** A call of the service. */
  readonly path: string
  readonly usersPerRequest: number
  /** Requests under way at any time. */
  readonly requests: number
  readonly query: string
}

const KEYS_PER_CALL = 100
const RAMP_MS = 2_000
const WARM_UP_REQUESTS = 1_000
/** Lets the service's window empty itself of what the start cost. */
const SETTLE_MS = 1_500
const MEASURED_MS = isQuick ? 3_000 : 6_000

const STATUS = {
  path: '/users/batch/status',
  query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on User { onlineStatus } } }',
}
const PROFILE = {
  path: '/metadata/user/get',
  query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on User { profile { nickname } } } }',
}

const LOADS: readonly Load[] = [
  { name: 'status, 50 people a request', ...STATUS, usersPerRequest: 50, requests: 60 },
  { name: 'profile, 50 people a request', ...PROFILE, usersPerRequest: 50, requests: 60 },
  { name: 'status, 5 people a request', ...STATUS, usersPerRequest: 5, requests: 600 },
]

/** Keys per second against what 30 full calls a second would carry. */
export async function measureSaturation(): Promise<void> {
  const rows = []
  for (const load of LOADS) rows.push(await saturate(load))
  printTable(
    ['load', 'of the ceiling', 'keys/s', 'ceiling', 'calls/s', 'keys/call', 'refused', 'errors'],
    rows,
  )
}

async function saturate(load: Load): Promise<string[]> {
  const service = await startService()
  const server = await startChild({ file: 'src/main.ts', env: serviceEnv(service) })
  const client = createClient(server.url, load.requests)
  try {
    const { query, variables } = COSTS_NOTHING
    await Promise.all(Array.from({ length: WARM_UP_REQUESTS }, () => client.ask(query, variables)))
    await pause(SETTLE_MS)
    const { errors, seconds, measured, refused } = await press(load, client, service)
    const calls = measured.filter(({ path, isRefused }) => path === load.path && !isRefused)
    const keys = calls.reduce((sum, { keys }) => sum + keys, 0)
    const ceiling = CALLS_PER_SECOND * KEYS_PER_CALL
    return [
      load.name,
      `${((keys / seconds / ceiling) * 100).toFixed(1)} %`,
      (keys / seconds).toFixed(0),
      String(ceiling),
      (calls.length / seconds).toFixed(1),
      (keys / calls.length).toFixed(1),
      String(refused),
      String(errors),
    ]
  } finally {
    await client.close()
    await server.stop()
    await service.stop()
  }
}

/** Keeps the load up, and answers the calls that came in the measured time. */
async function press({ query, usersPerRequest, requests }: Load, client: Client, service: Service) {
  let isOver = false
  let people = 0
  let errors = 0

  async function askOn() {
    while (!isOver) {
      const ids = Array.from({ length: usersPerRequest }, () => toGlobalId('User', `x${people++}`))
      const answer = await client.send(toBody(query, { ids }))
      if (!isOver && answer.includes('"errors"')) errors += 1
    }
  }

  const asking = Promise.all(Array.from({ length: requests }, askOn))
  await pause(RAMP_MS)
  const before = await service.traffic()
  errors = 0
  const from = performance.now()
  await pause(MEASURED_MS)
  isOver = true
  const seconds = (performance.now() - from) / 1000
  const measured = await service.traffic()
  await asking
  const refused = [...before, ...measured].filter(({ isRefused }) => isRefused).length
  return { errors, seconds, measured, refused }
}
