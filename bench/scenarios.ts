import { readFileSync } from 'node:fs'
import { isQuick, type ServiceFacts } from './service.ts'

/** Requests that arrive at the same moment, for the world of a given service. */
export interface Scenario {
  readonly name: string
  readonly requests: (service: ServiceFacts) => readonly Request[]
  /** Longest wait for its answers, where the usual one would be too long for nothing. */
  readonly capMs?: number
}

interface Request {
  readonly query: string
  readonly variables: object
}

const BOARD = isQuick ? { groups: 5, members: 10 } : { groups: 20, members: 30 }
const MESSAGE_TARGETS = 600
const CHANGED_MEMBERS = 3

export function operation(name: string): string {
  return readFileSync(new URL(`../test/operations/${name}.graphql`, import.meta.url), 'utf8')
}

export const groupBoard: Request = { query: operation('group-board'), variables: BOARD }

const userCard = (username: string): Request => ({ query: operation('user-card'), variables: { username } })

export const SCENARIOS: readonly Scenario[] = [
  { name: 'group-board', requests: () => [groupBoard] },
  {
    name: 'group-board, 5 at once',
    requests: () => Array.from({ length: 5 }, () => groupBoard),
    // Call by call it would take 207 s at 30 calls a second.
    capMs: 20_000,
  },
  {
    name: 'user-home',
    requests: () => [{ query: operation('user-home'), variables: { username: 'u0007' } }],
  },
  { name: 'user-card', requests: () => [userCard('u0001')] },
  { name: 'user-card, 50 at once', requests: ({ usernames }) => usernames.slice(0, 50).map(userCard) },
  { name: 'chatroom-lobby', requests: () => [{ query: operation('chatroom-lobby'), variables: {} }] },
  { name: 'announce', requests: () => [{ query: operation('announce'), variables: announcement() }] },
  {
    name: 'change-membership',
    requests: (service) => [{ query: operation('change-membership'), variables: membershipChange(service) }],
  },
  {
    name: 'refetch',
    requests: (service) => [{ query: operation('refetch'), variables: { ids: someIds(service) } }],
  },
]

/** What a server runs once before it is measured: the first answer of each kind is slow anywhere. */
export const WARM_UP: readonly Request[] = [
  { query: groupBoard.query, variables: { groups: 1, members: 2 } },
  userCard('u0001'),
  userCard('u0002'),
]

/** And what it runs many times: it costs no call upstream, and makes the way through HTTP and GraphQL as fast as it gets. */
export const COSTS_NOTHING: Request = {
  query: 'query ($username: String!) { user(username: $username) { id username } }',
  variables: { username: 'u0001' },
}

function announcement(): object {
  const users = Array.from(
    { length: MESSAGE_TARGETS },
    (_, index) => `u${String(index + 1).padStart(4, '0')}`,
  )
  const body = { text: { content: 'The office closes at four today.' } }
  return { input: { from: 'u0001', to: { users }, body } }
}

/** The same people come and go, so that the world stays as it is. */
function membershipChange({ usernames, groups: [group] }: ServiceFacts): object {
  const strangers = usernames.filter((username) => !group?.members.includes(username))
  const some = strangers.slice(0, CHANGED_MEMBERS)
  return { groupId: group?.id, add: some, remove: some }
}

/** 20 groups, 20 chatrooms and 20 users, by their global ids. */
function someIds({ groups, chatroomIds, usernames }: ServiceFacts): string[] {
  const groupIds = groups.map(({ id }) => id)
  return Object.entries({ Group: groupIds, Chatroom: chatroomIds, User: usernames }).flatMap(([type, ids]) =>
    ids.slice(0, 20).map((id) => toGlobalId(type, id)),
  )
}

export function toGlobalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64')
}
