import type { History } from '../history/history.ts'
import type { HistoryMessage, HistoryQuery, HistoryStore, HourRow, HourState } from '../store/history.ts'
import { InputError, UpstreamError } from '../upstream/errors.ts'
import { parseJson } from '../upstream/json.ts'
import { readDigits, readUsername } from './input.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { conversationOf, type StoredMessage, toMessage, toRecipient } from './message.ts'
import { type Page, type PageRequest, pageByPlace } from './paging.ts'
import type { User } from './users.ts'

/** Why the messages of an hour are not there. */
export type GapReason = Exclude<HourState, 'STORED'> | 'FETCHING'

export interface Gap {
  readonly hour: Date
  readonly reason: GapReason
}

export interface HistoryPage extends Page<StoredMessage> {
  /** The newest first. */
  readonly gaps: readonly Gap[]
}

/** A stretch of time: from the one moment on, and before the other. */
export interface Stretch {
  readonly from?: Date | null | undefined
  readonly until?: Date | null | undefined
}

export interface HistoryHour {
  readonly hour: Date
  readonly state: GapReason | 'STORED'
  readonly messageCount: number
  readonly corruptLines: number
  readonly triedAt: Date | null
  readonly nextTryAt: Date | null
}

export interface HistoryOptions {
  readonly history: History
  readonly store: HistoryStore
  readonly appKey: string
  /** The user who asks; null for an admin. */
  readonly viewer: string | null
}

interface Asked {
  readonly conversation: string | null
  readonly fromMs: number
  readonly untilMs: number
}

/** Messages of the history, out of the store: nothing here makes an upstream call. */
export function historySource({ history, store, appKey, viewer }: HistoryOptions) {
  const finder = createFinder(store)
  let known: Promise<ReadonlyMap<number, HourRow>> | undefined

  function readOne({ record, edits, recipients }: HistoryMessage): StoredMessage | null {
    const message = toMessage(withEdits(parseJson(record), edits), { appKey })
    // Whom it went to stays, though an edit may have taken the mark away.
    return message === null || recipients === null ? message : { ...message, onlyFor: recipients }
  }

  /** What is known of the hours, once for all lists of a request. */
  function knownHours() {
    known ??= store
      .hours(history.beginMs(), history.now())
      .then((rows) => new Map(rows.map((row) => [row.hour, row])))
    return known
  }

  async function page(request: PageRequest, { conversation, fromMs, untilMs }: Asked): Promise<HistoryPage> {
    const list = `history ${conversation ?? fromMs}`
    const query: Omit<HistoryQuery, 'after' | 'limit'> = { conversation, viewer, fromMs, untilMs }
    let oldest: number | undefined
    let newest = untilMs
    const found = await pageByPlace(request, {
      list,
      fetch: async (after, limit) => {
        if (after !== null) newest = Math.min(untilMs, after.sentAt + 1)
        const rows = await store.page({ ...query, after, limit })
        oldest = rows.length === limit ? rows.at(-2)?.sentAt : undefined
        return rows.map((row) => ({ place: { sentAt: row.sentAt, id: row.id }, item: readOne(row) }))
      },
    })
    return { ...found, gaps: await gapsBetween(oldest ?? fromMs, newest) }
  }

  async function gapsBetween(fromMs: number, untilMs: number): Promise<readonly Gap[]> {
    const rows = await knownHours()
    const beginMs = history.beginMs()
    const lastMs = Math.min(untilMs - 1, history.now())
    const hours = history.hours.between(Math.max(fromMs, beginMs), lastMs)
    const gaps = hours.flatMap((hour): readonly Gap[] => {
      const state = stateOf(hour, rows.get(hour))
      return state === 'STORED' ? [] : [{ hour: new Date(hour), reason: state }]
    })
    if (fromMs >= beginMs) return gaps
    // One for all that came before.
    return [...gaps, { hour: new Date(history.hours.at(Math.min(beginMs, untilMs) - 1)), reason: 'EXPIRED' }]
  }

  function stateOf(hour: number, row: HourRow | undefined): HistoryHour['state'] {
    if (row !== undefined) return row.state
    if (hour < history.beginMs()) return 'EXPIRED'
    return history.hours.at(history.now()) <= hour ? 'NOT_YET' : 'FETCHING'
  }

  function assertOn(): void {
    if (history.isOn) return
    throw new UpstreamError('FEATURE_OFF', 'history-url', { hint: 'HISTORY_HOURS is 0: no history is kept.' })
  }

  async function conversation(request: PageRequest, key: string, stretch: Stretch): Promise<HistoryPage> {
    assertOn()
    const asked = { conversation: key, ...readStretch(stretch) }
    const found = await page(request, asked)
    // Who names no stretch of time wants what the page covers, not all that is kept.
    const missing =
      stretch.from || stretch.until ? await gapsBetween(asked.fromMs, asked.untilMs) : found.gaps
    history.want(missing.map(({ hour }) => hour.getTime()))
    return found
  }

  function readStretch({ from, until }: Stretch): Pick<Asked, 'fromMs' | 'untilMs'> {
    const fromMs = from?.getTime() ?? history.beginMs()
    // What is sent this very moment, too.
    const untilMs = until?.getTime() ?? history.now() + 1
    if (fromMs >= untilMs) throw new InputError('until', 'must be later than `from`')
    return { fromMs, untilMs }
  }

  return {
    /** Those said in a group or chatroom, the newest first. Of those to some members the ones that the viewer may see. */
    in: (
      place: { readonly kind: 'Group' | 'Chatroom'; readonly id: string },
      request: PageRequest,
      stretch: Stretch,
    ) => conversation(request, conversationOf({ username: '' }, toRecipient(place.kind, place.id)), stretch),

    /** Those that two users said to each other, the newest first. */
    between: (one: User, other: string, request: PageRequest, stretch: Stretch) =>
      conversation(request, conversationOf(one, { username: readUsername(other, 'with') }), stretch),

    /** Null for one that is not kept. One query for many, by and large. */
    async byId(messageId: string, argument = 'messageId'): Promise<StoredMessage | null> {
      const id = readDigits(messageId, argument)
      if (!history.isOn) return null
      const row = await finder.find(id)
      return row === undefined ? null : readOne(row)
    },

    /** What became of the file of the hour that a moment lies in. */
    async hour(at: Date): Promise<HistoryHour> {
      assertOn()
      const hour = history.hours.at(at.getTime())
      const [row] = await store.hours(hour, hour)
      history.want([hour])
      return {
        hour: new Date(hour),
        state: stateOf(hour, row),
        messageCount: row?.messages ?? 0,
        corruptLines: row?.corrupt ?? 0,
        triedAt: row === undefined ? null : new Date(row.triedAt),
        nextTryAt: row?.nextTryAt == null ? null : new Date(row.nextTryAt),
      }
    },

    /** Those that were sent in an hour, whoever said them to whom. */
    ofHour: (hour: Date, request: PageRequest) =>
      page(request, { conversation: null, fromMs: hour.getTime(), untilMs: hour.getTime() + 3_600_000 }),
  }
}

/** The record as it would be, had it been said like that: what the service's own files do not have. */
function withEdits(record: unknown, edits: string | null): unknown {
  if (edits === null || !isJsonObject(record) || !isJsonObject(record.payload)) return record
  const made = parseJson(edits)
  const payload = Array.isArray(made)
    ? made.filter(isJsonObject).reduce(edited, record.payload)
    : record.payload
  return { ...record, payload }
}

function edited(payload: JsonObject, { bodies, ext, keepsOtherExt }: JsonObject): JsonObject {
  if (!isJsonObject(ext)) return { ...payload, bodies }
  const before = keepsOtherExt === true && isJsonObject(payload.ext) ? payload.ext : {}
  return { ...payload, bodies, ext: { ...before, ...ext } }
}

/** Ids that are looked up at a time: the store blocks. */
const MOST_IDS = 300

/** Gathers the ids that are asked for at the same time. */
function createFinder(store: HistoryStore) {
  let gathered:
    | { readonly ids: Set<string>; readonly rows: Promise<ReadonlyMap<string, HistoryMessage>> }
    | undefined

  function gather() {
    const ids = new Set<string>()
    const rows = Promise.resolve().then(async () => {
      gathered = undefined
      return new Map((await store.find([...ids])).map((row) => [row.id, row]))
    })
    return { ids, rows }
  }

  return {
    async find(id: string): Promise<HistoryMessage | undefined> {
      if (gathered === undefined || gathered.ids.size >= MOST_IDS) gathered = gather()
      const { ids, rows } = gathered
      ids.add(id)
      return (await rows).get(id)
    },
  }
}
