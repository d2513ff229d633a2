import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { type Answer, start } from '../support/harness.ts'

const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code)

const fieldsOf = (keys: readonly string[], field: (key: string) => string) =>
  `{ ${keys.map((key) => `k${key}: ${field(key)}`).join('\n')} }`

const NOT_FOUND = { kind: 'answer', status: 404, body: { error: 'resource_not_found' } } as const

describe('a 404 for a whole batch, because one of it is missing', () => {
  const askFor = (ids: readonly string[]) => fieldsOf(ids, (id) => `chatroom(chatroomId: "${id}") { name }`)

  it.each([
    { ids: 1, calls: 1 },
    { ids: 2, calls: 3 },
    { ids: 16, calls: 9 },
    { ids: 40, calls: 13 },
  ])('finds it among $ids by halves, in at most $calls calls', async ({ ids, calls }) => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    const rooms = [...sandbox.store.chatrooms.values()].slice(0, ids)
    const missing = rooms[Math.floor(ids / 3)]?.id ?? ''
    sandbox.store.chatrooms.delete(missing)
    sandbox.fault({ ...NOT_FOUND, when: ({ path }) => path.includes(missing) })

    const { data, errors } = await clock.until(ask(askFor(rooms.map(({ id }) => id))))

    expect(errors).toBeUndefined()
    expect(data).toEqual(
      Object.fromEntries(rooms.map(({ id, name }) => [`k${id}`, id === missing ? null : { name }])),
    )
    expect(traffic()['chatroom-get']).toBeLessThanOrEqual(calls)
  })

  it('costs no more calls than one request may make, however many are missing', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock, env: { UPSTREAM_CALL_LIMIT: '20' } })
    sandbox.fault({ ...NOT_FOUND, when: { path: /^\/chatrooms/ } })
    const ids = Array.from({ length: 60 }, (_, index) => String(700 + index))

    const { data, errors = [] } = await clock.until(ask(askFor(ids)))

    expect(traffic()).toEqual({ 'chatroom-get': 20 })
    expect(Object.values(data)).toEqual(ids.map(() => null))
    // Nobody knows of these whether they exist: that is an error, and not a silent null.
    expect(new Set(codes({ errors }))).toEqual(new Set(['UPSTREAM_CALL_LIMIT']))
  })

  it('is an outage for the half that then fails, and null for what is missing', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock })
    const [one, two] = [...sandbox.store.chatrooms.values()]
    sandbox.fault({ ...NOT_FOUND, when: ({ path }) => path.includes(one?.id ?? '-') })
    sandbox.fault({ kind: 'bad-gateway', when: ({ path }) => path.includes(two?.id ?? '-') })

    const answer = await clock.until(ask(askFor([one?.id ?? '', two?.id ?? ''])))

    expect(answer.data).toEqual({ [`k${one?.id}`]: null, [`k${two?.id}`]: null })
    expect(answer.errors).toMatchObject([
      { path: [`k${two?.id}`], extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
    ])
  })
})

describe('a batch that fails', () => {
  it('fails its own keys and no others', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    const names = [...sandbox.store.users.keys()].slice(0, 150)
    sandbox.fault({
      kind: 'resource-limited',
      when: ({ body }) => JSON.stringify(body ?? null).includes(`"${names[149]}"`),
    })

    const answers = await clock.until(
      Promise.all(names.map((name) => ask(`{ user(username: "${name}") { onlineStatus } }`))),
    )

    expect(traffic()).toEqual({ 'user-status-batch': 2 })
    const failed = answers.filter(({ errors }) => errors !== undefined)
    expect(failed).toHaveLength(50)
    expect(new Set(failed.flatMap(codes))).toEqual(new Set(['PLAN_LIMIT']))
    expect(answers.filter(({ data }) => data.user.onlineStatus !== null)).toHaveLength(100)
  })

  it('leaves what other requests have asked in other batches alone', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock })
    sandbox.fault({ kind: 'bad-gateway', when: { path: /metadata/ } })

    const [failing, other] = await clock.until(
      Promise.all([
        ask('{ user(username: "u0001") { onlineStatus profile { nickname } } }'),
        ask('{ user(username: "u0001") { onlineStatus } }'),
      ]),
    )

    expect(failing?.data.user.onlineStatus).toMatch(/ONLINE|OFFLINE/)
    expect(failing?.errors).toMatchObject([{ path: ['user', 'profile'] }])
    expect(other?.errors).toBeUndefined()
  })

  it('is not remembered: the next request asks again', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock })
    const query = '{ user(username: "u0001") { onlineStatus } }'
    sandbox.fault({ kind: 'resource-limited', when: { path: /status/ }, times: 1 })

    expect(codes(await clock.until(ask(query)))).toEqual(['PLAN_LIMIT'])
    expect((await clock.until(ask(query))).errors).toBeUndefined()
  })
})
