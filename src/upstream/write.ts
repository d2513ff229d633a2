import { firstWrite } from './admission.ts'
import type { Asker } from './asker.ts'
import type { OperationId } from './contract.ts'
import { UpstreamError } from './errors.ts'
import type { Freshness } from './freshness.ts'
import type { AppSettings, Write } from './reads.ts'
import type { Sender } from './sender.ts'
import { isPartial } from './streams.ts'

export interface WriteParts {
  readonly sender: Sender
  readonly freshness: Freshness
  readonly settings: AppSettings
}

/**
 * Makes one write for a request. Rejects with an `UpstreamError` that tells what became of it: `NOT_SENT` when time
 * ran out before it started, `OUTCOME_UNKNOWN` when it may have been done, any other code when it certainly was not.
 *
 * A write under way is never broken off because its request leaves: that would only hide what it did. But for a file
 * that is not whole yet: the service keeps nothing of it.
 */
export async function makeWrite<Outcome, Id extends OperationId>(
  write: Write<Outcome, Id>,
  asker: Asker,
  { sender, freshness, settings }: WriteParts,
): Promise<Outcome> {
  const { operation, upload } = write.call
  if (asker.left !== undefined) throw notSent(operation, asker.left)
  sender.admit(asker, firstWrite(write.lane, operation))

  const waiting = new AbortController()
  let underWay = false
  let stopListening = () => {}
  const leaves = new Promise<never>((_resolve, reject) => {
    stopListening = asker.onLeave((reason) => {
      if (underWay && !isPartial(upload))
        reject(new UpstreamError('OUTCOME_UNKNOWN', operation, { cause: reason }))
      else waiting.abort(notSent(operation, reason))
    })
  })
  const sent = sender.send(write.call, {
    lane: write.lane,
    claimant: () => asker,
    signal: waiting.signal,
    before: write.before,
    onStart(since = asker.now()) {
      underWay = true
      freshness.touch(write.tags)
      asker.waited(since)
      asker.tookPermit({ forBatch: false })
      const targets = write.call.targets ?? 1
      asker.paid({ operation, keys: targets, filled: targets, capacity: targets, shared: false })
    },
    onRetry() {
      underWay = false
    },
  })
  // Whoever reads after this moment must not meet what was known before the write, whatever became of it.
  const settled = sent
    .finally(() => freshness.touch(write.tags))
    .then((reply) => {
      const outcome = write.outcome(reply, settings)
      freshness.touch(write.alsoTouches?.(outcome) ?? [])
      return outcome
    })
    .catch((error: unknown) => {
      throw outcomeOf(operation, error, underWay)
    })
  write.told?.(settled)
  try {
    return await Promise.race([settled, leaves])
  } finally {
    settled.catch(() => {})
    stopListening()
  }
}

function notSent(operation: string, cause: unknown): UpstreamError {
  return new UpstreamError('NOT_SENT', operation, { cause, notExecuted: true })
}

/** What never started, or was refused before it was tried again, was certainly not done: whatever kept it from it. */
function outcomeOf(operation: string, error: unknown, wasUnderWay: boolean): UpstreamError {
  const isTold = error instanceof UpstreamError && (error.notExecuted || error.code === 'OUTCOME_UNKNOWN')
  if (isTold) return error
  if (wasUnderWay) return new UpstreamError('OUTCOME_UNKNOWN', operation, { cause: error })
  const code = error instanceof UpstreamError ? error.code : 'NOT_SENT'
  return new UpstreamError(code, operation, { cause: error, notExecuted: true })
}
