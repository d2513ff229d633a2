import type { Database } from './database.ts'

/** What is known of messages beyond what any file of the history tells. */
export interface MessageNotes {
  /** Whom a message to some members of a group or chatroom went to. What is not noted nobody but its sender sees. */
  recipients(id: string, usernames: readonly string[]): Promise<void>
  /** It is not shown any more, and does not come back with a file that still has it. */
  recalled(id: string): Promise<void>
  /** What of its payload is different now, in the words of the service: `bodies`, `ext`. */
  edited(id: string, payload: Readonly<Record<string, unknown>>): Promise<void>
}

export interface NotesOptions {
  readonly now: () => number
  readonly onFault: (error: unknown) => void
}

const NOTE = `INSERT INTO message_notes (id, recalled, edited, noted_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET recalled = max(recalled, excluded.recalled),
    edited = coalesce(excluded.edited, edited), noted_at = excluded.noted_at`
const NOTE_RECIPIENT = `INSERT OR IGNORE INTO message_recipients (id, username) VALUES (?, ?)`
const REMOVE = `DELETE FROM history_messages WHERE id = ?`

/** What is noted has been done already, so that a failure is told, but fails nothing. */
export function createNotes(database: Database, { onFault, ...options }: NotesOptions): MessageNotes {
  const now = () => Math.floor(options.now())
  const note = (work: () => void) => {
    try {
      database.together(work)
    } catch (error) {
      onFault(error)
    }
  }
  return {
    async recipients(id, usernames) {
      note(() => {
        database.run(NOTE, id, 0, null, now())
        for (const username of usernames) database.run(NOTE_RECIPIENT, id, username)
      })
    },
    async recalled(id) {
      note(() => {
        database.run(NOTE, id, 1, null, now())
        database.run(REMOVE, id)
      })
    },
    async edited(id, payload) {
      note(() => {
        database.run(NOTE, id, 0, JSON.stringify(payload), now())
      })
    },
  }
}
