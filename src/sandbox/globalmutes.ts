import { envelope, VendorError } from './answer.ts'
import { type Call, objectBody, textOf, usernameParam } from './call.ts'
import { findNamedUser } from './entity.ts'
import { NEVER, secondsLeft } from './expiry.ts'
import { numberedPage } from './paging.ts'
import { MUTE_KINDS } from './people.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

/** Users who may not send anywhere. Here durations are in seconds; those of groups and chatrooms are in milliseconds. */
export const globalMuteRoutes: readonly Route[] = [
  { method: 'GET', path: '/mutes', answer: listMutes },
  { method: 'POST', path: '/mutes', body: 'json', answer: setMutes },
  { method: 'GET', path: '/mutes/:username', answer: getMutes },
]

const MOST_SECONDS = 2_147_483_647

/** Sets the kinds that are sent: seconds from now, 0 lifts, -1 is for ever. The others stay. */
function setMutes(call: Call, store: Store) {
  const body = objectBody(call)
  const user = findNamedUser(store, textOf(body.username)?.toLowerCase() ?? '')
  const asked = MUTE_KINDS.filter((kind) => body[kind] !== undefined)
  const ends = asked.map((kind) => [kind, endOf(kind, body[kind], call.now)] as const)
  for (const [kind, endMs] of ends) user.mutes.set(kind, { serial: store.nextSerial(), endMs })
  return envelope(call, { path: '/mutes', entities: undefined, data: { result: 'ok' } })
}

function getMutes(call: Call, store: Store) {
  const { username, mutes } = findNamedUser(store, usernameParam(call))
  const { org, app } = call.application
  const left = MUTE_KINDS.map((kind) => [kind, secondsLeft(mutes.get(kind)?.endMs ?? 0, call.now)])
  const data = { userid: `${org}#${app}_${username}`, ...Object.fromEntries(left), unixtime: unixtime(call) }
  return envelope(call, { path: '/mutes', entities: undefined, data })
}

/** One row for each kind that was ever set for a user, newest first; those that are over stay, with 0 seconds left. */
function listMutes(call: Call, store: Store) {
  const rows = [...store.users.values()]
    .flatMap(({ username, mutes }) =>
      [...mutes].map(([kind, { serial, endMs }]) => ({ username, kind, serial, endMs })),
    )
    .sort((one, other) => other.serial - one.serial)
  const size = { first: 1, pageName: 'pageNum', sizeName: 'pageSize', usual: 10, most: 50 } as const
  const page = numberedPage(call, rows, size)
  const data = page.map(({ username, kind, endMs }) => ({ username, [kind]: secondsLeft(endMs, call.now) }))
  return envelope(call, {
    params: undefined,
    path: '/mutes',
    entities: undefined,
    data: { data, unixtime: unixtime(call) },
  })
}

function endOf(kind: string, seconds: unknown, now: number): number {
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < -1 || seconds > MOST_SECONDS) {
    throw new VendorError(400, 'illegal_argument', `${kind} is not legal: ${seconds}`)
  }
  if (seconds === -1) return NEVER
  return now + seconds * 1000
}

function unixtime(call: Call): number {
  return Math.floor(call.now / 1000)
}
