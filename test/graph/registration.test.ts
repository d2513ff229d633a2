import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { connect, startService } from '../support/service.ts'

const REGISTER = `mutation($input: RegisterUserInput!) {
  registerUser(input: $input) { user { username account { isActive } } }
}`
const REGISTER_MANY = `mutation($users: [RegisterUserInput!]!) {
  registerUsers(users: $users) {
    results { username status error { code } user { account { isActive } } }
  }
}`
const REGISTER_OPENLY = `mutation($input: RegisterUserInput!) {
  registerUserOpenly(input: $input) { user { username account { isActive } } }
}`

const newUsers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ username: `new${index}`, password: `password-${index}` }))

const results = ({ data }: { readonly data?: { registerUsers: { results: readonly Result[] } } }) =>
  data?.registerUsers.results.map(({ username, status, error }) => [username, status, error?.code ?? null])

interface Result {
  readonly username: string
  readonly status: string
  readonly error: { readonly code: string } | null
}

describe('registerUser', () => {
  it('registers a user in lower case, who is there in the same answer', async () => {
    const { ask, sandbox } = await start()

    const { data, errors } = await ask(REGISTER, {
      input: { username: 'New.User', password: 'secret', pushNickname: 'New' },
    })

    expect(errors).toBeUndefined()
    expect(data.registerUser.user).toEqual({ username: 'new.user', account: { isActive: true } })
    expect(sandbox.store.users.get('new.user')).toMatchObject({ password: 'secret', nickname: 'New' })
  })

  it('makes stale what was known of the name before', async () => {
    const { ask } = await start()
    const known = `{ user(username: "new") {
      account { isActive } groups { edges { cursor } } chatrooms { edges { cursor } } contacts { edges { cursor } }
    } }`
    const before = await ask(known)

    await ask(REGISTER, { input: { username: 'new', password: 'p' } })

    const { data } = await ask(known)
    expect(before.data.user).toEqual({ account: null, groups: null, chatrooms: null, contacts: null })
    expect(data.user).toEqual({
      account: { isActive: true },
      groups: { edges: [] },
      chatrooms: { edges: [] },
      contacts: { edges: [] },
    })
  })

  it('fails with ALREADY_EXISTS for a name that is taken, and leaves who has it alone', async () => {
    const { ask, sandbox } = await start()

    const { data, errors } = await ask(REGISTER, { input: { username: 'U0001', password: 'stolen' } })

    expect(data).toEqual({ registerUser: null })
    expect(errors).toMatchObject([{ path: ['registerUser'], extensions: { code: 'ALREADY_EXISTS' } }])
    expect(sandbox.store.users.get('u0001')?.password).toBe('password-u0001')
  })

  it.each([
    { argument: 'password', input: { username: 'new', password: '' } },
    { argument: 'password', input: { username: 'new', password: 'p'.repeat(65) } },
    { argument: 'pushNickname', input: { username: 'new', password: 'p', pushNickname: 'n'.repeat(101) } },
  ])(
    'is not asked of the service with a bad $argument, and does not repeat it',
    async ({ argument, input }) => {
      const { ask, calls } = await start()

      const { errors } = await ask(REGISTER, { input })

      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
      expect(errors?.[0]?.message).not.toContain('pppp')
      expect(calls()).toEqual([])
    },
  )
})

describe('registerUsers', () => {
  it('registers as many as there are, at sixty a call, each with its own password', async () => {
    const { ask, sandbox, traffic } = await start()

    const { data, errors } = await ask(REGISTER_MANY.replace('user { account { isActive } }', ''), {
      users: newUsers(130),
    })

    expect(errors).toBeUndefined()
    expect(data.registerUsers.results).toHaveLength(130)
    expect(new Set(data.registerUsers.results.map(({ status }: Result) => status))).toEqual(new Set(['DONE']))
    expect(sandbox.store.users.get('new129')?.password).toBe('password-129')
    expect(Object.values(traffic())).toEqual([3])
  })

  it('shows them in the same answer, although they were known to be missing', async () => {
    const { ask } = await start()
    await ask('{ user(username: "new0") { account { isActive } } }')

    const { data, errors } = await ask(REGISTER_MANY, {
      users: [{ username: 'New0', password: 'p', pushNickname: 'N' }],
    })

    expect(errors).toBeUndefined()
    expect(data.registerUsers.results).toEqual([
      { username: 'new0', status: 'DONE', error: null, user: { account: { isActive: true } } },
    ])
  })

  it('tells of each whose name is taken, and leaves who has it alone', async () => {
    const { ask, sandbox } = await start()
    const [one, two, ...more] = newUsers(4)

    const answer = await ask(REGISTER_MANY, {
      users: [one, { username: 'U0001', password: 'stolen' }, two, ...more],
    })

    expect(results(answer)).toEqual([
      ['new0', 'DONE', null],
      ['u0001', 'FAILED', 'ALREADY_EXISTS'],
      ...['new1', 'new2', 'new3'].map((name) => [name, 'DONE', null]),
    ])
    expect(sandbox.store.users.get('u0001')?.password).toBe('password-u0001')
  })

  it('finds it by halves where the service refuses the whole call because of it', async () => {
    const { ask, sandbox, calls } = await start()
    const holdsTaken = ({ body }: { readonly body: unknown }) => JSON.stringify(body).includes('"u0001"')
    sandbox.fault({
      kind: 'answer',
      status: 400,
      body: { error: 'duplicate_unique_property_exists' },
      when: (call) => call.path === '/users' && holdsTaken(call),
    })
    const users = [...newUsers(7), { username: 'u0001', password: 'p' }]

    const answer = await ask(REGISTER_MANY.replace('user { account { isActive } }', ''), { users })

    expect(results(answer)).toEqual([
      ...newUsers(7).map(({ username }) => [username, 'DONE', null]),
      ['u0001', 'FAILED', 'ALREADY_EXISTS'],
    ])
    // Eight; four and four; two and two; one and one.
    expect(calls()).toHaveLength(7)
  })

  it('leaves open what became of those whom the answer does not name', async () => {
    const { ask, sandbox } = await start()
    const body = { entities: [{ username: 'new0' }], data: [] }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /users$/ } })

    const answer = await ask(REGISTER_MANY.replace('user { account { isActive } }', ''), {
      users: newUsers(2),
    })

    expect(results(answer)).toEqual([
      ['new0', 'DONE', null],
      ['new1', 'UNKNOWN', 'OUTCOME_UNKNOWN'],
    ])
  })

  it('goes on with the next sixty when nobody knows what became of the first', async () => {
    const { ask, sandbox, calls } = await start()
    sandbox.fault({ kind: 'reset-after-accept', when: { path: /users$/ }, times: 1 })

    const answer = await ask(REGISTER_MANY.replace('user { account { isActive } }', ''), {
      users: newUsers(61),
    })

    expect(results(answer)?.map(([, status]) => status)).toEqual([...Array(60).fill('UNKNOWN'), 'DONE'])
    expect(calls()).toHaveLength(2)
  })

  it('tells of a plan that has no room for more', async () => {
    const { ask, sandbox, calls } = await start()
    sandbox.fault({ kind: 'resource-limited', when: { path: /users$/ } })

    const answer = await ask(REGISTER_MANY.replace('user { account { isActive } }', ''), {
      users: newUsers(2),
    })

    expect(results(answer)).toEqual([
      ['new0', 'FAILED', 'PLAN_LIMIT'],
      ['new1', 'FAILED', 'PLAN_LIMIT'],
    ])
    expect(calls()).toHaveLength(1)
  })

  it.each([
    { argument: 'users', users: [] },
    { argument: 'users[1].username', users: [newUsers(1)[0], { username: 'NEW0', password: 'another' }] },
    { argument: 'users[0].username', users: [{ username: '..', password: 'p' }] },
    { argument: 'users[1].password', users: [newUsers(1)[0], { username: 'new', password: '' }] },
    {
      argument: 'users[0].pushNickname',
      users: [{ username: 'new', password: 'p', pushNickname: 'n'.repeat(101) }],
    },
  ])('is not asked of the service with bad $argument', async ({ argument, users }) => {
    const { ask, calls } = await start()

    const { errors } = await ask(REGISTER_MANY, { users })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(errors?.[0]?.message).not.toContain('another')
    expect(calls()).toEqual([])
  })
})

describe('registerUserOpenly', () => {
  const input = { username: 'New', password: 'secret', pushNickname: 'N' }

  it('registers a user where the app allows it, who is there in the same answer', async () => {
    const { ask, sandbox } = await start({ sandbox: { registrationOpen: true } })
    await ask('{ user(username: "new") { account { isActive } } }')

    const { data, errors } = await ask(REGISTER_OPENLY, { input })

    expect(errors).toBeUndefined()
    expect(data.registerUserOpenly.user).toEqual({ username: 'new', account: { isActive: true } })
    expect(sandbox.store.users.get('new')).toMatchObject({ password: 'secret', nickname: 'N' })
  })

  it('shows the service no token, and the next call shows it as ever', async () => {
    const service = await startService({
      'POST /users': { text: '{"entities":[{"username":"new"}]}' },
      'GET /users/new': { text: '{"entities":[{"username":"new"}]}' },
    })
    const { ask } = connect(service.baseUrl)

    await ask(REGISTER_OPENLY, { input })

    const authorizations = service.calls.map(({ request, headers }) => [request, headers.authorization])
    expect(authorizations).toEqual([
      ['POST /users', undefined],
      ['GET /users/new', 'Bearer the-token'],
    ])
  })

  it('is FEATURE_OFF where the app does not allow it, and does not cost the server its token', async () => {
    const { ask, sandbox, calls } = await start()
    await ask('{ user(username: "u0001") { onlineStatus } }')

    const { data, errors } = await ask(REGISTER_OPENLY, { input })
    const after = await ask('{ user(username: "u0002") { onlineStatus } }')

    expect(data).toEqual({ registerUserOpenly: null })
    expect(errors).toMatchObject([{ extensions: { code: 'FEATURE_OFF' } }])
    expect(after.errors).toBeUndefined()
    expect(calls().filter((call) => call === 'POST /users')).toHaveLength(1)
    expect(sandbox.calls.filter(({ path }) => path === '/token')).toHaveLength(1)
  })

  it('fails with ALREADY_EXISTS for a name that is taken', async () => {
    const { ask } = await start({ sandbox: { registrationOpen: true } })
    const { errors } = await ask(REGISTER_OPENLY, { input: { username: 'u0001', password: 'p' } })
    expect(errors).toMatchObject([{ extensions: { code: 'ALREADY_EXISTS' } }])
  })

  it('is not asked of the service with a bad password', async () => {
    const { ask, calls } = await start({ sandbox: { registrationOpen: true } })
    const { errors } = await ask(REGISTER_OPENLY, { input: { username: 'new', password: '' } })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'password' } }])
    expect(calls()).toEqual([])
  })
})
