import { openDatabase } from './database.ts'
import { createHistory, type HistoryStore } from './history.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createNotes, type MessageNotes } from './notes.ts'
import { createRequests, type KeyedRequests } from './requests.ts'

/**
 * What survives a restart. All of it answers later, though the embedded one need not: so that a database that several
 * servers share can take its place.
 */
export interface Store {
  readonly requests: KeyedRequests
  readonly history: HistoryStore
  readonly notes: MessageNotes
  readonly jobs: Jobs
  close(): Promise<void>
}

export interface StoreOptions {
  /** Null: in memory, so that nothing survives. */
  readonly file: string | null
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Told of what could not be written when it was too late to refuse it. */
  readonly onFault: (error: unknown) => void
  /** How long jobs that have ended are kept. */
  readonly jobsKeptMs: number
}

/** The embedded store. Throws a `StoreError` when there is something wrong with the file. */
export function openStore({ file, now, onFault, jobsKeptMs }: StoreOptions): Store {
  const database = openDatabase(file)
  return {
    requests: createRequests(database, { now, onFault }),
    history: createHistory(database, { now }),
    notes: createNotes(database, { now, onFault }),
    jobs: createJobs(database, { now, keptMs: jobsKeptMs }),
    close: async () => database.close(),
  }
}
