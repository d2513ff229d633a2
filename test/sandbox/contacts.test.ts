import { describe, expect, it } from 'vitest'
import { addContact } from '../../src/sandbox/store.ts'
import { at, keysOf, manyNames, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

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

describe('importing contacts', () => {
  const IMPORT = '/users/u0001/contacts/import'
  const few = { users: 20, contacts: 0, groups: 0, chatrooms: 0 }

  it('adds those it can, and says of each name what became of it', async () => {
    const { ask } = await openSandbox({ seed: few })
    const json = { usernames: ['u0002', 'ghost', 'U0003', 'u0001'] }
    const { status, body } = await ask('POST', `${IMPORT}?isSendNotice=false`, { json })
    expect(status).toBe(200)
    expect(at(body, 'data')).toEqual({
      success: ['u0002', 'u0003'],
      NotExistFailed: ['ghost'],
      maxLimitFailed: [],
      UnKnowFailed: ['u0001'],
    })
    expect(faultOf('contact-import', body)).toBeNull()
    expect(await ask('GET', '/users/u0001/contacts/users')).toMatchObject({
      body: { data: ['u0003', 'u0002'] },
    })
    expect(await ask('GET', '/users/u0002/contacts/users')).toMatchObject({ body: { data: ['u0001'] } })
  })

  it('stops at 3000 contacts, of either side', async () => {
    const { ask, sandbox } = await openSandbox({ seed: few })
    for (let number = 1; number <= 3000; number += 1) {
      if (number < 3000) addContact(sandbox.store, 'u0001', `other${number}`)
      addContact(sandbox.store, 'u0002', `other${number}`)
    }
    const json = { usernames: ['u0002', 'u0003', 'u0004'] }
    expect(at((await ask('POST', IMPORT, { json })).body, 'data')).toMatchObject({
      success: ['u0003'],
      maxLimitFailed: ['u0002', 'u0004'],
    })
    expect(await ask('POST', IMPORT, { json })).toMatchObject({
      status: 403,
      body: { error: 'exceed_limit', error_description: "Inviter's contact max count." },
    })
  })

  it.each([
    { path: IMPORT, size: 10, status: 200 },
    {
      path: IMPORT,
      size: 11,
      status: 400,
      error_description: 'request user over flow limit:10.',
    },
    { path: IMPORT, size: 0, status: 400 },
    { path: '/users/ghost/contacts/import', size: 1, status: 404 },
  ])('answers $size names at $path with $status', async ({ path, size, status, ...expected }) => {
    const { ask } = await openSandbox({ seed: few })
    const json = { usernames: manyNames(size, 2) }
    expect(await ask('POST', path, { json })).toMatchObject({ status, body: expected })
  })
})

describe('checking contacts', () => {
  it('says of each name whether it is a friend, in another order', async () => {
    const { ask } = await openSandbox({ seed: { users: 20, contacts: 0, groups: 0, chatrooms: 0 } })
    await ask('POST', '/users/u0001/contacts/users/u0002')
    const json = { username: 'U0001', check_list: ['U0002', 'u0003', 'ghost'] }
    const { body } = await ask('POST', '/contacts/check', { json })
    expect(at(body, 'entities')).toEqual([
      { username: 'ghost', relation: 'not_friend' },
      { username: 'u0003', relation: 'not_friend' },
      { username: 'u0002', relation: 'friend' },
    ])
    expect(faultOf('contact-check', body)).toBeNull()
  })

  it.each([
    { size: 1, status: 200 },
    { size: 100, status: 200 },
    { size: 101, status: 400 },
    { size: 0, status: 400 },
  ])('answers $size names with $status', async ({ size, status }) => {
    const { ask } = await openSandbox({ seed: { users: 2, groups: 0, chatrooms: 0 } })
    const json = { username: 'u0001', check_list: manyNames(size, 2) }
    const answer = await ask('POST', '/contacts/check', { json })
    expect(answer.status).toBe(status)
    if (status === 400) {
      expect(answer.body).toMatchObject({ error_description: 'check_list size must be between 1 and 100' })
    }
  })
})
