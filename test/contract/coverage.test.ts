import { describe, expect, it } from 'vitest'
import { routes } from '../../src/sandbox/routes.ts'
import { ROWS } from '../cost/rows.ts'
import { SEED } from '../cost/worlds.ts'
import { readContract } from '../support/contract.ts'
import { judgeCoverage, shapeOf } from '../support/coverage.ts'
import { start } from '../support/harness.ts'
import { createNaming } from '../support/traffic.ts'

const contract = readContract()
const nameOf = createNaming(contract)
const played = new Set(routes.map(({ method, path }) => shapeOf(method, path)))
/** Filled by the rows: what the sandbox answered with 200, by its own record. */
const reached = new Set<string>()
const coverage = judgeCoverage(contract, { played, reached })

describe('through GraphQL', () => {
  it.each(ROWS)('one can have $what', async ({ query, world }) => {
    const { ask, sandbox } = await start({ ...world, sandbox: { seed: SEED, ...world?.sandbox } })

    const { data, errors } = await ask(query)

    // Every answer was held against the contract on its way: one that breaks it fails its field (UPSTREAM_BAD_REPLY), or
    // leaves a change UNKNOWN. So this is also the proof that sandbox and contract agree.
    expect(errors).toBeUndefined()
    expect(JSON.stringify(data)).not.toContain('UNKNOWN')
    for (const call of sandbox.calls) if (call.status === 200) reached.add(nameOf(call))
  })
})

describe('everything that the documents of the service have', () => {
  it('is 201 operations, forms and callbacks', () => {
    expect(coverage.ids).toHaveLength(201)
  })

  it('is reached, or served by another that is, or left out for a reason', () => {
    const faults = coverage.ids.map((id) => [id, coverage.faultOf(id)])
    expect(Object.fromEntries(faults.filter(([, fault]) => fault !== null))).toEqual({})
  })
})
