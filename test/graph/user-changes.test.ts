import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const SET = `mutation($input: SetProfileInput!) {
  setProfile(input: $input) { user { username
    profile { nickname avatarUrl signature gender email phone birthday ext badge: attribute(name: "badge") }
  } }
}`

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

describe('clearProfile', () => {
  it('empties the profile, which the same answer and the next one show', async () => {
    const { ask, sandbox } = await start()
    const known = '{ user(username: "u0001") { profile { nickname } attributes } }'
    const before = await ask(known)

    const { data, errors } = await ask(
      'mutation { clearProfile(username: "U0001") { user { username profile { nickname } attributes } } }',
    )

    expect(errors).toBeUndefined()
    expect(before.data.user.attributes).toMatchObject({ nickname: before.data.user.profile.nickname })
    expect(data.clearProfile.user).toEqual({ username: 'u0001', profile: { nickname: null }, attributes: {} })
    expect((await ask(known)).data.user).toEqual({ profile: { nickname: null }, attributes: {} })
    expect(sandbox.store.attributes.has('u0001')).toBe(false)
  })

  it('does not mind a name that nobody has', async () => {
    const { ask } = await start()
    const { data, errors } = await ask(
      'mutation { clearProfile(username: "nobody") { user { attributes } } }',
    )
    expect(errors).toBeUndefined()
    expect(data.clearProfile.user.attributes).toEqual({})
  })

  it('fails when the service says that it did not', async () => {
    const { ask, sandbox } = await start()
    sandbox.fault({ kind: 'answer', status: 200, body: { data: false }, when: { method: 'DELETE' } })
    const { data, errors } = await ask('mutation { clearProfile(username: "u0001") { user { username } } }')
    expect(data).toEqual({ clearProfile: null })
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_ALLOWED' } }])
  })

  it('is not asked of the service with a bad name', async () => {
    const { ask, calls } = await start()
    const { errors } = await ask('mutation { clearProfile(username: "..") { user { username } } }')
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'username' } }])
    expect(calls()).toEqual([])
  })
})

describe('the attributes of a user', () => {
  it('are all that there are, also those that no setting names, and are fresh after a change', async () => {
    const { ask } = await start()
    const known = '{ user(username: "u0001") { attributes } }'
    await ask(known)

    const { data } = await ask(`mutation {
      setProfile(input: { username: "u0001", attributes: [{ name: "badge", value: "gold" }] }) { user { attributes } }
    }`)

    expect(data.setProfile.user.attributes).toMatchObject({ badge: 'gold', gender: '1' })
    expect((await ask(known)).data.user.attributes.badge).toBe('gold')
  })

  it('are none for a name that nobody has', async () => {
    const { ask } = await start()
    expect((await ask('{ user(username: "nobody") { attributes } }')).data.user.attributes).toEqual({})
  })
})

describe('the size of all attributes', () => {
  it('grows with each of them', async () => {
    const { ask } = await start()
    const size = async () => (await ask('{ userAttributesSizeBytes }')).data.userAttributesSizeBytes
    const before = await size()

    await ask(
      'mutation { setProfile(input: { username: "nobody", nickname: "four" }) { user { username } } }',
    )

    expect(await size()).toBe(before + 'nicknamefour'.length)
  })

  it('may be far beyond 2^31', async () => {
    const { ask, sandbox } = await start()
    const body = { timestamp: 1620445147011, data: 10_737_418_240, duration: 1 }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /capacity/ } })
    expect(await ask('{ userAttributesSizeBytes }')).toMatchObject({
      data: { userAttributesSizeBytes: 10_737_418_240 },
    })
  })
})
