import { envelope, VendorError } from './answer.ts'
import { type Call, objectBody } from './call.ts'
import { isOver, NEVER } from './expiry.ts'
import { type GatheringKind, gatheringOf } from './gatherings.ts'
import { isNotInside, namesInBody, namesInPath, ownerIsSafe } from './refusals.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

/** How a mute without an end is answered: as one that ends in 2117. */
const END_OF_TIME_MS = 4_638_873_600_000

/** The muted members of groups and of chatrooms. Muting everybody is apart, and touches none of them. */
export function memberMuteRoutes(kind: GatheringKind): readonly Route[] {
  const path = `${kind.root}/:id/mute`
  return [
    { method: 'GET', path, answer: (call, store) => listMutes(kind, call, store) },
    { method: 'POST', path, body: 'json', answer: (call, store) => mute(kind, call, store) },
    { method: 'DELETE', path: `${path}/:usernames`, answer: (call, store) => unmute(kind, call, store) },
  ]
}

function listMutes(kind: GatheringKind, call: Call, store: Store) {
  const mutes = [...gatheringOf(kind, call, store).mutes]
  const lasting = mutes.filter(([, endMs]) => !isOver(endMs, call.now))
  const data = lasting.map(([user, endMs]) => ({ expire: expireOf(endMs), user }))
  return envelope(call, { data })
}

/** Milliseconds, unlike mutes of the whole application. The owner among the names fails the call. */
function mute(kind: GatheringKind, call: Call, store: Store) {
  const gathering = gatheringOf(kind, call, store)
  const usernames = namesInBody(call, 'userNames size is more than max limit')
  const endMs = endOf(objectBody(call).mute_duration, call.now)
  if (usernames.includes(gathering.owner)) throw ownerIsSafe()
  const data = usernames.map((user) => {
    if (!gathering.members.has(user)) return { result: false, reason: isNotInside(user, gathering), user }
    gathering.mutes.set(user, endMs)
    return { result: true, expire: expireOf(endMs), user }
  })
  return envelope(call, { data })
}

function unmute(kind: GatheringKind, call: Call, store: Store) {
  const gathering = gatheringOf(kind, call, store)
  const usernames = namesInPath(call, 'removeMute member size more than max limit')
  const data = usernames.map((user) => {
    const result = !isOver(gathering.mutes.get(user) ?? 0, call.now)
    gathering.mutes.delete(user)
    return {
      result,
      reason: result ? undefined : `user: ${user} is not muted in group: ${gathering.id}`,
      user,
    }
  })
  return envelope(call, { data })
}

function endOf(duration: unknown, now: number): number {
  if (typeof duration !== 'number' || !Number.isInteger(duration) || duration < NEVER) {
    throw new VendorError(400, 'invalid_parameter', 'mute_duration must be provided')
  }
  return duration === NEVER ? NEVER : now + duration
}

function expireOf(endMs: number): number {
  return endMs === NEVER ? END_OF_TIME_MS : endMs
}
