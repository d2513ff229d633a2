import { isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../src/graph/schema.ts'
import { start } from '../support/harness.ts'
import { operation } from '../support/operations.ts'
import type { Row } from './reads.ts'
import { ROWS } from './rows.ts'
import { SEED, withJitter } from './worlds.ts'

const OPERATIONS = [
  ...['group-board', 'user-home', 'user-card', 'chatroom-lobby'],
  ...['announce', 'change-membership', 'refetch'],
].map(operation)

describe('the cost of each field', () => {
  it.each(ROWS.flatMap((row) => (callsOf(row) > 1 ? withJitter(row) : [{ ...row, jitterMs: 0 }])))(
    '$what, with $jitterMs ms of jitter',
    async ({ query, traffic: expected, world, jitterMs }) => {
      const { ask, traffic } = await start({ ...world, sandbox: { jitterMs, seed: SEED, ...world?.sandbox } })

      const { errors } = await ask(query)

      expect(errors).toBeUndefined()
      expect(traffic()).toEqual(expected)
    },
  )

  it('is stated for every field that there is', () => {
    const documents = ROWS.map(({ query }) => query).concat(OPERATIONS)
    expect([...fieldsIn(documents)].sort()).toEqual(allFields())
  })
})

/** A single answer can come in no other order than it does. */
function callsOf({ traffic }: Row): number {
  return Object.values(traffic).reduce((sum, calls) => sum + calls, 0)
}

function allFields(): string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
    .sort()
}

function fieldsIn(documents: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  const types = new TypeInfo(schema)
  for (const document of documents) {
    visit(
      parse(document),
      visitWithTypeInfo(types, {
        Field({ name }) {
          const parent = types.getParentType()
          if (isObjectType(parent) && name.value !== '__typename') found.add(`${parent.name}.${name.value}`)
        },
      }),
    )
  }
  return found
}
