import { type Config, ConfigError, readConfig } from './config.ts'
import { createServer } from './server.ts'
import type { UpstreamConfig } from './upstream/upstream.ts'
import { createUpstream } from './upstream/upstream.ts'

/** Where the chat service is: the real one, or the sandbox in this process. */
type Service = NonNullable<Config['service']>

const config = configure()
const sandbox = config.service === null ? await startSandbox() : undefined
const upstream = createUpstream(toUpstreamConfig(config, config.service ?? toService(sandbox)))
const server = createServer({ config, upstream })
const url = await server.listen().catch((error: Error) => giveUp(`Cannot listen: ${error.message}`))
greet()
void reportReadiness()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)

/** The configuration; or all that is wrong with it, and the end. */
function configure(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return giveUp(error.message)
  }
}

function giveUp(message: string): never {
  console.error(message)
  process.exit(1)
}

/** Loaded only when it is asked for: a server with a real service holds no stand-in. */
async function startSandbox() {
  const [{ startSandbox: start }, { readSandboxOptions }] = await Promise.all([
    import('./sandbox/server.ts'),
    import('./sandbox/options.ts'),
  ])
  return start({ ...readSandboxOptions(process.env) }).catch((error: Error) => giveUp(error.message))
}

function toService(sandbox: Awaited<ReturnType<typeof startSandbox>> | undefined): Service {
  if (sandbox === undefined) return giveUp('No chat service: neither the sandbox nor EASEMOB_* variables.')
  const { url, org, app, clientId, clientSecret } = sandbox
  return { baseUrl: `${url}/${org}/${app}`, appKey: `${org}#${app}`, clientId, clientSecret }
}

function toUpstreamConfig(config: Config, { appKey, ...service }: Service): UpstreamConfig {
  return { ...config, ...service, app: { appKey, profileProperties: config.profileProperties } }
}

function greet() {
  const service =
    sandbox === undefined ? 'the chat service' : 'the embedded sandbox (demo data, nothing is kept)'
  console.log(`GraphQL and GraphiQL: ${url}   (backed by ${service})`)
  if (sandbox === undefined) return
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
    if (wasDown) console.log('The chat service answers again.')
    return
  }
  if (!wasDown) console.error(`The chat service does not answer yet. ${failure.message} Trying on.`)
  setTimeout(() => void reportReadiness(true), 2_000).unref()
}

async function stop() {
  await server.drain()
  await upstream.close()
  await sandbox?.close()
  process.exit(0)
}
