import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'
import { connect, startService } from '../support/service.ts'

const CREATE = `mutation($input: CreateUserTokenInput!) {
  createUserToken(input: $input) { accessToken expiresInSeconds user { username account { isActive } } }
}`
const STATUS = '{ user(username: "u0001") { onlineStatus } }'
const NO_TOKEN = { data: { createUserToken: null } }

/** How often the server asked for a token of its own. */
const renewals = ({
  calls,
}: {
  readonly calls: readonly { readonly path: string; readonly body: unknown }[]
}) =>
  calls.filter(({ path, body }) => path === '/token' && JSON.stringify(body).includes('client_credentials'))
    .length

describe('createUserToken', () => {
  it('checks the password where there is one', async () => {
    const { ask, sandbox } = await start()

    const { data, errors } = await ask(CREATE, {
      input: { username: 'U0001', password: 'password-u0001', ttlSeconds: 3_600 },
    })

    expect(errors).toBeUndefined()
    expect(data.createUserToken).toEqual({
      accessToken: expect.stringMatching(/^YWMt/),
      expiresInSeconds: 3_600,
      user: { username: 'u0001', account: { isActive: true } },
    })
    expect(sandbox.calls.map(({ body }) => body)).toContainEqual({
      grant_type: 'password',
      username: 'u0001',
      password: 'password-u0001',
      ttl: 3_600,
    })
  })

  it('needs the name alone where there is none, and the life is then as the app is configured', async () => {
    const { ask, sandbox } = await start({ sandbox: { tokenTtlSeconds: 1_000 } })

    const { data, errors } = await ask(CREATE, { input: { username: 'u0001' } })

    expect(errors).toBeUndefined()
    expect(data.createUserToken.expiresInSeconds).toBe(1_000)
    expect(sandbox.calls.map(({ body }) => body)).toContainEqual({
      grant_type: 'inherit',
      username: 'u0001',
      autoCreateUser: false,
    })
  })

  it('registers a missing name when told to, which the same answer shows', async () => {
    const { ask, sandbox } = await start()
    await ask('{ user(username: "new") { account { isActive } } }')

    const { data, errors } = await ask(CREATE, { input: { username: 'new', createIfMissing: true } })

    expect(errors).toBeUndefined()
    expect(data.createUserToken.user).toEqual({ username: 'new', account: { isActive: true } })
    expect(sandbox.store.users.has('new')).toBe(true)
  })

  it('shows the service the token of this server only where it acts for the user', async () => {
    const text = '{"access_token":"of the user","expires_in":5}'
    const service = await startService({ 'POST /token': { text } })
    const { ask } = connect(service.baseUrl)
    const tokenOf = (input: object) => ask(CREATE.replace('account { isActive }', ''), { input })

    await tokenOf({ username: 'a', password: 'p' })
    await tokenOf({ username: 'a' })

    expect(service.calls.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      'Bearer of the user',
    ])
  })

  it('tells a token that never expires', async () => {
    const { ask, sandbox } = await start()
    const body = { access_token: 't', expires_in: 0 }
    const isForUser = (call: { readonly body: unknown }) =>
      JSON.stringify(call.body ?? '').includes('inherit')
    sandbox.fault({ kind: 'answer', status: 200, body, when: isForUser })
    const { data } = await ask(CREATE, { input: { username: 'u0001' } })
    expect(data.createUserToken.expiresInSeconds).toBeNull()
  })

  it.each([
    { what: 'a wrong password', input: { username: 'u0001', password: 'wrong' }, code: 'NOT_ALLOWED' },
    { what: 'a password for nobody', input: { username: 'nobody', password: 'p' }, code: 'NOT_FOUND' },
    { what: 'a name that nobody has', input: { username: 'nobody' }, code: 'NOT_FOUND' },
  ])('is $code for $what, and leaves the token of this server alone', async ({ input, code }) => {
    const { ask, sandbox } = await start()
    await ask(STATUS)

    const refused = await ask(CREATE, { input })
    const after = await ask('{ user(username: "u0002") { onlineStatus } }')

    expect(refused).toMatchObject({ ...NO_TOKEN, errors: [{ extensions: { code } }] })
    expect(JSON.stringify(refused)).not.toContain('wrong')
    expect(after.errors).toBeUndefined()
    expect(renewals(sandbox)).toBe(1)
  })

  it.each([{ password: 'password-u0001' }, {}])(
    'is NOT_ALLOWED for a deactivated account, with %j',
    async (password) => {
      const { ask, sandbox } = await start()
      await ask('mutation { deactivateUser(username: "u0001") { user { username } } }')

      const refused = await ask(CREATE, { input: { username: 'u0001', ...password } })

      expect(refused).toMatchObject({ ...NO_TOKEN, errors: [{ extensions: { code: 'NOT_ALLOWED' } }] })
      expect(renewals(sandbox)).toBe(1)
    },
  )

  it.each([
    { status: 400, error: 'invalid_grant' },
    { status: 401, error: 'invalid_grant' },
    { status: 401, error: 'unauthorized' },
  ])('takes a $status $error of a password for what it is: not of this server', async (refusal) => {
    const { ask, sandbox } = await start()
    await ask(STATUS)
    const isForUser = (call: { readonly body: unknown }) => JSON.stringify(call.body ?? '').includes('"p"')
    const { status, error } = refusal
    sandbox.fault({ kind: 'answer', status, body: { error }, when: isForUser })

    const refused = await ask(CREATE, { input: { username: 'u0001', password: 'p' } })

    expect(refused).toMatchObject({ ...NO_TOKEN, errors: [{ extensions: { code: 'NOT_ALLOWED' } }] })
    expect(sandbox.calls.filter(isForUser)).toHaveLength(1)
    await ask('{ user(username: "u0002") { onlineStatus } }')
    expect(renewals(sandbox)).toBe(1)
  })

  it('gets a new token for this server when that is what expired', async () => {
    const { ask, sandbox } = await start()
    await ask(STATUS)
    sandbox.expireTokens()

    const { errors } = await ask(CREATE, { input: { username: 'u0001' } })

    expect(errors).toBeUndefined()
    expect(renewals(sandbox)).toBe(2)
  })

  it('still says so when it is this server or the app that the service does not know', async () => {
    const { ask, sandbox } = await start()
    const body = { error: 'organization_application_not_found' }
    const isForUser = (call: { readonly body: unknown }) => JSON.stringify(call.body ?? '').includes('"p"')
    sandbox.fault({ kind: 'answer', status: 404, body, when: isForUser })
    const { errors } = await ask(CREATE, { input: { username: 'u0001', password: 'p' } })
    expect(errors).toMatchObject([{ extensions: { code: 'CREDENTIALS_REFUSED' } }])
  })

  it('waits for somebody else who makes the same user at the same moment', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock })
    await clock.until(ask(STATUS))
    const body = { error: 'concurrent_operation_error' }
    const isForUser = (call: { readonly body: unknown }) =>
      JSON.stringify(call.body ?? '').includes('inherit')
    sandbox.fault({ kind: 'answer', status: 409, body, when: isForUser, times: 1 })

    const { errors } = await clock.until(ask(CREATE, { input: { username: 'new', createIfMissing: true } }))

    expect(errors).toBeUndefined()
    expect(sandbox.calls.filter(isForUser)).toHaveLength(2)
  })

  it('is made anew each time', async () => {
    const { ask } = await start()
    const tokenOf = async () =>
      (await ask(CREATE, { input: { username: 'u0001' } })).data.createUserToken.accessToken
    expect(await tokenOf()).not.toBe(await tokenOf())
  })

  it.each([
    { argument: 'username', input: { username: '' } },
    { argument: 'password', input: { username: 'u0001', password: '' } },
    { argument: 'createIfMissing', input: { username: 'u0001', password: 'p', createIfMissing: true } },
    { argument: 'ttlSeconds', input: { username: 'u0001', ttlSeconds: 0 } },
    { argument: 'ttlSeconds', input: { username: 'u0001', ttlSeconds: -1 } },
  ])('is not asked of the service with a bad $argument', async ({ argument, input }) => {
    const { ask, sandbox } = await start()
    const { errors } = await ask(CREATE, { input })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })
})
