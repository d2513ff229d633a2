import { isUpstreamCode, UpstreamError } from '../upstream/errors.ts'
import { isJsonObject, type JsonObject } from './json.ts'

/** Reads back what was noted of a call that succeeded; undefined for what it cannot read. */
export type Recall<Outcome> = (noted: JsonObject) => Outcome | undefined

/** What the service answers to one call of a send. */
export interface Taken {
  /** Targets and the ids of their messages. */
  readonly messageIds: readonly (readonly [target: string, messageId: string])[]
  /** When it took them, as it says. */
  readonly timestamp: unknown
}

/** What became of one call of a send, as text that can be kept: its outcome, or an error. Nothing of the message. */
export function toText(outcome: unknown): string {
  if (!(outcome instanceof UpstreamError)) return JSON.stringify({ outcome })
  const { code, operation, status, hint, retryAfterMs, notExecuted } = outcome
  return JSON.stringify({ error: { code, operation, status, hint, retryAfterMs, notExecuted } })
}

/** Undefined for what this server cannot read. */
export function readOutcome<Outcome>(
  text: string,
  recall: Recall<Outcome>,
): Outcome | UpstreamError | undefined {
  const noted: unknown = JSON.parse(text)
  if (!isJsonObject(noted)) return undefined
  if (isJsonObject(noted.error)) return readError(noted.error)
  return isJsonObject(noted.outcome) ? recall(noted.outcome) : undefined
}

export function recallTaken({ messageIds, timestamp }: JsonObject): Taken | undefined {
  if (!Array.isArray(messageIds)) return undefined
  return { messageIds: messageIds.map(([target, id]) => [String(target), String(id)]), timestamp }
}

function readError({ code, operation, status, hint, retryAfterMs, notExecuted }: JsonObject) {
  if (!isUpstreamCode(code)) return undefined
  return new UpstreamError(code, String(operation), {
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}),
    notExecuted: notExecuted === true,
  })
}
