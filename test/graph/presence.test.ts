import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { type HarnessOptions, start } from '../support/harness.ts'

const START_MS = 1_700_000_000_000
const PRESENCE = 'ext lastSeenAt devices { deviceId status customStatus }'
const PAYLOAD = `
  results { username status error { code } user { presence(subscriber: "u0001") { ext } } }
  subscriber { presenceSubscriptions(first: 100) { edges { expiresAt node { username } } pageInfo { hasNextPage } } }
`
const SET = `mutation($input: SetPresenceInput!) {
  setPresence(input: $input) { user { presence(subscriber: "u0001") { ${PRESENCE} } } }
}`
const SUBSCRIBE = `mutation($who: String = "u0001", $names: [String!]!, $seconds: Int = 600) {
  it: subscribePresence(input: { subscriber: $who, usernames: $names, durationSeconds: $seconds }) { ${PAYLOAD} }
}`
const UNSUBSCRIBE = `mutation($who: String = "u0001", $names: [String!]!) {
  it: unsubscribePresence(input: { subscriber: $who, usernames: $names }) { ${PAYLOAD} }
}`
const SEEN = `query($name: String!, $who: String = "u0001") {
  user(username: $name) { presence(subscriber: $who) { ${PRESENCE} } }
}`

/** Nobody watches anybody, and nobody shows anything, on a clock that the test moves. */
async function world(options: HarnessOptions = {}) {
  const clock = createFalseClock(START_MS)
  const harness = await start({
    ...options,
    clock,
    sandbox: { seed: { users: 250, groups: 0, chatrooms: 0 } },
  })
  for (const user of harness.sandbox.store.users.values()) {
    user.presence = undefined
    user.devices.clear()
    user.subscriptions.clear()
  }
  return {
    ...harness,
    clock,
    ask: (query: string, variables: object = {}) => clock.until(harness.ask(query, variables)),
  }
}

const names = (count: number, from = 2) =>
  Array.from({ length: count }, (_, index) => `u${String(index + from).padStart(4, '0')}`)

const watchedBy = ({ subscriber }: { subscriber: { presenceSubscriptions: Connection } }) =>
  subscriber.presenceSubscriptions.edges.map(({ node }) => node.username)

interface Connection {
  readonly edges: readonly { readonly node: { readonly username: string }; readonly expiresAt: string }[]
}

const result = (username: string, presence: object | null) => ({
  ...{ username, status: 'DONE', error: null, user: { presence } },
})
const refused = (username: string, code: string) => ({
  ...{ username, status: 'FAILED', error: { code }, user: { presence: null } },
})

describe('the presence of a user', () => {
  it('is shown to who watches them, and to nobody else', async () => {
    const { ask } = await world()
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
    const { ask } = await world()
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
    const { ask, calls } = await world()

    const { errors } = await ask(SET, { input: { username: 'u0002', deviceId: 'ios', ...input } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it('may have a text of 1024 bytes', async () => {
    const { ask } = await world()
    const input = { username: 'u0002', deviceId: 'ios', status: 'ONLINE', ext: 'x'.repeat(1024) }
    expect((await ask(SET, { input })).errors).toBeUndefined()
  })

  it('is NOT_FOUND to set for an unknown name, and bad input to ask for as nobody in particular', async () => {
    const { ask } = await world()

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
    const { ask, sandbox } = await world()
    sandbox.fault({ kind: 'answer', status: 200, body: { result: rows }, when: { path: /presence$/ } })

    const { data, errors } = await ask(`{
      a: user(username: "u0002") { presence(subscriber: "u0001") { ext } }
      b: user(username: "u0003") { presence(subscriber: "u0001") { ext } }
    }`)

    expect(errors).toBeUndefined()
    expect([data.a.presence, data.b.presence]).toEqual(shown)
  })

  it('is FEATURE_OFF where the app does not have it', async () => {
    const { ask, sandbox } = await world()
    const body = { error: 'service open exception', error_description: 'the app not open presence' }
    sandbox.fault({ kind: 'answer', status: 400, body, when: { path: /presence/ } })

    const { data, errors } = await ask(SEEN, { name: 'u0002' })

    expect(data).toEqual({ user: { presence: null } })
    expect(errors).toMatchObject([{ extensions: { code: 'FEATURE_OFF' } }])
  })
})

describe('subscriptions', () => {
  it('are shown in the operation that makes them, and in the one that ends them', async () => {
    const { ask } = await world()
    await ask(SEEN, { name: 'u0002' })
    await ask('{ user(username: "u0001") { presenceSubscriptions { edges { cursor } } } }')

    const { data: made, errors } = await ask(SUBSCRIBE, { names: ['u0002', 'U0003', 'u0002'] })
    expect(errors).toBeUndefined()
    expect(made.it.results).toEqual([result('u0002', { ext: null }), result('u0003', { ext: null })])
    expect(watchedBy(made.it)).toEqual(['u0003', 'u0002'])
    expect(made.it.subscriber.presenceSubscriptions.edges[0].expiresAt).toMatch(
      /^2023-11-14T22:23:2\d\.000Z$/,
    )

    const { data: ended } = await ask(UNSUBSCRIBE, { names: ['u0002', 'u0004'] })
    expect(ended.it.results).toEqual([result('u0002', null), result('u0004', null)])
    expect(watchedBy(ended.it)).toEqual(['u0003'])
  })

  it('end by the clock', async () => {
    const { ask, clock } = await world()
    await ask(SUBSCRIBE, { names: ['u0002'], seconds: 60 })
    await ask(SUBSCRIBE, { names: ['u0003'], seconds: 120 })

    clock.advance(70_000)
    const { data } = await ask(`{ user(username: "u0001") {
      presenceSubscriptions { edges { node { username presence(subscriber: "u0001") { ext } } } }
    } }`)

    expect(data.user.presenceSubscriptions.edges).toEqual([
      { node: { username: 'u0003', presence: { ext: null } } },
    ])
    expect((await ask(SEEN, { name: 'u0002' })).data.user.presence).toBeNull()
  })

  it('take a hundred names a call, and tell of each who is unknown', async () => {
    const { ask, traffic, sandbox } = await world()
    const all = [...names(120), 'nobody', ...names(110, 122)]

    const { data, errors } = await ask(SUBSCRIBE, { names: all })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(
      all.map((name) => (name === 'nobody' ? refused(name, 'NOT_FOUND') : result(name, { ext: null }))),
    )
    expect(sandbox.store.users.get('u0001')?.subscriptions.size).toBe(230)
    expect(traffic()).toEqual({
      'presence-subscribe': 3,
      'presence-batch-get': 3,
      'presence-subscriptions': 1,
    })

    await ask(UNSUBSCRIBE, { names: all })
    expect(traffic()['presence-unsubscribe']).toBe(3)
    expect(sandbox.store.users.get('u0001')?.subscriptions.size).toBe(0)
  })

  it('come a page at a time out of one call for five hundred', async () => {
    const { ask, traffic, sandbox } = await world({ env: { CACHE_LIST_MS: '600000' } })
    const subscriptions = sandbox.store.users.get('u0001')?.subscriptions
    for (let serial = 1; serial <= 510; serial += 1) {
      subscriptions?.set(`w${serial}`, { serial, endMs: START_MS + 1e9 })
    }
    const found: string[] = []
    let after: string | null = null
    for (let page = 0; page < 6; page += 1) {
      const { data } = await ask(
        `query($after: String) { user(username: "u0001") { presenceSubscriptions(first: 100, after: $after) {
          edges { node { username } } pageInfo { hasNextPage endCursor }
        } } }`,
        { after },
      )
      const { edges, pageInfo } = data.user.presenceSubscriptions
      found.push(...edges.map(({ node }: { node: { username: string } }) => node.username))
      after = pageInfo.endCursor
      expect(pageInfo.hasNextPage).toBe(page < 5)
    }

    expect(found).toEqual(Array.from({ length: 510 }, (_, index) => `w${510 - index}`))
    expect(traffic()).toEqual({ 'presence-subscriptions': 2 })
  })

  it('are none for an unknown name', async () => {
    const { ask } = await world()

    const { data, errors } = await ask(
      '{ user(username: "nobody") { presenceSubscriptions { edges { cursor } } } }',
    )

    expect(errors).toBeUndefined()
    expect(data.user.presenceSubscriptions.edges).toEqual([])
  })

  it.each([
    { argument: 'usernames[1]', variables: { names: ['u0002', 'U0001'] } },
    { argument: 'usernames[1]', variables: { names: ['u0002', 'a b'] } },
    { argument: 'usernames', variables: { names: [] } },
    { argument: 'subscriber', variables: { names: ['u0002'], who: '..' } },
    { argument: 'durationSeconds', variables: { names: ['u0002'], seconds: 0 } },
    { argument: 'durationSeconds', variables: { names: ['u0002'], seconds: 2_592_001 } },
  ])('cannot be made with a bad $argument: $variables', async ({ argument, variables }) => {
    const { ask, calls } = await world()

    const { errors } = await ask(SUBSCRIBE, variables)

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it('may last thirty days', async () => {
    const { ask } = await world()
    expect((await ask(SUBSCRIBE, { names: ['u0002'], seconds: 2_592_000 })).errors).toBeUndefined()
  })

  it.each([
    { what: 'made', mutation: SUBSCRIBE, operation: 'presence-subscribe' },
    { what: 'ended', mutation: UNSUBSCRIBE, operation: 'presence-unsubscribe' },
  ])(
    'of nobody are NOT_FOUND when they are $what, without a search for whose fault it is',
    async ({ mutation, operation }) => {
      const { ask, traffic } = await world()

      const { data, errors } = await ask(mutation, { who: 'nobody', names: names(90) })

      expect(data).toEqual({ it: null })
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
      expect(traffic()).toEqual({ [operation]: 1, 'user-get': 1 })
    },
  )

  it('are LIMIT_REACHED beyond three thousand', async () => {
    const { ask, sandbox } = await world()
    const subscriptions = sandbox.store.users.get('u0001')?.subscriptions
    for (let serial = 1; serial <= 3000; serial += 1) {
      subscriptions?.set(`w${serial}`, { serial, endMs: START_MS + 1e9 })
    }

    const { data } = await ask(SUBSCRIBE, { names: ['u0002', 'u0003'] })

    expect(data.it.results).toEqual([refused('u0002', 'LIMIT_REACHED'), refused('u0003', 'LIMIT_REACHED')])
  })

  it('are UNKNOWN for those of whom the answer may or may not tell', async () => {
    const { ask, sandbox } = await world()
    const body = { result: [{ uid: '' }, { uid: 'u0003' }] }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /presence\/600$/ } })

    const { data } = await ask(SUBSCRIBE, { names: ['u0002', 'u0003', 'u0004'] })

    expect(data.it.results.map(({ status }: { status: string }) => status)).toEqual([
      ...['UNKNOWN', 'DONE', 'UNKNOWN'],
    ])
  })

  it('are UNKNOWN when no clear answer comes', async () => {
    const { ask, sandbox } = await world()
    sandbox.fault({ kind: 'reset-after-accept', when: { path: /presence\/600$/ } })

    const { data } = await ask(SUBSCRIBE, { names: ['u0002'] })

    expect(data.it.results).toMatchObject([{ status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } }])
    // What became of it can be read in the same answer.
    expect(watchedBy(data.it)).toEqual(['u0002'])
  })
})
