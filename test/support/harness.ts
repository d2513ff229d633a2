import { onTestFinished } from 'vitest'
import { type Config, readConfig } from '../../src/config.ts'
import { type Context, createContext } from '../../src/context.ts'
import { createFileLinks } from '../../src/files/links.ts'
import type { History } from '../../src/history/history.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts'
import { createServer, REPORT_HEADER, type Server, type ServerOptions } from '../../src/server.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import type { Clock } from '../../src/upstream/clock.ts'
import { createUpstream, type Upstream } from '../../src/upstream/upstream.ts'
import type { TypedDocumentString } from '../gen/graphql.ts'
import { readContract, sharedContract } from './contract.ts'
import { historyOf } from './histories.ts'
import { createNaming } from './traffic.ts'

export interface HarnessOptions {
  /** Variables of the environment, as an operator would set them. */
  readonly env?: Readonly<Record<string, string>>
  readonly sandbox?: SandboxOptions
  /** Moves the server and the sandbox; a real one by default. */
  readonly clock?: Clock
  /** Source of the retries' jitter. */
  readonly random?: () => number
  /** Outlives the test's server; default: one in memory, of its own. */
  readonly store?: Store
  /** Whether jobs are done; without it they wait. */
  readonly doesJobs?: boolean
  /** What `main.ts` gives the server besides. */
  readonly server?: Pick<ServerOptions, 'trustedDocuments' | 'onUntrusted' | 'calendar'>
}

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query; tests look into it freely.
export interface Answer<Data = any> {
  readonly data?: Data
  readonly errors?: readonly {
    readonly message: string
    readonly path?: unknown
    readonly extensions: ErrorExtensions
  }[]
  readonly extensions?: { readonly upstream?: Readonly<Record<string, unknown>> }
}

interface ErrorExtensions {
  readonly code: string
  readonly [name: string]: unknown
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface Harness {
  /** Runs an operation without a socket on our side; the side of the service always has one. */
  ask(query: string, variables?: object, options?: AskOptions): Promise<Answer>
  /** The same with a generated document of `test/gen`: variables and data have its types. */
  ask<Data, Variables extends object>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    options?: AskOptions,
  ): Promise<Answer<Data>>
  /** Any request, without a socket on our side. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** The same as `ask` over HTTP, on a connection of its own. */
  askOverHttp(query: string, variables?: object, options?: AskOptions): Promise<Answer>
  /** Listens, and resolves to the URL of the endpoint. */
  listen(): Promise<string>
  /**
   * Calls the sandbox has received since it started or since `forget`, by their ids in the contract; without those for
   * the token of the server itself.
   */
  traffic(): Readonly<Record<string, number>>
  /** The same in the order of arrival, as `GET /chatgroups/1001`. */
  calls(): readonly string[]
  forget(): void
  readonly sandbox: Sandbox
  readonly upstream: Upstream
  /** What the server keeps; the sandbox has a store of its own. */
  readonly kept: Store
  /** Stands still until a test starts it. */
  readonly history: History
  /** What it was troubled by. */
  readonly troubles: readonly unknown[]
  readonly config: Config
  /** What one request of an admin may use, as a resolver has it. */
  sources(): Context
  readonly server: Pick<Server, 'startJobs' | 'drain'>
}

/** Makes a user of who asks the open sandbox; without it they are an admin. */
export const actingAs = (username: string): AskOptions => ({ headers: { 'x-act-as': username } })

let nameOf: ReturnType<typeof createNaming> | undefined

/**
 * Everything that a test needs, started and stopped with it: the sandbox on a real socket and the server in front of
 * it. The sandbox has its rate limit: a call too many is refused, and seen in the traffic.
 */
export async function start(options: HarnessOptions = {}): Promise<Harness> {
  nameOf ??= createNaming(readContract())
  const idOf = nameOf
  const sandbox = await startSandbox({
    ...options.sandbox,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  })
  const { org, app, clientId, clientSecret } = sandbox
  const config = readConfig({ PORT: '0', ...options.env })
  const appKey = `${org}#${app}`
  const upstream = createUpstream(
    {
      ...config,
      baseUrl: `${sandbox.url}/${org}/${app}`,
      clientId,
      clientSecret,
      app: { appKey, profileProperties: config.profileProperties },
    },
    {
      contract: sharedContract(),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      ...(options.random === undefined ? {} : { random: options.random }),
    },
  )
  const onFault = (fault: unknown) => faults.push(fault)
  const faults: unknown[] = []
  const now = options.clock?.now ?? Date.now
  const store =
    options.store ?? openStore({ file: config.storeFile, now, onFault, jobsKeptMs: config.jobsKeptMs })
  const troubles: unknown[] = []
  const onTrouble = (error: unknown) => troubles.push(error)
  const history = historyOf({ config, store, upstream, clock: options.clock, onTrouble })
  const server = createServer({ ...options.server, config, upstream, store, history, onFault })
  if (options.doesJobs) await server.startJobs()
  let url: Promise<string> | undefined
  const listen = () => {
    url ??= server.listen()
    return url
  }
  onTestFinished(async () => {
    await history.stop()
    await server.drain()
    await sandbox.close()
    await upstream.close()
    if (options.store === undefined) await store.close()
    // What is masked for clients must not be hidden from us.
    if (faults.length > 0) throw faults[0]
  })

  const received = () => sandbox.calls.filter((call) => idOf(call) !== 'token-app')
  return {
    sandbox,
    upstream,
    kept: store,
    history,
    troubles,
    config,
    sources: () =>
      createContext({
        ...{ upstream, store, history, asker: upstream.asker('test'), settings: config },
        ...{ caller: { kind: 'admin' }, links: createFileLinks({ lifeSeconds: 60, publicUrl: '' }) },
        runner: { added() {}, cancelled() {} },
      }),
    server,
    async ask(
      query: string | TypedDocumentString<unknown, unknown>,
      variables = {},
      { headers = {}, signal }: AskOptions = {},
    ) {
      const request = new Request('http://server/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', [REPORT_HEADER]: '1', ...headers },
        body: JSON.stringify({ query: query.toString(), variables }),
        ...(signal === undefined ? {} : { signal }),
      })
      return (await (await server.fetch(request)).json()) as Answer
    },
    fetch: async (path, init) => server.fetch(new Request(`http://server${path}`, init)),
    listen,
    async askOverHttp(query, variables = {}, { headers = {} } = {}) {
      const response = await fetch(await listen(), {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      return (await response.json()) as Answer
    },
    traffic() {
      const counts: Record<string, number> = {}
      for (const id of received().map(idOf)) counts[id] = (counts[id] ?? 0) + 1
      return counts
    },
    calls: () => received().map(({ method, path }) => `${method} ${path}`),
    forget: () => sandbox.clearCalls(),
  }
}
