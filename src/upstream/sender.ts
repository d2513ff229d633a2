import type { Admission } from './admission.ts'
import type { Budget } from './budget.ts'
import type { Claim, HasLeft, Lane } from './claim.ts'
import type { Clock } from './clock.ts'
import { sleep } from './clock.ts'
import type { Contract, OperationId, ReplyOf } from './contract.ts'
import type { Call, Dispatch } from './dispatch.ts'
import { UpstreamError } from './errors.ts'
import type { Latency } from './latency.ts'
import { mayRetry, type RetryTiming } from './retry.ts'
import { canSend } from './streams.ts'
import type { Token } from './token.ts'
import type { Claimant } from './turns.ts'

export interface Sending {
  readonly lane: Lane
  readonly claimant: () => Claimant
  /** Ends the wait and the call. */
  readonly signal: AbortSignal
  /** The first attempt's permit has been given already, this very moment. */
  readonly permit?: HasLeft
  /** Done before each attempt leaves, when its turn has come. Should it fail, nothing leaves. */
  readonly before?: (() => Promise<void>) | undefined
  /** A call starts now; once for each attempt. `since` is when it asked for the permit, unless that was paid before. */
  readonly onStart?: (since: number | undefined) => void
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

/** Adds the bearer; a refused one is not used again. A call that goes without is for what an app opens to everybody. */
export function withToken(dispatch: Dispatch, token: Token): Dispatch {
  return async (call, options) => {
    if (call.withoutToken) {
      return dispatch(call, options).catch((error: unknown) => throwNotAuthorized(error, call))
    }
    const bearer = token.bearer()
    try {
      return await dispatch(call, { ...options, bearer })
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'TOKEN_REFUSED') token.refused(bearer)
      throw error
    }
  }
}

/**
 * Without a token, "not authorized" means that the app has not opened it, or that the user has no right to it:
 * another token would not help.
 */
function throwNotAuthorized(error: unknown, { credentialsOf }: Call): never {
  if (!(error instanceof UpstreamError) || error.code !== 'TOKEN_REFUSED') throw error
  const code = credentialsOf === 'user' ? 'NOT_ALLOWED' : 'FEATURE_OFF'
  throw new UpstreamError(code, error.operation, { cause: error, notExecuted: true })
}

export interface RetryParts {
  readonly budget: Budget
  readonly contract: Contract
  readonly timing: RetryTiming
  readonly clock: Clock
  readonly latency: Latency
  /** The service has one rate for all calls: a refusal is about all of them. */
  readonly hasOneRate: boolean
}

/** Pays every attempt from the budget, and makes another one where that is safe (retry.ts). */
export function withBudgetAndRetry(
  dispatch: Dispatch,
  { budget, contract, timing, clock, latency, hasOneRate }: RetryParts,
): Send {
  return async (call, sending) => {
    let tokensRefused = 0
    for (let attempt = 1; ; attempt += 1) {
      const given = attempt === 1 ? sending.permit : undefined
      const since = given === undefined ? clock.now() : undefined
      const hasLeft = given ?? (await takePermit({ budget }, call, sending))
      if (sending.before !== undefined) {
        await prepare(sending).catch((error: unknown) => {
          hasLeft()
          throw error
        })
      }
      timing.counted()
      sending.onStart?.(since)
      const answered = latency.started()
      try {
        // What kept a call from leaving ends with it: it must not keep its place while the next attempt waits.
        const reply = await dispatch(call, { signal: sending.signal, onLeave: hasLeft }).finally(hasLeft)
        answered()
        budget.accepted(call.operation)
        return reply
      } catch (error) {
        const isPatient = sending.claimant().isPatient ?? false
        if (error instanceof UpstreamError && error.code === 'RATE_LIMITED') {
          const { status, retryAfterMs: pauseMs } = error
          const isOfAll = hasOneRate || status !== 429
          budget.slowDown({ operation: call.operation, pauseMs, isOfAll, isPatient })
        }
        if (error instanceof UpstreamError && error.code === 'TOKEN_REFUSED') tokensRefused += 1
        const { reads } = contract.operation(call.operation)
        const isGone = call.upload !== undefined && !canSend(call.upload)
        if (
          isPatient ||
          isGone ||
          !mayRetry({ reads, attempt, tokensRefused, error }) ||
          !timing.takeRetry(error)
        )
          throw error
        sending.onRetry?.()
        await sleep(clock, timing.delayMs(attempt, error), sending.signal)
      }
    }
  }
}

async function prepare({ before, signal }: Sending): Promise<void> {
  await before?.()
  signal.throwIfAborted()
}

export interface PermitParts {
  readonly budget: Budget
}

/** Resolves when the call may start. Rejects with the signal's reason; a rejected wait spends nothing. */
export function takePermit(
  { budget }: PermitParts,
  call: Call,
  { lane, claimant, signal }: Pick<Sending, 'lane' | 'claimant' | 'signal'>,
): Promise<HasLeft> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    let wanted = 1
    const stop = () => {
      wanted = 0
      budget.withdraw(claim)
      reject(signal.reason)
    }
    const claim: Claim = {
      lane,
      operation: call.operation,
      isPatient: claimant().isPatient ?? false,
      claimant,
      isRipe: () => true,
      permits: () => wanted,
      smallPermits: () => (claimant().standing === 'large' ? 0 : wanted),
      targets: () => call.targets ?? 1,
      grant(_claimant, hasLeft) {
        wanted = 0
        signal.removeEventListener('abort', stop)
        resolve(hasLeft)
      },
      fail(error) {
        signal.removeEventListener('abort', stop)
        reject(error)
      },
    }
    signal.addEventListener('abort', stop, { once: true })
    budget.claim(claim)
  })
}
