/** How far the clocks of a time zone are ahead of UTC at a moment, in ms. */
export type TimeZone = (atMs: number) => number

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const MOST_KNOWN = 10_000
const OFFSET = /^([+-])(\d\d):(\d\d)$/

/** A zone by its name, like `Asia/Shanghai`, or by its offset, like `+08:00`. Null for what is neither. */
export function readTimeZone(name: string): TimeZone | null {
  if (name === 'UTC') return () => 0
  const [, sign, hours, minutes] = OFFSET.exec(name) ?? []
  if (sign !== undefined) {
    const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS * (sign === '-' ? -1 : 1)
    return Number(hours) < 15 && Number(minutes) < 60 ? () => offset : null
  }
  try {
    return zoneNamed(name)
  } catch {
    return null
  }
}

/** What the clocks there show, read as if it were UTC, less what it is. Throws a RangeError for an unknown name. */
function zoneNamed(timeZone: string): TimeZone {
  const parts = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const
  const clocks = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...parts })
  // To ask is slow, and pages ask about each hour that they cover. Clocks are set at full quarters of an hour.
  const known = new Map<number, number>()
  return (atMs) => {
    const quarter = Math.floor(atMs / QUARTER_MS)
    const offset = known.get(quarter) ?? offsetAt(quarter * QUARTER_MS)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(quarter, offset)
    return offset
  }

  function offsetAt(atMs: number): number {
    const shown = new Map(clocks.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]))
    const part = (name: keyof typeof parts) => shown.get(name) ?? 0
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
    return local - atMs
  }
}
