import { start } from '../support/harness.ts'

/** Members of groups and of chatrooms change alike, in the words of each. */
export const KINDS = [
  { kind: 'Group', one: 'group', all: 'groups', id: '200000000000001' },
  { kind: 'Chatroom', one: 'chatroom', all: 'chatrooms', id: '300000000000001' },
] as const

export const done = (username: string) => ({ username, status: 'DONE', error: null })
export const refused = (username: string, code: string) => ({ username, status: 'FAILED', error: { code } })

/** How the members of one kind are changed, and a world to change them in. */
export function membershipOf({ kind, one, all, id }: (typeof KINDS)[number]) {
  const change = (verb: 'add' | 'remove') => `mutation($id: ID!, $names: [String!]!) {
    it: ${verb}${kind}Members(input: { ${one}Id: $id, usernames: $names }) {
      ${one} { memberCount members(first: 100) { edges { node { username } } } }
      results { username status error { code } }
    }
  }`

  async function world(callLimit = '200') {
    const harness = await start({
      env: { UPSTREAM_CALL_LIMIT: callLimit },
      sandbox: { seed: { users: 200 } },
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

  return { change, world }
}

export function namesOf({
  members,
}: {
  members: { edges: { node: { username: string } }[] }
}): ReadonlySet<string> {
  return new Set(members.edges.map(({ node }) => node.username))
}
