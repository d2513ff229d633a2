import { createHash } from 'node:crypto'
import { InputError } from '../upstream/errors.ts'
import { assertUnmarked } from './marker.ts'

type Ext = Readonly<Record<string, unknown>>

/** Where receivers find the key of a message. */
const KEY_IN_EXT = 'idempotencyKey'

const KEY = /^[\x20-\x7e]{1,128}$/

/** Null: without a key. */
export function readKey(key: string | null | undefined): string | null {
  if (key == null || KEY.test(key)) return key ?? null
  throw new InputError('idempotencyKey', 'must be 1 to 128 printable characters of ASCII')
}

/** The ext that travels with a message, its key in it; what the app has there is never replaced. */
export function extWith(ext: Ext | null | undefined, key: string | null): Ext | null {
  assertUnmarked(ext)
  if (key === null) return ext ?? null
  if (ext != null && Object.hasOwn(ext, KEY_IN_EXT)) {
    throw new InputError('ext', `must not have "${KEY_IN_EXT}" beside the argument of that name`)
  }
  return { ...ext, [KEY_IN_EXT]: key }
}

/** What the app puts in there is its own: there null is a value. */
const FREE: ReadonlySet<string> = new Set(['ext', 'extras'])

/**
 * The same for the same input, in whatever order its fields stand, and whether one that is not given is null or left
 * out. Tells nothing of what is in it.
 */
export function fingerprintOf(input: unknown): string {
  return createHash('sha256').update(canonical(input)).digest('hex')
}

function canonical(input: unknown): string {
  const free = new WeakSet<object>()
  const text = JSON.stringify(input, function (this: object, name: string, value: unknown) {
    if (typeof value !== 'object' || value === null) return value
    const isFree = free.has(this) || FREE.has(name)
    const shown = Array.isArray(value) ? value : sorted(value, isFree)
    if (isFree) free.add(shown)
    return shown
  })
  return text ?? ''
}

function sorted(value: object, isFree: boolean): Ext {
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined && (isFree || field !== null))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  // Names that are numbers come first in any object, so these are in one order too.
  return Object.fromEntries(fields)
}
