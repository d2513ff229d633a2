import type { ReplyOf } from '../upstream/contract.ts'
import { InputError } from '../upstream/errors.ts'
import { readWhole } from './input.ts'
import { toFlag } from './spelling.ts'

export type DisplayStyle = 'SUMMARY' | 'MESSAGE'

/** Hours of the day without pushes; all day when they are equal. */
export interface DoNotDisturb {
  readonly isOn: boolean
  readonly startHour: number | null
  readonly endHour: number | null
}

/** What the registration of a user tells about pushes. Null is what was never set. */
export interface PushPreferences {
  readonly nickname: string | null
  readonly displayStyle: DisplayStyle | null
  readonly doNotDisturb: DoNotDisturb | null
}

type UserRow = ReplyOf<'user-get'>['entities'][number]

export function toPushPreferences(row: UserRow): PushPreferences {
  const style = row.notification_display_style
  const isQuiet = row.notification_no_disturbing
  return {
    nickname: row.nickname || null,
    displayStyle: style === undefined ? null : toStyle(Number(style)),
    doNotDisturb:
      isQuiet === undefined
        ? null
        : {
            isOn: toFlag(isQuiet),
            startHour: toHour(row.notification_no_disturbing_start),
            endHour: toHour(row.notification_no_disturbing_end),
          },
  }
}

/** Whatever is no 1 shows less. */
function toStyle(code: number): DisplayStyle {
  return code === STYLE_CODES.MESSAGE ? 'MESSAGE' : 'SUMMARY'
}

export const STYLE_CODES = { SUMMARY: 0, MESSAGE: 1 } as const satisfies Record<DisplayStyle, number>

/** Hours come as numbers, sometimes as text. */
function toHour(hour: number | string | undefined): number | null {
  return hour === undefined ? null : Number(hour)
}

export interface DoNotDisturbChange {
  readonly isOn: boolean
  readonly startHour?: number | null | undefined
  readonly endHour?: number | null | undefined
}

/** As the service takes it: hours as text. Without hours those that were set remain. */
export function toDoNotDisturbRow({ isOn, startHour, endHour }: DoNotDisturbChange) {
  if (startHour == null && endHour == null) return { notification_no_disturbing: isOn }
  if (startHour == null) throw new InputError('startHour', 'must be given together with endHour')
  if (endHour == null) throw new InputError('endHour', 'must be given together with startHour')
  return {
    notification_no_disturbing: isOn,
    notification_no_disturbing_start: String(readHour(startHour, 'startHour')),
    notification_no_disturbing_end: String(readHour(endHour, 'endHour')),
  }
}

function readHour(hour: number, argument: string): number {
  return readWhole(hour, argument, { least: 0, most: 23, unit: 'hours' })
}
