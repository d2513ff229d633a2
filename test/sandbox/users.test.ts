import { describe, expect, it } from 'vitest'
import { at, keysOf, manyNames, openSandbox } from './client.ts'

describe('users', () => {
  it('registers one user and shows it, with the name in lower case and without the password', async () => {
    const { ask } = await openSandbox()
    const made = await ask('POST', '/users', { json: { username: 'Tester', password: 'p', nickname: 'T' } })
    expect(made).toMatchObject({ status: 200, body: { action: 'post', path: '/users' } })
    const got = await ask('GET', '/users/TESTER')
    expect(keysOf(got.body)).toEqual(['action', 'count', 'duration', 'entities', 'path', 'timestamp', 'uri'])
    expect(keysOf(at(got.body, 'entities', 0))).toEqual([
      'activated',
      'created',
      'modified',
      'nickname',
      'type',
      'username',
      'uuid',
    ])
    expect(got.body).toMatchObject({
      count: 1,
      entities: [{ username: 'tester', nickname: 'T', type: 'user' }],
    })
  })

  it('registers those of a batch that are new and reports the others, with 200', async () => {
    const { ask } = await openSandbox()
    const json = [
      { username: 'new1', password: 'p' },
      { username: 'u0001', password: 'p' },
      { username: 'new2', password: 'p' },
    ]
    expect(await ask('POST', '/users', { json })).toMatchObject({
      status: 200,
      body: {
        entities: [{ username: 'new1' }, { username: 'new2' }],
        data: [{ username: 'u0001', registerUserFailReason: 'the u0001 already exists' }],
      },
    })
  })

  it.each([
    {
      name: 'an existing user',
      json: { username: 'u0001', password: 'p' },
      error: 'duplicate_unique_property_exists',
    },
    {
      name: 'one existing user in an array',
      json: [{ username: 'u0001', password: 'p' }],
      error: 'duplicate_unique_property_exists',
    },
    { name: 'an illegal name', json: { username: 'a b', password: 'p' }, error: 'illegal_argument' },
    { name: 'no password', json: { username: 'ab' }, error: 'illegal_argument' },
    { name: 'a long name', json: { username: 'a'.repeat(65), password: 'p' }, error: 'illegal_argument' },
    { name: 'no user at all', json: [], error: 'illegal_argument' },
    {
      name: 'one name with two passwords',
      json: [
        { username: 'ab', password: 'p' },
        { username: 'AB', password: 'q' },
      ],
      error: 'duplicate_unique_property_exists',
    },
  ])('refuses to register $name with 400 $error', async ({ json, error }) => {
    const { sandbox, ask } = await openSandbox()
    expect(await ask('POST', '/users', { json })).toMatchObject({ status: 400, body: { error } })
    expect(sandbox.store.users.size).toBe(450)
  })

  it.each([
    { size: 60, status: 200 },
    { size: 61, status: 400 },
  ])('answers a registration of $size users with $status', async ({ size, status }) => {
    const { ask } = await openSandbox({ seed: { users: 1 } })
    const json = manyNames(size, 1000).map((username) => ({ username, password: 'p' }))
    expect((await ask('POST', '/users', { json })).status).toBe(status)
  })

  it('lists all users in order of creation, 100 a page at most, and ends without a cursor', async () => {
    const { ask } = await openSandbox()
    const seen: unknown[] = []
    const sizes: unknown[] = []
    let cursor: unknown
    do {
      const { body } = await ask('GET', `/users?limit=200${cursor ? `&cursor=${cursor}` : ''}`)
      const entities = at(body, 'entities')
      for (const entity of Array.isArray(entities) ? entities : []) seen.push(at(entity, 'username'))
      sizes.push(at(body, 'count'))
      cursor = at(body, 'cursor')
    } while (cursor)
    expect(seen).toEqual(manyNames(450))
    expect(sizes).toEqual([100, 100, 100, 100, 50])
  })

  it('neither repeats nor hides a user when another is deleted between two pages', async () => {
    const { sandbox, ask } = await openSandbox()
    const first = await ask('GET', '/users?limit=2')
    sandbox.store.users.delete('u0001')
    sandbox.store.users.delete('u0002')
    const second = await ask('GET', `/users?limit=2&cursor=${at(first.body, 'cursor')}`)
    expect(second.body).toMatchObject({ entities: [{ username: 'u0003' }, { username: 'u0004' }] })
  })

  it.each(['limit=x', 'cursor=x'])('refuses ?%s with 400', async (query) => {
    const { ask } = await openSandbox()
    expect(await ask('GET', `/users?${query}`)).toMatchObject({
      status: 400,
      body: { error: 'illegal_argument' },
    })
  })

  it('deletes a user with its contacts, its memberships and the groups that it owns', async () => {
    const { sandbox, ask } = await openSandbox()
    const { groups, contacts } = sandbox.store
    expect(groups.get('200000000000001')?.owner).toBe('u0001')
    expect((await ask('DELETE', '/users/u0001')).status).toBe(200)
    expect(groups.has('200000000000001')).toBe(false)
    expect([...groups.values()].some((group) => group.members.has('u0001'))).toBe(false)
    expect([...contacts.values()].some((mine) => mine.has('u0001'))).toBe(false)
  })

  it.each(['GET', 'DELETE'])('answers %s of an unknown user with 404', async (method) => {
    const { ask } = await openSandbox()
    expect(await ask(method, '/users/ghost')).toMatchObject({
      status: 404,
      body: { error: 'service_resource_not_found', error_description: 'Service resource not found' },
    })
  })
})

describe('online status', () => {
  it('answers a batch as one-key objects in another order, offline for strangers', async () => {
    const { sandbox, ask } = await openSandbox()
    for (const username of ['u0001', 'u0002']) {
      const user = sandbox.store.users.get(username)
      if (user) user.online = username === 'u0001'
    }
    const { body } = await ask('POST', '/users/batch/status', {
      json: { usernames: ['U0001', 'u0002', 'ghost'] },
    })
    expect(keysOf(body)).toEqual(['action', 'data', 'duration', 'timestamp'])
    expect(body).toMatchObject({ data: [{ ghost: 'offline' }, { u0002: 'offline' }, { u0001: 'online' }] })
    expect(await ask('GET', '/users/u0001/status')).toMatchObject({
      body: { data: { u0001: 'online' }, count: 0 },
    })
  })

  it.each([
    { size: 100, status: 200 },
    { size: 101, status: 400 },
  ])('answers a batch of $size names with $status', async ({ size, status }) => {
    const { ask } = await openSandbox()
    const answer = await ask('POST', '/users/batch/status', { json: { usernames: manyNames(size) } })
    expect(answer.status).toBe(status)
    if (status === 400) {
      const error_description = 'request body exceeds maximum limit, maximum limit is 100'
      expect(answer.body).toMatchObject({ error: 'illegal_argument', error_description })
    }
  })
})
