import { readFileSync } from 'node:fs'
import { type DocumentNode, Kind, parse, print, validate, visit } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../src/graph/schema.ts'
import { start } from '../support/harness.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const blocks = [...readme.matchAll(/^```graphql\n([\s\S]*?)^```$/gm)].map(([, text = '']) => ({
  name: text.trim().replaceAll(/\s+/g, ' ').slice(0, 60),
  text,
}))
/** The bodies that curl sends: as JSON, and beside a file. */
const bodies = [...readme.matchAll(/-d '(\{.*\})'/g), ...readme.matchAll(/-F operations='(\{.*\})'/g)].map(
  ([, text = '']) => JSON.parse(text),
)

/** What stands for the variables that have no default: the id of no job. */
const VARIABLES = { id: Buffer.from(`Job:${'0'.repeat(32)}`).toString('base64') }
const fragments = new Map(
  blocks
    .flatMap(({ text }) => parse(text).definitions.filter(isFragment))
    .map((one) => [one.name.value, one]),
)

/** A block with the fragments that another one defines: the README shows each of them once. */
function wholeOf(text: string): DocumentNode {
  const document = parse(text)
  const spread = new Set<string>()
  visit(document, { FragmentSpread: ({ name }) => void spread.add(name.value) })
  const own = document.definitions.filter(isFragment).map(({ name }) => name.value)
  const missing = [...fragments].filter(([name]) => spread.has(name) && !own.includes(name))
  return { ...document, definitions: [...document.definitions, ...missing.map(([, fragment]) => fragment)] }
}

function isFragment(definition: DocumentNode['definitions'][number]) {
  return definition.kind === Kind.FRAGMENT_DEFINITION
}

describe('what the README shows', () => {
  it.each(blocks)('fits the schema, and runs over the demo world: $name', async ({ text }) => {
    const document = wholeOf(text)
    expect(validate(schema, document)).toEqual([])
    const { ask } = await start()

    const { data, errors } = await ask(print(document), variablesOf(document))

    expect(errors).toBeUndefined()
    expect(JSON.stringify(data)).not.toMatch(/"status":"(FAILED|UNKNOWN)"/)
  })

  it.each(bodies)('fits the schema, and runs where no file is with it: $query', async (body) => {
    const { query, variables = {} } = body
    expect(validate(schema, parse(query))).toEqual([])
    if (query.includes('Upload!')) return
    const { ask } = await start()

    expect((await ask(query, variables)).errors).toBeUndefined()
  })

  it('has an example of all that messages can do', () => {
    const shown = blocks.map(({ text }) => text).join('')
    const nouns = ['sendMessage', 'broadcastToUsers', 'addReaction', 'editMessage', 'recallMessages']
    const more = [
      'importMessages',
      'deleteConversation',
      'deleteRoamingMessages',
      'messages(',
      'job(',
      'cancelJob',
    ]
    expect([...nouns, ...more].filter((noun) => !shown.includes(noun))).toEqual([])
    expect(bodies.length).toBeGreaterThan(3)
  })
})

function variablesOf(document: DocumentNode): object {
  const asked = new Set<string>()
  visit(document, { VariableDefinition: ({ variable }) => void asked.add(variable.name.value) })
  return Object.fromEntries(Object.entries(VARIABLES).filter(([name]) => asked.has(name)))
}
