import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const REGISTER = `mutation($input: RegisterUserInput!) {
  registerUser(input: $input) { user { username account { isActive } } }
}`
const SET = `mutation($input: SetProfileInput!) {
  setProfile(input: $input) { user { username
    profile { nickname avatarUrl signature gender email phone birthday ext badge: attribute(name: "badge") }
  } }
}`

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

describe('setProfile', () => {
  const whole = {
    nickname: 'Nick & Co = 100 %',
    avatarUrl: 'https://example.com/a.png?x=1&y=2',
    signature: '春天 🙂',
    email: 'a+b@example.com',
    phone: '+86 138',
    birthday: '1990-01-01',
    ext: '{"a":1}',
  }

  it('sets every property, and shows it in the same answer', async () => {
    const { ask, sandbox } = await start({
      env: { PROFILE_PROPERTIES: 'nickname,avatarurl,phone,mail,gender,sign,birth,ext,badge' },
    })
    await ask('{ user(username: "u0001") { profile { nickname } } }')

    const { data, errors } = await ask(SET, {
      input: {
        username: 'U0001',
        ...whole,
        gender: 'FEMALE',
        attributes: [{ name: 'badge', value: 'gold' }],
      },
    })

    expect(errors).toBeUndefined()
    expect(data.setProfile.user).toEqual({
      username: 'u0001',
      profile: { ...whole, gender: 'FEMALE', badge: 'gold' },
    })
    expect(Object.fromEntries(sandbox.store.attributes.get('u0001') ?? [])).toEqual({
      nickname: whole.nickname,
      avatarurl: whole.avatarUrl,
      sign: whole.signature,
      mail: whole.email,
      phone: whole.phone,
      birth: whole.birthday,
      ext: whole.ext,
      gender: '2',
      badge: 'gold',
    })
  })

  it('leaves what is absent or null as it is', async () => {
    const { ask, sandbox } = await start()
    const before = Object.fromEntries(sandbox.store.attributes.get('u0001') ?? [])

    const { errors } = await ask(
      'mutation { setProfile(input: { username: "u0001", nickname: "New", phone: null }) { user { username } } }',
    )

    expect(errors).toBeUndefined()
    expect(Object.fromEntries(sandbox.store.attributes.get('u0001') ?? [])).toEqual({
      ...before,
      nickname: 'New',
    })
  })

  it.each([
    { argument: 'input', changes: {} },
    { argument: 'input', changes: { attributes: [] } },
    { argument: 'attributes[0].name', changes: { attributes: [{ name: 'nickname', value: 'B' }] } },
    { argument: 'nickname', changes: { nickname: 'n'.repeat(65) } },
    { argument: 'avatarUrl', changes: { avatarUrl: 'n'.repeat(257) } },
    { argument: 'signature', changes: { signature: 'n'.repeat(257) } },
    { argument: 'email', changes: { email: 'n'.repeat(65) } },
    { argument: 'phone', changes: { phone: 'n'.repeat(33) } },
    { argument: 'birthday', changes: { birthday: 'n'.repeat(65) } },
    { argument: 'attributes[0].name', changes: { attributes: [{ name: '', value: 'v' }] } },
  ])('is not asked of the service with a bad $argument', async ({ argument, changes }) => {
    const { ask, calls } = await start()

    const { errors } = await ask(SET, { input: { username: 'u0001', ...changes } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it('fails with a code when all attributes of the user together become too large', async () => {
    const { ask } = await start()

    const { data, errors } = await ask(SET, { input: { username: 'u0001', ext: 'e'.repeat(2_048) } })

    expect(data).toEqual({ setProfile: null })
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_ALLOWED' } }])
  })
})
