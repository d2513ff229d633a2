import type { Clock } from './clock.ts'
import { type Claimant, createTurns } from './turns.ts'
import { pacedWindow, type RateWindow } from './window.ts'

/** In order of urgency. The token comes first: nothing else can start without one. */
export const LANES = ['token', 'send', 'membership', 'read', 'background'] as const
export type Lane = (typeof LANES)[number]

/** A waiting lane is passed over at most this often in a row: each gets one permit in ten. */
const PASSED_OVER_MAX = 9

/** Something that waits for permits: one call, or a batch operation whose keys go on gathering meanwhile. */
export interface Claim {
  readonly lane: Lane
  readonly operation: string
  /** In whose name the next permit would be used. */
  claimant(): Claimant
  /** False for a batch that would gain from waiting: it lets others pass, but never lets a permit go to waste. */
  isRipe(now: number): boolean
  /** Calls that it needs; 0 ends the claim. */
  permits(): number
  /** Messages the next call would send (see the rates that count targets). */
  targets(): number
  /** A permit is there: start the call now. Runs synchronously, so that a start is counted when it happens. */
  grant(): void
  /** No permit can come. */
  fail(error: unknown): void
}

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

export interface OperationWindow {
  readonly window: RateWindow
  readonly counts: 'calls' | 'targets'
}

export interface Budget {
  claim(claim: Claim): void
  /** Takes a claim back; a permit that it did not use is nobody's loss. */
  withdraw(claim: Claim): void
  /** Something about a claim changed: it ripened, or its gate opened. */
  wake(): void
  useGate(gate: Gate): void
  /** The service refused a call because of its rate: go slower, and recover within 30 s. */
  slowDown(pauseMs?: number): void
  /** Calls that could start now. */
  left(): number
  /** How long `calls` more than those that wait in `lane` and before it would take to start, in ms. */
  waitMs(lane: Lane, calls?: number): number
}

const RECOVERY_MS = 30_000
/** Even a service that refuses everything is asked a little, or nobody would notice that it recovered. */
const LOWEST_SHARE = 1 / 10

/**
 * Lets at most `limit` calls start in any window, decides who is next, and wastes nothing.
 *
 * Order: the lane (urgent first, none starves); within it ripe before unripe, requests already begun before new
 * ones, then by turn; and nobody twice in a row while another waits.
 */
export function createBudget({ clock, limit, windowMs, windowsOf }: BudgetOptions): Budget {
  const claims = new Set<Claim>()
  const turns = createTurns()
  const passedOver = new Map<Lane, number>()
  const window = pacedWindow(() => Math.max(1, Math.floor(limit * share(clock.now()))), windowMs)
  let gate: Gate | undefined
  let slowed = { at: Number.NEGATIVE_INFINITY, share: 1 }
  let pausedUntil = Number.NEGATIVE_INFINITY
  let cancelTimer: (() => void) | undefined
  let pumping = false

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
    if (gate === undefined || gate.isOpen()) return
    if (![...claims].some((claim) => claim.lane !== 'token')) return
    gate.open().then(wake, (error: unknown) => {
      for (const claim of [...claims]) {
        if (claim.lane === 'token') continue
        claims.delete(claim)
        claim.fail(error)
      }
    })
  }

  function mayStart(claim: Claim, now: number): boolean {
    if (claim.lane !== 'token' && gate?.isOpen() === false) return false
    return ownOpensAt(claim, now) <= now
  }

  function ownOpensAt(claim: Claim, now: number): number {
    const opens = windowsOf(claim.operation).map(({ window: own, counts }) =>
      own.opensAt(now, counts === 'targets' ? claim.targets() : 1),
    )
    return Math.max(now, ...opens)
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
    for (const other of lanes) passedOver.set(other, other === lane ? 0 : (passedOver.get(other) ?? 0) + 1)
    return turns.first(
      ready.filter((claim) => claim.lane === lane),
      (claim) => claim.claimant(),
      (claim) => claim.isRipe(now),
    )
  }

  function serve(claim: Claim, now: number) {
    window.take(now)
    for (const { window: own, counts } of windowsOf(claim.operation)) {
      own.take(now, counts === 'targets' ? claim.targets() : 1)
    }
    turns.served(claim.claimant())
    claim.grant()
    if (claim.permits() === 0) claims.delete(claim)
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
    slowDown(pauseMs = 0) {
      const now = clock.now()
      pausedUntil = Math.max(pausedUntil, now + pauseMs)
      // Refusals of one window are one message: they belong to calls that had started before the first came back.
      if (now - slowed.at < windowMs) return
      slowed = { at: now, share: Math.max(LOWEST_SHARE, share(now) / 2) }
    },
    left: () => window.free(clock.now()),
    waitMs(lane, calls = 0) {
      const now = clock.now()
      const before = [...claims].filter((claim) => LANES.indexOf(claim.lane) <= LANES.indexOf(lane))
      const ahead = before.reduce((sum, claim) => sum + claim.permits(), calls) - window.free(now)
      const perCallMs = windowMs / (limit * share(now))
      return Math.max(0, pausedUntil - now) + Math.max(0, ahead) * perCallMs
    },
  }
}
