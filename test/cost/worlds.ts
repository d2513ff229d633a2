/** The world that the rows of `rows.ts` are asked about, unless they bring another. */
export const SEED = {
  users: 130,
  groups: 8,
  groupMembers: 30,
  chatrooms: 8,
  chatroomMembers: 12,
  contacts: 30,
}

/** Each world twice: with prompt answers, and with answers that come in any order. */
export function withJitter<World extends object>(
  ...worlds: readonly World[]
): readonly (World & { readonly jitterMs: number })[] {
  return worlds.flatMap((world) => [
    { ...world, jitterMs: 0 },
    { ...world, jitterMs: 15 },
  ])
}

/** Every user name in an answer, or in a part of it, once. */
export function namesIn(answer: unknown): ReadonlySet<string> {
  if (Array.isArray(answer)) return new Set(answer.flatMap((item) => [...namesIn(item)]))
  if (typeof answer !== 'object' || answer === null) return new Set()
  return new Set(
    Object.entries(answer).flatMap(([field, value]) =>
      field === 'username' ? [String(value)] : [...namesIn(value)],
    ),
  )
}

/** Calls for so many keys, at so many a call. */
export function callsFor(keys: number, max = 100): number {
  return Math.ceil(keys / max)
}
