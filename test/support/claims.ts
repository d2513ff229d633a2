import { type Budget, createBudget } from '../../src/upstream/budget.ts'
import type { Claim, Lane, OperationWindow } from '../../src/upstream/claim.ts'
import type { Standing } from '../../src/upstream/turns.ts'
import { createFalseClock } from './clock.ts'

export interface ClaimOptions {
  readonly lane?: Lane
  readonly operation?: string
  readonly caller?: string
  readonly standing?: Standing
  readonly isPatient?: boolean
  /** When its request arrived, in ms. */
  readonly since?: number
  /** Permits it needs. */
  readonly calls?: number
  readonly targets?: number
  readonly isRipe?: (now: number) => boolean
  readonly onGrant?: (caller: string) => void
  /** When the call leaves: at once, unless the test says otherwise. */
  readonly leave?: (hasLeft: () => void) => void
}

export interface WaitingClaim extends Claim {
  /** Permits it still needs. */
  readonly left: number
  readonly failure: unknown
}

/** Puts a claim before the budget, as a call or a batch does, and answers it. */
export function claim(budget: Budget, options: ClaimOptions = {}): WaitingClaim {
  const { lane = 'read', operation = 'user-get', caller = 'somebody', standing = 'new', since = 0 } = options
  const { targets = 1, isRipe = () => true, onGrant = () => {}, leave = (hasLeft) => hasLeft() } = options
  let left = options.calls ?? 1
  let failure: unknown
  const made: WaitingClaim = {
    lane,
    operation,
    isPatient: options.isPatient ?? false,
    claimant: () => ({ caller, standing, since }),
    isRipe,
    permits: () => left,
    smallPermits: () => (standing === 'large' ? 0 : left),
    targets: () => targets,
    grant(_claimant, hasLeft) {
      left -= 1
      onGrant(caller)
      leave(hasLeft)
    },
    fail(error) {
      failure = error
    },
    get left() {
      return left
    },
    get failure() {
      return failure
    },
  }
  budget.claim(made)
  return made
}

export const WINDOW_MS = 1030

/** A budget on a false clock, and what it let start: when, and in whose name. */
export function budgetOf(
  limit = 30,
  windowsOf: (operation: string) => readonly OperationWindow[] = () => [],
) {
  const clock = createFalseClock()
  const budget = createBudget({ clock, limit, windowMs: WINDOW_MS, windowsOf })
  const startedAt = clock.now()
  const starts: number[] = []
  const order: string[] = []
  const onGrant = (caller: string) => {
    starts.push(clock.now() - startedAt)
    order.push(caller)
  }
  return {
    clock,
    budget,
    starts,
    order,
    onGrant,
    /** Spends all that could start now, so that whatever comes next has to wait. */
    async exhaust() {
      claim(budget, { calls: budget.left() })
      await clock.run(0)
    },
  }
}
