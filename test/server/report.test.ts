import { buildSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../src/access/caller.ts'
import type { Context } from '../../src/context.ts'
import { REPORT_HEADER, useCostReport } from '../../src/http/askers.ts'
import { start } from '../support/harness.ts'

const ADMIN: Caller = { kind: 'admin' }
const USER: Caller = { kind: 'user', username: 'u0001' }
const SCHEMA = buildSchema('type Query { one: Int }')

/** The extensions of an answer to this caller, who asks for a report. */
async function reported(caller: Caller, isOpen: boolean): Promise<unknown> {
  const { upstream } = await start()
  const yoga = createYoga<object, Pick<Context, 'asker' | 'caller'>>({
    schema: SCHEMA,
    logging: false,
    context: { caller, asker: upstream.asker('test') },
    plugins: [useCostReport(upstream, { isOpen })],
  })
  const response = await yoga.fetch('http://server/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', [REPORT_HEADER]: '1' },
    body: '{"query":"{ one }"}',
  })
  const { data, errors, extensions } = await response.json()
  expect({ data, errors }).toEqual({ data: { one: null } })
  return extensions
}

describe('the report of what an answer did cost', () => {
  it.each([
    { who: 'an admin', caller: ADMIN, isOpen: false },
    { who: 'anybody in the open sandbox', caller: ADMIN, isOpen: true },
    { who: 'anybody in the open sandbox, as whomever they act', caller: USER, isOpen: true },
  ])('is for $who', async ({ caller, isOpen }) => {
    expect(await reported(caller, isOpen)).toEqual({ upstream: expect.objectContaining({ calls: 0 }) })
  })

  it('is not for users, who would learn from it what others ask', async () => {
    expect(await reported(USER, false)).toBeUndefined()
  })
})
