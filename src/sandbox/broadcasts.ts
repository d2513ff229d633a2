import { BareInteger, envelope, VendorError } from './answer.ts'
import { type Call, isObject, objectBody } from './call.ts'
import { readMessage } from './messages.ts'
import type { Route } from './router.ts'
import type { BroadcastKind, Store } from './store.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const DAY_MS = 24 * 60 * MINUTE_MS

interface Quota {
  readonly kind: BroadcastKind
  readonly path: string
  /** At most so many in any stretch of so long; over it 429. */
  readonly pace: readonly { readonly calls: number; readonly ms: number }[]
  /** From midnight to midnight, UTC; over it 403. */
  readonly perDay: number
  readonly overDay: string
}

const QUOTAS: readonly Quota[] = [
  {
    kind: 'users',
    path: '/messages/broadcast',
    pace: [{ calls: 1, ms: 30 * MINUTE_MS }],
    perDay: 3,
    overDay: 'broadcast message limit exceeded',
  },
  {
    kind: 'online',
    path: '/messages/users/broadcast',
    pace: [{ calls: 1, ms: MINUTE_MS }],
    perDay: 50,
    overDay: 'online user broadcast limit exceeded',
  },
  {
    kind: 'chatrooms',
    path: '/messages/chatrooms/broadcast',
    pace: [
      { calls: 1, ms: SECOND_MS },
      { calls: 10, ms: MINUTE_MS },
    ],
    perDay: 100,
    overDay: 'chatroom broadcast limit exceeded',
  },
]

/** One message to everybody. A broadcast that is refused does not count. */
export const broadcastRoutes: readonly Route[] = QUOTAS.map((quota) => ({
  method: 'POST',
  path: quota.path,
  body: 'json',
  answer: (call, store) => broadcast(quota, call, store),
}))

function broadcast(quota: Quota, call: Call, store: Store) {
  if (!call.application.broadcastsOpen) {
    throw new VendorError(403, 'forbidden_op', 'message broadcast service is unopened')
  }
  const { msg, ...asked } = objectBody(call, 'invalid_request_body')
  if (quota.kind === 'users' && asked.target_type !== 'users') {
    throw new VendorError(400, 'illegal_argument', "target_type can only be 'users'")
  }
  const { type, ...body }: Readonly<Record<string, unknown>> = isObject(msg) ? msg : {}
  const message = readMessage({ ...asked, type, body })
  assertQuota(quota, call, store)
  const id = store.nextMessageId()
  store.broadcasts.push({ id, kind: quota.kind, ...message, time: call.now })
  return envelope(call, { path: quota.path, entities: undefined, data: { id: new BareInteger(id) } })
}

function assertQuota({ kind, pace, perDay, overDay }: Quota, { now }: Call, { broadcasts }: Store): void {
  const times = broadcasts.filter((sent) => sent.kind === kind).map(({ time }) => time)
  for (const { calls, ms } of pace) {
    if (times.filter((time) => time > now - ms).length >= calls) {
      throw new VendorError(429, 'reach_limit', 'This request has reached api limit')
    }
  }
  const today = Math.floor(now / DAY_MS)
  if (times.filter((time) => Math.floor(time / DAY_MS) === today).length >= perDay) {
    throw new VendorError(403, 'forbidden_op', overDay)
  }
}
