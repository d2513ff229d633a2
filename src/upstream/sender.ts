import type { Admission } from './admission.ts'
import type { Budget, Lane } from './budget.ts'
import type { Clock } from './clock.ts'
import { sleep } from './clock.ts'
import type { Contract, OperationId, ReplyOf } from './contract.ts'
import type { Call, Dispatch } from './dispatch.ts'
import { UpstreamError } from './errors.ts'
import { mayRetry, type RetryTiming } from './retry.ts'
import type { Token } from './token.ts'
import type { Claimant } from './turns.ts'

export interface Sending {
  readonly lane: Lane
  readonly claimant: () => Claimant
  /** Ends the wait and the call. */
  readonly signal: AbortSignal
  /** The first attempt's permit has been given already, this very moment. */
  readonly paid?: boolean
  /** A call starts now; once for each attempt. */
  readonly onStart?: () => void
  /** The attempt ended without an answer that counts; another one may follow. */
  readonly onRetry?: () => void
}

export type Send = <Id extends OperationId>(call: Call<Id>, sending: Sending) => Promise<ReplyOf<Id>>

/** What a batch or a write needs of the rest: permits, admission, and the way out. */
export interface Sender {
  readonly budget: Budget
  readonly admit: Admission['admit']
  readonly send: Send
}

/** Adds the bearer; a refused one is not used again. */
export function withToken(dispatch: Dispatch, token: Token): Dispatch {
  return async (call, options) => {
    const bearer = token.bearer()
    try {
      return await dispatch(call, { ...options, bearer })
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'TOKEN_REFUSED') token.refused(bearer)
      throw error
    }
  }
}

export interface RetryParts {
  readonly budget: Budget
  readonly contract: Contract
  readonly timing: RetryTiming
  readonly clock: Clock
}

/** Pays every attempt from the budget, and makes another one where that is safe (retry.ts). */
export function withBudgetAndRetry(
  dispatch: Dispatch,
  { budget, contract, timing, clock }: RetryParts,
): Send {
  return async (call, sending) => {
    for (let attempt = 1; ; attempt += 1) {
      if (attempt > 1 || !sending.paid) await permit(budget, call, sending)
      timing.counted()
      sending.onStart?.()
      try {
        return await dispatch(call, { signal: sending.signal })
      } catch (error) {
        if (error instanceof UpstreamError && error.code === 'RATE_LIMITED')
          budget.slowDown(error.retryAfterMs)
        const { reads } = contract.operation(call.operation)
        if (!mayRetry({ reads, attempt, error }) || !timing.takeRetry()) throw error
        sending.onRetry?.()
        await sleep(clock, timing.delayMs(attempt, error), sending.signal)
      }
    }
  }
}

/** Resolves when the call may start. Rejects with the signal's reason; a rejected wait spends nothing. */
function permit(budget: Budget, call: Call, { lane, claimant, signal }: Sending): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    let wanted = 1
    const stop = () => {
      wanted = 0
      budget.withdraw(claim)
      reject(signal.reason)
    }
    const claim = {
      lane,
      operation: call.operation,
      claimant,
      isRipe: () => true,
      permits: () => wanted,
      targets: () => call.targets ?? 1,
      grant() {
        wanted = 0
        signal.removeEventListener('abort', stop)
        resolve()
      },
      fail(error: unknown) {
        signal.removeEventListener('abort', stop)
        reject(error)
      },
    }
    signal.addEventListener('abort', stop, { once: true })
    budget.claim(claim)
  })
}
