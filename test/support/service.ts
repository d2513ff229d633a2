import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createContext } from '../../src/context.ts'
import { createFileLinks } from '../../src/files/links.ts'
import type { Log } from '../../src/log.ts'
import { createServer as createGraphqlServer } from '../../src/server.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import type { Clock } from '../../src/upstream/clock.ts'
import { createUpstream } from '../../src/upstream/upstream.ts'
import { sharedContract } from './contract.ts'
import type { Answer } from './harness.ts'
import { historyOf } from './histories.ts'

/** What the service says, whatever it is asked. */
export interface CannedAnswer {
  readonly status?: number
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Service {
  readonly baseUrl: string
  /** What it was asked, as `GET /chatgroups?limit=2`, in order; none for our token. */
  readonly calls: readonly Received[]
}

export interface Received {
  readonly request: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

const ORG = 'easemob-demo'
const APP = 'testapp'
const TOKEN: CannedAnswer = { text: '{"access_token":"the-token","expires_in":5184000}' }
const UNKNOWN: CannedAnswer = { status: 501, text: '{"error":"not_canned"}' }

/**
 * A service that answers what it is told to, on a real socket: by method, path and query, `*` for all else.
 * It holds no state and knows no rule; what needs either is tested with the sandbox.
 */
export async function startService(answers: Readonly<Record<string, CannedAnswer>>): Promise<Service> {
  const calls: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const asked = `${request.method} ${decodeURIComponent((request.url ?? '').replace(`/${ORG}/${APP}`, ''))}`
      const body = Buffer.concat(chunks).toString()
      // The token of the server itself; those of users are asked for at the same place.
      const isOwnToken = asked === 'POST /token' && body.includes('client_credentials')
      if (!isOwnToken) calls.push({ request: asked, headers: request.headers, body })
      const answer = answers[asked] ?? (asked === 'POST /token' ? TOKEN : (answers['*'] ?? UNKNOWN))
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
      response.end(answer.text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { baseUrl: `http://127.0.0.1:${port}/${ORG}/${APP}`, calls }
}

export interface ConnectOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly clock?: Clock
  readonly random?: () => number
  /** Default: one in memory, of its own. */
  readonly store?: Store
  /** Is told of faults as well, then. */
  readonly log?: Log
}

/** The whole server in front of an address where a service is, or is not. */
export function connect(
  baseUrl: string,
  { env = {}, clock, random = () => 0, log, ...options }: ConnectOptions = {},
) {
  const config = readConfig({ PORT: '0', ...env })
  const { profileProperties } = config
  const upstream = createUpstream(
    {
      ...config,
      baseUrl,
      clientId: 'the-client-id',
      clientSecret: 'the-client-secret',
      app: { appKey: `${ORG}#${APP}`, profileProperties },
    },
    { contract: sharedContract(), random, ...(clock === undefined ? {} : { clock }) },
  )
  const faults: unknown[] = []
  const told = log === undefined ? { onFault: (fault: unknown) => faults.push(fault) } : { log }
  const onFault = (fault: unknown) => faults.push(fault)
  const store =
    options.store ?? openStore({ file: null, now: Date.now, onFault, jobsKeptMs: config.jobsKeptMs })
  const history = historyOf({ config, store, upstream, clock })
  const server = createGraphqlServer({ config, upstream, store, history, ...told })
  onTestFinished(async () => {
    await server.drain()
    await upstream.close()
    if (options.store === undefined) await store.close()
  })

  const links = createFileLinks({ lifeSeconds: 60, publicUrl: '' })
  const fetch = async (path: string, init?: RequestInit) =>
    server.fetch(new Request(`http://server${path}`, init))
  return {
    upstream,
    server,
    /** What the server keeps from its clients because it is its own fault. */
    faults,
    /** What a request may use: the sources, in front of the real way to the service. */
    sources: () =>
      createContext({
        upstream,
        store,
        history,
        asker: upstream.asker('test'),
        caller: { kind: 'admin' },
        settings: config,
        links,
        runner: { added() {}, cancelled() {} },
      }),
    statusOf: async (path: string) => (await fetch(path)).status,
    async ask(query: string, variables: object = {}): Promise<Answer> {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      })
      return (await response.json()) as Answer
    },
  }
}
