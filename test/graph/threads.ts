import { addThread } from '../../src/sandbox/threads.ts'
import { type HarnessOptions, start } from '../support/harness.ts'

export const GROUP = '200000000000001'

export const done = (username: string) => ({ username, status: 'DONE', error: null })
export const refused = (username: string, code: string) => ({ username, status: 'FAILED', error: { code } })

export const globalId = (threadId: string) => btoa(`Thread:${threadId}`)

/** The first group of the sandbox, with no thread in it but the one that is made here. */
export async function openThread({ sandbox: options = {}, ...rest }: HarnessOptions = {}) {
  const harness = await start({ ...rest, sandbox: { seed: { users: 60 }, ...options } })
  const { store } = harness.sandbox
  store.threads.clear()
  const group = store.groups.get(GROUP)
  const messages = store.messages.filter(({ target }) => target === GROUP)
  const [first, second] = messages
  if (group === undefined || first === undefined || second === undefined) {
    throw new Error(`the sandbox has no ${GROUP} with two messages`)
  }
  const { owner } = group
  const make = (name: string, created: number) =>
    addThread(store, { group, message: first, owner, name, created })
  const thread = make('Lunch', Date.UTC(2026, 0, 2))
  const inside = [...group.members.keys()].filter((username) => username !== owner)
  const outside = [...store.users.keys()].filter((username) => !group.members.has(username))
  return { ...harness, store, group, owner, inside, outside, thread, make, freeMessage: second.id }
}

export const ALL_THREADS = `query($first: Int, $after: String, $order: ThreadOrder) {
  threads(first: $first, after: $after, order: $order) {
    edges { cursor node { threadId name } } pageInfo { hasNextPage endCursor }
  }
}`
export const THREADS_OF_USER = `query($name: String!, $group: ID, $first: Int, $order: ThreadOrder) {
  user(username: $name) { threads(first: $first, groupId: $group, order: $order) { edges { node {
    threadId name owner { username } group { groupId name } parentMessageId createdAt
  } } } }
}`

export const idsOf = ({ edges }: { edges: { node: { threadId: string } }[] }) =>
  edges.map(({ node }) => node.threadId)

export const THREAD_BY_ID = `query($id: ID!) { node(id: $id) { id ... on Thread {
  threadId name createdAt group { name } members { edges { node { username } } }
} } }`
