import { describe, expect, it } from 'vitest'
import { at, keysOf, manyNames, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const BLOCKS = '/users/u0001/blocks/users'
const seed = { users: 20, groups: 0, chatrooms: 0 }

describe('the block list of a user', () => {
  it('takes names, shows the newest first, and lets them go', async () => {
    const { ask } = await openSandbox({ seed })
    const added = await ask('POST', BLOCKS, { json: { usernames: ['U0002', 'ghost', 'u0003'] } })
    expect(added).toMatchObject({ status: 200, body: { data: ['u0002', 'u0003'] } })
    const { body } = await ask('GET', BLOCKS)
    expect(body).toMatchObject({ data: ['u0003', 'u0002'], count: 2 })
    expect(keysOf(body)).not.toContain('cursor')

    expect(await ask('DELETE', `${BLOCKS}/u0003`)).toMatchObject({
      status: 200,
      body: { entities: [{ username: 'u0003' }] },
    })
    expect(await ask('GET', BLOCKS)).toMatchObject({ body: { data: ['u0002'], count: 1 } })
    expect(await ask('GET', '/users/u0002/blocks/users')).not.toMatchObject({ body: { data: ['u0001'] } })
  })

  it('keeps the place of who is blocked again', async () => {
    const { ask } = await openSandbox({ seed })
    for (const username of ['u0002', 'u0003', 'u0002']) {
      await ask('POST', BLOCKS, { json: { usernames: [username] } })
    }
    expect(await ask('GET', BLOCKS)).toMatchObject({ body: { data: ['u0003', 'u0002'], count: 2 } })
  })

  it('comes in pages of at most 50 by pageSize and cursor, and whole without them', async () => {
    const { ask } = await openSandbox({ seed: { ...seed, users: 130 } })
    const usernames = manyNames(120, 5)
    await ask('POST', BLOCKS, { json: { usernames } })
    const seen: unknown[] = []
    const sizes: unknown[] = []
    let cursor: unknown = ''
    while (cursor !== undefined) {
      const { body } = await ask('GET', `${BLOCKS}?pageSize=100&cursor=${cursor}`)
      expect(faultOf('user-block-list', body)).toBeNull()
      seen.push(at(body, 'data'))
      sizes.push(at(body, 'count'))
      cursor = at(body, 'cursor')
    }
    expect(sizes).toEqual([50, 50, 20])
    expect(seen.flat()).toEqual([...usernames].reverse())
    expect(at((await ask('GET', BLOCKS)).body, 'count')).toBe(120)
  })

  it('holds 500 names; a call that would make them more changes nothing', async () => {
    const { ask, sandbox } = await openSandbox({ seed: { ...seed, users: 510, contacts: 0 } })
    await ask('POST', BLOCKS, { json: { usernames: manyNames(499, 2) } })
    const refused = await ask('POST', BLOCKS, { json: { usernames: ['u0501', 'u0502'] } })
    expect(refused).toMatchObject({ status: 403, body: { error: 'exceed_limit' } })
    expect(sandbox.store.users.get('u0001')?.blocks.size).toBe(499)
    const again = await ask('POST', BLOCKS, { json: { usernames: ['u0501', 'u0002'] } })
    expect(again).toMatchObject({ status: 200, body: { data: ['u0501', 'u0002'] } })
    expect(at((await ask('GET', BLOCKS)).body, 'count')).toBe(500)
  })

  it.each([
    { asked: 'GET /users/ghost/blocks/users' },
    { asked: 'POST /users/ghost/blocks/users', json: { usernames: ['u0002'] } },
    { asked: 'DELETE /users/ghost/blocks/users/u0002' },
    { asked: 'DELETE /users/u0001/blocks/users/ghost' },
  ])('answers $asked with 404', async ({ asked, json }) => {
    const { ask } = await openSandbox({ seed })
    const [method = '', path = ''] = asked.split(' ')
    const answer = await ask(method, path, json ? { json } : {})
    expect(answer).toMatchObject({ status: 404, body: { error: 'service_resource_not_found' } })
  })

  it('forgets a user who is deleted', async () => {
    const { ask } = await openSandbox({ seed })
    await ask('POST', BLOCKS, { json: { usernames: ['u0002', 'u0003'] } })
    await ask('DELETE', '/users/u0002')
    expect(await ask('GET', BLOCKS)).toMatchObject({ body: { data: ['u0003'] } })
  })
})
