import type { FalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'

/** Members of groups and of chatrooms change alike, in the words of each. */
export const KINDS = [
  { kind: 'Group', one: 'group', all: 'groups', id: '200000000000001' },
  { kind: 'Chatroom', one: 'chatroom', all: 'chatrooms', id: '300000000000001' },
] as const

export type Place = (typeof KINDS)[number]

export const done = (username: string) => ({ username, status: 'DONE', error: null })
export const refused = (username: string, code: string) => ({ username, status: 'FAILED', error: { code } })

/** How the members of one kind are changed, and a world to change them in. */
export function membershipOf(place: Place) {
  const { kind, one } = place
  const change = (verb: 'add' | 'remove') => `mutation($id: ID!, $names: [String!]!) {
    it: ${verb}${kind}Members(input: { ${one}Id: $id, usernames: $names }) {
      ${one} { memberCount members(first: 100) { edges { node { username } } } }
      results { username status error { code } }
    }
  }`

  return { change, world: (callLimit?: string) => worldOf(place, { callLimit }) }
}

interface WorldOptions {
  readonly callLimit?: string | undefined
  readonly clock?: FalseClock
  readonly env?: Readonly<Record<string, string>>
}

/** Server and sandbox, and who is in the first group or chatroom and who is not. */
export async function worldOf({ one, all, id }: Place, { callLimit = '200', clock, env }: WorldOptions = {}) {
  const harness = await start({
    env: { UPSTREAM_CALL_LIMIT: callLimit, ...env },
    sandbox: { seed: { users: 200 } },
    ...(clock === undefined ? {} : { clock }),
  })
  const gathering = harness.sandbox.store[all].get(id)
  if (gathering === undefined) throw new Error(`the sandbox has no ${one} ${id}`)
  const { members, owner } = gathering
  return {
    ...harness,
    gathering,
    owner,
    inside: [...members.keys()].filter((username) => username !== owner),
    outside: [...harness.sandbox.store.users.keys()].filter((username) => !members.has(username)),
  }
}

export function namesOf({
  members,
}: {
  members: { edges: { node: { username: string } }[] }
}): ReadonlySet<string> {
  return new Set(members.edges.map(({ node }) => node.username))
}
