/** Reads JSON that no contract vouches for: each of these answers null for what is not there or not of its kind. */

export type JsonObject = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** A number, or text that is one. */
export function numberIn(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}

/** JSON nested deeper than this breaks whoever walks through it. */
export const DEEPEST = 100

export function isDeeperThan(most: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return most === 0 || Object.values(value).some((inner) => isDeeperThan(most - 1, inner))
}

const LARGEST_INT = 2 ** 31 - 1

/** A count of bytes, seconds or pixels, as GraphQL can show it. */
export function countIn(value: unknown): number | null {
  const count = Math.round(numberIn(value) ?? -1)
  return count >= 0 && count <= LARGEST_INT ? count : null
}

/** An id as text. A number that JSON could not hold is none: its last digits are lost. */
export function idIn(value: unknown): string | null {
  const id = Number.isSafeInteger(value) ? String(value) : value
  return typeof id === 'string' && /^\d{1,32}$/.test(id) ? id : null
}

/** What a text says as JSON. */
export function parsedIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
