import type { Claimant } from './turns.ts'
import type { RateWindow } from './window.ts'

/** In order of urgency. The token comes first: nothing else can start without one. */
export const LANES = ['token', 'send', 'membership', 'read', 'background'] as const
export type Lane = (typeof LANES)[number]

/**
 * Tells the budget that a call has left this machine, or ended without. Until then its place in the window is kept:
 * the service counts a call when it comes, and a new connection or a busy event loop can hold it back for long.
 */
export type HasLeft = () => void

/** Something that waits for permits: one call, or a batch operation whose keys go on gathering meanwhile. */
export interface Claim {
  readonly lane: Lane
  readonly operation: string
  /** Nobody waits for it: it takes only what it need not keep from anybody who may come. Default: false. */
  readonly isPatient?: boolean
  /** In whose name the next permit would be used. */
  claimant(): Claimant
  /** False for a batch that would gain from waiting: it lets others pass, but never lets a permit go to waste. */
  isRipe(now: number): boolean
  /** Calls that it needs; 0 ends the claim. */
  permits(): number
  /** Those of them that are not for large requests, which hold nobody up. */
  smallPermits(): number
  /** Messages the next call would send (see the rates that count targets). */
  targets(): number
  /** A permit is there, in the name of `claimant`: start the call now, and say when it has left. */
  grant(claimant: Claimant, hasLeft: HasLeft): void
  /** No permit can come. */
  fail(error: unknown): void
}

/** One of an operation's own rates. */
export interface OperationWindow {
  readonly window: RateWindow
  readonly counts: 'calls' | 'targets'
  readonly limit: number
  readonly windowMs: number
}
