import { describe, expect, it } from 'vitest'
import { type Answer, start } from '../support/harness.ts'

const seed = { users: 120, groups: 2, chatrooms: 0 }
const REGISTERED = 'nickname displayStyle doNotDisturb { isOn startHour endHour }'
const NOTIFICATION = 'mode quietHours { from to } mutedUntil'
const WHOLE = `query($name: String!) { user(username: $name) { push {
  ${REGISTERED} language bindings { deviceId notifierName } notification { ${NOTIFICATION} }
} } }`

/** A change, and what is read back of its user in the same answer. */
const mutation = (type: string, field: string, shown: string) =>
  `mutation($input: ${type}!) { it: ${field}(input: $input) { user { push { ${shown} } } } }`
const DO_NOT_DISTURB = mutation('SetPushDoNotDisturbInput', 'setPushDoNotDisturb', REGISTERED)
const SET_BINDING = mutation('SetPushBindingInput', 'setPushBinding', 'bindings { deviceId notifierName }')
const REMOVE_BINDING = mutation(
  'RemovePushBindingInput',
  'removePushBinding',
  'bindings { deviceId notifierName }',
)
const NICKNAMES = `mutation($nicknames: [PushNicknameInput!]!) {
  it: setPushNicknames(nicknames: $nicknames) { results { username status error { code } user { push { nickname } } } }
}`
const STYLE = `mutation($name: String!, $style: PushDisplayStyle!) {
  it: setPushDisplayStyle(username: $name, style: $style) { user { push { ${REGISTERED} } } }
}`
const LANGUAGE = `mutation($name: String!, $language: String!) {
  it: setPushLanguage(username: $name, language: $language) { user { push { language } } }
}`

describe('the push settings of a user', () => {
  it('are what the service has, times and hours as such', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    const stored = sandbox.store.users.get('u0003')
    const [binding] = stored?.pushBindings.values() ?? []

    const { data, errors } = await ask(WHOLE, { name: 'U0003' })

    expect(errors).toBeUndefined()
    expect(data.user.push).toEqual({
      nickname: stored?.nickname,
      displayStyle: 'MESSAGE',
      doNotDisturb: { isOn: true, startHour: 22, endHour: 7 },
      language: stored?.pushLanguage,
      bindings: [{ deviceId: binding?.device_id, notifierName: '104410638' }],
      notification: { mode: 'ALL', quietHours: { from: '21:30', to: '08:00' }, mutedUntil: null },
    })
    expect(JSON.stringify(data)).not.toContain(String(binding?.device_token))
  })

  it('are empty for a user who never made any', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })

    const { data } = await ask(WHOLE, { name: 'u0001' })

    expect(data.user.push).toEqual({
      nickname: sandbox.store.users.get('u0001')?.nickname,
      displayStyle: null,
      doNotDisturb: null,
      language: null,
      bindings: [],
      notification: { mode: 'DEFAULT', quietHours: null, mutedUntil: null },
    })
  })

  it('are null, all of them, for a name that nobody has', async () => {
    const { ask } = await start({ sandbox: { seed } })

    const { data, errors } = await ask(WHOLE, { name: 'ghost' })

    expect(errors).toBeUndefined()
    expect(new Set(Object.values(data.user.push))).toEqual(new Set([null]))
  })
})

describe('setPushNicknames', () => {
  it('is UNKNOWN for somebody registered whom the answer lacks', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    const body = { entities: [] }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /push\/nickname$/ } })
    const nicknames = ['u0001', 'nobody'].map((username) => ({ username, nickname: 'x' }))

    const { data } = await ask(NICKNAMES.replace('user { push { nickname } }', ''), { nicknames })

    expect(data.it.results).toEqual([
      { username: 'u0001', status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } },
      { username: 'nobody', status: 'FAILED', error: { code: 'NOT_FOUND' } },
    ])
  })

  it('takes more users than one call, and shows each in the same answer', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    const names = [...sandbox.store.users.keys()].slice(0, 70)
    const nicknames = names.map((username, index) => ({
      username: username.toUpperCase(),
      nickname: `n${index}`,
    }))
    nicknames.splice(20, 0, { username: 'nobody', nickname: 'x' })
    await ask(WHOLE, { name: names[0] })

    // What 70 users show would be more calls of one kind than a request may make.
    const { data, errors } = await ask(NICKNAMES.replace('user { push { nickname } }', ''), { nicknames })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(
      nicknames.map(({ username }) =>
        username === 'nobody'
          ? { username, status: 'FAILED', error: { code: 'NOT_FOUND' } }
          : { username: username.toLowerCase(), status: 'DONE', error: null },
      ),
    )
    for (const [index, name] of names.entries()) {
      expect(sandbox.store.users.get(name)?.nickname).toBe(`n${index}`)
    }
  })

  it('is seen in the same answer, an empty one as none', async () => {
    const { ask } = await start({ sandbox: { seed } })
    const nicknames = [
      { username: 'u0001', nickname: '阿达' },
      { username: 'u0002', nickname: '' },
    ]
    await ask(
      '{ a: user(username: "u0001") { push { nickname } } b: user(username: "u0002") { push { nickname } } }',
    )

    const { data } = await ask(NICKNAMES, { nicknames })

    expect(data.it.results.map(({ user }: { user: unknown }) => user)).toEqual([
      { push: { nickname: '阿达' } },
      { push: { nickname: null } },
    ])
  })

  it.each([
    { argument: 'nicknames', nicknames: [] },
    { argument: 'nicknames[0].username', nicknames: [{ username: '', nickname: 'n' }] },
    {
      argument: 'nicknames[1].username',
      nicknames: [
        { username: 'u0001', nickname: 'n' },
        { username: 'U0001', nickname: 'm' },
      ],
    },
    { argument: 'nicknames[0].nickname', nicknames: [{ username: 'u0001', nickname: 'n'.repeat(101) }] },
  ])('is not asked of the service with a bad $argument', async ({ argument, nicknames }) => {
    const { ask, calls } = await start({ sandbox: { seed } })

    const { errors } = await ask(NICKNAMES, { nicknames })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})

describe('settings of the registration', () => {
  it('are changed one by one, and leave each other alone', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    const nickname = sandbox.store.users.get('u0003')?.nickname
    await ask(WHOLE, { name: 'u0003' })

    const style = await ask(STYLE, { name: 'U0003', style: 'SUMMARY' })
    const hours = await ask(DO_NOT_DISTURB, {
      input: { username: 'u0003', isOn: true, startHour: 0, endHour: 23 },
    })
    const off = await ask(DO_NOT_DISTURB, { input: { username: 'u0003', isOn: false } })
    const back = await ask(STYLE, { name: 'u0003', style: 'MESSAGE' })

    const before = { isOn: true, startHour: 22, endHour: 7 }
    const pushOf = ({ data }: Answer) => data.it.user.push
    expect(pushOf(style)).toEqual({ nickname, displayStyle: 'SUMMARY', doNotDisturb: before })
    expect(pushOf(hours)).toEqual({
      nickname,
      displayStyle: 'SUMMARY',
      doNotDisturb: { isOn: true, startHour: 0, endHour: 23 },
    })
    // Without hours those that were set remain.
    expect(pushOf(off).doNotDisturb).toEqual({ isOn: false, startHour: 0, endHour: 23 })
    expect(pushOf(back).displayStyle).toBe('MESSAGE')
  })

  it.each([
    { argument: 'startHour', hours: { startHour: 24, endHour: 1 } },
    { argument: 'startHour', hours: { startHour: -1, endHour: 1 } },
    { argument: 'endHour', hours: { startHour: 1, endHour: 24 } },
    { argument: 'startHour', hours: { endHour: 1 } },
    { argument: 'endHour', hours: { startHour: 1 } },
  ])('are not changed with $hours', async ({ argument, hours }) => {
    const { ask, calls } = await start({ sandbox: { seed } })

    const { errors } = await ask(DO_NOT_DISTURB, { input: { username: 'u0001', isOn: true, ...hours } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})

describe('setPushLanguage', () => {
  it('is seen in the same answer', async () => {
    const { ask } = await start({ sandbox: { seed } })
    await ask(WHOLE, { name: 'u0001' })

    const { data } = await ask(LANGUAGE, { name: 'u0001', language: 'zh-Hans' })

    expect(data.it.user.push.language).toBe('zh-Hans')
  })

  it.each(['', 'x'.repeat(36)])('is not asked of the service with "%s"', async (language) => {
    const { ask, calls } = await start({ sandbox: { seed } })

    const { errors } = await ask(LANGUAGE, { name: 'u0001', language })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'language' } }])
    expect(calls()).toEqual([])
  })
})

describe('the devices that get pushes', () => {
  const phone = { username: 'u0001', deviceId: 'phone', notifierName: 'apns' }
  const tablet = { username: 'u0001', deviceId: 'tablet', notifierName: 'fcm' }

  it('are bound with a token and unbound without, and are seen in the same answer', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    await ask(WHOLE, { name: 'u0001' })

    await ask(SET_BINDING, { input: { ...phone, token: 'secret-1' } })
    const both = await ask(SET_BINDING, { input: { ...tablet, token: 'secret-2' } })
    const again = await ask(SET_BINDING, { input: { ...phone, token: 'secret-3' } })
    const one = await ask(REMOVE_BINDING, { input: phone })

    const shown = ({ username: _, ...binding }: typeof phone) => binding
    expect(both.data.it.user.push.bindings).toEqual([shown(phone), shown(tablet)])
    expect(again.data.it.user.push.bindings).toHaveLength(2)
    expect(one.data.it.user.push.bindings).toEqual([shown(tablet)])
    expect(JSON.stringify([both, again, one])).not.toContain('secret')
    expect([...(sandbox.store.users.get('u0001')?.pushBindings.values() ?? [])]).toEqual([
      { device_id: 'tablet', device_token: 'secret-2', notifier_name: 'fcm' },
    ])
  })

  it.each([
    { argument: 'username', change: { username: ' ' } },
    { argument: 'deviceId', change: { deviceId: '' } },
    { argument: 'token', change: { token: '' } },
    { argument: 'token', change: { token: 'secret'.repeat(1_000) } },
    { argument: 'notifierName', change: { notifierName: '' } },
  ])('are not bound with a bad $argument, which the error does not repeat', async ({ argument, change }) => {
    const { ask, calls } = await start({ sandbox: { seed } })

    const { errors } = await ask(SET_BINDING, { input: { ...phone, token: 'secret', ...change } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(JSON.stringify(errors)).not.toContain('secret')
    expect(calls()).toEqual([])
  })
})

describe('a change for a name that nobody has', () => {
  const user = { username: 'ghost' }
  it.each([
    { what: 'setPushDisplayStyle', document: STYLE, variables: { name: 'ghost', style: 'SUMMARY' } },
    { what: 'setPushDoNotDisturb', document: DO_NOT_DISTURB, variables: { input: { ...user, isOn: true } } },
    { what: 'setPushLanguage', document: LANGUAGE, variables: { name: 'ghost', language: 'en' } },
    {
      what: 'setPushBinding',
      document: SET_BINDING,
      variables: { input: { ...user, deviceId: 'd', token: 't', notifierName: 'n' } },
    },
    {
      what: 'removePushBinding',
      document: REMOVE_BINDING,
      variables: { input: { ...user, deviceId: 'd', notifierName: 'n' } },
    },
  ])('fails with NOT_FOUND: $what', async ({ document, variables }) => {
    const { ask } = await start({ sandbox: { seed } })

    const { data, errors } = await ask(document, variables)

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
  })
})
