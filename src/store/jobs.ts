import type { Database, Row } from './database.ts'
import { claimKey, type KeyedRequest } from './requests.ts'

export interface NewJob {
  readonly caller: string
  /** What is told of it later, as text; nothing of the message. */
  readonly about: string
  /** What is sent, as text. Kept until the job has ended. */
  readonly message: string
  /** Targets, call by call. */
  readonly chunks: readonly (readonly string[])[]
  /** Null: made without a key. */
  readonly request: KeyedRequest | null
  /** Jobs of this caller that may be open at the same time. */
  readonly mostOpen: number
}

export type Added =
  | { readonly is: 'new' | 'known'; readonly job: JobRecord }
  /** The key was used for another input. */
  | { readonly is: 'other' }
  /** The caller has as many open jobs as there may be. */
  | { readonly is: 'full' }

/** Times in ms since 1970. */
export interface JobRecord {
  readonly id: string
  readonly caller: string
  readonly about: string
  readonly total: number
  readonly sent: number
  readonly failed: number
  readonly unknown: number
  readonly cancelled: number
  readonly createdAt: number
  readonly startedAt: number | null
  /** Since when the service does not take it, and the code that says why. */
  readonly pausedAt: number | null
  readonly pausedCode: string | null
  readonly cancelledAt: number | null
  readonly endedAt: number | null
}

/** What is to be done next of a job. */
export interface NextChunk extends Pick<JobRecord, 'id' | 'caller' | 'about'> {
  readonly message: string
  readonly chunk: number
  readonly targets: readonly string[]
}

/** What became of one call. */
export interface ChunkOutcome extends ChunkCounts {
  readonly outcome: string
}

export type ChunkCounts = Readonly<Record<CountedStatus, number>>
export type CountedStatus = 'sent' | 'failed' | 'unknown'

export interface Chunk {
  readonly chunk: number
  readonly targets: readonly string[]
  /** Null: it was cancelled. */
  readonly outcome: string | null
}

export interface ChunksWanted {
  readonly from: number
  readonly limit: number
  /** Only such as have a target of this status. Default: all that have come to an end. */
  readonly status?: CountedStatus | 'cancelled' | undefined
}

/**
 * Jobs, and how far they are. One chunk of a job is under way at a time: `begin` is on record before it may be sent, and
 * `end` or `release` after it. So a process that is cut off leaves at most one chunk of each job of which nobody knows.
 */
export interface Jobs {
  /** The job with all its targets, and the key that it is made under: all of it, or nothing. */
  add(job: NewJob): Promise<Added>
  /** Null where there is none, or no longer. */
  find(id: string): Promise<JobRecord | null>
  /** Chunks that have come to an end, in order. */
  chunks(id: string, wanted: ChunksWanted): Promise<readonly Chunk[]>
  /** Nothing of it begins after this. One that has ended stays as it is. */
  cancel(id: string): Promise<JobRecord | null>

  /** Those that have not ended, oldest first. */
  open(): Promise<readonly Pick<JobRecord, 'id' | 'caller'>[]>
  /** Null when there is nothing left to do. */
  next(id: string): Promise<NextChunk | null>
  /**
   * Notes that a chunk may have been sent from now on. False: it must not be, because it is cancelled, not the next one,
   * or under way. To send it again, when it was certainly not sent, it is released before.
   */
  begin(id: string, chunk: number): Promise<boolean>
  /** It has certainly not been sent after all. */
  release(id: string, chunk: number): Promise<void>
  end(id: string, chunk: number, outcome: ChunkOutcome): Promise<void>
  /** Why it waits, where that is not known already. */
  pause(id: string, code: string): Promise<void>
  /** Ends what another process was cut off in: `outcome` is what is said of such a chunk. */
  recover(outcome: string): Promise<void>
  /** Deletes a little of what was kept for long enough. False when there is nothing left to delete. */
  sweep(): Promise<boolean>
}

export interface JobsOptions {
  readonly now: () => number
  /** Since they ended. */
  readonly keptMs: number
}

/** Chunks that one sweep deletes: some 20 KB each. */
const SWEPT = 10

const ADD = `INSERT INTO jobs (caller, request, about, chunks, total, created_at) VALUES (?, ?, ?, ?, ?, ?)`
const ADD_MESSAGE = `INSERT INTO job_messages (job, message) VALUES (?, ?)`
const ADD_CHUNK = `INSERT INTO job_chunks (job, chunk, targets) VALUES (?, ?, ?)`
const COUNT_OPEN = `SELECT count(*) AS count FROM jobs WHERE caller = ? AND ended_at IS NULL`
const BY_NUMBER = `SELECT * FROM jobs WHERE job = ?`
const BY_REQUEST = `SELECT * FROM jobs WHERE request = ?`
const BY_ID = `SELECT * FROM jobs WHERE id = ?`
const OPEN = `SELECT id, caller FROM jobs WHERE ended_at IS NULL ORDER BY job`
const NEXT = `SELECT id, caller, about, message, chunk, targets FROM jobs
  JOIN job_messages USING (job) JOIN job_chunks ON job_chunks.job = jobs.job AND chunk = next_chunk
  WHERE id = ? AND ended_at IS NULL AND cancelled_at IS NULL`
const BEGIN = `UPDATE jobs SET under_way = 1, started_at = coalesce(started_at, ?)
  WHERE id = ? AND next_chunk = ? AND under_way = 0 AND ended_at IS NULL AND cancelled_at IS NULL`
const RELEASE = `UPDATE jobs SET under_way = 0 WHERE id = ? AND next_chunk = ? AND ended_at IS NULL`
const NOTE = `UPDATE job_chunks SET outcome = ?, sent = ?, failed = ?, unknown = ?
  WHERE job = (SELECT job FROM jobs WHERE id = ?) AND chunk = ? AND outcome IS NULL`
const COUNT = `UPDATE jobs SET next_chunk = next_chunk + 1, under_way = 0, paused_at = NULL, paused_code = NULL,
  sent = sent + ?, failed = failed + ?, unknown = unknown + ? WHERE id = ? AND next_chunk = ?`
const PAUSE = `UPDATE jobs SET paused_at = coalesce(paused_at, ?), paused_code = ?
  WHERE id = ? AND ended_at IS NULL AND cancelled_at IS NULL`
const UNDER_WAY = `SELECT id, chunk, json_array_length(targets) AS size FROM jobs
  JOIN job_chunks ON job_chunks.job = jobs.job AND chunk = next_chunk WHERE ended_at IS NULL AND under_way = 1`
const CANCEL = `UPDATE jobs SET cancelled_at = ?, paused_at = NULL, paused_code = NULL,
  cancelled = total - sent - failed - unknown - CASE under_way WHEN 0 THEN 0 ELSE (SELECT json_array_length(targets)
    FROM job_chunks WHERE job_chunks.job = jobs.job AND chunk = next_chunk) END
  WHERE id = ? AND ended_at IS NULL AND cancelled_at IS NULL`
const FINISH = `UPDATE jobs SET ended_at = ?, cancelled = total - sent - failed - unknown
  WHERE id = ? AND ended_at IS NULL AND under_way = 0 AND (cancelled_at IS NOT NULL OR next_chunk = chunks)`
const FORGET_MESSAGE = `DELETE FROM job_messages WHERE job = (SELECT job FROM jobs WHERE id = ?)`
const EXPIRED = `SELECT job FROM jobs WHERE ended_at <= ? ORDER BY ended_at LIMIT 1`
const SWEEP_CHUNKS = `DELETE FROM job_chunks WHERE rowid IN (SELECT rowid FROM job_chunks WHERE job = ? LIMIT ${SWEPT})`
const SWEEP_JOB = `DELETE FROM jobs WHERE job = ?`

/** Chunks of a job from a number on, by what became of them. */
const chunksWhere = (
  condition: string,
) => `SELECT chunk, targets, outcome FROM jobs JOIN job_chunks USING (job)
  WHERE id = ? AND chunk >= ? AND (${condition}) ORDER BY chunk LIMIT ?`
const IS_CANCELLED = 'outcome IS NULL AND cancelled_at IS NOT NULL AND (under_way = 0 OR chunk > next_chunk)'
const CHUNKS = {
  all: chunksWhere(`outcome IS NOT NULL OR ${IS_CANCELLED}`),
  sent: chunksWhere('job_chunks.sent > 0'),
  failed: chunksWhere('job_chunks.failed > 0'),
  unknown: chunksWhere('job_chunks.unknown > 0'),
  cancelled: chunksWhere(IS_CANCELLED),
}

export function createJobs(database: Database, { keptMs, ...options }: JobsOptions): Jobs {
  const now = () => Math.floor(options.now())
  const one = (sql: string, ...values: readonly (string | number)[]) => database.all(sql, ...values)[0]

  /** Of a job that was kept for long enough only its end is missing. */
  function find(id: string): JobRecord | null {
    const row = one(BY_ID, id)
    if (row === undefined || (row.ended_at !== null && Number(row.ended_at) <= now() - keptMs)) return null
    return toRecord(row)
  }

  function insert({ caller, about, message, chunks }: NewJob, request: number | null): JobRecord {
    const total = chunks.reduce((sum, targets) => sum + targets.length, 0)
    const { added } = database.run(ADD, caller, request, about, chunks.length, total, now())
    database.run(ADD_MESSAGE, added, message)
    for (const [chunk, targets] of chunks.entries()) {
      database.run(ADD_CHUNK, added, chunk, JSON.stringify(targets))
    }
    return toRecord(one(BY_NUMBER, added) ?? {})
  }

  function add(job: NewJob): Added {
    const key = job.request === null ? null : claimKey(database, job.request, now())
    if (key?.is === 'other') return { is: 'other' }
    if (key?.is === 'known') {
      const known = one(BY_REQUEST, key.id)
      return known === undefined ? { is: 'other' } : { is: 'known', job: toRecord(known) }
    }
    if (Number(one(COUNT_OPEN, job.caller)?.count) >= job.mostOpen) throw new Full()
    return { is: 'new', job: insert(job, key?.id ?? null) }
  }

  /** Where nothing is left to do. */
  function finish(id: string): void {
    if (database.run(FINISH, now(), id).changes > 0) database.run(FORGET_MESSAGE, id)
  }

  function end(id: string, chunk: number, { outcome, sent, failed, unknown }: ChunkOutcome): void {
    database.together(() => {
      if (database.run(NOTE, outcome, sent, failed, unknown, id, chunk).changes === 0) return
      database.run(COUNT, sent, failed, unknown, id, chunk)
      finish(id)
    })
  }

  return {
    async add(job) {
      try {
        return database.lasting(() => add(job))
      } catch (error) {
        // Thrown, so that the key is not claimed either.
        if (error instanceof Full) return { is: 'full' }
        throw error
      }
    },
    find: async (id) => find(id),
    chunks: async (id, { from, limit, status }) =>
      database.all(CHUNKS[status ?? 'all'], id, from, limit).map(toChunk),
    cancel: async (id) =>
      database.lasting(() => {
        database.run(CANCEL, now(), id)
        finish(id)
        return find(id)
      }),
    open: async () =>
      database.all(OPEN).map(({ id, caller }) => ({ id: String(id), caller: String(caller) })),
    async next(id) {
      const row = one(NEXT, id)
      if (row === undefined) return null
      const { chunk, targets } = toChunk(row)
      const { caller, about, message } = row
      return {
        ...{ id, chunk, targets },
        ...{ caller: String(caller), about: String(about), message: String(message) },
      }
    },
    // On the disk before the call leaves: whatever happens, it is not made again.
    begin: async (id, chunk) => database.lasting(() => database.run(BEGIN, now(), id, chunk).changes === 1),
    release: async (id, chunk) =>
      database.together(() => {
        database.run(RELEASE, id, chunk)
        finish(id)
      }),
    end: async (id, chunk, outcome) => end(id, chunk, outcome),
    pause: async (id, code) => void database.run(PAUSE, now(), code, id),
    async recover(outcome) {
      for (const { id, chunk, size } of database.all(UNDER_WAY)) {
        end(String(id), Number(chunk), { outcome, sent: 0, failed: 0, unknown: Number(size) })
      }
    },
    sweep: async () =>
      database.together(() => {
        const expired = one(EXPIRED, now() - keptMs)?.job
        if (expired === undefined) return false
        if (database.run(SWEEP_CHUNKS, Number(expired)).changes === 0)
          database.run(SWEEP_JOB, Number(expired))
        return true
      }),
  }
}

class Full extends Error {}

function toRecord(row: Row): JobRecord {
  return {
    ...{ id: String(row.id), caller: String(row.caller), about: String(row.about) },
    ...{ total: Number(row.total), sent: Number(row.sent), failed: Number(row.failed) },
    ...{ unknown: Number(row.unknown), cancelled: Number(row.cancelled), createdAt: Number(row.created_at) },
    ...{ startedAt: timeIn(row.started_at), pausedAt: timeIn(row.paused_at) },
    ...{ cancelledAt: timeIn(row.cancelled_at), endedAt: timeIn(row.ended_at) },
    pausedCode: typeof row.paused_code === 'string' ? row.paused_code : null,
  }
}

function toChunk({ chunk, targets, outcome }: Row): Chunk {
  const names: unknown = JSON.parse(String(targets))
  return {
    chunk: Number(chunk),
    targets: Array.isArray(names) ? names.map(String) : [],
    outcome: typeof outcome === 'string' ? outcome : null,
  }
}

function timeIn(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
