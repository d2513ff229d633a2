import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own, so that it shares no event loop with the client that measures it. */
export interface Child {
  /** Its GraphQL endpoint. */
  readonly url: string
  /** Processor time that it has used so far; NaN where the system does not tell. */
  cpuMs(): number
  /** What it has of the machine's memory, in MB; NaN where the system does not tell. */
  residentMb(): number
  stop(): Promise<void>
}

interface ChildOptions {
  /** Relative to the root of the project. It prints the URL of its endpoint in its first line. */
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  /** What it reads from its standard input. */
  readonly input?: string
}

const ROOT = new URL('../', import.meta.url)
const running = new Set<ChildProcess>()

// However this process ends, its children end with it.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** Resolves when the server listens; rejects with its last words when it ends instead. */
export async function startChild({ file, env, input = '' }: ChildOptions): Promise<Child> {
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: fileURLToPath(ROOT),
    // Nothing of our own environment but the path: a setting of the shell must not change what is measured.
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  running.add(child)
  const ended = once(child, 'exit').then(() => void running.delete(child))
  child.stdin.end(input)

  const url = await Promise.race([readUrl(child), ended.then(() => undefined)])
  if (url === undefined) throw new Error(`${file} ended before it listened`)
  return {
    url,
    cpuMs: () => cpuMsOf(child.pid),
    residentMb: () => residentMbOf(child.pid),
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function readUrl({ stdout }: ChildProcess): Promise<string | undefined> {
  if (stdout === null) return undefined
  const lines = createInterface({ input: stdout })
  for await (const line of lines) {
    const url = /http:\/\/\S+\/graphql/.exec(line)?.[0]
    if (url === undefined) continue
    stdout.resume() // what it says later is not read, but must not fill the pipe
    return url
  }
  return undefined
}

/** Linux counts it in hundredths of a second. */
function cpuMsOf(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return Number.NaN
  // The name, in brackets, may hold spaces; user and system time are the 12th and 13th word after it.
  const words = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(words[11]) + Number(words[12])) * 10
}

function residentMbOf(pid: number | undefined): number {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return Number.NaN
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1]) / 1024
}
