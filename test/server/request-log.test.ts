import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createLog } from '../../src/log.ts'
import { startSandbox } from '../../src/sandbox/server.ts'
import { createFalseClock } from '../support/clock.ts'
import { type ConnectOptions, connect, startService } from '../support/service.ts'

const NOWHERE = 'http://127.0.0.1:9/org/app'
const KEY = 'k'.repeat(32)
const CARD = 'query UserCard { user(username: "u0002") { onlineStatus profile { nickname } } }'

function open(baseUrl: string, options: ConnectOptions = {}) {
  const lines: string[] = []
  const log = createLog({ level: 'info', stream: { write: (line) => void lines.push(line) } })
  const { server, upstream } = connect(baseUrl, { ...options, log })
  const send = async (body: string | null, init: RequestInit = {}, path = '/graphql') =>
    server.fetch(
      new Request(`http://server${path}`, {
        method: 'POST',
        body,
        ...init,
        headers: { 'content-type': 'application/json', ...init.headers },
      }),
    )
  return {
    send,
    server,
    upstream,
    /** What is told of requests, without what is different each time. */
    told: () =>
      lines.map((line) => JSON.parse(line)).map(({ level: _, time: __, msg: ___, ...rest }) => rest),
    lines,
  }
}

const ofQuery = (query: string, more: object = {}) => JSON.stringify({ query, ...more })

describe('the log of requests', () => {
  it('says who asked for what, what became of it, what it did cost and how long it took', async () => {
    const clock = createFalseClock()
    const sandbox = await startSandbox({
      clock,
      latencyMs: 50,
      clientId: 'the-client-id',
      clientSecret: 'the-client-secret',
    })
    onTestFinished(() => sandbox.close())
    const { send, told, upstream } = open(`${sandbox.url}/${sandbox.org}/${sandbox.app}`, { clock })
    await clock.until(upstream.ready())

    const response = await clock.until(send(ofQuery(CARD), { headers: { 'x-act-as': 'U0001' } }))

    expect(response.status).toBe(200)
    expect(told()).toEqual([
      {
        requestId: response.headers.get('x-request-id'),
        method: 'POST',
        operation: 'UserCard',
        caller: 'user',
        username: 'u0001',
        status: 200,
        codes: [],
        calls: 2,
        ms: expect.any(Number),
      },
    ])
    const [{ ms, requestId }] = told()
    // Gathering, and two calls at once.
    expect(ms).toBeGreaterThanOrEqual(50)
    expect(ms).toBeLessThan(100)
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each([
    { name: 'no operation', body: '{"query": "', status: 400, codes: ['BAD_REQUEST'] },
    { name: 'a broken document', body: ofQuery('{'), status: 200, codes: ['GRAPHQL_PARSE_FAILED'] },
    { name: 'a wrong field', body: ofQuery('{ a b }'), status: 200, codes: ['GRAPHQL_VALIDATION_FAILED'] },
    {
      name: 'a text',
      body: 'x',
      init: { headers: { 'content-type': 'text/plain' } },
      status: 415,
      codes: ['BAD_REQUEST'],
    },
    {
      name: 'a strange wish',
      body: ofQuery('{ __typename }'),
      init: { headers: { accept: 'image/png' } },
      status: 406,
      codes: ['BAD_REQUEST'],
    },
    { name: 'a wrong path', body: '{}', path: '/x', status: 404, codes: ['BAD_REQUEST'] },
    {
      name: 'no service',
      body: ofQuery(CARD),
      status: 200,
      codes: ['UPSTREAM_UNAVAILABLE'],
      operation: 'UserCard',
    },
    {
      name: 'a name that the document does not have',
      body: ofQuery('query A { __typename }', { operationName: 'B' }),
      status: 400,
      codes: ['OPERATION_RESOLUTION_FAILURE'],
      operation: 'B',
    },
    {
      name: 'a name that is none',
      body: ofQuery('{', { operationName: '+49 170 1234567' }),
      status: 200,
      codes: ['GRAPHQL_PARSE_FAILED'],
    },
    {
      name: 'a name without end',
      body: ofQuery('{', { operationName: 'A'.repeat(65) }),
      status: 200,
      codes: ['GRAPHQL_PARSE_FAILED'],
    },
  ])('has one line for $name', async ({ name: _, body, init, path, status, codes, ...rest }) => {
    const { send, told } = open(NOWHERE)
    const response = await send(body, init, path)
    expect(response.status).toBe(status)
    expect(told()).toEqual([expect.objectContaining({ method: 'POST', status, codes, calls: 0, ...rest })])
    if (!('operation' in rest)) expect(told()[0]).not.toHaveProperty('operation')
  })

  it('names the operation that was run where a document has several', async () => {
    const { send, told } = open(NOWHERE)
    await send(ofQuery('query A { __typename } query B { __typename }', { operationName: 'B' }))
    expect(told()).toEqual([expect.objectContaining({ operation: 'B', caller: 'admin', codes: [] })])
  })

  it('has who was refused because of the credential or the allowance', async () => {
    const { send, told, lines } = open(NOWHERE, { env: { ADMIN_KEY: KEY } })
    await send(ofQuery(CARD), { headers: { authorization: 'Bearer the-wrong-one' } })
    expect(told()).toEqual([expect.objectContaining({ status: 401, codes: ['UNAUTHENTICATED'], calls: 0 })])
    expect(told()[0]).not.toHaveProperty('caller')
    expect(lines.join()).not.toContain('the-wrong-one')

    const limited = open(NOWHERE, { env: { USER_CALLS_BURST: '1' } })
    for (let times = 0; times < 2; times += 1) {
      await limited.send(ofQuery('{ __typename }'), { headers: { 'x-act-as': 'u0001' } })
    }
    expect(limited.told().map(({ username, status, codes }) => ({ username, status, codes }))).toEqual([
      { username: 'u0001', status: 200, codes: [] },
      { username: 'u0001', status: 429, codes: ['TOO_MANY_REQUESTS'] },
    ])
  })

  it('has no line for what machines ask all the time', async () => {
    const { send, told } = open(NOWHERE)
    const get = { method: 'GET' }
    for (const path of ['/health', '/ready', '/']) await send(null, get, path)
    await send(null, { ...get, headers: { accept: 'text/html' } })
    expect(told()).toEqual([])
  })

  it('has a line for a client that left', async () => {
    const clock = createFalseClock()
    const sandbox = await startSandbox({ clock, latencyMs: 50 })
    onTestFinished(() => sandbox.close())
    const { server, told } = open(`${sandbox.url}/${sandbox.org}/${sandbox.app}`, { clock })
    const leaving = new AbortController()
    const answer = fetch(await server.listen(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: ofQuery(CARD),
      signal: leaving.signal,
    })
    const left = expect(answer).rejects.toThrow('aborted')
    await vi.waitFor(() => expect(clock.waiting).toBeGreaterThan(0), 10_000)

    leaving.abort()
    await left

    await vi.waitFor(() => expect(told()).toHaveLength(1), 10_000)
    expect(told()[0]).toMatchObject({ operation: 'UserCard', left: true })
  })

  it('has a line of its own for a fault of this server, without the value', async () => {
    const detail = { id: '1', name: 'G', owner: 'o', affiliations_count: 3_000_000_000, affiliations: [] }
    const service = await startService({ 'GET /chatgroups/1': { text: JSON.stringify({ data: [detail] }) } })
    const { send, lines } = open(service.baseUrl)

    await send(ofQuery('query G { group(groupId: "1") { memberCount } }'))

    const [fault, request] = lines.map((line) => JSON.parse(line))
    expect(fault).toMatchObject({
      level: 'error',
      msg: 'fault',
      error: { message: 'Int cannot represent non 32-bit signed integer value: [Redacted]' },
    })
    expect(request).toMatchObject({
      level: 'info',
      operation: 'G',
      codes: ['INTERNAL_SERVER_ERROR'],
      calls: 1,
    })
    expect(lines.join()).not.toContain('3000000000')
  })
})
