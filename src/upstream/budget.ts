import { type Claim, LANES, type Lane, type OperationWindow } from './claim.ts'
import type { Clock } from './clock.ts'
import { createForecast, type Forecast } from './forecast.ts'
import { createPauses, type Refusal } from './pauses.ts'
import { createTurns, type Turns } from './turns.ts'
import { pacedWindow, type Start } from './window.ts'

/** A waiting lane is passed over at most this often in a row: each gets one permit in ten. */
const PASSED_OVER_MAX = 9

/** What must hold before any call may start, except those that make it hold: a token is there. */
export interface Gate {
  isOpen(): boolean
  open(): Promise<void>
}

export interface BudgetOptions {
  readonly clock: Clock
  /** Calls that may start in any window. */
  readonly limit: number
  /** The window in ms, its guard against the network's jitter included. */
  readonly windowMs: number
  /** The operation's own rates on top, one window each. */
  readonly windowsOf: (operation: string) => readonly OperationWindow[]
}

export interface Budget extends Forecast {
  claim(claim: Claim): void
  /** Takes a claim back; a permit that it did not use is nobody's loss. */
  withdraw(claim: Claim): void
  /** Something about a claim changed: it ripened, or its gate opened. */
  wake(): void
  useGate(gate: Gate): void
  /**
   * The service refused a call because of a rate. Of the operation: its calls wait. Of all calls, or where somebody
   * waits for the call: all go slower, and recover within 30 s.
   */
  slowDown(refusal: Refusal): void
  /** The service took a call. */
  accepted(operation: string): void
  /** Calls that could start now. */
  left(): number
  /** Whose turn it is in a lane. */
  turnsOf(lane: Lane): Turns
}

/** Of an operation's own rate this much is never used up by those who are patient: it is for who comes next. */
const KEPT_FREE = 1 / 5

const RECOVERY_MS = 30_000
/** Even a service that refuses everything is asked a little, or nobody would notice that it recovered. */
const LOWEST_SHARE = 1 / 10

/** They take no time worth mentioning unless the loop is busy; then a crowd of calls is read at few a turn. */
const TURNS_TO_COME = 30

/**
 * Lets at most `limit` calls start in any window, decides who is next, and wastes nothing.
 *
 * Order: the lane (urgent first, none starves); within it by turns.ts.
 */
export function createBudget({ clock, limit, windowMs, windowsOf }: BudgetOptions): Budget {
  const claims = new Set<Claim>()
  const turns: Readonly<Record<Lane, Turns>> = {
    token: createTurns(),
    send: createTurns(),
    membership: createTurns(),
    read: createTurns(),
    background: createTurns(),
  }
  const passedOver = new Map<Lane, number>()
  const window = pacedWindow(() => Math.max(1, Math.floor(limit * share(clock.now()))), windowMs)
  let gate: Gate | undefined
  /** `from` is the share at the first refusal of the window that began at `since`. */
  let slowed = { at: Number.NEGATIVE_INFINITY, share: 1, since: Number.NEGATIVE_INFINITY, from: 1 }
  let pausedUntil = Number.NEGATIVE_INFINITY
  const pauses = createPauses(clock)
  let cancelTimer: (() => void) | undefined
  let pumping = false
  let isOpening = false

  function share(now: number): number {
    const recovered = Math.min(1, (now - slowed.at) / RECOVERY_MS)
    return slowed.share + (1 - slowed.share) * recovered
  }

  /** Deferred, so that all claims of one tick are there before the first permit is given. */
  function wake() {
    if (pumping) return
    pumping = true
    queueMicrotask(() => {
      pumping = false
      pump()
    })
  }

  function pump() {
    cancelTimer?.()
    cancelTimer = undefined
    if (claims.size === 0) return
    openGate()
    for (;;) {
      const now = clock.now()
      const opensAt = Math.max(window.opensAt(now), pausedUntil)
      if (opensAt > now) return wakeAt(opensAt)
      const claim = next(now)
      if (claim === undefined) return wakeAt(nextOwnWindow(now))
      serve(claim, now)
    }
  }

  function wakeAt(time: number) {
    if (Number.isFinite(time)) cancelTimer = clock.after(time - clock.now(), pump)
  }

  function openGate() {
    if (gate === undefined || isOpening || gate.isOpen()) return
    if (![...claims].some((claim) => claim.lane !== 'token')) return
    isOpening = true
    gate
      .open()
      .finally(() => {
        isOpening = false
      })
      .then(wake, failAll)
  }

  function failAll(error: unknown) {
    for (const claim of [...claims]) {
      if (claim.lane === 'token') continue
      claims.delete(claim)
      claim.fail(error)
    }
  }

  function mayStart(claim: Claim, now: number): boolean {
    if (claim.lane !== 'token' && gate?.isOpen() === false) return false
    return ownOpensAt(claim, now) <= now
  }

  function ownOpensAt(claim: Claim, now: number): number {
    const opens = windowsOf(claim.operation).map(({ window: own, counts, limit: most }) => {
      const keptFree = claim.isPatient ? Math.ceil(most * KEPT_FREE) : 0
      return own.opensAt(now, keptFree + (counts === 'targets' ? claim.targets() : 1))
    })
    const isPatient = claim.isPatient ?? false
    const ownPause = pauses.endsAt(claim.operation, isPatient)
    return Math.max(now, ownPause, ...opens, isPatient ? window.evenly.opensAt(now) : now)
  }

  function nextOwnWindow(now: number): number {
    const times = [...claims].map((claim) => ownOpensAt(claim, now)).filter((time) => time > now)
    return Math.min(Number.POSITIVE_INFINITY, ...times)
  }

  function next(now: number): Claim | undefined {
    const ready = [...claims].filter((claim) => mayStart(claim, now))
    const lanes = LANES.filter((lane) => ready.some((claim) => claim.lane === lane))
    const starving = lanes.find((lane) => (passedOver.get(lane) ?? 0) >= PASSED_OVER_MAX)
    const lane = starving ?? lanes[0]
    if (lane === undefined) return undefined
    for (const other of LANES) {
      // A lane in which nobody waits has nothing to complain about later.
      if (other === lane || !lanes.includes(other)) passedOver.delete(other)
      else passedOver.set(other, (passedOver.get(other) ?? 0) + 1)
    }
    return turns[lane].first(
      ready.filter((claim) => claim.lane === lane),
      (claim) => claim.claimant(),
      (claim) => claim.isRipe(now),
    )
  }

  function serve(claim: Claim, now: number) {
    const own = windowsOf(claim.operation).map(({ window: own, counts }) =>
      own.take(now, counts === 'targets' ? claim.targets() : 1),
    )
    const starts = [claim.isPatient ? window.evenly.take(now) : window.take(now), ...own]
    for (const start of starts) start.at = Number.POSITIVE_INFINITY
    const claimant = claim.claimant()
    claim.grant(
      claimant,
      once(() => countUntilItCame(starts)),
    )
    turns[claim.lane].served(claimant, now)
    if (claim.permits() === 0) claims.delete(claim)
  }

  /** A service on a busy machine, or in this very process, reads a call some turns of the event loop after it left. */
  function countUntilItCame(starts: readonly Start[], turns = TURNS_TO_COME) {
    for (const start of starts) start.at = clock.now()
    if (turns > 0) setImmediate(() => countUntilItCame(starts, turns - 1))
    else wake()
  }

  return {
    claim(claim) {
      claims.add(claim)
      wake()
    },
    withdraw: (claim) => claims.delete(claim),
    wake,
    useGate(given) {
      gate = given
    },
    slowDown(refusal) {
      const now = clock.now()
      const { isOfAll, isPatient, pauseMs = 0 } = refusal
      if (isOfAll) pausedUntil = Math.max(pausedUntil, now + pauseMs)
      else pauses.refused(refusal)
      // Whoever has time to wait slows nobody else down.
      if (isPatient && !isOfAll) return
      const isFirst = now - slowed.since >= windowMs
      const { since, from } = isFirst ? { since: now, from: share(now) } : slowed
      // As many as were refused were too many. Half is enough for one window: its other calls had started already.
      const lowest = Math.max(LOWEST_SHARE, from / 2)
      slowed = { at: now, share: Math.max(lowest, share(now) - 1 / limit), since, from }
    },
    accepted: pauses.accepted,
    left: () => window.free(clock.now()),
    ...createForecast({
      clock,
      claims,
      window,
      windowsOf,
      perCallMs: () => windowMs / (limit * share(clock.now())),
      pausedUntil: (operation) =>
        operation === undefined ? pausedUntil : Math.max(pausedUntil, pauses.endsAt(operation, false)),
    }),
    turnsOf: (lane) => turns[lane],
  }
}

function once(run: () => void): () => void {
  let hasRun = false
  return () => {
    if (hasRun) return
    hasRun = true
    run()
  }
}
