import type { SandboxOptions } from '../../src/sandbox/server.ts'
import { type Answered, at, openSandbox } from './client.ts'

/** How the calls of groups and of chatrooms differ, for tests of what they share. */
export const places = [
  {
    ...{ what: 'a group', root: '/chatgroups', place: '200000000000001', prefix: 'group', noun: 'group' },
    ...{ listIdKey: 'groupid', notMember: 403, announcementError: 'FORBIDDEN' },
  },
  {
    ...{ what: 'a chatroom', root: '/chatrooms', place: '300000000000001', prefix: 'chatroom' },
    ...{ noun: 'chatroom', listIdKey: 'chatroomid', notMember: 400, announcementError: 'forbidden_op' },
  },
] as const

export const SMALL_WORLD = {
  ...{ users: 80, groups: 2, groupMembers: 6, chatrooms: 2, chatroomMembers: 6, contacts: 2 },
} as const

/** The first group or chatroom of a small world, with nothing arranged in it yet. */
export async function openPlace({ root, place }: (typeof places)[number], options: SandboxOptions = {}) {
  const { sandbox, ask } = await openSandbox({ seed: SMALL_WORLD, ...options })
  const { store } = sandbox
  const gathering = (root === '/chatgroups' ? store.groups : store.chatrooms).get(place)
  if (!gathering) throw new Error(`the small world has no ${root}/${place}`)
  const { members, admins, allowed, blocked, mutes } = gathering
  for (const list of [admins, allowed, blocked, mutes]) list.clear()
  const outside = [...store.users.keys()].filter((username) => !members.has(username))
  const inside = [...members.keys()].filter((username) => username !== gathering.owner)
  return { ask, sandbox, store, gathering, outside, inside, owner: gathering.owner, base: `${root}/${place}` }
}

export function dataOf({ body }: Answered): unknown {
  return at(body, 'data')
}
