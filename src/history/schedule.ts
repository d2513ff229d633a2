import type { HourRow } from '../store/history.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { HOUR_MS, type Hour } from './hours.ts'
import type { Ingested } from './ingest.ts'

const MINUTE_MS = 60_000
/** For so long after an hour its file may still come. */
const PUBLISHED_WITHIN_MS = 2 * HOUR_MS
const NOT_YET_AGAIN_MS = 10 * MINUTE_MS
/** Nothing was said in that hour, or it was not stored; rarely a file comes late. */
const NO_FILE_AGAIN_MS = 12 * HOUR_MS
/** What every service keeps. That an hour within it has expired is a mistake of somebody, and can be mended. */
const SURELY_KEPT_MS = 72 * HOUR_MS
const FAILED_AGAIN_MS = { first: MINUTE_MS, longest: HOUR_MS }

export interface Tried {
  readonly hour: Hour
  readonly nowMs: number
  /** What was known of it before. */
  readonly before: HourRow | undefined
  readonly ingested: Ingested
}

/** The file of the hour was read to its end. */
export function stored({ hour, nowMs, ingested }: Tried): HourRow {
  return { hour, state: 'STORED', ...ingested, tries: 0, triedAt: nowMs, nextTryAt: null }
}

/** The service has no file of the hour. */
export function absent({ hour, nowMs, ingested }: Tried): HourRow {
  const isFresh = nowMs < hour + HOUR_MS + PUBLISHED_WITHIN_MS
  const state = isFresh ? 'NOT_YET' : 'NO_FILE'
  const againMs = isFresh ? NOT_YET_AGAIN_MS : NO_FILE_AGAIN_MS
  return { hour, state, ...ingested, tries: 0, triedAt: nowMs, nextTryAt: nowMs + againMs }
}

/** It was not read, or not to its end. */
export function failed(tried: Tried, error: unknown): HourRow {
  const { hour, nowMs, before, ingested } = tried
  if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return absent(tried)
  if (error instanceof UpstreamError && error.code === 'INVALID_ARGUMENT') {
    const nextTryAt = nowMs - hour < SURELY_KEPT_MS ? nowMs + NO_FILE_AGAIN_MS : null
    return { hour, state: 'EXPIRED', ...ingested, tries: 0, triedAt: nowMs, nextTryAt }
  }
  const tries = (before?.tries ?? 0) + 1
  const { first, longest } = FAILED_AGAIN_MS
  const nextTryAt = nowMs + Math.min(longest, first * 2 ** (tries - 1))
  return { hour, state: 'FAILED', ...ingested, tries, triedAt: nowMs, nextTryAt }
}

export interface Line {
  /** Those of the window, the newest first. */
  readonly hours: readonly Hour[]
  readonly known: ReadonlyMap<Hour, HourRow>
  /** Those that somebody waits for. */
  readonly wanted: ReadonlySet<Hour>
  readonly nowMs: number
}

/** When an hour is to be looked at; ∞ for never again. */
function dueAt(hour: Hour, row: HourRow | undefined): number {
  return row === undefined ? hour + HOUR_MS : (row.nextTryAt ?? Number.POSITIVE_INFINITY)
}

/** The hour whose turn it is, and where there is none, when that will be: those that somebody waits for, then the newest. */
export function nextOf({ hours, known, wanted, nowMs }: Line): {
  readonly hour: Hour | undefined
  readonly atMs: number
} {
  const due = hours.filter((hour) => dueAt(hour, known.get(hour)) <= nowMs)
  const atMs = Math.min(
    (hours[0] ?? nowMs) + HOUR_MS,
    ...hours.map((hour) => dueAt(hour, known.get(hour))).filter((at) => at > nowMs),
  )
  return { hour: due.find((hour) => wanted.has(hour)) ?? due[0], atMs }
}
