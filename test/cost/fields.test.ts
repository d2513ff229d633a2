import { isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../src/graph/schema.ts'
import type { History } from '../../src/history/history.ts'
import { routes } from '../../src/sandbox/routes.ts'
import { createFalseClock, type FalseClock } from '../support/clock.ts'
import { readContract } from '../support/contract.ts'
import { judgeCoverage, shapeOf } from '../support/coverage.ts'
import { askWithFiles, fetchFile } from '../support/files.ts'
import { actingAs, start } from '../support/harness.ts'
import { operation } from '../support/operations.ts'
import { createNaming } from '../support/traffic.ts'
import { FILES } from './files.ts'
import type { Row } from './reads.ts'
import { ROWS } from './rows.ts'
import { SEED, withJitter } from './worlds.ts'

const OPERATIONS = [
  ...['group-board', 'user-home', 'user-card', 'chatroom-lobby'],
  ...['announce', 'change-membership', 'refetch'],
].map(operation)

const contract = readContract()
const nameOf = createNaming(contract)
const played = new Set(routes.map(({ method, path }) => shapeOf(method, path)))
/** Filled by the rows: what the sandbox answered with 200, by its own record. */
const reached = new Set<string>()
const reads = new Set(contract.uses.filter((use) => use.reads).map(({ id }) => id))

describe('the cost of each field', () => {
  it.each(ROWS.flatMap((row) => (callsOf(row) > 1 ? withJitter(row) : [{ ...row, jitterMs: 0 }])))(
    '$what, with $jitterMs ms of jitter',
    async ({ query, as, traffic: expected, world, jitterMs, ...row }) => {
      const clock = createFalseClock()
      const { ask, traffic, sandbox, history } = await start({
        ...world,
        clock,
        ...(row.doesJobs ? { doesJobs: true } : {}),
        sandbox: { jitterMs, seed: SEED, ...world?.sandbox },
      })

      if (row.history) await fetchAll(history, clock)

      const asking = as === undefined ? {} : actingAs(as)
      const made = row.before === undefined ? undefined : await clock.until(ask(row.before, {}, asking))
      const variables = made === undefined ? row.variables : { id: made.data.sendMessage.job.id }

      const { data, errors } = await clock.until(ask(query, variables, asking))
      if (row.doesJobs) await clock.run(60_000)

      // Every answer was held against the contract on its way: one that breaks it fails its field (UPSTREAM_BAD_REPLY),
      // or leaves a change UNKNOWN. So this is also the proof that sandbox and contract agree.
      expect(errors).toBeUndefined()
      expect(JSON.stringify(data)).not.toContain('UNKNOWN')
      expect(traffic()).toEqual(expected)
      const changing = Object.keys(traffic()).filter((id) => !reads.has(id))
      // A query may be asked again, and by anybody who may look: so it changes nothing. A mutation is there to change.
      if (isMutation(query) && !row.isHere) expect(changing).not.toEqual([])
      else expect(changing).toEqual([])
      for (const call of sandbox.calls) if (call.status === 200) reached.add(nameOf(call))
    },
  )

  it.each(FILES)('$what, and of its addresses when they are opened', async (row) => {
    const harness = await start({ sandbox: { seed: SEED } })

    const { data, errors } = await askWithFiles(harness, row.query, row)

    expect(errors).toBeUndefined()
    expect(harness.traffic()).toEqual(row.traffic)
    for (const call of harness.sandbox.calls) if (call.status === 200) reached.add(nameOf(call))
    harness.forget()
    for (const [path] of JSON.stringify(data).matchAll(/\/files\/[^"]+/g)) {
      const response = await fetchFile(harness, path)
      expect(response.status).toBe(200)
      await response.arrayBuffer()
    }
    expect(harness.traffic()).toEqual(row.opened)
    for (const call of harness.sandbox.calls) if (call.status === 200) reached.add(nameOf(call))
  })

  it('is stated for every field that there is', () => {
    const documents = [...ROWS, ...FILES].map(({ query }) => query).concat(OPERATIONS)
    expect([...fieldsIn(documents)].sort()).toEqual(allFields())
  })
})

// Last in the file: it looks at what all rows above have reached.
describe('everything that the documents of the service have', () => {
  const coverage = judgeCoverage(contract, { played, reached })

  it('is 201 operations, forms and callbacks', () => {
    expect(coverage.ids).toHaveLength(201)
  })

  it('is reached, or served by another that is, or left out for a reason', () => {
    const faults = coverage.ids.map((id) => [id, coverage.faultOf(id)])
    expect(Object.fromEntries(faults.filter(([, fault]) => fault !== null))).toEqual({})
  })
})

/** The file is unpacked in its own time, in which the clock must stand still; before that it must move. */
async function fetchAll(history: History, clock: FalseClock): Promise<void> {
  history.start()
  await clock.run(100)
  await history.caughtUp()
}

/** A single answer can come in no other order than it does. */
function callsOf({ traffic }: Row): number {
  return Object.values(traffic).reduce((sum, calls) => sum + calls, 0)
}

function isMutation(document: string): boolean {
  return parse(document).definitions.some(
    (definition) => definition.kind === 'OperationDefinition' && definition.operation === 'mutation',
  )
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
