import { describe, expect, it } from 'vitest'
import { openSandbox } from './client.ts'

describe('the door', () => {
  it.each([
    {
      name: 'a call without a token',
      headers: { authorization: '' },
      status: 401,
      error: 'unauthorized',
      error_description: 'Unable to authenticate (OAuth)',
    },
    {
      name: 'a call with a token that nobody issued',
      headers: { authorization: 'Bearer YWMt-no' },
      status: 401,
      error: 'auth_bad_access_token',
      error_description: 'Unable to authenticate due to corrupt access token',
    },
    { name: 'an unknown path', path: '/nowhere', status: 404, error: 'service_resource_not_found' },
    { name: 'an empty path parameter', path: '/users/', status: 404, error: 'service_resource_not_found' },
    {
      name: 'a wrong method',
      method: 'DELETE',
      path: '/chatgroups',
      status: 405,
      error: 'method_not_allowed',
    },
    {
      name: 'a path above 4 KB',
      path: `/chatgroups/${'9'.repeat(4100)}`,
      status: 414,
      error: 'Request-URI Too Long',
    },
  ])(
    'answers $name with $status $error',
    async ({ method = 'GET', path = '/users', headers = {}, status, ...error }) => {
      const { ask } = await openSandbox()
      const { name: _, ...expected } = { ...error }
      const answer = await ask(method, path, { headers })
      expect(answer).toMatchObject({ status, body: expected })
    },
  )

  it('knows only its own organization and application', async () => {
    const { sandbox } = await openSandbox()
    const response = await fetch(`${sandbox.url}/other-org/demo-app/token`, { method: 'POST' })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      error: 'organization_application_not_found',
      error_description:
        'Could not find application for other-org/demo-app from URI: other-org/demo-app/token',
    })
  })

  it.each([
    { name: 'no Content-Type', contentType: '', body: '{}', status: 415, error: 'web_application' },
    { name: 'text', contentType: 'text/plain', body: '{}', status: 415, error: 'web_application' },
    { name: 'bad JSON', contentType: 'application/json', body: '{"a"=1}', status: 400, error: 'json_parse' },
    { name: 'nothing', contentType: 'application/json', body: '', status: 400, error: 'json_parse' },
  ])(
    'answers a JSON call that brings $name with $status $error',
    async ({ contentType, body, status, error }) => {
      const { sandbox } = await openSandbox()
      const response = await fetch(`${sandbox.url}/demo-org/demo-app/token`, {
        method: 'POST',
        body: Buffer.from(body), // bytes, so that fetch adds no type of its own
        headers: contentType === '' ? {} : { 'content-type': contentType },
      })
      expect(response.status).toBe(status)
      expect(await response.json()).toMatchObject({ error })
    },
  )

  it('refuses a body above 1 MiB with 413', async () => {
    const { ask } = await openSandbox()
    const answer = await ask('POST', '/messages/users', { json: { filler: 'x'.repeat(1_100_000) } })
    expect(answer).toMatchObject({ status: 413, body: { error: 'Request Entity Too Large' } })
  })

  it('reads GET /users/batch/status as the status of a user called batch', async () => {
    const { ask } = await openSandbox()
    expect(await ask('GET', '/users/batch/status')).toMatchObject({ body: { data: { batch: 'offline' } } })
  })

  it('records whether a call came with a token, but not the token', async () => {
    const { sandbox, ask } = await openSandbox()
    await ask('GET', '/users')
    await fetch(`${sandbox.url}/${sandbox.org}/${sandbox.app}/users`)
    expect(sandbox.calls).toMatchObject([
      { signed: true, status: 200 },
      { signed: false, status: 401 },
    ])
    expect(JSON.stringify(sandbox.calls)).not.toContain('YWMt')
  })

  it('records decoded paths without organization and query, in order of arrival', async () => {
    const { sandbox, ask } = await openSandbox()
    await ask('GET', '/chatgroups/200000000000001%2C200000000000002?x=1')
    await ask('POST', '/users/batch/status', { json: { usernames: ['u0001'] } })
    expect(sandbox.calls).toMatchObject([
      { method: 'GET', path: '/chatgroups/200000000000001,200000000000002', query: { x: '1' }, status: 200 },
      { method: 'POST', path: '/users/batch/status', body: { usernames: ['u0001'] }, status: 200 },
    ])
    sandbox.clearCalls()
    expect(sandbox.calls).toEqual([])
  })
})
