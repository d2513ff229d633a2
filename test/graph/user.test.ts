import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const WHOLE = `query($name: String!) { user(username: $name) {
  id username onlineStatus
  profile { nickname avatarUrl signature gender email phone birthday ext
    nick: attribute(name: "nickname") sign: attribute(name: "sign") }
  account { createdAt modifiedAt isActive }
} }`

describe('a user', () => {
  it.each(['u0001', 'u0004', 'u0015', 'u0002', 'u0003'])('has what the service has: %s', async (name) => {
    const { ask, sandbox } = await start()
    const stored = sandbox.store.users.get(name)
    const attribute = (key: string) => sandbox.store.attributes.get(name)?.get(key) ?? null

    const { data, errors } = await ask(WHOLE, { name })

    expect(errors).toBeUndefined()
    expect(data.user).toEqual({
      id: Buffer.from(`User:${name}`).toString('base64'),
      username: name,
      onlineStatus: stored?.online ? 'ONLINE' : 'OFFLINE',
      profile: {
        nickname: attribute('nickname'),
        avatarUrl: attribute('avatarurl'),
        signature: attribute('sign'),
        gender: { 0: 'UNKNOWN', 1: 'MALE', 2: 'FEMALE' }[Number(attribute('gender') ?? Number.NaN)] ?? null,
        email: attribute('mail'),
        phone: attribute('phone'),
        birthday: attribute('birth'),
        ext: attribute('ext'),
        nick: attribute('nickname'),
        sign: attribute('sign'),
      },
      account: {
        createdAt: new Date(stored?.created ?? 0).toISOString(),
        modifiedAt: new Date(stored?.modified ?? 0).toISOString(),
        isActive: true,
      },
    })
  })

  it('that nobody registered is offline, shows nothing, and has no account and no lists', async () => {
    const { ask } = await start()

    const { data, errors } = await ask(
      `{ user(username: "nobody") {
        username onlineStatus profile { nickname gender ext } account { isActive }
        groups { edges { cursor } } chatrooms { edges { cursor } } contacts { edges { cursor } }
      } }`,
    )

    expect(errors).toBeUndefined()
    expect(data.user).toEqual({
      username: 'nobody',
      onlineStatus: 'OFFLINE',
      profile: { nickname: null, gender: null, ext: null },
      account: null,
      groups: null,
      chatrooms: null,
      contacts: null,
    })
  })

  it('is the same in any spelling of the name', async () => {
    const { ask, calls } = await start()

    const { data } = await ask(
      '{ a: user(username: "U0001") { ...U } b: user(username: "u0001") { ...U } } fragment U on User { id username onlineStatus account { createdAt } }',
    )

    expect(data.a.username).toBe('u0001')
    expect(data.a).toEqual(data.b)
    expect([...calls()].sort()).toEqual(['GET /users/u0001', 'POST /users/batch/status'])
  })

  it('who was deactivated is told so', async () => {
    const { ask, sandbox } = await start()
    Object.assign(sandbox.store.users.get('u0001') ?? {}, { activated: false })

    const { data } = await ask('{ user(username: "u0001") { account { isActive } } }')

    expect(data.user.account.isActive).toBe(false)
  })

  it.each([
    { stored: '1', gender: 'MALE' },
    { stored: '2', gender: 'FEMALE' },
    { stored: '0', gender: 'UNKNOWN' },
    { stored: 'robot', gender: 'UNKNOWN' },
    { stored: '', gender: null },
  ])('whose gender is stored as "$stored" is $gender', async ({ stored, gender }) => {
    const { ask, sandbox } = await start()
    sandbox.store.attributes.set('u0001', new Map([['gender', stored]]))

    const { data } = await ask('{ user(username: "u0001") { profile { gender } } }')

    expect(data.user.profile.gender).toBe(gender)
  })

  it('has the attributes that the app made up, when they are configured', async () => {
    const { ask, sandbox } = await start({ env: { PROFILE_PROPERTIES: 'nickname,badge' } })
    sandbox.store.attributes.set('u0001', new Map([['badge', 'gold']]))

    const { data, errors } = await ask(
      '{ user(username: "u0001") { profile { nickname badge: attribute(name: "badge") } } }',
    )

    expect(errors).toBeUndefined()
    expect(data.user.profile).toEqual({ nickname: null, badge: 'gold' })
  })

  it.each(['shoe-size', '', '__proto__', 'constructor'])(
    'has no attribute %j that is not configured: it says so instead of telling null',
    async (name) => {
      const { ask } = await start()

      const { data, errors } = await ask(
        'query($name: String!) { user(username: "u0001") { profile { nickname attribute(name: $name) } } }',
        { name },
      )

      expect(data.user.profile.nickname).not.toBeNull()
      expect(data.user.profile.attribute).toBeNull()
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'name' } }])
    },
  )

  it('with a bad name does not take others of the request along', async () => {
    const { ask } = await start()

    const { data, errors } = await ask(
      '{ a: user(username: "a b") { username } b: user(username: "u0001") { username } }',
    )

    expect(data).toEqual({ a: null, b: { username: 'u0001' } })
    expect(errors).toMatchObject([
      { path: ['a'], extensions: { code: 'BAD_USER_INPUT', argument: 'username' } },
    ])
  })
})

describe('the list of users', () => {
  it('has everybody, oldest first', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed: { users: 60 } } })

    const { data } = await ask(
      '{ users(first: 100) { edges { node { username } } pageInfo { hasNextPage } } }',
    )

    expect(data.users.edges.map((edge: { node: { username: string } }) => edge.node.username)).toEqual([
      ...sandbox.store.users.keys(),
    ])
    expect(data.users.pageInfo.hasNextPage).toBe(false)
  })
})
