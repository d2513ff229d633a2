import { readByName } from './input.ts'

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

export function readAttributes(
  given: readonly NewAttribute[],
  argument: string,
  { readName, readValue }: AttributeRules,
): ReadonlyMap<string, string> {
  return readByName(given, { argument, field: 'name' }, ({ name, value }, at) => [
    readName(name, `${at}.name`),
    readValue(value, `${at}.value`),
  ])
}
