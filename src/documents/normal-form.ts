import {
  type DefinitionNode,
  type DocumentNode,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

interface Part {
  readonly key: string
  readonly text: string
}

const MUTATION_TYPE = 'Mutation'

/**
 * The same text for documents that differ only in spaces and in orders that mean nothing: GraphQL Code Generator
 * writes its manifest sorted, while its clients send what was typed. Fields that a mutation runs one after the other
 * stay in their order. Put together from small pieces: the printer takes long for deep documents.
 */
export function normalForm({ definitions }: DocumentNode): string {
  return sorted(definitions.map(toPart)).join('\n')
}

/** As the generator writes a document, and hashes it. Spaces within quotes are lost, so it does not tell documents apart. */
export function oneLine(form: string): string {
  return form.replace(/\s+/g, ' ').trim()
}

function toPart(definition: DefinitionNode): Part {
  if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) {
    return { key: definition.kind, text: print(definition) }
  }
  const isSerial =
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.operation === 'mutation'
      : definition.typeCondition.name.value === MUTATION_TYPE
  const head = print({
    ...definition,
    variableDefinitions: [...(definition.variableDefinitions ?? [])].sort((one, other) =>
      byText(one.variable.name.value, other.variable.name.value),
    ),
    selectionSet: { ...definition.selectionSet, selections: [] },
  })
  const text = `${head.trim()} ${textOfSet(definition.selectionSet, isSerial)}`.trim()
  return { key: `${definition.kind} ${definition.name?.value ?? ''}`, text }
}

function textOfSet({ selections }: SelectionSetNode, isSerial: boolean): string {
  const parts = selections.map((selection) => toSelectionPart(selection, isSerial))
  return `{ ${(isSerial ? parts.map(({ text }) => text) : sorted(parts)).join(' ')} }`
}

/** Fields come first, then fragments by name, then those without a name: as in the manifest. */
function toSelectionPart(selection: SelectionNode, isSerial: boolean): Part {
  if (selection.kind === Kind.FRAGMENT_SPREAD) {
    return { key: `1${selection.name.value}`, text: print(selection) }
  }
  if (selection.kind === Kind.FIELD) {
    const { selectionSet, ...field } = selection
    const text = selectionSet === undefined ? '' : ` ${textOfSet(selectionSet, false)}`
    return { key: `0${field.name.value}`, text: `${print(field)}${text}` }
  }
  const set = textOfSet(selection.selectionSet, isSerial)
  const head = print({ ...selection, selectionSet: { ...selection.selectionSet, selections: [] } })
  return {
    key: `2${selection.typeCondition?.name.value ?? ''}${set}`,
    text: `${head.trim()} ${set}`,
  }
}

/** What has equal keys stays in order. */
function sorted(parts: readonly Part[]): readonly string[] {
  return [...parts].sort((one, other) => byText(one.key, other.key)).map(({ text }) => text)
}

/** By code units, as the generator compares. */
function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
