import { createFalseClock } from '../support/clock.ts'
import { type HarnessOptions, start } from '../support/harness.ts'

export const START_MS = 1_700_000_000_000
const PRESENCE = 'ext lastSeenAt devices { deviceId status customStatus }'
const PAYLOAD = `
  results { username status error { code } user { presence(subscriber: "u0001") { ext } } }
  subscriber { presenceSubscriptions(first: 100) { edges { expiresAt node { username } } pageInfo { hasNextPage } } }
`
export const SET = `mutation($input: SetPresenceInput!) {
  setPresence(input: $input) { user { presence(subscriber: "u0001") { ${PRESENCE} } } }
}`
export const SUBSCRIBE = `mutation($who: String = "u0001", $names: [String!]!, $seconds: Int = 600) {
  it: subscribePresence(input: { subscriber: $who, usernames: $names, durationSeconds: $seconds }) { ${PAYLOAD} }
}`
export const UNSUBSCRIBE = `mutation($who: String = "u0001", $names: [String!]!) {
  it: unsubscribePresence(input: { subscriber: $who, usernames: $names }) { ${PAYLOAD} }
}`
export const SEEN = `query($name: String!, $who: String = "u0001") {
  user(username: $name) { presence(subscriber: $who) { ${PRESENCE} } }
}`

/** Nobody watches anybody, and nobody shows anything, on a clock that the test moves. */
export async function openPresence(options: HarnessOptions = {}) {
  const clock = createFalseClock(START_MS)
  const harness = await start({
    ...options,
    clock,
    sandbox: { seed: { users: 250, groups: 0, chatrooms: 0 } },
  })
  for (const user of harness.sandbox.store.users.values()) {
    user.presence = undefined
    user.devices.clear()
    user.subscriptions.clear()
  }
  return {
    ...harness,
    clock,
    ask: (query: string, variables: object = {}) => clock.until(harness.ask(query, variables)),
  }
}

export const names = (count: number, from = 2) =>
  Array.from({ length: count }, (_, index) => `u${String(index + from).padStart(4, '0')}`)

export const watchedBy = ({ subscriber }: { subscriber: { presenceSubscriptions: Connection } }) =>
  subscriber.presenceSubscriptions.edges.map(({ node }) => node.username)

interface Connection {
  readonly edges: readonly { readonly node: { readonly username: string }; readonly expiresAt: string }[]
}

export const result = (username: string, presence: object | null) => ({
  ...{ username, status: 'DONE', error: null, user: { presence } },
})
export const refused = (username: string, code: string) => ({
  ...{ username, status: 'FAILED', error: { code }, user: { presence: null } },
})
