import type { Clock } from './clock.ts'
import type { OperationId, ReplyOf } from './contract.ts'
import type { Call, Dispatch } from './dispatch.ts'
import type { AppSettings } from './reads.ts'
import { type PermitParts, takePermit } from './sender.ts'

/**
 * One call for nobody's request: in the last lane, behind all others, and after however long a wait its rate wants. Made
 * once; who asks tries again in their own time. So a refusal slows nobody else down. Rejects with an `UpstreamError`,
 * or with the signal's reason.
 */
export type BackgroundCall = <Id extends OperationId>(
  call: Call<Id>,
  signal: AbortSignal,
) => Promise<{ readonly reply: ReplyOf<Id>; readonly app: AppSettings }>

export interface BackgroundParts extends PermitParts {
  readonly dispatch: Dispatch
  readonly clock: Clock
  readonly app: AppSettings
}

export function createBackgroundCall({ dispatch, clock, app, ...parts }: BackgroundParts): BackgroundCall {
  return async (call, signal) => {
    const since = clock.now()
    const claimant = () => ({ caller: 'background', standing: 'new', since }) as const
    const hasLeft = await takePermit(parts, call, { lane: 'background', claimant, signal })
    const reply = await dispatch(call, { signal, onLeave: hasLeft }).finally(hasLeft)
    return { reply, app }
  }
}
