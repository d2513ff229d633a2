import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { at, manyNames, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const seed = { users: 20, groups: 2, groupMembers: 5, chatrooms: 0 }
const OPEN = { headers: { authorization: '' } }

describe('open registration', () => {
  it('is refused with 401 unless the application allows it', async () => {
    const { ask, sandbox } = await openSandbox({ seed })
    const json = { username: 'new', password: 'p' }
    expect(await ask('POST', '/users', { json, ...OPEN })).toMatchObject({
      status: 401,
      body: {
        error: 'unauthorized',
        error_description: 'registration is not open, please contact the app admin',
      },
    })
    expect(sandbox.store.users.has('new')).toBe(false)
  })

  it('registers one user where it is allowed, and several only with a token', async () => {
    const { ask } = await openSandbox({ seed, registrationOpen: true })
    const json = { username: 'new', password: 'p' }
    const made = await ask('POST', '/users', { json, ...OPEN })
    expect(made).toMatchObject({ status: 200, body: { entities: [{ username: 'new' }] } })
    expect(faultOf('user-register-open', made.body)).toBeNull()
    const many = [{ username: 'new2', password: 'p' }]
    expect((await ask('POST', '/users', { json: many, ...OPEN })).status).toBe(401)
    expect((await ask('POST', '/users', { json: many })).status).toBe(200)
  })

  it('does not make a bad token good', async () => {
    const { ask } = await openSandbox({ seed, registrationOpen: true })
    const json = { username: 'new', password: 'p' }
    const headers = { authorization: 'Bearer YWMt-no' }
    expect((await ask('POST', '/users', { json, headers })).status).toBe(401)
  })
})

describe('deleting the oldest', () => {
  it('deletes as many as it is told to, in order of creation, and others when repeated', async () => {
    const { ask, sandbox } = await openSandbox({ seed })
    const first = await ask('DELETE', '/users?limit=2')
    expect(first).toMatchObject({
      status: 200,
      body: { params: { limit: ['2'] }, entities: [{ username: 'u0001' }, { username: 'u0002' }] },
    })
    await ask('DELETE', `/users?limit=3&cursor=${at(first.body, 'cursor')}`)
    await ask('DELETE', '/users?limit=1')
    expect([...sandbox.store.users.keys()]).toEqual(manyNames(14, 7))
  })

  it.each([
    { query: '', deleted: 10 },
    { query: '?limit=200', deleted: 100 },
  ])('deletes $deleted for "$query"', async ({ query, deleted }) => {
    const { ask, sandbox } = await openSandbox({ seed: { ...seed, users: 120 } })
    await ask('DELETE', `/users${query}`)
    expect(sandbox.store.users.size).toBe(120 - deleted)
  })

  it('gives no cursor with the last', async () => {
    const { ask, sandbox } = await openSandbox({ seed })
    const { body } = await ask('DELETE', '/users?limit=20')
    expect(at(body, 'cursor')).toBeUndefined()
    expect(sandbox.store.users.size).toBe(0)
    expect(sandbox.store.groups.size).toBe(0)
  })
})

describe('the password', () => {
  const login = (password: string) => ({ json: { grant_type: 'password', username: 'u0001', password } })

  it('is set, and opens a token of the user from then on', async () => {
    const { ask } = await openSandbox({ seed })
    expect((await ask('POST', '/token', login('password-u0001'))).status).toBe(200)
    const set = await ask('PUT', '/users/U0001/password', { json: { newpassword: 'other' } })
    expect(set).toMatchObject({ status: 200, body: { action: 'set user password' } })
    expect((await ask('POST', '/token', login('password-u0001'))).status).toBe(400)
    expect((await ask('POST', '/token', login('other'))).status).toBe(200)
  })

  it.each([
    { username: 'u0001', json: {}, status: 400, error: 'illegal_argument' },
    { username: 'u0001', json: { newpassword: '' }, status: 400, error: 'illegal_argument' },
    { username: 'u0001', json: { newpassword: 'x'.repeat(65) }, status: 400, error: 'illegal_argument' },
    { username: 'ghost', json: { newpassword: 'x' }, status: 404, error: 'entity_not_found' },
  ])('of $username is not set to $json: $status $error', async ({ username, json, status, error }) => {
    const { ask } = await openSandbox({ seed })
    const answer = await ask('PUT', `/users/${username}/password`, { json })
    expect(answer).toMatchObject({ status, body: { error } })
  })

  it('may have 64 characters', async () => {
    const { ask } = await openSandbox({ seed })
    const json = { newpassword: 'x'.repeat(64) }
    expect((await ask('PUT', '/users/u0001/password', { json })).status).toBe(200)
  })
})

describe('a deactivated user', () => {
  it('is logged out, shown as such, gets no token, and is free again after activation', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await openSandbox({ seed, clock })
    const user = sandbox.store.users.get('u0001')
    if (user) user.online = true
    const off = await ask('POST', '/users/U0001/deactivate')
    expect(off).toMatchObject({
      status: 200,
      body: {
        action: 'Deactivate user',
        entities: [{ username: 'u0001', activated: false, modified: 1_700_000_000_000 }],
      },
    })
    expect(await ask('GET', '/users/u0001/status')).toMatchObject({ body: { data: { u0001: 'offline' } } })
    expect(await ask('GET', '/users/u0001')).toMatchObject({ body: { entities: [{ activated: false }] } })
    const json = { grant_type: 'password', username: 'u0001', password: 'password-u0001' }
    expect(await ask('POST', '/token', { json })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'user not activated' },
    })

    const on = await ask('POST', '/users/u0001/activate')
    expect(on).toMatchObject({ status: 200, body: { action: 'activate user' } })
    expect((await ask('POST', '/token', { json })).status).toBe(200)
  })

  it.each(['activate', 'deactivate'])('must exist to be %sd', async (action) => {
    const { ask } = await openSandbox({ seed })
    expect(await ask('POST', `/users/ghost/${action}`)).toMatchObject({
      status: 404,
      body: { error: 'service_resource_not_found' },
    })
  })
})

describe('a token of a user', () => {
  const inherit = { grant_type: 'inherit', username: 'New' }

  it('is given for the password, lives as long as asked, and opens no call of this API', async () => {
    const { ask } = await openSandbox({ seed })
    const json = { grant_type: 'password', username: 'U0001', password: 'password-u0001', ttl: 60 }
    const { body } = await ask('POST', '/token', { json, ...OPEN })
    expect(body).toMatchObject({
      access_token: expect.stringMatching(/^YWMt/),
      expires_in: 60,
      user: { username: 'u0001', type: 'user', activated: true },
    })
    const headers = { authorization: `Bearer ${at(body, 'access_token')}` }
    expect((await ask('GET', '/users/u0001', { headers })).status).toBe(401)
  })

  it('is given by name to the administrator, who may have the user made', async () => {
    const { ask } = await openSandbox({ seed })
    expect(await ask('POST', '/token', { json: inherit })).toMatchObject({
      status: 404,
      body: { error: 'entity_not_found', error_description: 'User null not found' },
    })
    const made = await ask('POST', '/token', { json: { ...inherit, autoCreateUser: true } })
    expect(made).toMatchObject({ status: 200, body: { user: { username: 'new' } } })
    expect((await ask('GET', '/users/new')).status).toBe(200)
    expect((await ask('POST', '/token', { json: inherit })).status).toBe(200)
  })

  it('is not given by name without the token of the application', async () => {
    const { ask } = await openSandbox({ seed })
    const json = { ...inherit, username: 'u0001' }
    expect((await ask('POST', '/token', { json, ...OPEN })).status).toBe(401)
  })

  it.each([
    { change: { password: undefined }, status: 400, error_description: 'invalid username or password' },
    { change: { username: undefined }, status: 400, error_description: 'invalid username or password' },
    { change: { password: 'wrong' }, status: 400, error_description: 'invalid password' },
    { change: { username: 'ghost' }, status: 404, error_description: 'user not found' },
  ])('is refused for $change with $status invalid_grant', async ({ change, status, error_description }) => {
    const { ask } = await openSandbox({ seed })
    const json = { grant_type: 'password', username: 'u0001', password: 'password-u0001', ...change }
    const error = 'invalid_grant'
    expect(await ask('POST', '/token', { json })).toMatchObject({
      status,
      body: { error, error_description },
    })
  })
})
