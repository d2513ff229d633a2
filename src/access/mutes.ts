import type { Facts, Place } from './facts.ts'

const SCOPES = { User: 'users', Group: 'groups', Chatroom: 'chatrooms' } as const

/** Whether somebody may not write in any conversation of a kind. Cost: 1 call. */
export async function isMutedEverywhere(
  { globalMutes }: Facts,
  kind: keyof typeof SCOPES,
  username: string,
): Promise<boolean> {
  return globalMutes.isMuted({ username }, SCOPES[kind])
}

/**
 * Whether a member may write in a group or chatroom at the moment. The service does not check that of messages which a
 * server sends: whoever is muted could go on by way of us.
 * Cost: besides the detail 1 call for the user and 1 for the place, where all are muted up to 2 more.
 */
export async function mayWriteIn(facts: Facts, { kind, id }: Place, username: string): Promise<boolean> {
  const source = facts.of(kind)
  const place = { id, facts: {} }
  const [isMuted, isDisabled, standing] = await Promise.all([
    isMutedEverywhere(facts, kind, username),
    source.fact(place, 'isDisabled'),
    source.standing(id, username),
  ])
  if (isMuted || isDisabled) return false
  if (standing?.isOwner) return true
  if (await source.isMuted(id, { username })) return false
  if (!(await source.fact(place, 'isMutedForAll'))) return true
  return (await source.isAdmin(id, { username })) === true || source.isAllowed(id, { username })
}
