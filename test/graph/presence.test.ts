import { describe, expect, it } from 'vitest'
import { openPresence, SEEN, SET, SUBSCRIBE } from './presences.ts'

describe('the presence of a user', () => {
  it('is shown to who watches them, and to nobody else', async () => {
    const { ask } = await openPresence()
    await ask(SUBSCRIBE, { names: ['u0002'] })
    const input = { username: 'U0002', deviceId: 'android_1', status: 'ONLINE', ext: 'busy' }

    const { data, errors } = await ask(SET, { input })

    expect(errors).toBeUndefined()
    expect(data.setPresence.user.presence).toEqual({
      ext: 'busy',
      lastSeenAt: expect.stringMatching(/^2023-11-14T22:13:2\d\.000Z$/),
      devices: [{ deviceId: 'android_1', status: 'ONLINE', customStatus: null }],
    })
    const { data: others } = await ask(SEEN, { name: 'u0002', who: 'u0003' })
    expect(others.user.presence).toBeNull()
    const { data: nobody } = await ask(SEEN, { name: 'u0002', who: 'nobody' })
    expect(nobody.user.presence).toBeNull()
  })

  it('is what each of their devices shows, a status of the app among them', async () => {
    const { ask } = await openPresence()
    await ask(SUBSCRIBE, { names: ['u0002'] })
    const set = (deviceId: string, shown: object) =>
      ask(SET, { input: { username: 'u0002', deviceId, ...shown } })

    await set('android_1', { status: 'ONLINE' })
    await set('ios', { status: 'OFFLINE' })
    await set('web_x.1', { customStatus: 'on-the-phone' })
    const { data, errors } = await set('android_1', { customStatus: '7' })

    expect(errors).toBeUndefined()
    expect(data.setPresence.user.presence).toMatchObject({
      ext: null,
      devices: [
        { deviceId: 'android_1', status: null, customStatus: '7' },
        { deviceId: 'ios', status: 'OFFLINE', customStatus: null },
        { deviceId: 'web_x.1', status: null, customStatus: 'on-the-phone' },
      ],
    })
  })

  it.each([
    { argument: 'status', input: {} },
    { argument: 'status', input: { status: 'ONLINE', customStatus: '7' } },
    { argument: 'customStatus', input: { customStatus: '' } },
    { argument: 'customStatus', input: { customStatus: '..' } },
    { argument: 'customStatus', input: { customStatus: 'a/b' } },
    // They would be read back as the other field.
    { argument: 'customStatus', input: { customStatus: '0' } },
    { argument: 'customStatus', input: { customStatus: '1' } },
    { argument: 'deviceId', input: { status: 'ONLINE', deviceId: '.' } },
    { argument: 'deviceId', input: { status: 'ONLINE', deviceId: 'x'.repeat(129) } },
    { argument: 'username', input: { status: 'ONLINE', username: 'a b' } },
    // Bytes, not characters.
    { argument: 'ext', input: { status: 'ONLINE', ext: '好'.repeat(342) } },
  ])('cannot be set with a bad $argument: $input', async ({ argument, input }) => {
    const { ask, calls } = await openPresence()

    const { errors } = await ask(SET, { input: { username: 'u0002', deviceId: 'ios', ...input } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it('may have a text of 1024 bytes', async () => {
    const { ask } = await openPresence()
    const input = { username: 'u0002', deviceId: 'ios', status: 'ONLINE', ext: 'x'.repeat(1024) }
    expect((await ask(SET, { input })).errors).toBeUndefined()
  })

  it('is NOT_FOUND to set for an unknown name, and bad input to ask for as nobody in particular', async () => {
    const { ask } = await openPresence()

    const unknown = await ask(SET, { input: { username: 'nobody', deviceId: 'ios', status: 'ONLINE' } })
    const unclear = await ask(SEEN, { name: 'u0002', who: '*' })

    expect(unknown.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    expect(unclear.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'subscriber' } }])
  })

  it.each([
    { rows: [{ uid: '', ext: 'A' }], shown: [null, null] },
    {
      rows: [
        { uid: '', ext: 'A' },
        { uid: 'U0003', ext: 'B' },
      ],
      shown: [{ ext: 'A' }, { ext: 'B' }],
    },
    {
      rows: [
        { uid: '', ext: 'A' },
        { uid: '', ext: 'B' },
      ],
      shown: [null, null],
    },
  ])('is not guessed at where the answer does not say whose it is: $rows', async ({ rows, shown }) => {
    const { ask, sandbox } = await openPresence()
    sandbox.fault({ kind: 'answer', status: 200, body: { result: rows }, when: { path: /presence$/ } })

    const { data, errors } = await ask(`{
      a: user(username: "u0002") { presence(subscriber: "u0001") { ext } }
      b: user(username: "u0003") { presence(subscriber: "u0001") { ext } }
    }`)

    expect(errors).toBeUndefined()
    expect([data.a.presence, data.b.presence]).toEqual(shown)
  })

  it('is FEATURE_OFF where the app does not have it', async () => {
    const { ask, sandbox } = await openPresence()
    const body = { error: 'service open exception', error_description: 'the app not open presence' }
    sandbox.fault({ kind: 'answer', status: 400, body, when: { path: /presence/ } })

    const { data, errors } = await ask(SEEN, { name: 'u0002' })

    expect(data).toEqual({ user: { presence: null } })
    expect(errors).toMatchObject([{ extensions: { code: 'FEATURE_OFF' } }])
  })
})
