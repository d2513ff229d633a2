import { availableParallelism, loadavg } from 'node:os'
import { compareOperations } from './comparison.ts'
import { measureHistory } from './history.ts'
import { measureSaturation } from './saturation.ts'
import { isQuick } from './service.ts'
import { measureWarm } from './warm.ts'

/**
 * What this server is worth, measured in one run on one machine. Only memory has a bound, beyond which it throws.
 * BENCH_QUICK=1 measures a small world for a short time. BENCH_ONLY=warm (operations, saturation, history) runs one part.
 */
const PARTS = {
  operations: {
    title: 'Each operation, nothing remembered: calls to the service here and call by call',
    run: compareOperations,
  },
  saturation: { title: 'A budget that is always spent: keys a second', run: measureSaturation },
  history: { title: 'A file of the history, from the socket into the store', run: measureHistory },
  warm: { title: 'Everything remembered: the cost of this server itself', run: measureWarm },
}

const { BENCH_ONLY } = process.env
const machine = `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)} before the start`
console.log(`Node ${process.version}, ${process.platform}, ${machine}${isQuick ? ', BENCH_QUICK' : ''}`)
for (const [name, { title, run }] of Object.entries(PARTS)) {
  if (BENCH_ONLY !== undefined && BENCH_ONLY !== name) continue
  console.log(`\n${title}\n`)
  await run()
}
