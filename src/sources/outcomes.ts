import { isUpstreamCode, UpstreamError } from '../upstream/errors.ts'

/** Of the messages of one call: their ids, by target. */
export type MessageIds = ReadonlyMap<string, string>

/** What became of one call of a send, as text that can be kept: ids, or an error. Nothing of the message. */
export function toText(outcome: MessageIds | UpstreamError): string {
  if (!(outcome instanceof UpstreamError)) return JSON.stringify({ ids: [...outcome] })
  const { code, operation, status, hint, retryAfterMs, notExecuted } = outcome
  return JSON.stringify({ error: { code, operation, status, hint, retryAfterMs, notExecuted } })
}

/** Undefined for what this server cannot read. */
export function readOutcome(text: string): MessageIds | UpstreamError | undefined {
  const { ids, error }: { ids?: unknown; error?: unknown } = JSON.parse(text)
  if (Array.isArray(ids)) return new Map(ids.map(([target, id]) => [String(target), String(id)]))
  return isRecord(error) ? readError(error) : undefined
}

function readError(row: Readonly<Record<string, unknown>>): UpstreamError | undefined {
  const { code, operation, status, hint, retryAfterMs, notExecuted } = row
  if (!isUpstreamCode(code)) return undefined
  return new UpstreamError(code, String(operation), {
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}),
    notExecuted: notExecuted === true,
  })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
