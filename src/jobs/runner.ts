import { cutOffOutcome } from '../sources/chunk-outcomes.ts'
import { type JobRunner, userOf } from '../sources/jobs.ts'
import { createLine, type QueuedJob } from './line.ts'
import { createSteps, type StepsOptions } from './steps.ts'
import { sweepOnAndOn } from './sweeping.ts'
import { createTimers } from './timers.ts'
import { createTroubles } from './troubles.ts'

export interface Runner extends JobRunner {
  /** Takes up what an earlier process has left, and then whatever comes. */
  start(): Promise<void>
  /** Begins nothing more; resolves when what is under way has ended and is noted. The rest is left for the next start. */
  drain(): Promise<void>
}

export interface RunnerOptions extends Pick<StepsOptions, 'store' | 'onFault'> {
  readonly upstream: StepsOptions['upstream'] & Parameters<typeof createTimers>[0]
  readonly allowances: JobAllowances
}

/** What jobs of a user may cost. Those of admins are not asked about. */
export interface JobAllowances {
  /** Takes one call, and answers 0; or none, and how many ms later there may be one. */
  takeForJob(user: string): number
  /** So many were made in place of the one that was taken. */
  settle(user: string, calls: number): void
}

/** Jobs with a chunk in memory. Their order is that of the line, so that all others come as soon. */
const AT_ONCE = 8

/** Sends the chunks of jobs, one of each job at a time, in what time and calls requests leave. */
export function createRunner({ upstream, store, allowances, onFault }: RunnerOptions): Runner {
  const { jobs } = store
  const line = createLine()
  const timers = createTimers(upstream)
  const troubles = createTroubles()
  const isRunning = () => state.isRunning
  const steps = createSteps({ upstream, store, timers, troubles, onFault, isRunning })
  const underWay = new Set<Promise<void>>()
  const state = { isRunning: false }

  function fill() {
    while (isRunning() && underWay.size < AT_ONCE) {
      const job = line.take()
      if (job === undefined) return
      if (!isPaid(job)) continue
      const done = advance(job).finally(() => {
        underWay.delete(done)
        fill()
      })
      underWay.add(done)
    }
  }

  /** Whether its user may cause one call more; if not, all jobs of that user wait, and nobody else's. */
  function isPaid(job: QueuedJob): boolean {
    const user = userOf(job.caller)
    const waitMs = user === null ? 0 : allowances.takeForJob(user)
    if (waitMs === 0) return true
    line.hold(job)
    timers.after(waitMs, () => {
      line.resume(job.caller)
      fill()
    })
    return false
  }

  /** One chunk, and back into the line; after a pause where the service did not take it. */
  async function advance(job: QueuedJob): Promise<void> {
    const { waitMs, calls } = await steps.take(job.id)
    const user = userOf(job.caller)
    if (user !== null) allowances.settle(user, calls)
    if (waitMs === null) troubles.forget(job.id)
    else if (waitMs === 0) line.add(job)
    else if (isRunning()) timers.after(waitMs, () => added(job))
  }

  function added(job: QueuedJob) {
    if (!isRunning()) return
    line.add(job)
    fill()
  }

  return {
    async start() {
      await jobs.recover(cutOffOutcome())
      state.isRunning = true
      for (const job of await jobs.open()) line.add(job)
      sweepOnAndOn({ jobs, timers, isRunning, onFault })
      fill()
    },
    added,
    cancelled: steps.leave,
    async drain() {
      state.isRunning = false
      timers.stop()
      // What has left is waited for; what waits for its turn does not begin.
      steps.leaveAll()
      await Promise.all(underWay)
    },
  }
}
