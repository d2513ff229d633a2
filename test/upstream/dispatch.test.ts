import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/upstream/clock.ts'
import { type Call, createDispatch, type Dispatch } from '../../src/upstream/dispatch.ts'
import { parseJson } from '../../src/upstream/json.ts'
import { createFalseClock } from '../support/clock.ts'
import { sharedContract } from '../support/contract.ts'

const contract = sharedContract()

/** Never ends by itself. */
const patience = () => new AbortController().signal

const here = () => ({ signal: patience(), bearer: 'the-token' })

interface Carried {
  readonly send: (dispatch: Dispatch) => Promise<unknown>
  readonly method: string
  readonly type: string | undefined
  readonly body: string
}

const READ: Call<'user-get'> = { operation: 'user-get', path: { username: 'joe' } }
const OK = '{"entities":[]}'

/** A dispatch in front of a socket that does what the test says. */
async function open(listener: RequestListener, { clock = systemClock, seed = true } = {}) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { dispatch, close } = createDispatch({
    baseUrl: `http://127.0.0.1:${port}/org/app`,
    callTimeoutMs: 5_000,
    clock,
    contract,
    limiterSays503: seed,
  })
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  onTestFinished(async () => {
    stop()
    await close()
  })
  return { dispatch, close, stop }
}

const answering =
  (status: number, text: string, headers = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers)
    response.end(text)
  }

describe('a number', () => {
  it.each([
    ['{"id":1029457500870543736}', { id: '1029457500870543736' }],
    ['{"id":-1029457500870543736}', { id: '-1029457500870543736' }],
    ['[1029457500870543736,1029457500870543737]', ['1029457500870543736', '1029457500870543737']],
    ['[1,\n  1029457500870543736\n]', [1, '1029457500870543736']],
    ['{"a":{"b":[9007199254740993]}}', { a: { b: ['9007199254740993'] } }],
    ['[9007199254740991,9007199254740992]', [9007199254740991, '9007199254740992']],
    ['[1542542951527,-1,0.5,1e3,1029457500870543736]', [1542542951527, -1, 0.5, 1000, '1029457500870543736']],
    ['[1e30,1029457500870543736]', [1e30, '1029457500870543736']],
    ['{"text":",1029457500870543736,","id":7}', { text: ',1029457500870543736,', id: 7 }],
    ['{"text":"\\",1029457500870543736,\\"","id":7}', { text: '",1029457500870543736,"', id: 7 }],
    ['{"id":"1029457500870543736"}', { id: '1029457500870543736' }],
    ['{"a":1029457500870543736,"a":2}', { a: 2 }],
  ])('is exact, and an id above 2^53 is text: %s', (text, value) => {
    expect(parseJson(text)).toEqual(value)
  })

  it('belongs to whoever has it, also where names are tricky', () => {
    const reply = parseJson('{"data":{"__proto__":1029457500870543736,"constructor":1029457500870543737}}')
    expect(reply).toEqual({
      data: Object.fromEntries([
        ['__proto__', '1029457500870543736'],
        ['constructor', '1029457500870543737'],
      ]),
    })
  })

  it.each(['', '{', '{"a":1029457500870543736', 'null,', '<html>', '[1029457500870543736,]'])(
    'is in no JSON: %s',
    (text) => {
      expect(parseJson(text)).toBeUndefined()
    },
  )
})

describe('a failure on the wire', () => {
  it.each<{ what: string; listener: RequestListener }>([
    { what: 'a reset', listener: (request) => request.socket.resetAndDestroy() },
    { what: 'a closed connection', listener: (request) => void request.socket.end() },
    { what: 'no HTTP', listener: (request) => void request.socket.end('SSH-2.0\r\n\r\n') },
    {
      what: 'half of a body',
      listener: (_request, response) => {
        response.writeHead(200, { 'content-length': 100 })
        response.write(OK, () => response.destroy())
      },
    },
    {
      what: 'half of a chunked body',
      listener: (_request, response) => {
        response.write(OK, () => response.destroy())
      },
    },
  ])('leaves open whether it was done: $what', async ({ listener }) => {
    const { dispatch } = await open(listener)
    await expect(dispatch(READ, { signal: patience() })).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      notExecuted: false,
    })
  })

  it.each(['http://127.0.0.1:1', 'http://localhost:1', 'https://127.0.0.1:PORT'])(
    'was certainly not done without a connection: %s',
    async (host) => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      onTestFinished(() => void server.close())
      const { port } = server.address() as AddressInfo
      const { dispatch, close } = createDispatch({
        baseUrl: `${host.replace('PORT', String(port))}/org/app`,
        callTimeoutMs: 60_000,
        clock: systemClock,
        contract,
        limiterSays503: false,
      })
      onTestFinished(close)
      await expect(dispatch(READ, { signal: patience() })).rejects.toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
        notExecuted: true,
      })
    },
  )

  it('is a timeout when the body stops in its middle', async () => {
    const clock = createFalseClock()
    const { dispatch } = await open((_request, response) => void response.write('{'), { clock })
    const reply = dispatch(READ, { signal: patience() })
    await expect(clock.until(reply)).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT', notExecuted: false })
  })

  it('is the reason of the caller who leaves', async () => {
    const leaving = new AbortController()
    const { dispatch } = await open(() => leaving.abort(new Error('gone')))
    await expect(dispatch(READ, { signal: leaving.signal })).rejects.toThrow('gone')
    await expect(dispatch(READ, { signal: leaving.signal })).rejects.toThrow('gone')
  })
})

describe('a refusal', () => {
  it.each([
    { status: 429, seed: false, notExecuted: true },
    { status: 403, seed: false, notExecuted: true },
    { status: 404, seed: false, notExecuted: true },
    { status: 408, seed: true, notExecuted: false },
    { status: 500, seed: true, notExecuted: false },
    { status: 502, seed: true, notExecuted: false },
    { status: 503, seed: true, notExecuted: true },
    { status: 503, seed: false, notExecuted: false },
    { status: 303, seed: true, notExecuted: false },
  ])('$status tells "not done": $notExecuted (seed era: $seed)', async ({ status, seed, notExecuted }) => {
    const { dispatch } = await open(answering(status, ''), { seed })
    await expect(dispatch(READ, { signal: patience() })).rejects.toMatchObject({ status, notExecuted })
  })

  it.each([
    { header: '3', retryAfterMs: 3_000 },
    { header: '0.5', retryAfterMs: 500 },
    { header: '999999999', retryAfterMs: 30_000 },
    { header: '-1', retryAfterMs: undefined },
    { header: 'Wed, 21 Oct 2026 07:28:00 GMT', retryAfterMs: undefined },
  ])('says when to come back, within reason: $header', async ({ header, retryAfterMs }) => {
    const { dispatch } = await open(answering(429, '', { 'retry-after': header }))
    await expect(dispatch(READ, { signal: patience() })).rejects.toMatchObject({ retryAfterMs })
  })
})

describe('a call', () => {
  it.each<Carried>([
    { send: (dispatch) => dispatch(READ, here()), method: 'GET', type: undefined, body: '' },
    {
      send: (dispatch) => dispatch({ operation: 'user-status-batch', body: { usernames: ['joe'] } }, here()),
      method: 'POST',
      type: 'application/json',
      body: '{"usernames":["joe"]}',
    },
    {
      send: (dispatch) =>
        dispatch(
          { operation: 'user-attr-set', path: { username: 'joe' }, form: { nickname: 'a&b=ö' } },
          here(),
        ),
      method: 'PUT',
      type: 'application/x-www-form-urlencoded',
      body: 'nickname=a%26b%3D%C3%B6',
    },
    {
      send: (dispatch) =>
        dispatch({ operation: 'presence-unsubscribe', path: { username: 'joe' }, body: ['ann'] }, here()),
      method: 'DELETE',
      type: 'application/json',
      body: '["ann"]',
    },
    {
      send: (dispatch) => dispatch({ operation: 'group-delete', path: { group_id: '1' } }, here()),
      method: 'DELETE',
      type: undefined,
      body: '',
    },
  ])('carries what it has: $method $type', async ({ send, method, type, body }) => {
    const received: unknown[] = []
    const { dispatch } = await open(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      const { authorization, 'content-type': contentType } = request.headers
      received.push({ method: request.method, authorization, type: contentType, body: text })
      response.end('{}')
    })
    await send(dispatch).catch(() => {})
    expect(received).toEqual([{ method, authorization: 'Bearer the-token', type, body }])
  })

  it('uses connections again, and a new one where the service closed the old one meanwhile', async () => {
    const sockets = new Set<unknown>()
    const { dispatch } = await open((request, response) => {
      sockets.add(request.socket)
      if (request.url?.endsWith('last')) response.on('finish', () => request.socket.end())
      response.end(OK)
    })
    for (const username of ['joe', 'ann', 'last']) {
      await dispatch({ operation: 'user-get', path: { username } }, { signal: patience() })
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(sockets.size).toBe(1)
    await dispatch(READ, { signal: patience() })
    expect(sockets.size).toBe(2)
  })

  it('leaves nothing behind on a signal that outlives it', async () => {
    const listeners = { added: 0, removed: 0 }
    const { signal } = new AbortController()
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners.added += 1
      add(...given)
    }
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners.removed += 1
      remove(...given)
    }
    const { dispatch } = await open(answering(200, OK))
    for (let count = 0; count < 50; count += 1) await dispatch(READ, { signal })
    expect(listeners.added).toBe(50)
    expect(listeners.removed).toBe(50)
  })
})

describe('closing', () => {
  it('does not wait for answers that never come', async () => {
    const { promise: arrived, resolve: arrive } = withResolvers()
    const { dispatch, close } = await open(() => arrive())
    const asked = dispatch(READ, { signal: patience() }).catch((error: unknown) => error)
    await arrived
    await close()
    expect(await asked).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', notExecuted: false })
    expect(await dispatch(READ, { signal: patience() }).catch((error: unknown) => error)).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    })
  })
})

function withResolvers() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
