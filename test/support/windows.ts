/** A clock's steps are fractions of a millisecond; times that differ by less are the same. */
const SAME_MS = 0.001

/** The most starts that any half-open window of this length holds, wherever it begins. */
export function mostInAnyWindow(starts: readonly number[], windowMs: number): number {
  let first = 0
  let most = 0
  for (const [index, start] of starts.entries()) {
    while (start - (starts[first] ?? start) >= windowMs - SAME_MS) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}
