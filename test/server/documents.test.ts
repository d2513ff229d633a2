import { createYoga } from 'graphql-yoga'
import { describe, expect, it } from 'vitest'
import { createDocumentMemory } from '../../src/documents/memory.ts'
import { schema } from '../../src/graph/schema.ts'

/** A server that remembers so many characters of documents, and 200 for each besides. */
function serve(mostCharacters: number) {
  const { plugin, caches } = createDocumentMemory(mostCharacters)
  const yoga = createYoga({ schema, logging: false, plugins: [plugin], parserAndValidationCache: caches })
  return {
    async ask(query: string) {
      const request = new Request('http://server/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
      await (await yoga.fetch(request)).text()
    },
    remembers: (query: string) => caches.documentCache.get(query) !== undefined,
  }
}

describe('the memory of documents', () => {
  it('holds what was asked lately, as far as there is room', async () => {
    const { ask, remembers } = serve(1_000)
    const queries = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `{ ${name}: __typename }`)
    for (const query of queries) await ask(query)
    expect(queries.map(remembers)).toEqual([false, false, true, true, true, true])
  })

  it('counts a document once, however often it is asked', async () => {
    const { ask, remembers } = serve(1_000)
    await ask('{ x: __typename }')
    for (let times = 0; times < 10; times += 1) await ask('{ __typename }')
    expect(remembers('{ x: __typename }')).toBe(true)
  })

  it('does not hold one that is larger than all of it', async () => {
    const { ask, remembers } = serve(1_000)
    const query = `{ __typename } # ${'x'.repeat(1_000)}`
    await ask(query)
    expect(remembers(query)).toBe(false)
  })

  it.each(['{ nothing }', '{', '{ user }'])('does not hold what is wrong: %s', async (query) => {
    const { ask, remembers } = serve(1_000)
    await ask(query)
    expect(remembers(query)).toBe(false)
  })
})
