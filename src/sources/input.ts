import { InputError } from '../upstream/errors.ts'

/**
 * The one place where an id of a client becomes one that may go into a path. The service would read `""` as all
 * users, `.` and `..` as other paths, and a comma as several names; none of these passes.
 */
const NAME_IN_PATH = /^(?!\.{1,2}$)[A-Za-z0-9_.-]+$/
/** Without a zero in front: two spellings of an id would be two keys. */
const DIGITS = /^[1-9][0-9]{0,31}$/
const FILE_ID = /^[0-9A-Fa-f-]{1,64}$/

/** In lower case: the service ignores case, and two spellings would be two keys. */
export function readUsername(name: string, argument = 'username'): string {
  return readName(name, argument).toLowerCase()
}

/** As it is: the names of other things than users are case sensitive. */
export function readName(name: string, argument: string): string {
  return readPathName(name, argument, 64)
}

export function readUsernames(names: readonly string[], argument = 'usernames'): string[] {
  return readSome(names, argument, (name, at) => readUsername(name, at))
}

/** Names of people whom the one who is named elsewhere deals with: nobody does that with themselves. */
export function readOthers(names: readonly string[], self: string, argument = 'usernames'): string[] {
  const at = names.findIndex((name) => name.toLowerCase() === self)
  if (at < 0) return readUsernames(names, argument)
  throw new InputError(`${argument}[${at}]`, `must be somebody else than ${self}`)
}

export function readDigits(id: string, argument: string): string {
  if (DIGITS.test(id)) return id
  throw new InputError(argument, `must be 1 to 32 digits that do not begin with 0, not ${quote(id)}`)
}

/** What an app, or the service for it, may call something. Case counts. */
export function readPathName(name: string, argument: string, maxLength: number): string {
  if (NAME_IN_PATH.test(name) && name.length <= maxLength) return name
  throw new InputError(
    argument,
    `must be 1 to ${maxLength} of the characters A-Z a-z 0-9 _ . - (not "." or ".."), not ${quote(name)}`,
  )
}

export function readFileIds(ids: readonly string[], argument: string): string[] {
  return readSome(ids, argument, (id, at) => {
    if (FILE_ID.test(id)) return id
    throw new InputError(at, `must be 1 to 64 of the characters 0-9 a-f -, not ${quote(id)}`)
  })
}

/** By name, at least one. Refuses a name that is given twice: one of its two values would be lost. */
export function readByName<Field extends string, Given extends Readonly<Record<Field, string>>, Value>(
  given: readonly Given[],
  { argument, field }: { readonly argument: string; readonly field: Field },
  read: (one: Given, at: string) => readonly [name: string, value: Value],
): ReadonlyMap<string, Value> {
  if (given.length === 0) throw new InputError(argument, 'must not be empty')
  const values = new Map<string, Value>()
  for (const [index, one] of given.entries()) {
    const at = `${argument}[${index}]`
    const [name, value] = read(one, at)
    if (values.has(name)) throw new InputError(`${at}.${field}`, `must not be ${name}: it is given twice`)
    values.set(name, value)
  }
  return values
}

/** At least one; the second mention of the same one is dropped, or it would be done twice. */
export function readSome(
  values: readonly string[],
  argument: string,
  read: (value: string, argument: string) => string,
): string[] {
  if (values.length === 0) throw new InputError(argument, 'must not be empty')
  return [...new Set(values.map((value, index) => read(value, `${argument}[${index}]`)))]
}

export function readText(text: string, argument: string, maxLength: number): string {
  if (text.length >= 1 && text.length <= maxLength) return text
  throw new InputError(argument, `must have 1 to ${maxLength} characters, not ${text.length}`)
}

/** Text that may be empty: to empty it is a change like any other. */
export function readUpTo(text: string, argument: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  throw new InputError(argument, `must have at most ${maxLength} characters, not ${text.length}`)
}

interface Range {
  readonly least: number
  readonly most: number
  readonly unit: string
}

export function readWhole(value: number, argument: string, { least, most, unit }: Range): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new InputError(argument, `must be ${least} to ${most} ${unit}, not ${value}`)
}

/** Text whose length the service counts as UTF-8. */
export function readBytes(
  text: string,
  argument: string,
  { least, most }: { readonly least: number; readonly most: number },
): string {
  const bytes = Buffer.byteLength(text)
  if (bytes >= least && bytes <= most) return text
  throw new InputError(argument, `must have ${least} to ${most} bytes, not ${bytes}`)
}

/** The longest time that the service takes: 68 years. */
const MOST_SECONDS = 2_147_483_647

/** A length of time; null is without an end. */
export function readSeconds(seconds: number | null | undefined, argument: string): number | null {
  if (seconds == null) return null
  return readWhole(seconds, argument, { least: 1, most: MOST_SECONDS, unit: 'seconds' })
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
