import type { CountedStatus, JobRecord, Jobs } from '../store/jobs.ts'
import { InputError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { type About, readAbout, resultsOf, toAboutText } from './chunk-outcomes.ts'
import { chunksOf } from './chunks.ts'
import { KeyReused } from './key-reused.ts'
import { fingerprintOf } from './keys.ts'
import type { Maybe } from './maybe.ts'
import type { OneSend } from './once.ts'
import { type Page, type PageRequest, pageByCursor } from './paging.ts'
import type { SendResult, Template } from './sends.ts'
import { operationOf, type Targets } from './targets.ts'
import { TooManyJobs } from './too-many-jobs.ts'

export type JobState = 'WAITING' | 'RUNNING' | 'PAUSED' | 'CANCELLED' | 'DONE'

/** A message to many that is sent in the background. */
export interface Job {
  readonly kind: 'Job'
  /** Its own part of the global id. */
  readonly id: string
  /** The user whose it is; null: the admins'. */
  readonly owner: string | null
  readonly state: JobState
  readonly total: number
  readonly waiting: number
  readonly sent: number
  readonly failed: number
  readonly unknown: number
  readonly cancelled: number
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  /** Why it does not go on at the moment. */
  readonly pause: { readonly since: Date; readonly code: string } | null
  readonly about: About
}

/** What does jobs, for as long as the process lives. */
export interface JobRunner {
  /** There is a new one. */
  added(job: { readonly id: string; readonly caller: string }): void
  /** Nothing of it waits for its turn any more. */
  cancelled(id: string): void
}

export interface JobLimits {
  readonly jobTargetsMax: number
  readonly jobsPerCaller: number
}

export interface JobsSourceOptions {
  readonly client: Pick<Client, 'batchMax'>
  readonly jobs: Jobs
  readonly runner: JobRunner
  /** As keys of requests are filed. */
  readonly caller: string
  readonly limits: JobLimits
}

const OF_USER = 'user '

export type JobsSource = ReturnType<typeof jobsSource>

/** Jobs of this server; none of this is a call, but for those that a job makes later. */
export function jobsSource({ client, jobs, runner, caller, limits }: JobsSourceOptions) {
  async function byKey(id: string): Promise<Job | null> {
    const record = await jobs.find(id)
    return record === null ? null : toJob(record)
  }

  return {
    byKey,
    /** Null where there is none; whose it is does not matter. */
    byId: (id: string) => byKey(readJobId(id)),

    /** Keeps the message with all its targets, and begins with it when its turn comes. The same key: the same job. */
    async create({ mutation, key, input }: OneSend, template: Template, targets: Targets): Promise<Job> {
      const { ids } = targets
      if (ids.length > limits.jobTargetsMax) {
        throw new InputError(
          'to',
          `must have at most ${limits.jobTargetsMax} targets for a job, not ${ids.length}`,
        )
      }
      const added = await jobs.add({
        caller,
        about: toAboutText(targets),
        message: JSON.stringify(template),
        chunks: chunksOf(ids, client.batchMax(operationOf(targets))),
        request: key === null ? null : { caller, mutation, key, fingerprint: fingerprintOf(input) },
        mostOpen: limits.jobsPerCaller,
      })
      if (added.is === 'other') throw new KeyReused(mutation)
      if (added.is === 'full') throw new TooManyJobs(limits.jobsPerCaller)
      if (added.is === 'new') runner.added(added.job)
      return toJob(added.job)
    },

    /** What became of its targets, in the order given; those that wait are not there yet. */
    results(
      { id, about }: Job,
      request: PageRequest,
      status: SendResult['status'] | null,
    ): Maybe<Page<SendResult> | null> {
      return pageByCursor(request, {
        operation: operationOf({ ...about, ids: [] }),
        list: `job ${id} ${status}`,
        max: limits.jobTargetsMax,
        fetchPage: async (cursor) => {
          const from = readChunk(cursor)
          const [chunk, next] = await jobs.chunks(id, { from, limit: 2, status: toStatus(status) })
          const items = chunk === undefined ? [] : resultsOf(chunk, about)
          return {
            items: items.filter((result) => status === null || result.status === status),
            next: next === undefined ? null : String(next.chunk),
          }
        },
      })
    },

    /** Nothing of it is begun after this; what is under way ends as it ends. Null where there is none. */
    async cancel(id: string): Promise<Job | null> {
      const record = await jobs.cancel(readJobId(id))
      if (record === null) return null
      runner.cancelled(record.id)
      return toJob(record)
    },
  }
}

function readChunk(cursor: string | null): number {
  if (cursor === null) return 0
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor)
  throw new InputError('after', 'must be a cursor that this very field returned')
}

function toStatus(status: SendResult['status'] | null): CountedStatus | 'cancelled' | undefined {
  if (status === null) return undefined
  return ({ SENT: 'sent', FAILED: 'failed', UNKNOWN: 'unknown', CANCELLED: 'cancelled' } as const)[status]
}

/** The job's own part of a global id. */
function readJobId(globalId: string): string {
  const [, id] = /^Job:([0-9a-f]{32})$/.exec(Buffer.from(globalId, 'base64').toString()) ?? []
  if (id === undefined) throw new InputError('id', 'must be the id of a job')
  return id
}

function toJob(record: JobRecord): Job {
  const { id, caller, total, sent, failed, unknown, cancelled } = record
  const { pausedAt, pausedCode } = record
  return {
    ...{ kind: 'Job', id, total, sent, failed, unknown, cancelled },
    owner: userOf(caller),
    state: stateOf(record),
    waiting: total - sent - failed - unknown - cancelled,
    createdAt: new Date(record.createdAt),
    startedAt: dateOf(record.startedAt),
    endedAt: dateOf(record.endedAt),
    pause: pausedAt === null || pausedCode === null ? null : { since: new Date(pausedAt), code: pausedCode },
    about: readAbout(record.about) ?? { kind: 'User', within: null },
  }
}

/** Whose the jobs of a caller are; null: the admins'. */
export function userOf(caller: string): string | null {
  return caller.startsWith(OF_USER) ? caller.slice(OF_USER.length) : null
}

function stateOf({ cancelledAt, endedAt, pausedAt, startedAt }: JobRecord): JobState {
  if (cancelledAt !== null) return 'CANCELLED'
  if (endedAt !== null) return 'DONE'
  if (pausedAt !== null) return 'PAUSED'
  return startedAt === null ? 'WAITING' : 'RUNNING'
}

function dateOf(time: number | null): Date | null {
  return time === null ? null : new Date(time)
}
