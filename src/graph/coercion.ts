import { GraphQLError } from 'graphql'

/** How graphql ends a sentence about a value: with the value. */
const VALUE =
  /(?:(cannot represent .*?value): |(cannot represent an invalid [\w-]+) |(Expected value of type "[^"]*"), found ).*$/s
const PLACE = / at "([^"\s]*)"$/
const VARIABLE = /^Variable "\$(\w+)" got invalid value /

/**
 * What graphql says of a value that does not fit, without the value: there can be a secret in it. What is left is where
 * it stands, and what would be right.
 */
export function withoutValue({ message, originalError }: GraphQLError): string {
  const [begin, variable] = VARIABLE.exec(message) ?? []
  if (begin === undefined || !(originalError instanceof GraphQLError)) return cut(message)
  const expected = originalError.message
  const found = message.slice(begin.length, -expected.length).replace(/; $/, '')
  const place = PLACE.exec(found)?.[1] ?? variable
  return `Variable "$${variable}" has an invalid value at "${place}"; ${cut(expected)}`
}

function cut(message: string): string {
  return message.replace(
    VALUE,
    (_all, ...parts: (string | undefined)[]) => `${parts.slice(0, 3).find(Boolean)}.`,
  )
}
