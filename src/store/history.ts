import type { Database, Row } from './database.ts'

/** A message as a file has it. */
export interface NewHistoryMessage {
  readonly id: string
  readonly conversation: string
  readonly sender: string
  /** Milliseconds since 1970, as are all times here. */
  readonly sentAt: number
  /** Said to some members of a group or chatroom only. */
  readonly isMarked: boolean
  /** The line of the file. */
  readonly record: string
}

/** A message that is kept, with what is known of it besides. */
export interface HistoryMessage {
  readonly id: string
  readonly sentAt: number
  readonly record: string
  /** What was changed in its payload later, one edit after the other: a list as JSON. */
  readonly edits: string | null
  /** Of one to some members: whom it is known to have gone to. */
  readonly recipients: readonly string[] | null
}

/** What became of the file of an hour. */
export type HourState = 'STORED' | 'NOT_YET' | 'NO_FILE' | 'FAILED' | 'EXPIRED'

export interface HourRow {
  /** When it begins. */
  readonly hour: number
  readonly state: HourState
  readonly messages: number
  readonly corrupt: number
  /** How often in a row it came to nothing. */
  readonly tries: number
  readonly triedAt: number
  /** Null: never again. */
  readonly nextTryAt: number | null
}

/** Where a message stands in the order of time. */
export interface HistoryPlace {
  readonly sentAt: number
  readonly id: string
}

export interface HistoryQuery {
  /** Null: all of them. */
  readonly conversation: string | null
  /** Who reads it; null for whoever may read all. */
  readonly viewer: string | null
  /** Sent then or later … */
  readonly fromMs: number
  /** … and before that. */
  readonly untilMs: number
  /** Goes on with what was sent before this one. */
  readonly after: HistoryPlace | null
  readonly limit: number
}

export interface HistoryStore {
  /** All or none of them. One that is there already stays as it is, and one that was recalled does not come back. */
  add(messages: readonly NewHistoryMessage[]): Promise<void>
  /** The newest first. */
  page(query: HistoryQuery): Promise<readonly HistoryMessage[]>
  /** Those of them that are kept, in any order. */
  find(ids: readonly string[]): Promise<readonly HistoryMessage[]>
  /** What is known of the hours from one to another, both included. */
  hours(from: number, to: number): Promise<readonly HourRow[]>
  setHour(row: HourRow): Promise<void>
  /** Deletes some of what is older: messages and hours; and notes that can be of no use any more. Answers whether there is more. */
  forget(beforeMs: number): Promise<boolean>
}

/** Rows that are deleted at a time. */
const BITE = 500
/**
 * A note comes after its message, and is of use for as long as any file may bring that again: 720 hours is the most that
 * HISTORY_HOURS can be, whatever it is now, and a day more is for clocks that differ.
 */
const NOTES_KEPT_MS = (720 + 24) * 3_600_000

const ADD = `INSERT INTO history_messages (id, conversation, sender, sent_at, marked, record)
  SELECT ?1, ?2, ?3, ?4, max(?5, EXISTS (SELECT 1 FROM message_recipients WHERE id = ?1)), ?6
  WHERE NOT EXISTS (SELECT 1 FROM message_notes WHERE id = ?1 AND recalled = 1)
  ON CONFLICT (id) DO NOTHING`
const FIELDS = `SELECT m.id, m.sent_at, m.record, n.edits,
    CASE WHEN m.marked = 1 THEN (SELECT json_group_array(username) FROM message_recipients WHERE id = m.id) END AS recipients
  FROM history_messages m LEFT JOIN message_notes n ON n.id = m.id`
const FIND = `${FIELDS} WHERE m.id IN (SELECT value FROM json_each(?))`
const HOURS = `SELECT * FROM history_hours WHERE hour >= ? AND hour <= ? ORDER BY hour DESC`
const SET_HOUR = `INSERT OR REPLACE INTO history_hours (hour, state, messages, corrupt, tries, tried_at, next_try_at)
  VALUES (?, ?, ?, ?, ?, ?, ?)`
const FORGET_MESSAGES = `DELETE FROM history_messages WHERE seq IN
  (SELECT seq FROM history_messages WHERE sent_at < ? ORDER BY sent_at LIMIT ${BITE})`
const FORGET_HOURS = `DELETE FROM history_hours WHERE hour IN (SELECT hour FROM history_hours WHERE hour < ? LIMIT ${BITE})`
const FORGET_NOTES = `DELETE FROM message_notes WHERE id IN
  (SELECT id FROM message_notes WHERE noted_at < ? ORDER BY noted_at LIMIT ${BITE})`

const OF_CONVERSATION = 'm.conversation = ?1 AND'
/** The first two by the order of an index; the third for those of one moment. */
const BETWEEN = 'm.sent_at >= ?2 AND m.sent_at < ?3 AND (m.sent_at, m.id) < (?4, ?5)'
const NEWEST_FIRST = 'ORDER BY m.sent_at DESC, m.id DESC LIMIT ?6'

/**
 * In the order of an index, so that no more rows are looked at than are wanted. What a user may see of a conversation is
 * found in two such orders, the unmarked and the marked ones that are theirs, and never by looking through all the marked
 * ones of others. (Of all conversations together a user would look through them; nothing asks for that.)
 */
function pageSql({ conversation, viewer }: Pick<HistoryQuery, 'conversation' | 'viewer'>): string {
  const where = `${conversation === null ? '' : OF_CONVERSATION} ${BETWEEN} ${NEWEST_FIRST}`
  if (viewer === null) return `${FIELDS} WHERE ${where}`
  const unmarked = `SELECT id FROM history_messages m WHERE m.marked = 0 AND ${where}`
  const theirs = `SELECT id FROM history_readers m WHERE m.username = ?7 AND ${where}`
  return `${FIELDS} WHERE m.id IN (SELECT * FROM (${unmarked}) UNION ALL SELECT * FROM (${theirs})) ${NEWEST_FIRST}`
}

export function createHistory(database: Database, { now }: { readonly now: () => number }): HistoryStore {
  return {
    async add(messages) {
      if (messages.length === 0) return
      database.together(() => {
        for (const { id, conversation, sender, sentAt, isMarked, record } of messages) {
          database.run(ADD, id, conversation, sender, sentAt, isMarked ? 1 : 0, record)
        }
      })
    },
    async page({ conversation, viewer, fromMs, untilMs, after, limit }) {
      const values = [
        ...[conversation, fromMs, after === null ? untilMs : Math.min(untilMs, after.sentAt + 1)],
        // No id comes before the empty one.
        ...(after === null ? [untilMs, ''] : [after.sentAt, after.id]),
        ...[limit, ...(viewer === null ? [] : [viewer])],
      ]
      return database.all(pageSql({ conversation, viewer }), ...values).map(toMessage)
    },
    find: async (ids) => database.all(FIND, JSON.stringify(ids)).map(toMessage),
    hours: async (from, to) => database.all(HOURS, from, to).map(toHour),
    async setHour({ hour, state, messages, corrupt, tries, triedAt, nextTryAt }) {
      database.run(SET_HOUR, hour, state, messages, corrupt, tries, triedAt, nextTryAt)
    },
    async forget(beforeMs) {
      const gone = [
        database.run(FORGET_MESSAGES, beforeMs),
        database.run(FORGET_HOURS, beforeMs),
        database.run(FORGET_NOTES, Math.floor(now()) - NOTES_KEPT_MS),
      ]
      return gone.some(({ changes }) => changes >= BITE)
    },
  }
}

function toMessage({ id, sent_at, record, edits, recipients }: Row): HistoryMessage {
  return {
    id: String(id),
    sentAt: Number(sent_at),
    record: String(record),
    edits: edits === null ? null : String(edits),
    recipients: recipients === null ? null : namesIn(String(recipients)),
  }
}

function namesIn(text: string): readonly string[] {
  const names: unknown = JSON.parse(text)
  return Array.isArray(names) ? names.map(String) : []
}

function toHour({ hour, state, messages, corrupt, tries, tried_at, next_try_at }: Row): HourRow {
  return {
    hour: Number(hour),
    state: STATES.find((one) => one === state) ?? 'FAILED',
    messages: Number(messages),
    corrupt: Number(corrupt),
    tries: Number(tries),
    triedAt: Number(tried_at),
    nextTryAt: next_try_at === null ? null : Number(next_try_at),
  }
}

const STATES: readonly HourState[] = ['STORED', 'NOT_YET', 'NO_FILE', 'FAILED', 'EXPIRED']
