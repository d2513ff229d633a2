import { readSandboxOptions } from './options.ts'
import { type Sandbox, startSandbox } from './server.ts'

const STANDALONE_PORT = 4010
const DRAIN_MS = 5000

await run()

async function run(): Promise<void> {
  try {
    const sandbox = await startSandbox({ port: STANDALONE_PORT, ...readSandboxOptions(process.env) })
    console.log(greeting(sandbox))
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void leave(sandbox))
  } catch (failure) {
    console.error(failure instanceof Error ? failure.message : failure)
    process.exitCode = 1
  }
}

async function leave(sandbox: Sandbox): Promise<void> {
  await sandbox.drain(DRAIN_MS)
  console.log(`Stopped after ${sandbox.calls.length} calls.`)
}

function greeting({ url, org, app, clientId, clientSecret, store }: Sandbox): string {
  const credentials = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  return [
    `Sandbox of the Chat REST API at ${url}`,
    `  org ${org}, app ${app}, client id ${clientId}, client secret ${clientSecret}`,
    `  ${store.users.size} users, ${store.groups.size} groups, ${store.chatrooms.size} chatrooms`,
    '',
    'Get a token, then use it:',
    `  curl -X POST ${url}/${org}/${app}/token -H 'Content-Type: application/json' \\`,
    `    -d '${JSON.stringify(credentials)}'`,
    `  curl '${url}/${org}/${app}/chatgroups?limit=5' -H 'Authorization: Bearer <access_token>'`,
  ].join('\n')
}
