import type { TimeZone } from './time-zone.ts'

export const HOUR_MS = 3_600_000

/** An hour as the files have it, by the moment at which it begins: ms since 1970. */
export type Hour = number

/** The hours of a time zone. Where clocks are set back two hours have one name, and so one file. */
export interface Hours {
  /** The hour that a moment lies in. */
  at(ms: number): Hour
  /** `yyyyMMddHH`, by the clocks of the zone. */
  nameOf(hour: Hour): string
  /** All from the one that a moment lies in to that of another moment; the newest first. */
  between(fromMs: number, toMs: number): readonly Hour[]
}

export function hoursIn(zone: TimeZone): Hours {
  const at = (ms: number) => {
    const offset = zone(ms)
    return Math.floor((ms + offset) / HOUR_MS) * HOUR_MS - offset
  }
  return {
    at,
    nameOf: (hour) => new Date(hour + zone(hour)).toISOString().slice(0, 13).replace(/[-T]/g, ''),
    between(fromMs, toMs) {
      const first = at(fromMs)
      const hours: Hour[] = []
      for (let hour = at(toMs); hour >= first; hour = at(hour - 1)) hours.push(hour)
      return hours
    },
  }
}
