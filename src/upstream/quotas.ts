import type { Operation, Rate } from './contract.ts'
import type { UpstreamCode } from './errors.ts'

const DAY_MS = 24 * 3_600_000

/** What a refusal means where the operation has a quota of its own: then waiting a moment does not help. */
export function ofQuota({ hasQuota }: Operation, status: number, code: UpstreamCode): UpstreamCode {
  return hasQuota && status === 429 && code === 'RATE_LIMITED' ? 'MESSAGE_QUOTA' : code
}

/**
 * In how many ms a quota that is used up is free again, at the latest; undefined where that is not known. Of a day it is
 * counted by the service's own clock, `atMs`.
 */
export function quotaEndMs(
  { rates: { current = [] } }: Pick<Operation, 'rates'>,
  status: number,
  atMs: number,
): number | undefined {
  const ends = current
    .filter(({ code = 429 }) => code === status)
    .map((rate) => endMs(rate, atMs))
    .filter(Number.isFinite)
  return ends.length === 0 ? undefined : Math.max(...ends)
}

function endMs({ seconds, per }: Rate, atMs: number): number {
  return per === 'day' ? DAY_MS - (atMs % DAY_MS) : (seconds ?? Number.NaN) * 1000
}
