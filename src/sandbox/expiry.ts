/** An end that never comes, as stored and as the vendor says it. Every other end is a time in milliseconds. */
export const NEVER = -1

/** Over at that very millisecond, not after it. */
export function isOver(endMs: number, now: number): boolean {
  return endMs !== NEVER && endMs <= now
}

/** Whole seconds until the end, rounded up so that what still lasts is never 0; -1 for ever, 0 when it is over. */
export function secondsLeft(endMs: number, now: number): number {
  if (endMs === NEVER) return NEVER
  return Math.max(0, Math.ceil((endMs - now) / 1000))
}
