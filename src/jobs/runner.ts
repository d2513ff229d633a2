import { cutOffOutcome, failedOutcome, readAbout, takenOutcome } from '../sources/chunk-outcomes.ts'
import type { JobRunner } from '../sources/jobs.ts'
import type { Taken } from '../sources/outcomes.ts'
import { callOf, isTemplate, type Notes } from '../sources/sends.ts'
import type { ChunkOutcome, Jobs, NextChunk } from '../store/jobs.ts'
import type { Asker } from '../upstream/asker.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Upstream } from '../upstream/upstream.ts'
import { createLine } from './line.ts'
import { isOut, mayTryAgain, pauseMs } from './patience.ts'

export interface Runner extends JobRunner {
  /** Takes up what an earlier process has left, and then whatever comes. */
  start(): Promise<void>
  /** Begins nothing more; resolves when what is under way has ended and is noted. The rest is left for the next start. */
  drain(): Promise<void>
}

export interface RunnerOptions {
  readonly upstream: Pick<Upstream, 'open' | 'patientAsker' | 'probe' | 'after'>
  readonly store: { readonly jobs: Jobs; readonly notes: Notes }
  readonly onFault: (error: unknown) => void
}

/** Jobs with a chunk in memory. Their order is that of the line, so that all others come as soon. */
const AT_ONCE = 8
/** Between looks for what was kept for long enough, and between two bites of it. */
const SWEEP_MS = 60_000
const NEXT_BITE_MS = 50

interface Trouble {
  /** In a row. */
  readonly failures: number
  /** Nobody knows what became of its last chunk: before the next one it is found out whether the service is there. */
  readonly isUnclear: boolean
}

const NO_TROUBLE: Trouble = { failures: 0, isUnclear: false }

/** Sends the chunks of jobs, one of each job at a time, in what time and calls requests leave. */
export function createRunner({ upstream, store, onFault }: RunnerOptions): Runner {
  const { jobs, notes } = store
  const line = createLine()
  const troubles = new Map<string, Trouble>()
  const askers = new Map<string, Asker>()
  const underWay = new Set<Promise<void>>()
  const timers = new Set<() => void>()
  const sleeping = new Set<() => void>()
  let isRunning = false

  function after(ms: number, run: () => void) {
    const cancel = upstream.after(ms, () => {
      timers.delete(cancel)
      run()
    })
    timers.add(cancel)
  }

  /** Shorter when this server ends. */
  async function sleep(ms: number): Promise<void> {
    let wake = () => {}
    await new Promise<void>((resolve) => {
      wake = resolve
      sleeping.add(wake)
      after(ms, wake)
    })
    sleeping.delete(wake)
  }

  function fill() {
    while (isRunning && underWay.size < AT_ONCE) {
      const job = line.take()
      if (job === undefined) return
      const done = advance(job).finally(() => {
        underWay.delete(done)
        fill()
      })
      underWay.add(done)
    }
  }

  /** One chunk, and back into the line; after a pause where the service did not take it. */
  async function advance(job: { readonly id: string; readonly caller: string }): Promise<void> {
    const waitMs = await step(job.id).catch((error: unknown) => {
      // The store does not answer: nothing was begun, or what was is noted by whoever began it.
      onFault(error)
      return trouble(job.id, { error, isUnclear: false })
    })
    if (waitMs === null) troubles.delete(job.id)
    else if (waitMs === 0) line.add(job)
    else if (isRunning) {
      after(waitMs, () => {
        line.add(job)
        fill()
      })
    }
  }

  /** How long the job has to wait for its next chunk; null when there is none. */
  async function step(id: string): Promise<number | null> {
    const next = await jobs.next(id)
    if (next === null) return null
    const asker = upstream.patientAsker(`jobs of ${next.caller}`)
    askers.set(id, asker)
    try {
      return await sendNext(next, asker)
    } finally {
      askers.delete(id)
      asker.leave(new Error('the chunk has ended'))
    }
  }

  async function sendNext(next: NextChunk, asker: Asker): Promise<number> {
    const { id, chunk } = next
    const silence = troubles.get(id)?.isUnclear ? await silenceOf(asker) : undefined
    if (asker.left !== undefined) return 0
    if (silence !== undefined) return pause(id, silence, { isUnclear: true })
    const outcome = await send(next, asker)
    if (outcome instanceof UpstreamError) {
      await jobs.release(id, chunk)
      // Whoever leaves the line has been cancelled, or this server ends.
      return asker.left === undefined ? pause(id, outcome, { isUnclear: false }) : 0
    }
    await written(() => jobs.end(id, chunk, outcome))
    if (outcome.unknown === 0) troubles.delete(id)
    return outcome.unknown === 0 ? 0 : trouble(id, { error: undefined, isUnclear: true })
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
    return trouble(id, { error, ...how })
  }

  function trouble(
    id: string,
    { error, isUnclear }: { readonly error: unknown; readonly isUnclear: boolean },
  ): number {
    const failures = (troubles.get(id) ?? NO_TROUBLE).failures + 1
    troubles.set(id, { failures, isUnclear })
    return pauseMs(failures, error)
  }

  /** What became of the chunk; an error: it was certainly not sent, and is to be sent again. */
  async function send(next: NextChunk, asker: Asker): Promise<ChunkOutcome | UpstreamError> {
    const { id, chunk, targets: ids } = next
    const [template, about] = [JSON.parse(next.message), readAbout(next.about)]
    if (!isTemplate(template) || about === null) throw new Error(`Job ${id} cannot be read`)
    const targets = { ...about, ids }
    const client = upstream.open(asker)
    // On record before it leaves: whatever ends this process then, it is not sent again.
    const before = async () => {
      const mayBegin = await jobs.begin(id, chunk).catch((error: unknown) => {
        onFault(error)
        throw error
      })
      if (!mayBegin) throw new Error('it was cancelled')
    }
    try {
      // Waited for though this server ends: what it did must be known.
      const taken = await new Promise<Taken>((told, reject) => {
        client.write({ lane: 'background', ...callOf(template, targets, notes), before, told }).catch(reject)
      })
      return takenOutcome(taken, targets)
    } catch (error) {
      return mayTryAgain(error) ? error : failedOutcome(unclearUnlessTold(error), targets)
    }
  }

  /** Nothing that goes wrong here may look as if the chunk had not been sent. */
  function unclearUnlessTold(error: unknown): UpstreamError {
    if (error instanceof UpstreamError) return error
    onFault(error)
    return new UpstreamError('OUTCOME_UNKNOWN', 'sendMessage', { cause: error })
  }

  /** It is known now, and must not be forgotten: a full disk can be mended. At the end of this server, one try. */
  async function written(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write()
      } catch (error) {
        onFault(error)
        if (!isRunning) return
        await sleep(pauseMs(1, undefined))
      }
    }
  }

  function sweep() {
    if (!isRunning) return
    jobs.sweep().then(
      (isMore) => isRunning && after(isMore ? NEXT_BITE_MS : SWEEP_MS, sweep),
      (error: unknown) => {
        onFault(error)
        if (isRunning) after(SWEEP_MS, sweep)
      },
    )
  }

  return {
    async start() {
      await jobs.recover(cutOffOutcome())
      isRunning = true
      for (const job of await jobs.open()) line.add(job)
      sweep()
      fill()
    },
    added(job) {
      if (!isRunning) return
      line.add(job)
      fill()
    },
    cancelled: (id) => askers.get(id)?.leave(new Error('the job was cancelled')),
    async drain() {
      isRunning = false
      for (const cancel of timers) cancel()
      timers.clear()
      for (const wake of sleeping) wake()
      // What has left is waited for; what waits for its turn does not begin.
      for (const asker of askers.values()) asker.leave(new Error('the server ends'))
      await Promise.all(underWay)
    },
  }
}
