import { type Call, objectBody, usernamesOf } from './call.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'
import { checkInGroup, groupError, groupOf, threadEnvelope, threadOf, threadPage } from './threads.ts'

/** Documents disagree about the path of the removal; the sandbox plays one of the two. */
export const threadMemberRoutes: readonly Route[] = [
  { method: 'GET', path: '/thread/:id/users', answer: listMembers },
  { method: 'POST', path: '/thread/:id/users', body: 'json', answer: addMembers },
  ...(['thread', 'threads'] as const).map(
    (root): Route => ({
      method: 'DELETE',
      path: `/${root}/:id/users`,
      body: 'json',
      answer: removeMembers,
      offered: ({ threadKick }) => threadKick === root,
    }),
  ),
]

const MOST_NAMES = 10

function listMembers(call: Call, store: Store) {
  const { members } = threadOf(call, store)
  const { page, properties } = threadPage(call, [...members], ([, serial]) => serial)
  return threadEnvelope(call, { data: { affiliations: page.map(([username]) => username) }, properties })
}

/** All or nothing, and no result for each. Who is inside already stays. */
function addMembers(call: Call, store: Store) {
  const { groupId, members } = threadOf(call, store)
  const usernames = namesOf(call)
  checkInGroup(groupOf(store, groupId), usernames)
  for (const username of usernames) if (!members.has(username)) members.set(username, store.nextSerial())
  return threadEnvelope(call, { data: { status: 'ok' } })
}

function removeMembers(call: Call, store: Store) {
  const { members } = threadOf(call, store)
  const entities = namesOf(call).map((user) => ({ result: members.delete(user), user }))
  return threadEnvelope(call, { entities })
}

function namesOf(call: Call): string[] {
  const usernames = usernamesOf(objectBody(call, 'param_illegal').usernames)
  if (!usernames?.length) throw groupError(400, 'usernames must be provided.')
  if (usernames.length > MOST_NAMES) throw groupError(400, 'request body reaches limit.')
  return usernames
}
