import { startSandbox } from '../src/sandbox/server.ts'
import { SANDBOX_OPTIONS, type ServiceFacts, type ServiceTraffic } from './service.ts'

/** The sandbox in a process of its own: like the real service, it is not slow because its client is busy. */
const sandbox = await startSandbox(SANDBOX_OPTIONS)
const { url, org, app, clientId, clientSecret, store } = sandbox
const facts: ServiceFacts = {
  ...{ url, org, app, clientId, clientSecret },
  usernames: [...store.users.keys()],
  groups: [...store.groups.values()].map(({ id, members }) => ({ id, members: [...members.keys()] })),
  chatroomIds: [...store.chatrooms.keys()],
}
process.send?.(facts)

// Any message asks for the calls since the last one.
process.on('message', () => {
  const traffic: ServiceTraffic = sandbox.calls
    .filter(({ path }) => path !== '/token')
    .map(({ path, status, body }) => ({ path, isRefused: status === 503, keys: keysIn(body) }))
  sandbox.clearCalls()
  process.send?.(traffic)
})
process.once('disconnect', () => process.exit(0))

/** Names in the body of a batch call. */
function keysIn(body: unknown): number {
  if (typeof body !== 'object' || body === null) return 0
  const [names] = Object.values(body)
  return Array.isArray(names) ? names.length : 0
}
