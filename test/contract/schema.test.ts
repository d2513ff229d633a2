import { readFileSync } from 'node:fs'
import { lexicographicSortSchema, parse, print, printSchema } from 'graphql'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { schema } from '../../src/graph/schema.ts'
import * as documents from '../gen/graphql.ts'
import { start } from '../support/harness.ts'
import { operation } from '../support/operations.ts'

const { UserCardDocument } = documents

describe('the client contract', () => {
  it('is what the code says: schema/schema.graphql is the printed schema', () => {
    const written = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8')
    expect(written).toBe(printSchema(lexicographicSortSchema(schema)))
  })
})

describe('the generated documents', () => {
  it.each([
    'announce',
    'change-membership',
    'chatroom-lobby',
    'group-board',
    'refetch',
    'user-card',
    'user-home',
  ])('%s says what its file says', (name) => {
    const exported = `${name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Document`
    const document = new Map<string, unknown>(Object.entries(documents)).get(exported)
    expect(print(parse(String(document)))).toBe(print(parse(operation(name))))
  })

  it('give variables and answers their types', async () => {
    const { ask, traffic } = await start()

    const { data } = await ask(UserCardDocument, { username: 'u0001' })

    expectTypeOf(data?.user?.profile?.nickname).toEqualTypeOf<string | null | undefined>()
    expect(data?.user).toMatchObject({ username: 'u0001', onlineStatus: expect.stringMatching(/LINE$/) })
    expect(traffic()).toEqual({ 'user-attr-batch-get': 1, 'user-status-batch': 1 })
    // @ts-expect-error: the operation has no such variable
    const { errors } = await ask(UserCardDocument, { name: 'u0001' })
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  })
})
