import { describe, expect, it } from 'vitest'
import { HOUR_MS, hoursIn } from '../../src/history/hours.ts'
import { readTimeZone } from '../../src/history/time-zone.ts'

function zoneOf(name: string) {
  const zone = readTimeZone(name)
  if (zone === null) throw new Error(`${name} is no time zone`)
  return zone
}

const at = (text: string) => Date.parse(text)

describe('the name of the file of an hour', () => {
  it.each([
    {
      zone: 'UTC',
      moment: '2018-11-27T10:59:59.999Z',
      name: '2018112710',
      begins: '2018-11-27T10:00:00.000Z',
    },
    {
      zone: 'Asia/Shanghai',
      moment: '2018-11-27T16:00:00Z',
      name: '2018112800',
      begins: '2018-11-27T16:00:00.000Z',
    },
    {
      zone: '+08:00',
      moment: '2018-11-27T16:00:00Z',
      name: '2018112800',
      begins: '2018-11-27T16:00:00.000Z',
    },
    {
      zone: '-03:30',
      moment: '2018-11-27T10:29:59Z',
      name: '2018112706',
      begins: '2018-11-27T09:30:00.000Z',
    },
    {
      zone: 'Asia/Kolkata',
      moment: '2018-11-27T04:30:00Z',
      name: '2018112710',
      begins: '2018-11-27T04:30:00.000Z',
    },
    // Clocks are set back at 01:00 UTC: two hours in a row are the second of the day.
    {
      zone: 'Europe/Berlin',
      moment: '2018-10-28T00:30:00Z',
      name: '2018102802',
      begins: '2018-10-28T00:00:00.000Z',
    },
    {
      zone: 'Europe/Berlin',
      moment: '2018-10-28T01:30:00Z',
      name: '2018102802',
      begins: '2018-10-28T01:00:00.000Z',
    },
    {
      zone: 'Europe/Berlin',
      moment: '2018-03-25T01:30:00Z',
      name: '2018032503',
      begins: '2018-03-25T01:00:00.000Z',
    },
  ])('$moment lies in $name of $zone', ({ zone, moment, name, begins }) => {
    const hours = hoursIn(zoneOf(zone))

    const hour = hours.at(at(moment))

    expect(new Date(hour).toISOString()).toBe(begins)
    expect(hours.nameOf(hour)).toBe(name)
  })

  it.each(['Mars/Phobos', '', '8', '+8', '+15:00', '+08:60', 'UTC+8:00:00'])(
    'has no zone called "%s"',
    (name) => {
      expect(readTimeZone(name)).toBeNull()
    },
  )
})

describe('the hours of a stretch of time', () => {
  it.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'])(
    'in %s follow each other without a gap, the newest first, also over the days on which clocks are set',
    (zone) => {
      const hours = hoursIn(zoneOf(zone))
      for (const [from, to] of [
        ['2018-10-26T12:10:00Z', '2018-11-06T12:50:00Z'],
        ['2018-03-09T12:10:00Z', '2018-03-27T12:50:00Z'],
      ] as const) {
        const all = hours.between(at(from), at(to))
        const [first, last] = [all.at(-1) ?? 0, all[0] ?? 0]
        expect([hours.at(at(from)), hours.at(at(to))]).toEqual([first, last])
        expect(all.slice(1).every((hour, index) => (all[index] ?? 0) - hour === HOUR_MS)).toBe(true)
      }
    },
  )
})
