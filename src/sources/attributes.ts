import { InputError } from '../upstream/errors.ts'

/** What the app keeps on a member of a group, or on a chatroom: texts by name. */
export type Attributes = Readonly<Record<string, string>>

export interface NewAttribute {
  readonly name: string
  readonly value: string
}

/** What the service takes; both throw what is wrong, with the argument's name. */
interface AttributeRules {
  readonly readName: (name: string, argument: string) => string
  readonly readValue: (value: string, argument: string) => string
}

/** What is null is not set. */
export function toAttributes(row: Readonly<Record<string, string | number | boolean | null>>): Attributes {
  const set = Object.entries(row).filter(([, value]) => value !== null)
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]))
}

/** At least one. Refuses two values of one name: one of them would be lost. */
export function readAttributes(
  given: readonly NewAttribute[],
  argument: string,
  { readName, readValue }: AttributeRules,
): ReadonlyMap<string, string> {
  if (given.length === 0) throw new InputError(argument, 'must not be empty')
  const attributes = new Map<string, string>()
  for (const [index, { name, value }] of given.entries()) {
    const at = `${argument}[${index}]`
    readName(name, `${at}.name`)
    if (attributes.has(name)) throw new InputError(`${at}.name`, 'must not be there twice')
    attributes.set(name, readValue(value, `${at}.value`))
  }
  return attributes
}
