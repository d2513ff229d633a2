import type { Notes } from '../sources/sends.ts'
import type { Jobs, NextChunk } from '../store/jobs.ts'
import type { Asker } from '../upstream/asker.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Upstream } from '../upstream/upstream.ts'
import { sendChunk } from './chunk.ts'
import { isOut, pauseMs } from './patience.ts'
import type { Timers } from './timers.ts'
import type { Troubles } from './troubles.ts'

/** What jobs do, a chunk at a time. */
export interface Steps {
  take(id: string): Promise<Step>
  /** Whatever of this job waits for its turn does not begin; what has left is waited for. */
  leave(id: string): void
  /** The same of all jobs: this server ends. */
  leaveAll(): void
}

export interface Step {
  /** How long the job has to wait for its next chunk; null when there is none. */
  readonly waitMs: number | null
  /** How many were made for it: attempts, and questions whether the service is there. */
  readonly calls: number
}

export interface StepsOptions {
  readonly upstream: Pick<Upstream, 'open' | 'patientAsker' | 'probe'>
  readonly store: { readonly jobs: Jobs; readonly notes: Notes }
  readonly timers: Timers
  readonly troubles: Troubles
  readonly onFault: (error: unknown) => void
  /** Whether this server goes on. */
  readonly isRunning: () => boolean
}

export function createSteps({ upstream, store, timers, troubles, onFault, isRunning }: StepsOptions): Steps {
  const { jobs, notes } = store
  const askers = new Map<string, Asker>()

  async function take(id: string): Promise<Step> {
    const next = await jobs.next(id)
    if (next === null) return { waitMs: null, calls: 0 }
    const asker = upstream.patientAsker(`jobs of ${next.caller}`)
    askers.set(id, asker)
    try {
      return { waitMs: await sendNext(next, asker), calls: callsOf(asker) }
    } catch (error) {
      // The store does not answer: what was begun is noted by whoever began it.
      return { waitMs: failed(id, error), calls: callsOf(asker) }
    } finally {
      askers.delete(id)
      asker.leave(new Error('the chunk has ended'))
    }
  }

  async function sendNext(next: NextChunk, asker: Asker): Promise<number> {
    const { id, chunk } = next
    const silence = troubles.isUnclear(id) ? await silenceOf(asker) : undefined
    if (asker.left !== undefined) return 0
    if (silence !== undefined) return pause(id, silence, { isUnclear: true })
    const outcome = await sendChunk(next, { client: upstream.open(asker), jobs, notes, onFault })
    if (outcome instanceof UpstreamError) {
      await written(() => jobs.release(id, chunk))
      // Whoever leaves the line has been cancelled, or this server ends.
      return asker.left === undefined ? pause(id, outcome, { isUnclear: false }) : 0
    }
    await written(() => jobs.end(id, chunk, outcome))
    if (outcome.unknown > 0) return troubles.add(id, { error: undefined, isUnclear: true })
    troubles.forget(id)
    return 0
  }

  /** Why the service does not do what it is asked. */
  async function silenceOf(asker: Asker): Promise<unknown> {
    return upstream.probe(asker).then(
      () => undefined,
      (error: unknown) => (isOut(error) ? error : undefined),
    )
  }

  async function pause(id: string, error: unknown, how: { readonly isUnclear: boolean }): Promise<number> {
    await jobs.pause(id, error instanceof UpstreamError ? error.code : 'UPSTREAM_UNAVAILABLE')
    return troubles.add(id, { error, ...how })
  }

  function failed(id: string, error: unknown): number {
    onFault(error)
    return troubles.add(id, { error, isUnclear: false })
  }

  /** It is known now, and must not be forgotten: a full disk can be mended. At the end of this server, one try. */
  async function written(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write()
      } catch (error) {
        onFault(error)
        if (!isRunning()) return
        await timers.sleep(pauseMs(1, undefined))
      }
    }
  }

  return {
    take: (id) => take(id).catch((error: unknown) => ({ waitMs: failed(id, error), calls: 0 })),
    leave: (id) => askers.get(id)?.leave(new Error('the job was cancelled')),
    leaveAll() {
      for (const asker of askers.values()) asker.leave(new Error('the server ends'))
    },
  }
}

function callsOf({ costs }: Asker): number {
  return [...costs.values()].reduce((sum, { calls }) => sum + calls, 0)
}
