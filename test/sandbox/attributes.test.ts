import { describe, expect, it } from 'vitest'
import { at, keysOf, manyNames, openSandbox } from './client.ts'

const ATTRIBUTES = '/metadata/user/u0001'

describe('user attributes', () => {
  it('takes a form, changes the keys that are sent, and keeps the others', async () => {
    const { ask } = await openSandbox()
    const set = await ask('PUT', ATTRIBUTES, { form: { nickname: '阿达 & co', sign: '' } })
    expect(set).toMatchObject({ status: 200, body: { data: { nickname: '阿达 & co', sign: '' } } })
    expect(keysOf(set.body)).toEqual(['data', 'duration', 'timestamp'])
    const { body } = await ask('GET', ATTRIBUTES)
    expect(at(body, 'data')).toMatchObject({ nickname: '阿达 & co', sign: '', mail: 'u0001@example.com' })
  })

  it('refuses JSON where a form is due with 415', async () => {
    const { ask } = await openSandbox()
    expect((await ask('PUT', ATTRIBUTES, { json: { nickname: 'x' } })).status).toBe(415)
  })

  it('refuses more than 2 KB a user with 403 and changes nothing', async () => {
    const { sandbox, ask } = await openSandbox()
    const before = sandbox.store.attributes.get('u0001')
    const answer = await ask('PUT', ATTRIBUTES, { form: { ext: 'x'.repeat(2100) } })
    expect(answer).toMatchObject({ status: 403, body: { error: 'FORBIDDEN' } })
    expect(sandbox.store.attributes.get('u0001')).toEqual(before)
  })

  it('answers a batch keyed by name with the listed properties only, and {} for strangers', async () => {
    const { sandbox, ask } = await openSandbox()
    const nickname = sandbox.store.attributes.get('u0001')?.get('nickname')
    const json = { targets: ['U0001', 'ghost', 'u0015'], properties: ['nickname', 'nothing'] }
    const { body } = await ask('POST', '/metadata/user/get', { json })
    expect(at(body, 'data')).toEqual({ u0001: { nickname }, ghost: {}, u0015: {} })
  })

  it.each([
    { targets: manyNames(100), properties: ['nickname'], status: 200 },
    { targets: manyNames(101), properties: ['nickname'], status: 400 },
    { targets: ['u0001'], properties: undefined, status: 400 },
    { targets: undefined, properties: ['nickname'], status: 400 },
  ])(
    'answers $targets.length targets for $properties with $status',
    async ({ targets, properties, status }) => {
      const { ask } = await openSandbox()
      const answer = await ask('POST', '/metadata/user/get', { json: { targets, properties } })
      expect(answer.status).toBe(status)
      if (status === 400) expect(answer.body).toMatchObject({ error: 'BAD_REQUEST' })
    },
  )

  it('deletes, also for strangers, and counts bytes', async () => {
    const { ask } = await openSandbox({ seed: { users: 1 } })
    const before = await ask('GET', '/metadata/user/capacity')
    expect(at(before.body, 'data')).toBeGreaterThan(0)
    expect(await ask('DELETE', ATTRIBUTES)).toMatchObject({ status: 200, body: { data: true } })
    expect(await ask('DELETE', '/metadata/user/ghost')).toMatchObject({ status: 200, body: { data: true } })
    expect(await ask('GET', ATTRIBUTES)).toMatchObject({ body: { data: {} } })
    expect(await ask('GET', '/metadata/user/capacity')).toMatchObject({ body: { data: 0 } })
  })
})
