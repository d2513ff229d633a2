import {
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type GraphQLField,
  valueFromASTUntyped,
} from 'graphql'

/** Values of variables by name, as they were sent: nothing has checked them yet. */
export type Values = Readonly<Record<string, unknown>>

/** More on a page is refused by the field itself. */
const LARGEST_PAGE = 100
/** Lists in arguments are looked for down to here; those of the schema lie two levels deep. */
const DEEPEST_LIST = 4

/**
 * How many items a field itself announces, or its arguments: a full page, or one for each item of the longest list
 * that is given. Undefined where they announce nothing.
 */
export function itemsOf(
  { arguments: given = [] }: FieldNode,
  { args, extensions: { mostItems } }: GraphQLField<unknown, unknown>,
  values: Values,
): number | undefined {
  // Of a list without pages that the service keeps short.
  if (typeof mostItems === 'number') return mostItems
  const first = args.find(({ name }) => name === 'first')
  if (first === undefined) return longestOf(given.map((argument) => readValue(argument, values)))
  const argument = given.find(({ name }) => name.value === 'first')
  const size = (argument && readValue(argument, values)) ?? first.defaultValue
  return typeof size === 'number' ? Math.min(Math.max(size, 0), LARGEST_PAGE) : LARGEST_PAGE
}

/** What `@skip` and `@include` say; what they do not say clearly is counted. */
export function isLeftOut(directives: readonly DirectiveNode[] = [], values: Values): boolean {
  return directives.some(({ name, arguments: [condition] = [] }) => {
    const value = condition && readValue(condition, values)
    return (name.value === 'skip' && value === true) || (name.value === 'include' && value === false)
  })
}

function readValue({ value }: ArgumentNode, values: Values): unknown {
  return valueFromASTUntyped(value, values)
}

/** The length of the longest list in these values; an answer has one result for each of its items. */
function longestOf(values: readonly unknown[], level = 0): number | undefined {
  let longest: number | undefined
  for (const value of values) {
    if (typeof value !== 'object' || value === null || level === DEEPEST_LIST) continue
    const inside = longestOf(Object.values(value), level + 1)
    const lengths = [longest, inside, Array.isArray(value) ? value.length : undefined]
    for (const length of lengths) if (length !== undefined && length > (longest ?? -1)) longest = length
  }
  return longest
}
