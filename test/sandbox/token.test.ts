import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { at, openSandbox } from './client.ts'

const GOOD = {
  grant_type: 'client_credentials',
  client_id: 'demo-client-id',
  client_secret: 'demo-client-secret',
}

describe('POST /token', () => {
  it('gives a token for the right credentials, which opens the other calls', async () => {
    const { ask } = await openSandbox({ tokenTtlSeconds: 120 })
    const { status, body } = await ask('POST', '/token', { json: GOOD, headers: { authorization: '' } })
    expect(status).toBe(200)
    expect(body).toEqual({
      access_token: expect.stringMatching(/^YWMt/),
      expires_in: 120,
      application: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    const headers = { authorization: `Bearer ${at(body, 'access_token')}` }
    expect((await ask('GET', '/users/u0001', { headers })).status).toBe(200)
  })

  it.each([
    {
      change: { client_id: undefined },
      error: 'illegal_argument',
      error_description: 'client_id must be provided.',
    },
    {
      change: { client_secret: undefined },
      error: 'illegal_argument',
      error_description: 'client_secret must be provided',
    },
    { change: { client_id: 'x' }, error: 'invalid_grant', error_description: 'client_id does not match' },
    {
      change: { client_secret: 'x' },
      error: 'invalid_grant',
      error_description: 'client_secret does not match',
    },
    { change: { grant_type: 'password' }, error: 'invalid_grant' },
  ])('refuses $change with 400 $error', async ({ change, ...expected }) => {
    const { ask } = await openSandbox()
    const answer = await ask('POST', '/token', { json: { ...GOOD, ...change } })
    expect(answer).toMatchObject({ status: 400, body: expected })
  })

  it.each([
    { ttl: 5, livesSeconds: 5 },
    { ttl: undefined, livesSeconds: 60 },
  ])('lets a token with ttl $ttl live $livesSeconds s', async ({ ttl, livesSeconds }) => {
    const clock = createFalseClock()
    const { ask } = await openSandbox({ clock, tokenTtlSeconds: 60 })
    const { body } = await ask('POST', '/token', { json: { ...GOOD, ttl } })
    const headers = { authorization: `Bearer ${at(body, 'access_token')}` }
    clock.advance(livesSeconds * 1000 - 1)
    expect((await ask('GET', '/users', { headers })).status).toBe(200)
    clock.advance(1)
    expect((await ask('GET', '/users', { headers })).status).toBe(401)
  })

  it('gives a token that outlives everything for ttl 0', async () => {
    const clock = createFalseClock()
    const { ask } = await openSandbox({ clock })
    const { body } = await ask('POST', '/token', { json: { ...GOOD, ttl: 0 } })
    clock.advance(50 * 365 * 24 * 3_600_000)
    const headers = { authorization: `Bearer ${at(body, 'access_token')}` }
    expect((await ask('GET', '/users', { headers })).status).toBe(200)
  })
})

describe('expireTokens', () => {
  it('ends every token that was issued, and none that comes after', async () => {
    const { sandbox, ask } = await openSandbox()
    sandbox.expireTokens()
    expect(await ask('GET', '/users')).toMatchObject({
      status: 401,
      body: {
        error: 'unauthorized',
        error_description: 'Unable to authenticate due to expired access token',
      },
    })
    const { body } = await ask('POST', '/token', { json: GOOD })
    const headers = { authorization: `Bearer ${at(body, 'access_token')}` }
    expect((await ask('GET', '/users', { headers })).status).toBe(200)
  })
})
