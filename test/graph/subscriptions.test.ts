import { describe, expect, it } from 'vitest'
import {
  names,
  openPresence,
  refused,
  result,
  SEEN,
  START_MS,
  SUBSCRIBE,
  UNSUBSCRIBE,
  watchedBy,
} from './presences.ts'

describe('subscriptions', () => {
  it('are shown in the operation that makes them, and in the one that ends them', async () => {
    const { ask } = await openPresence()
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
    const { ask, clock } = await openPresence()
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
    const { ask, traffic, sandbox } = await openPresence()
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
    const { ask, traffic, sandbox } = await openPresence({ env: { CACHE_LIST_MS: '30000' } })
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
    const { ask } = await openPresence()

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
    const { ask, calls } = await openPresence()

    const { errors } = await ask(SUBSCRIBE, variables)

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it('may last thirty days', async () => {
    const { ask } = await openPresence()
    expect((await ask(SUBSCRIBE, { names: ['u0002'], seconds: 2_592_000 })).errors).toBeUndefined()
  })

  it.each([
    { what: 'made', mutation: SUBSCRIBE, operation: 'presence-subscribe' },
    { what: 'ended', mutation: UNSUBSCRIBE, operation: 'presence-unsubscribe' },
  ])(
    'of nobody are NOT_FOUND when they are $what, without a search for whose fault it is',
    async ({ mutation, operation }) => {
      const { ask, traffic } = await openPresence()

      const { data, errors } = await ask(mutation, { who: 'nobody', names: names(90) })

      expect(data).toEqual({ it: null })
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
      expect(traffic()).toEqual({ [operation]: 1, 'user-get': 1 })
    },
  )

  it('are LIMIT_REACHED beyond three thousand', async () => {
    const { ask, sandbox } = await openPresence()
    const subscriptions = sandbox.store.users.get('u0001')?.subscriptions
    for (let serial = 1; serial <= 3000; serial += 1) {
      subscriptions?.set(`w${serial}`, { serial, endMs: START_MS + 1e9 })
    }

    const { data } = await ask(SUBSCRIBE, { names: ['u0002', 'u0003'] })

    expect(data.it.results).toEqual([refused('u0002', 'LIMIT_REACHED'), refused('u0003', 'LIMIT_REACHED')])
  })

  it('are UNKNOWN for those of whom the answer may or may not tell', async () => {
    const { ask, sandbox } = await openPresence()
    const body = { result: [{ uid: '' }, { uid: 'u0003' }] }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /presence\/600$/ } })

    const { data } = await ask(SUBSCRIBE, { names: ['u0002', 'u0003', 'u0004'] })

    expect(data.it.results.map(({ status }: { status: string }) => status)).toEqual([
      ...['UNKNOWN', 'DONE', 'UNKNOWN'],
    ])
  })

  it.each([
    { rows: ['u0002', 'u0003'], expected: ['DONE', 'FAILED'] },
    { rows: ['u0002', 'u0003', ''], expected: ['DONE', 'DONE'] },
    { rows: ['', ''], expected: ['DONE', 'DONE'] },
    { rows: ['', '', ''], expected: ['UNKNOWN', 'UNKNOWN'] },
  ])('go by name, not by the number of rows: $rows', async ({ rows, expected }) => {
    const { ask, sandbox } = await openPresence()
    const body = { result: rows.map((uid) => ({ uid })) }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /presence\/600$/ } })

    const { data } = await ask(SUBSCRIBE, { names: ['u0002', 'ghost'] })

    expect(data.it.results.map(({ status }: { status: string }) => status)).toEqual(expected)
  })

  it('are UNKNOWN when no clear answer comes', async () => {
    const { ask, sandbox } = await openPresence()
    sandbox.fault({ kind: 'reset-after-accept', when: { path: /presence\/600$/ } })

    const { data } = await ask(SUBSCRIBE, { names: ['u0002'] })

    expect(data.it.results).toMatchObject([{ status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } }])
    // What became of it can be read in the same answer.
    expect(watchedBy(data.it)).toEqual(['u0002'])
  })
})
