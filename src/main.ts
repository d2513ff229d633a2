import type { Config } from './config.ts'
import type { Untrusted } from './documents/trusted.ts'
import { createHistory } from './history/history.ts'
import { createLog } from './log.ts'
import type { Sandbox, SandboxOptions } from './sandbox/server.ts'
import { createServer } from './server.ts'
import { readSetup } from './setup.ts'
import { openStore } from './store/store.ts'
import { systemClock } from './upstream/clock.ts'
import type { UpstreamConfig } from './upstream/upstream.ts'
import { createUpstream } from './upstream/upstream.ts'

/** Where the chat service is: the real one, or the sandbox in this process. */
type Service = NonNullable<Config['service']>

const { config, sandboxOptions, trustedDocuments } = await readSetup(process.env).catch((error: Error) =>
  giveUp(error.message),
)
const log = createLog({ level: config.logLevel })
const store = openStoreFile()
const sandbox = sandboxOptions === undefined ? undefined : await startSandbox(sandboxOptions)
const upstream = createUpstream(toUpstreamConfig(config, config.service ?? toService(sandbox)))
const history = createHistory({
  ...{ settings: config, store: store.history, upstream, clock: systemClock, now: Date.now },
  onTrouble: (error) => log.warn({ error }, 'a file of the history'),
})
const server = createServer({ config, upstream, store, history, log, trustedDocuments, onUntrusted })
const url = await server.listen().catch((error: Error) => giveUp(whyNotListening(error)))
let isStopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
// A promise that nobody waits for is a fault of ours. It must not end the requests of everybody else.
process.on('unhandledRejection', (error) => log.error({ error }, 'fault'))
await server.startJobs().catch((error: Error) => giveUp(`STORE_FILE: ${error.message}`))
greet()
void reportReadiness()
history.start()

function openStoreFile() {
  try {
    return openStore({
      file: config.storeFile,
      now: Date.now,
      jobsKeptMs: config.jobsKeptMs,
      onFault: (error) => log.error({ error }, 'fault'),
    })
  } catch (error) {
    return giveUp(`STORE_FILE: ${error instanceof Error ? error.message : error}`)
  }
}

async function startSandbox(options: SandboxOptions) {
  const { startSandbox } = await import('./sandbox/server.ts')
  return startSandbox(options).catch((error: Error) => giveUp(`The sandbox cannot listen: ${error.message}`))
}

function giveUp(message: string): never {
  console.error(message)
  process.exit(1)
}

function whyNotListening(error: Error): string {
  const isTaken = 'code' in error && error.code === 'EADDRINUSE'
  const help = isTaken ? `Stop what uses port ${config.port}, or set PORT to another.` : 'See HOST and PORT.'
  return `Cannot listen: ${error.message}. ${help}`
}

function toService(sandbox: Sandbox | undefined): Service {
  if (sandbox === undefined) return giveUp('No chat service: neither the sandbox nor EASEMOB_* variables.')
  const { url, org, app, clientId, clientSecret } = sandbox
  return { baseUrl: `${url}/${org}/${app}`, appKey: `${org}#${app}`, clientId, clientSecret }
}

function toUpstreamConfig(config: Config, { appKey, ...service }: Service): UpstreamConfig {
  return { ...config, ...service, app: { appKey, profileProperties: config.profileProperties } }
}

function onUntrusted({ operationName, documentId, isLast }: Untrusted) {
  log.warn({ operation: operationName, documentId }, 'not a trusted document')
  if (isLast) log.warn({}, 'no further documents that are not trusted are told until the next start')
}

function greet() {
  // In front of a real service programs read what is printed: it is the log and nothing else.
  if (sandbox === undefined) return log.info({ url }, 'listening')
  console.log(`GraphQL and GraphiQL: ${url}   (backed by the embedded sandbox: demo data, nothing is kept)`)
  if (config.adminKeys.length > 0 || config.jwt !== null) {
    console.log('Callers are configured: it answers those who send an admin key or a token of a user.')
    return
  }
  console.log('Open it in a browser and press the play button, or try:')
  console.log(`  curl ${url} -H 'content-type: application/json' \\`)
  console.log(
    `    -d '{"query":"{ groups(first: 3) { edges { node { name owner { profile { nickname } } } } } }"}'`,
  )
}

/** A service that cannot be reached does not keep the server from starting; it is said, and tried again. */
async function reportReadiness(wasDown = false): Promise<void> {
  const failure = await upstream.ready()
  if (failure === undefined) {
    if (wasDown) log.info({}, 'The chat service answers again.')
    return
  }
  if (!wasDown)
    log.warn(
      { code: failure.code },
      `The chat service does not let this server in yet. ${adviceOn(failure)} Trying on.`,
    )
  setTimeout(() => void reportReadiness(true), 2_000).unref()
}

function adviceOn({ code, message, cause }: NonNullable<Awaited<ReturnType<typeof upstream.ready>>>): string {
  if (code === 'CREDENTIALS_REFUSED') return `${message} Check the EASEMOB_* variables.`
  const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
  return `${message}${reason}`
}

/** The first signal lets what was accepted be answered; a second one ends at once. */
async function stop() {
  if (isStopping) return giveUp('Stopped without waiting for the requests under way.')
  isStopping = true
  try {
    await Promise.all([history.stop(), server.drain()])
    await upstream.close()
    await store.close()
    await sandbox?.close()
  } catch (error) {
    // Nobody would end the process any more.
    log.error({ error }, 'fault')
    process.exit(1)
  }
  process.exit(0)
}
