import type { Database } from './database.ts'

/** What is known of messages beyond what any file of the history tells. */
export interface MessageNotes {
  /** Whom a message to some members of a group or chatroom went to. What is not noted nobody but its sender sees. */
  recipients(id: string, usernames: readonly string[]): Promise<void>
  /** It is not shown any more, and does not come back with a file that still has it. */
  recalled(id: string): Promise<void>
  /** Comes on top of what was edited before. */
  edited(id: string, edit: NotedEdit): Promise<void>
}

/** What is different in the payload of a message since somebody edited it, in the words of the service. */
export interface NotedEdit {
  readonly bodies: readonly unknown[]
  /** Null: as it was. */
  readonly ext: Readonly<Record<string, unknown>> | null
  /** Whether what was in `ext` before stays where this one does not name it. */
  readonly keepsOtherExt: boolean
}

export interface NotesOptions {
  readonly now: () => number
  readonly onFault: (error: unknown) => void
}

const NOTE = `INSERT INTO message_notes (id, recalled, noted_at) VALUES (?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET recalled = max(recalled, excluded.recalled), noted_at = excluded.noted_at`
const NOTE_EDIT = `UPDATE message_notes SET edits = json_insert(coalesce(edits, '[]'), '$[#]', json(?)) WHERE id = ?`
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
        database.run(NOTE, id, 0, now())
        for (const username of usernames) database.run(NOTE_RECIPIENT, id, username)
      })
    },
    async recalled(id) {
      note(() => {
        database.run(NOTE, id, 1, now())
        database.run(REMOVE, id)
      })
    },
    async edited(id, edit) {
      note(() => {
        database.run(NOTE, id, 0, now())
        database.run(NOTE_EDIT, JSON.stringify(edit), id)
      })
    },
  }
}
