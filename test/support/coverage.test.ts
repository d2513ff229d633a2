import { describe, expect, it } from 'vitest'
import { type Evidence, judgeCoverage, type Listing, shapeOf } from './coverage.ts'

const use = (id: string) => ({ id, area: 'users', method: 'GET', reads: true, path: `/${id}/{name}` })
const row = (...ids: string[]) => ({ area: 'users', ids, reason: 'for a reason' })

/** Two uses that are offered, and one of each other fate. */
const contract: Listing = {
  uses: ['read', 'batch', 'twin', 'hidden', 'future'].map(use),
  callbacks: ['callback'],
  replaced: {
    twin: { by: 'batch', reason: 'takes one' },
    old: { by: 'read', reason: 'older' },
    flow: { by: 'future', reason: 'a description' },
  },
  leftOut: [row('hidden', 'unknown')],
  later: [row('future', 'callback')],
}
const evidence: Evidence = {
  played: new Set([...contract.uses.map(({ method, path }) => shapeOf(method, path))]),
  reached: new Set(['read', 'batch']),
}

function faults(changed: Partial<Listing & Evidence>) {
  const { ids, faultOf } = judgeCoverage({ ...contract, ...changed }, { ...evidence, ...changed })
  return Object.fromEntries(ids.map((id) => [id, faultOf(id)]).filter(([, fault]) => fault !== null))
}

interface Case {
  readonly when: string
  readonly change: Partial<Listing & Evidence>
  readonly shows: Readonly<Record<string, string>>
}

describe('the coverage of a contract', () => {
  it('knows each id once, whatever becomes of it', () => {
    const { ids } = judgeCoverage(contract, evidence)
    expect(ids).toEqual(
      ['batch', 'callback', 'flow', 'future', 'hidden', 'old', 'read', 'twin', 'unknown'].sort(),
    )
  })

  it('does not count a path that is only another one of a use', () => {
    const older = { ...use('older'), otherPathOf: 'read' }
    expect(judgeCoverage({ ...contract, uses: [...contract.uses, older] }, evidence).ids).not.toContain(
      'older',
    )
  })

  it('has no fault when each is reached, or served, or listed', () => {
    expect(faults({})).toEqual({})
  })

  it.each<Case>([
    {
      when: 'an operation is not reached, and so serves no other',
      change: { reached: new Set(['read']) },
      shows: {
        batch: 'is reached by no row',
        twin: 'is said to be served by batch, which no row reaches',
      },
    },
    {
      when: 'an operation is reached, but the sandbox does not play it',
      change: { played: new Set(['GET /read/{}']) },
      shows: { batch: 'has no route in the sandbox' },
    },
    {
      when: 'what is said to be replaced, left out or later is reached',
      change: { reached: new Set(['read', 'batch', 'twin', 'hidden', 'future']) },
      shows: {
        twin: 'is listed as not called, but it is',
        hidden: 'is listed as not called, but it is',
        future: 'is listed as not called, but it is',
      },
    },
    {
      when: 'what is said to serve another is left out itself, or not there at all',
      change: {
        replaced: { twin: { by: 'hidden', reason: '' }, old: { by: 'nothing', reason: '' } },
      },
      shows: {
        twin: 'is said to be served by hidden, which no row reaches',
        old: 'is said to be served by nothing, which no row reaches',
      },
    },
    {
      when: 'something is listed twice',
      change: { leftOut: [row('hidden', 'unknown', 'future', 'twin'), row('unknown')] },
      shows: {
        future: 'is listed more than once',
        twin: 'is listed more than once',
        unknown: 'is listed more than once',
      },
    },
    {
      when: 'nothing says what becomes of a callback',
      change: { later: [row('future')] },
      shows: { callback: 'is a callback, and no list says what becomes of it' },
    },
  ])('has a fault when $when', ({ change, shows }) => {
    expect(faults(change)).toEqual(shows)
  })
})

describe('the shape of a call', () => {
  it('is the same in the contract and in the sandbox', () => {
    expect(shapeOf('GET', '/users/{username}/status')).toBe(shapeOf('GET', '/users/:username/status'))
    expect(shapeOf('GET', '/users/{username}')).not.toBe(shapeOf('GET', '/users/batch'))
  })
})
