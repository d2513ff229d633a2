import type { Jobs } from '../store/jobs.ts'
import type { Timers } from './timers.ts'

/** Between looks for what was kept for long enough, and between two bites of it. */
const SWEEP_MS = 60_000
const NEXT_BITE_MS = 50

export interface SweepingOptions {
  readonly jobs: Pick<Jobs, 'sweep'>
  readonly timers: Pick<Timers, 'after'>
  readonly isRunning: () => boolean
  readonly onFault: (error: unknown) => void
}

/** Deletes what was kept for long enough, a little at a time, for as long as this server goes on. */
export function sweepOnAndOn(options: SweepingOptions): void {
  const { jobs, timers, isRunning, onFault } = options
  const again = (ms: number) => {
    if (isRunning()) timers.after(ms, () => sweepOnAndOn(options))
  }
  jobs.sweep().then(
    (isMore) => again(isMore ? NEXT_BITE_MS : SWEEP_MS),
    (error: unknown) => {
      onFault(error)
      again(SWEEP_MS)
    },
  )
}
