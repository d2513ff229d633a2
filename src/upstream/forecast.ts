import { type Claim, LANES, type Lane, type OperationWindow } from './claim.ts'
import type { Clock } from './clock.ts'
import { LARGE_SHARE } from './turns.ts'
import type { RateWindow } from './window.ts'

/** Calls that are thought of, not yet claimed. */
export interface PlannedCalls {
  readonly operation: string
  readonly calls: number
  /** Default 1. */
  readonly targetsPerCall?: number
}

/** How long things would take, as far as it can be told from what waits now. In ms. */
export interface Forecast {
  /** Until `calls` more than those that wait in `lane` and before it have started. */
  waitMs(lane: Lane, calls?: number): number
  /** Until the first call of a new request could start in `lane`, if `callsToCome` more came before it. */
  waitToBeginMs(lane: Lane, callsToCome: number): number
  /** Until the service lets calls of the operation in again, as it has said itself. */
  pauseMs(operation: string): number
  /** Until planned calls have started: if nothing else were waiting, and behind what does wait. */
  estimate(lane: Lane, planned: PlannedCalls): { readonly aloneMs: number; readonly inLineMs: number }
}

export interface ForecastParts {
  readonly clock: Clock
  readonly claims: ReadonlySet<Claim>
  /** The window of all calls. */
  readonly window: RateWindow
  readonly windowsOf: (operation: string) => readonly OperationWindow[]
  /** Time that one call takes of the budget at its present speed. */
  readonly perCallMs: () => number
  /** Of all calls; or of those of one operation. */
  readonly pausedUntil: (operation?: string) => number
}

export function createForecast({
  clock,
  claims,
  window,
  windowsOf,
  perCallMs,
  pausedUntil,
}: ForecastParts): Forecast {
  /** Who is patient holds nobody up. */
  function waiting(): Claim[] {
    return [...claims].filter(({ isPatient = false }) => !isPatient)
  }

  function waitingUpTo(lane: Lane): Claim[] {
    return waiting().filter((claim) => LANES.indexOf(claim.lane) <= LANES.indexOf(lane))
  }

  function waitingFor(own: RateWindow): Claim[] {
    return waiting().filter((claim) => windowsOf(claim.operation).some((each) => each.window === own))
  }

  function startMs(calls: number): number {
    const now = clock.now()
    return Math.max(0, pausedUntil() - now) + Math.max(0, calls - window.free(now)) * perCallMs()
  }

  function waitMs(lane: Lane, calls = 0): number {
    return startMs(waitingUpTo(lane).reduce((sum, claim) => sum + claim.permits(), calls))
  }

  /** By one of the operation's own rates. */
  function ownMs(
    { window: own, counts, limit, windowMs }: OperationWindow,
    { calls, targetsPerCall = 1 }: PlannedCalls,
  ) {
    const weigh = (permits: number, targets: number) => permits * (counts === 'targets' ? targets : 1)
    const startOwnMs = (weight: number, free: number) => (Math.max(0, weight - free) / limit) * windowMs
    const wanted = weigh(calls, targetsPerCall)
    const ahead = waitingFor(own).reduce(
      (sum, claim) => sum + weigh(claim.permits(), claim.targets()),
      wanted,
    )
    return { aloneMs: startOwnMs(wanted, limit), inLineMs: startOwnMs(ahead, own.free(clock.now())) }
  }

  const pauseMs = (operation: string) => Math.max(0, pausedUntil(operation) - clock.now())

  return {
    waitMs,
    pauseMs,
    waitToBeginMs(lane, callsToCome) {
      const waiting = waitingUpTo(lane)
      const small = waiting.reduce((sum, claim) => sum + claim.smallPermits(), callsToCome)
      const large = waiting.reduce((sum, claim) => sum + claim.permits() - claim.smallPermits(), 0)
      return startMs(small + Math.min(large, small / (LARGE_SHARE - 1)))
    },
    estimate(lane, planned) {
      const own = windowsOf(planned.operation).map((window) => ownMs(window, planned))
      return {
        aloneMs: Math.max(planned.calls * perCallMs(), ...own.map(({ aloneMs }) => aloneMs)),
        inLineMs: Math.max(
          waitMs(lane, planned.calls),
          pauseMs(planned.operation),
          ...own.map(({ inLineMs }) => inLineMs),
        ),
      }
    },
  }
}
