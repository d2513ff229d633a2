import { type Child, startChild } from './child.ts'
import { type Client, createClient, toBody } from './client.ts'
import { median, type Rate, rateOf } from './measure.ts'
import { groupBoard } from './scenarios.ts'
import { isQuick, lifetimes, serviceEnv, startService } from './service.ts'
import { printTable } from './table.ts'

const CONNECTIONS = 20
const ROUNDS = isQuick ? 3 : 5
const ROUND_MS = isQuick ? 1_500 : 2_000
/** Longer than the bench: everything is remembered, but for lists and details, which are read again after 30 s. */
const LIFETIME_MS = 600_000
/** The list and the details of its groups, once or twice. */
const MOST_CALLS = 4

/** What one server did in one round. */
interface Turn extends Rate {
  /** Processor time of one request: less disturbed than the rate by what else the machine does. */
  readonly cpuMs: number
}

interface Round {
  readonly ours: Turn
  readonly memory: Turn
}

interface Contestant {
  readonly child: Child
  readonly client: Client
}

/**
 * A group-board of which everything is remembered, against the same answer from plain objects through bare Yoga.
 * The client and each server have a process of their own; the two take turns, and the median of the rounds counts.
 */
export async function measureWarm(): Promise<void> {
  const service = await startService()
  const env = { ...serviceEnv(service), ...lifetimes(LIFETIME_MS) }
  const ours = await start({ file: 'src/main.ts', env })
  const body = toBody(groupBoard.query, groupBoard.variables)
  const answer = await ours.client.send(body)
  const { data }: { data: unknown } = JSON.parse(answer)
  const memory = await start({ file: 'bench/memory.ts', env: {}, input: JSON.stringify(data) })
  try {
    if ((await memory.client.send(body)) !== answer) throw new Error('the two do not answer the same')
    await service.traffic()
    report(await alternate(body, ours, memory), answer.length)
    const calls = await service.traffic()
    if (calls.length > MOST_CALLS) throw new Error(`${calls.length} calls: not everything was remembered`)
  } finally {
    await Promise.all([ours, memory].map(stop))
    await service.stop()
  }
}

async function start(options: Parameters<typeof startChild>[0]): Promise<Contestant> {
  const child = await startChild(options)
  return { child, client: createClient(child.url, CONNECTIONS) }
}

async function stop({ child, client }: Contestant): Promise<void> {
  await client.close()
  await child.stop()
}

async function alternate(body: string, ours: Contestant, memory: Contestant): Promise<Round[]> {
  async function run({ child, client }: Contestant): Promise<Turn> {
    let answers = 0
    const before = child.cpuMs()
    const rate = await rateOf(() => client.send(body).then(() => answers++), CONNECTIONS, ROUND_MS)
    return { ...rate, cpuMs: (child.cpuMs() - before) / answers }
  }
  const rounds: Round[] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const measured = { ours: await run(ours), memory: await run(memory) }
    // The first round is the warming up.
    if (round > 0) rounds.push(measured)
  }
  return rounds
}

function report(rounds: readonly Round[], bytes: number): void {
  const ratios = rounds.map(({ ours, memory }) => ours.perSecond / memory.perSecond)
  const cpuRatio = median(rounds.map(({ ours, memory }) => memory.cpuMs / ours.cpuMs))
  const percent = (ratio: number) => `${(ratio * 100).toFixed(0)} %`
  const cellsOf = (turns: readonly Turn[]) => [
    median(turns.map(({ perSecond }) => perSecond)).toFixed(0),
    median(turns.map(({ medianMs }) => medianMs)).toFixed(0),
    median(turns.map(({ cpuMs }) => cpuMs)).toFixed(2),
  ]
  const names = ['warm group-board', 'of memory', 'lowest', 'highest', 'by CPU time']
  const shares = [median(ratios), Math.min(...ratios), Math.max(...ratios), cpuRatio].map(percent)
  printTable(
    [...names, 'requests/s', 'median ms', 'CPU ms/request'],
    [
      ['here, all remembered', ...shares, ...cellsOf(rounds.map(({ ours }) => ours))],
      ['bare Yoga, from memory', '', '', '', '', ...cellsOf(rounds.map(({ memory }) => memory))],
    ],
  )
  console.log(
    `\n${bytes} bytes an answer, ${CONNECTIONS} connections, ${rounds.length} rounds each, in turns.`,
  )
}
