import { describe, expect, it } from 'vitest'
import { at, keysOf, openSandbox } from './client.ts'

const seed = { contacts: 0 }

describe('contacts', () => {
  it('are mutual, and come newest first', async () => {
    const { ask } = await openSandbox({ seed })
    for (const friend of ['u0002', 'u0003']) {
      const added = await ask('POST', `/users/u0001/contacts/users/${friend}`)
      expect(added).toMatchObject({ status: 200, body: { entities: [{ username: friend }] } })
    }
    const { body } = await ask('GET', '/users/u0001/contacts/users')
    expect(body).toMatchObject({ data: ['u0003', 'u0002'], count: 2 })
    expect(await ask('GET', '/users/u0003/contacts/users')).toMatchObject({ body: { data: ['u0001'] } })

    await ask('DELETE', '/users/u0003/contacts/users/u0001')
    expect(await ask('GET', '/users/u0001/contacts/users')).toMatchObject({ body: { data: ['u0002'] } })
  })

  it('come in pages of at most 50, with remarks when asked for', async () => {
    const { ask } = await openSandbox({ seed: { contacts: 60 } })
    const first = await ask('GET', '/user/u0007/contacts?limit=50&needReturnRemark=true')
    expect(at(first.body, 'count')).toBe(50)
    expect(keysOf(at(first.body, 'data', 'contacts', 0))).toEqual(['remark', 'username'])
    const second = await ask('GET', `/user/u0007/contacts?limit=50&cursor=${at(first.body, 'cursor')}`)
    expect(second.body).toMatchObject({ count: 10 })
    expect(keysOf(second.body)).not.toContain('cursor')
    expect(keysOf(at(second.body, 'data', 'contacts', 0))).toEqual(['username'])
  })

  it('refuses a page above 50 with 400', async () => {
    const { ask } = await openSandbox()
    expect(await ask('GET', '/user/u0007/contacts?limit=51')).toMatchObject({
      status: 400,
      body: { error_description: 'getContacts | page size more than max limit : 50' },
    })
  })

  it('keep a remark of the owner alone, and none for someone who is no contact', async () => {
    const { sandbox, ask } = await openSandbox({ seed })
    await ask('POST', '/users/u0001/contacts/users/u0002')
    const set = await ask('PUT', '/user/u0001/contacts/users/u0002', { json: { remark: '房东' } })
    expect(set).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect(sandbox.store.contacts.get('u0001')?.get('u0002')?.remark).toBe('房东')
    expect(sandbox.store.contacts.get('u0002')?.get('u0001')?.remark).toBeNull()
    const refused = await ask('PUT', '/user/u0001/contacts/users/u0009', { json: { remark: 'x' } })
    expect(refused).toMatchObject({ status: 400, body: { error: 'illegal_argument' } })
  })

  it.each(['/users/ghost/contacts/users', '/user/ghost/contacts'])(
    'answers GET %s with 404',
    async (path) => {
      const { ask } = await openSandbox()
      expect(await ask('GET', path)).toMatchObject({
        status: 404,
        body: { error: 'service_resource_not_found' },
      })
    },
  )
})
