import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { ingest } from '../src/history/ingest.ts'
import { linesOf } from '../src/history/lines.ts'
import { openStore } from '../src/store/store.ts'
import { systemClock } from '../src/upstream/clock.ts'
import { createDownloads } from '../src/upstream/remote-file.ts'
import { isQuick } from './service.ts'
import { printTable } from './table.ts'

const SIZES = isQuick ? [1_000, 10_000] : [10_000, 100_000, 400_000]

function* records(count: number) {
  for (let index = 0; index < count; index += 1) {
    const to = String(200_000_000_000_001 + (index % 500))
    const payload = {
      bodies: [{ type: 'txt', msg: `message ${index} ${'x'.repeat(index % 200)}` }],
      ext: { index },
    }
    const from = `user${index % 2000}`
    const id = String(1_029_457_500_000_000_000n + BigInt(index))
    const record = {
      msg_id: id,
      timestamp: 1_543_312_800_000 + index,
      direction: 'outgoing',
      chat_type: 'groupchat',
    }
    yield `${JSON.stringify({ ...record, from, to, payload: { ...payload, from, to } })}\n`
  }
}

/** A file that is made while it is sent, so that it takes no memory of this process worth mentioning. */
async function startStorage() {
  const server = createServer((request, response) => {
    const count = Number(new URL(request.url ?? '/', 'http://storage').searchParams.get('lines'))
    void pipeline(Readable.from(records(count)), createGzip({ level: 1 }), response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { urlOf: (lines: number) => `http://127.0.0.1:${port}/?lines=${lines}`, close: () => server.close() }
}

/**
 * More than was there before: so much is a batch of lines, what the parser and the store hold of it, and what a collector
 * that is in no hurry leaves lying. The text of the largest file here is more than that.
 */
const MOST_HEAP_MB = 100

/** A file of the history, from the socket into the store on disk: how fast, and what it takes of memory. */
export async function measureHistory(): Promise<void> {
  const storage = await startStorage()
  const downloads = createDownloads(systemClock)
  const rows = []
  for (const lines of SIZES) rows.push(await measure(lines, storage.urlOf(lines)))
  printTable(['lines', 'seconds', 'lines/s', 'longest block', 'heap before', 'heap at most', 'store'], rows)
  await downloads.close()
  storage.close()

  async function measure(lines: number, url: string): Promise<string[]> {
    const directory = mkdtempSync(join(tmpdir(), 'easemob-graphql-bench-'))
    const file = join(directory, 'store.db')
    const store = openStore({ file, now: Date.now, onFault: (error) => console.error(error), jobsKeptMs: 0 })
    const before = heapMb()
    let most = before
    let lastTurn = performance.now()
    let longestMs = 0
    const watch = setInterval(() => {
      most = Math.max(most, heapMb())
      longestMs = Math.max(longestMs, performance.now() - lastTurn)
      lastTurn = performance.now()
    }, 1)
    const { signal } = new AbortController()
    const counts = { messages: 0, corrupt: 0 }
    const began = performance.now()
    const { bytes, end } = await downloads.open(url, signal)
    await ingest(linesOf(bytes), { store: store.history, appKey: 'org#app', signal, counts })
    end()
    const seconds = (performance.now() - began) / 1000
    clearInterval(watch)
    await store.close()
    const { size } = statSync(file)
    rmSync(directory, { recursive: true })
    if (counts.messages !== lines) throw new Error(`${counts.messages} of ${lines} lines were read`)
    if (most - before > MOST_HEAP_MB) {
      throw new Error(
        `${lines} lines took ${Math.round(most - before)} MB of heap, more than ${MOST_HEAP_MB}`,
      )
    }
    const mb = (value: number) => `${Math.round(value)} MB`
    const told = [lines, seconds.toFixed(1), Math.round(lines / seconds), `${Math.round(longestMs)} ms`]
    return [...told.map(String), mb(before), mb(most), mb(size / 2 ** 20)]
  }
}

function heapMb(): number {
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}
