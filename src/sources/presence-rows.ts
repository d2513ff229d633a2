import type { ReplyOf } from '../upstream/contract.ts'
import { toDateOfSeconds } from './spelling.ts'

/** What a device shows: the two that the service knows, or one that the app made up. */
export type DeviceStatus = 'ONLINE' | 'OFFLINE'

export interface DevicePresence {
  /** As `android_123`: the platform, and which one it is. */
  readonly deviceId: string
  /** Null where it is one of the app's own. */
  readonly status: DeviceStatus | null
  readonly customStatus: string | null
}

/** What a user shows to those who watch them. */
export interface Presence {
  readonly ext: string | null
  readonly lastSeenAt: Date | null
  readonly devices: readonly DevicePresence[]
}

export type PresenceRow = ReplyOf<'presence-batch-get'>['result'][number]

/** Some rows do not say whose they are: a single one of them is of the one name that is left. */
export function rowsByName(
  rows: readonly PresenceRow[],
  names: readonly string[],
  toName: (uid: string) => string,
): ReadonlyMap<string, PresenceRow> {
  const named = new Map(rows.filter(({ uid }) => uid !== '').map((row) => [toName(row.uid), row]))
  const left = names.filter((name) => !named.has(name))
  const unnamed = rows.filter(({ uid }) => uid === '')
  const [name] = left
  const [row] = unnamed
  const isSure = left.length === 1 && unnamed.length === 1 && name !== undefined && row !== undefined
  return isSure ? named.set(name, row) : named
}

export const STATUSES: ReadonlyMap<string, DeviceStatus> = new Map([
  ['0', 'OFFLINE'],
  ['1', 'ONLINE'],
])

export function toPresence({ ext, last_time, status = {} }: PresenceRow): Presence {
  return {
    ext: ext || null,
    lastSeenAt: last_time === undefined ? null : toDateOfSeconds(last_time),
    devices: Object.entries(status).map(([deviceId, given]) => {
      const known = STATUSES.get(String(given)) ?? null
      return { deviceId, status: known, customStatus: known === null ? String(given) : null }
    }),
  }
}
