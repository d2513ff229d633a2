import type { HistoryStore, HourRow } from '../store/history.ts'
import { type Clock, sleep } from '../upstream/clock.ts'
import type { Upstream } from '../upstream/upstream.ts'
import { HOUR_MS, type Hour, type Hours, hoursIn } from './hours.ts'
import { ingest } from './ingest.ts'
import { linesOf } from './lines.ts'
import { absent, failed, nextOf, stored } from './schedule.ts'
import { readTimeZone } from './time-zone.ts'

export interface HistorySettings {
  /** How far back messages are kept; 0: none are. */
  readonly historyHours: number
  /** By whose clocks the files are named. */
  readonly historyTimeZone: string
}

export interface HistoryParts {
  readonly settings: HistorySettings
  readonly store: HistoryStore
  readonly upstream: Pick<Upstream, 'inBackground' | 'downloads'>
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Told of each file that could not be read, and of a store that cannot be written. */
  readonly onTrouble: (error: unknown) => void
}

/** The files of the hours on their way into the store. */
export interface History {
  readonly isOn: boolean
  readonly hours: Hours
  readonly now: () => number
  /** Where what is kept begins. */
  beginMs(): number
  /** Puts hours first in line. */
  want(hours: Iterable<Hour>): void
  start(): void
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
  /** Resolves when there is nothing to be fetched at the moment. */
  caughtUp(): Promise<void>
}

/** After the second failure in a row and each further one the service has a rest. */
const REST_MS = { first: 2_000, longest: 5 * 60_000 }

/**
 * Fetches the files one after the other in the background, for as long as it runs, and forgets what is too old. All that
 * it knows is in the store, so that it goes on after a restart where it was, and no file is fetched twice.
 */
export function createHistory(parts: HistoryParts): History {
  const { settings, store, clock, onTrouble } = parts
  const { historyHours, historyTimeZone } = settings
  const now = () => Math.floor(parts.now())
  const zone = readTimeZone(historyTimeZone)
  if (zone === null) throw new Error(`${historyTimeZone} is no time zone`)
  const hours = hoursIn(zone)
  const wanted = new Set<Hour>()
  const stopping = new AbortController()
  const idleWaiters = new Set<() => void>()
  const fetch = createFetch({ ...parts, now }, hours)
  let running: Promise<void> | undefined
  let failures = 0
  let isIdle = false

  const beginMs = () => hours.at(now() - historyHours * HOUR_MS)

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await step(signal)
      } catch (error) {
        if (signal.aborted) return
        onTrouble(error)
        await rest(signal)
      }
    }
  }

  async function step(signal: AbortSignal): Promise<void> {
    while (await store.forget(beginMs())) await sleep(clock, 0, signal)
    const nowMs = now()
    // Nothing is to be kept: what was, when more was, is gone now.
    if (historyHours === 0) return idle(HOUR_MS, signal)
    const window = hours.between(beginMs(), nowMs)
    const rows = await store.hours(window.at(-1) ?? nowMs, nowMs)
    const known = new Map(rows.map((row) => [row.hour, row]))
    const { hour, atMs } = nextOf({ hours: window, known, wanted, nowMs })
    if (hour === undefined) {
      wanted.clear()
      return idle(atMs - nowMs, signal)
    }
    isIdle = false
    const { row, error } = await fetch(hour, known.get(hour), signal)
    wanted.delete(hour)
    await store.setHour(row)
    if (row.state !== 'FAILED') {
      failures = 0
      return
    }
    onTrouble(error)
    await rest(signal)
  }

  function idle(ms: number, signal: AbortSignal): Promise<void> {
    isIdle = true
    for (const tell of idleWaiters) tell()
    idleWaiters.clear()
    return sleep(clock, ms, signal)
  }

  async function rest(signal: AbortSignal): Promise<void> {
    failures += 1
    if (failures === 1) return
    const ms = Math.min(REST_MS.longest, REST_MS.first * 2 ** (failures - 2))
    // Who stops it looks at the signal next.
    await sleep(clock, ms, signal).catch(() => {})
  }

  return {
    isOn: historyHours > 0,
    hours,
    now,
    beginMs,
    want(asked) {
      const begin = beginMs()
      for (const hour of asked) if (hour >= begin) wanted.add(hour)
    },
    start() {
      running ??= run(stopping.signal)
    },
    async stop() {
      stopping.abort(new Error('the server stops'))
      await running
    },
    caughtUp: () => (isIdle ? Promise.resolve() : new Promise((resolve) => idleWaiters.add(resolve))),
  }
}

type Fetch = (
  hour: Hour,
  before: HourRow | undefined,
  signal: AbortSignal,
) => Promise<{ readonly row: HourRow; readonly error?: unknown }>

/** Asks where the file of an hour is, and reads it into the store. Rejects only when it is stopped. */
function createFetch({ upstream, store, now }: HistoryParts, hours: Hours): Fetch {
  return async (hour, before, signal) => {
    const ingested = { messages: 0, corrupt: 0 }
    try {
      const call = { operation: 'history-url', path: { hour: hours.nameOf(hour) } } as const
      const { reply, app } = await upstream.inBackground(call, signal)
      for (const { url } of reply.data) {
        const { bytes, end } = await upstream.downloads.open(url, signal)
        try {
          await ingest(linesOf(bytes), { store, appKey: app.appKey, signal, counts: ingested })
        } finally {
          end()
        }
      }
      const tried = { hour, before, ingested, nowMs: now() }
      return { row: reply.data.length === 0 ? absent(tried) : stored(tried) }
    } catch (error) {
      signal.throwIfAborted()
      return { row: failed({ hour, before, ingested, nowMs: now() }, error), error }
    }
  }
}
