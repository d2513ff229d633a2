import { describe, expect, it } from 'vitest'
import { manyNames, openSandbox } from './client.ts'
import { dataOf, SMALL_WORLD } from './places.ts'

const PATH = '/chatrooms/super_admin'

describe('super admins', () => {
  it('are added and removed by name, which must be known', async () => {
    const { ask, sandbox } = await openSandbox({ seed: SMALL_WORLD })
    sandbox.store.superAdmins.clear()
    const added = await ask('POST', PATH, { json: { superadmin: 'U0009' } })
    expect(dataOf(added)).toEqual({ result: 'success', resource: '' })
    expect((await ask('GET', PATH)).body).toMatchObject({ data: ['u0009'], count: 1 })
    const removed = await ask('DELETE', `${PATH}/u0009`)
    expect(dataOf(removed)).toEqual({ newSuperAdmin: 'u0009', resource: '' })
    expect(dataOf(await ask('GET', PATH))).toEqual([])
    const unknown = { status: 404, body: { error_description: "username ghost doesn't exist!" } }
    expect(await ask('POST', PATH, { json: { superadmin: 'ghost' } })).toMatchObject(unknown)
    expect(await ask('DELETE', `${PATH}/ghost`)).toMatchObject(unknown)
    expect((await ask('POST', PATH, { json: {} })).status).toBe(400)
  })

  it.each([
    { query: '', names: manyNames(10) },
    { query: '?pagenum=2&pagesize=5', names: manyNames(5, 6) },
    { query: '?pagenum=2', names: manyNames(2, 11) },
    { query: '?pagesize=1000', names: manyNames(12) },
  ])('come 10 a page from 1 unless asked otherwise ("$query")', async ({ query, names }) => {
    const { ask, sandbox } = await openSandbox({ seed: SMALL_WORLD })
    sandbox.store.superAdmins.clear()
    for (const username of manyNames(12)) sandbox.store.superAdmins.add(username)
    expect((await ask('GET', `${PATH}${query}`)).body).toMatchObject({ data: names, count: names.length })
  })
})
