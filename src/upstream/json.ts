import { parse as parseLossless } from 'lossless-json'

const HAS_BIG_INTEGER = /[:[,]\s*-?\d{16,}\s*[,}\]]/

/** JSON without loss: some answers hold bare integers above 2^53 (message ids); those become strings. */
export function parseJson(text: string): unknown {
  try {
    if (!HAS_BIG_INTEGER.test(text)) return JSON.parse(text)
    // Ten times slower, so only where it is needed; in all else it does as JSON.parse would.
    return parseLossless(text, undefined, {
      parseNumber: (digits) =>
        Number.isSafeInteger(Number(digits)) || !/^-?\d+$/.test(digits) ? Number(digits) : digits,
      onDuplicateKey: ({ newValue }) => newValue,
    })
  } catch {
    return undefined
  }
}
