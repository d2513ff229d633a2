import { spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import type { Sandbox } from '../../src/sandbox/server.ts'
import { createServer } from '../../src/server.ts'
import { readSetup } from '../../src/setup.ts'
import { openStore } from '../../src/store/store.ts'
import { createUpstream } from '../../src/upstream/upstream.ts'
import { sharedContract } from './contract.ts'
import { historyOf } from './histories.ts'

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

/** A server that listens. */
export interface Listening {
  /** The GraphQL endpoint that it printed. */
  readonly url: string
  /** Asks over HTTP at a path of the server. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Posts an operation. */
  ask(query: string, variables?: object, headers?: Readonly<Record<string, string>>): Promise<Response>
}

/** One in a process of its own. */
export interface Running extends Listening {
  signal(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): void
  readonly ended: Promise<Ended>
}

export type Variables = Readonly<Record<string, string>>

const ROOT = new URL('../..', import.meta.url).pathname
export const ADMIN_KEY = 'a-key-of-the-tests-with-more-than-32-characters'

/** Starts the server as `npm start` does, with these variables and no others; resolves when it has printed its URL. */
export async function runServer(variables: Variables = {}): Promise<Running> {
  const { ended, child, output } = launch({ PORT: '0', ...variables })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const printed = /http:\S+\/graphql/.exec(output())?.[0]
      if (printed !== undefined) resolve(printed)
    })
    void ended.then(({ errors }) => reject(new Error(`The server ended:\n${errors}`)))
  })
  return { ...listeningAt(url), ended, signal: (signal) => void child.kill(signal) }
}

/**
 * The same server in front of a service, in the process of the tests: for what does not depend on how a process starts
 * and ends, since to start one takes as long as fifty tests.
 */
export async function serveHere(variables: Variables): Promise<Listening> {
  const { config, trustedDocuments } = await readSetup({ ...NO_FILE, PORT: '0', ...variables })
  if (config.service === null) throw new Error('without a service')
  const { appKey, ...service } = config.service
  const app = { appKey, profileProperties: config.profileProperties }
  const upstream = createUpstream({ ...config, ...service, app }, { contract: sharedContract() })
  const store = openStore({
    file: config.storeFile,
    now: Date.now,
    onFault: () => {},
    jobsKeptMs: config.jobsKeptMs,
  })
  const server = createServer({
    ...{ config, upstream, store, trustedDocuments },
    history: historyOf({ config, upstream, store }),
  })
  onTestFinished(async () => {
    await server.drain()
    await upstream.close()
    await store.close()
  })
  return listeningAt(await server.listen())
}

function listeningAt(url: string): Listening {
  const fetchPath = (path: string, init?: RequestInit) => fetch(new URL(path, url), init)
  return {
    url,
    fetch: fetchPath,
    ask: (query, variables = {}, headers = {}) =>
      fetchPath('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      }),
  }
}

/** Runs the server where it cannot start; resolves when it has ended. */
export function runInVain(variables: Variables): Promise<Ended> {
  return launch(variables).ended
}

/** The variables of a server that talks to this sandbox as to the real service. */
export function serviceOf({ url, org, app, clientId, clientSecret }: Sandbox): Variables {
  return {
    EASEMOB_BASE_URL: url,
    EASEMOB_ORG: org,
    EASEMOB_APP: app,
    EASEMOB_CLIENT_ID: clientId,
    EASEMOB_CLIENT_SECRET: clientSecret,
    ADMIN_KEY,
  }
}

/** Tests run side by side, and a file serves one server; and calls are those that a test asks for. */
const NO_FILE = { STORE_FILE: ':memory:', HISTORY_HOURS: '0' }

function launch(variables: Variables) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', ...NO_FILE, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, output, errors }))
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, ended, output: () => output }
}
