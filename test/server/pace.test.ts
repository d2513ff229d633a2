import { type ClientRequest, request as httpRequest } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startSandbox } from '../../src/sandbox/server.ts'
import { createFalseClock } from '../support/clock.ts'
import { codesOf, startLoad } from '../support/load.ts'
import { operation } from '../support/operations.ts'
import { connect } from '../support/service.ts'

const as = (username: string) => ({ headers: { 'x-act-as': username } })
/** As the server under test knows it. */
const APP = { clientId: 'the-client-id', clientSecret: 'the-client-secret' }
const CARD = { query: operation('user-card'), variables: { username: 'u0002' } }

/** A server whose service answers when the test moves the clock, and a user of it. */
async function open(env: Readonly<Record<string, string>>) {
  const clock = createFalseClock()
  const sandbox = await startSandbox({ ...APP, clock, latencyMs: 50 })
  onTestFinished(() => sandbox.close())
  const { server, upstream } = connect(`${sandbox.url}/${sandbox.org}/${sandbox.app}`, { clock, env })
  const url = await server.listen()
  const send = async (init: RequestInit = {}, path = '') =>
    server.fetch(
      new Request(`http://server/graphql${path}`, {
        method: 'POST',
        body: JSON.stringify(CARD),
        ...init,
        headers: { 'content-type': 'application/json', 'x-act-as': 'u0001', ...init.headers },
      }),
    )
  return { clock, sandbox, upstream, url, send }
}

describe('a user', () => {
  it('who asks for too much is told when to come back, and then answered', async () => {
    const { clock, ask, traffic, forget } = await startLoad({
      env: { USER_CALLS_BURST: '10', USER_CALLS_PER_SECOND: '1' },
    })
    const board = operation('group-board')
    expect((await clock.until(ask(board, {}, as('u0001')))).errors).toBeUndefined()
    expect(traffic()).not.toEqual({})
    forget()

    const refused = await ask(board, {}, as('u0001'))

    expect(refused).toEqual({
      errors: [
        {
          message: 'You ask too much at once. Wait a little, or ask for less.',
          extensions: { code: 'TOO_MANY_REQUESTS', retryAfterMs: expect.any(Number) },
        },
      ],
    })
    expect(traffic()).toEqual({})
    expect(codesOf(await clock.until(ask(board, {}, as('u0003'))))).toEqual([])
    await clock.run(Number(refused.errors?.[0]?.extensions.retryAfterMs))
    expect(codesOf(await clock.until(ask(board, {}, as('u0001'))))).toEqual([])
  })

  it('is refused with a status and a header that clients know, before the document is read', async () => {
    const { clock, send } = await open({ USER_CALLS_BURST: '1', USER_CALLS_PER_SECOND: '1' })
    await clock.until(send())
    for (const again of [send({ body: '{' }), send({ method: 'GET', body: null }, '?query=%7B')]) {
      const response = await again
      expect(response.status).toBe(429)
      const { errors } = await response.json()
      const [{ extensions }] = errors
      expect(extensions.code).toBe('TOO_MANY_REQUESTS')
      expect(extensions.retryAfterMs).toBeGreaterThan(1_000)
      expect(response.headers.get('retry-after')).toBe(String(Math.ceil(extensions.retryAfterMs / 1000)))
    }
  })

  it('opens all screens of an app in a row without being refused', async () => {
    const { clock, ask } = await startLoad()
    const screens = [
      () => ask(operation('user-home'), { username: 'u0001' }, as('u0001')),
      () => ask(operation('user-card'), { username: 'u0002' }, as('u0001')),
      () => ask(operation('group-board'), {}, as('u0001')),
      () => ask(operation('chatroom-lobby'), {}, as('u0001')),
    ]
    for (let times = 0; times < 3; times += 1) {
      const answers = await clock.until(Promise.all(screens.map((screen) => screen())))
      expect(answers.flatMap(codesOf)).not.toContain('TOO_MANY_REQUESTS')
    }
  })

  it('has a bound that admins do not have', async () => {
    const env = { USER_REQUESTS_AT_ONCE: '2', USER_CALLS_BURST: '5' }
    const { clock, ask } = await startLoad({ env })
    const askAll = (options: object) =>
      clock.until(Promise.all(Array.from({ length: 10 }, () => ask(CARD.query, CARD.variables, options))))
    expect((await askAll({})).flatMap(codesOf)).toEqual([])
    const codes = (await askAll(as('u0001'))).flatMap(codesOf)
    expect(codes).toEqual(Array.from({ length: 8 }, () => 'TOO_MANY_REQUESTS'))
  })
})

describe('the place of a request', () => {
  const ONE = { USER_REQUESTS_AT_ONCE: '1', USER_CALLS_BURST: '10000' }
  const endings: readonly { readonly name: string; readonly init?: RequestInit; readonly path?: string }[] = [
    { name: 'an answer' },
    { name: 'JSON that is none', init: { body: '{' } },
    { name: 'a document that is none', init: { body: '{"query":"{"}' } },
    { name: 'a field that is none', init: { body: '{"query":"{ nothing }"}' } },
    {
      name: 'an operation that is not there',
      init: { body: '{"query":"{ __typename }","operationName":"X"}' },
    },
    { name: 'a form', init: { headers: { 'content-type': 'text/plain' } } },
    { name: 'a body that is too large', init: { body: ' '.repeat(300_000) } },
    { name: 'an answer that nobody can read', init: { headers: { accept: 'image/png' } } },
    { name: 'a GET without a query', init: { method: 'GET', body: null } },
    { name: 'a method that is none', init: { method: 'PUT' } },
  ]
  it.each(endings)('is given back after $name', async ({ init, path }) => {
    const { clock, send } = await open(ONE)
    await clock.until(send(init, path))
    expect((await clock.until(send())).status).toBe(200)
  })

  it.each([
    { name: 'while the service is asked', body: JSON.stringify(CARD) },
    { name: 'in the middle of its body', body: JSON.stringify(CARD).slice(0, 20) },
  ])('is given back when the client leaves $name', async ({ body }) => {
    const { clock, sandbox, url, send } = await open(ONE)
    const isWhole = body === JSON.stringify(CARD)
    const leaving = post(url, body)
    await vi.waitFor(async () => expect((await send(BAD)).status).toBe(429), 10_000)
    if (isWhole) {
      // Its first call is under way, and stays so while the clock stands still.
      await clock.run(30)
      expect(sandbox.calls).toHaveLength(1)
    }

    leaving.destroy()

    await vi.waitFor(async () => expect((await send(BAD)).status).toBe(415), 10_000)
  })
})

/** Shows whether there is a place, and takes it for no time. */
const BAD = { headers: { 'content-type': 'text/plain' } }

/** Announces a whole operation and sends this much of it. */
function post(url: string, body: string): ClientRequest {
  const length = String(JSON.stringify(CARD).length)
  const headers = { 'content-type': 'application/json', 'content-length': length, 'x-act-as': 'u0001' }
  const request = httpRequest(url, { method: 'POST', headers })
  request.on('error', () => {})
  request.write(body)
  return request
}
