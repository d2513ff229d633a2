import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql'
import { isLeftOut, itemsOf, type Values } from './arguments.ts'

/** Items of a list that does not come in pages, like the admins of a group: nobody can know before it is read. */
const ASSUMED_ITEMS = 100

export interface AskedOperation {
  readonly schema: GraphQLSchema
  /** Valid, so that its fragments do not go in circles. */
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
  /** As they were sent: the defaults of the operation are added here. */
  readonly variables?: Values | null | undefined
}

export interface AnswerSize {
  /** Objects and single values that the answer can hold. */
  readonly values: number
  /** The path to the list that most of them are in; empty where there is none. */
  readonly widest: string
}

/**
 * How much the answer can hold. A page counts as full, a list whose length the arguments tell as that long, any other
 * as `ASSUMED_ITEMS`. Introspection is not counted: its answer does not grow with the data. Takes time in proportion
 * to the text of the document, however often its fragments are used.
 */
export function estimateAnswer({ schema, document, operationName, variables }: AskedOperation): AnswerSize {
  const operation = getOperationAST(document, operationName)
  const root = operation && schema.getRootType(operation.operation)
  // Execution says what is wrong with it.
  if (!operation || !root) return { values: 0, widest: '' }
  const sizes = createSizes({ schema, document, values: { ...defaultsOf(operation), ...variables } })
  return {
    values: sizes.of(operation.selectionSet, root).once,
    widest: pathOf(sizes.heaviest(operation.selectionSet, root)),
  }
}

/** Of one object: values that are there once, and those for each item of the lists directly in it. */
interface Size {
  readonly once: number
  readonly perItem: number
}

interface Part {
  readonly field: FieldNode
  readonly type: GraphQLNamedType | undefined
  readonly isList: boolean
  /** One value of the field, with all that is in it. */
  readonly each: number
  /** How many, where the field itself says it; else the field around it does. */
  readonly items: number | undefined
}

interface Asked {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly values: Values
}

function createSizes({ schema, document, values }: Asked) {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  /** A fragment that is used a thousand times is measured once. */
  const known = new Map<SelectionSetNode, Size>()

  function of(selectionSet: SelectionSetNode, type: GraphQLNamedType): Size {
    const size = known.get(selectionSet) ?? measure(selectionSet, type)
    known.set(selectionSet, size)
    return size
  }

  function measure(selectionSet: SelectionSetNode, type: GraphQLNamedType): Size {
    let once = 0
    let perItem = 0
    for (const { isList, each, items } of partsOf(selectionSet, type)) {
      if (!isList) once += each
      else if (items !== undefined) once += items * each
      else perItem += each
    }
    return { once, perItem }
  }

  /** What is selected at this level. A fragment that is spread twice at one level gives its fields once. */
  function partsOf(
    selectionSet: SelectionSetNode,
    type: GraphQLNamedType,
    spread = new Set<string>(),
  ): readonly Part[] {
    return selectionSet.selections.flatMap((selection) => {
      if (isLeftOut(selection.directives, values)) return []
      if (selection.kind === Kind.FIELD) return [partOf(selection, type)]
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value
        return partsOf(selection.selectionSet, typeNamed(condition) ?? type, spread)
      }
      const fragment = fragments.get(selection.name.value)
      if (fragment === undefined || spread.has(selection.name.value)) return []
      spread.add(selection.name.value)
      return partsOf(fragment.selectionSet, typeNamed(fragment.typeCondition.name.value) ?? type, spread)
    })
  }

  function typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : schema.getType(name)
  }

  function partOf(field: FieldNode, parent: GraphQLNamedType): Part {
    const definition = fieldOf(parent, field.name.value)
    if (definition === undefined) return { field, type: undefined, isList: false, each: 1, items: undefined }
    const type = getNamedType(definition.type)
    const isList = isListType(getNullableType(definition.type))
    const items = itemsOf(field, definition, values)
    const inside = field.selectionSet === undefined ? NOTHING : of(field.selectionSet, type)
    const itemsInside = (isList ? undefined : items) ?? ASSUMED_ITEMS
    return { field, type, isList, each: 1 + inside.once + inside.perItem * itemsInside, items }
  }

  /** From the root down, each time into the field with the most in it. */
  function heaviest(selectionSet: SelectionSetNode, type: GraphQLNamedType): readonly Part[] {
    const [first, ...rest] = partsOf(selectionSet, type)
    if (first === undefined) return []
    const part = rest.reduce((most, one) => (weightOf(one) > weightOf(most) ? one : most), first)
    if (part.field.selectionSet === undefined || part.type === undefined) return [part]
    return [part, ...heaviest(part.field.selectionSet, part.type)]
  }

  return { of, heaviest }
}

const NOTHING: Size = { once: 0, perItem: 0 }

function weightOf({ isList, each, items }: Part): number {
  return isList ? each * (items ?? ASSUMED_ITEMS) : each
}

/** As in the answer, down to the innermost list. */
function pathOf(parts: readonly Part[]): string {
  const innermost = parts.map(({ isList }) => isList).lastIndexOf(true)
  return parts
    .slice(0, innermost + 1)
    .map(({ field }) => (field.alias ?? field.name).value)
    .join('.')
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Values {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  )
}

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}
