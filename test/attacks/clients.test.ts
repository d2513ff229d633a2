import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createListener, PATIENCE } from '../../src/http/listener.ts'
import { sendRaw } from '../support/wire.ts'
import { ADMIN_KEY, openTarget, operationOf } from './attacker.ts'

const EVIL = 'https://evil.example.com'
const DELETE = 'mutation { deleteGroup(input: { groupId: "200000000000001" }) { groupId } }'

describe('a slow client', () => {
  it('is waited for some seconds in the server', () => {
    expect(PATIENCE).toEqual({
      headersMs: 5_000,
      requestMs: 10_000,
      checkMs: 1_000,
      silentMs: 20_000,
    })
  })

  it('is cut off when it does not read its answer', async () => {
    const patience = { headersMs: 5_000, requestMs: 5_000, checkMs: 10, silentMs: 100 }
    let cutOff = () => {}
    const isCutOff = new Promise<void>((resolve) => {
      cutOff = resolve
    })
    const listener = createListener(
      { host: '127.0.0.1', port: 0, drainMs: 0, requestTimeoutMs: 0, patience },
      (_request, response) => {
        response.on('close', cutOff)
        response.end(Buffer.alloc(64 * 1024 * 1024))
      },
    )
    const { port } = new URL(await listener.listen())
    onTestFinished(() => listener.drain())

    const socket = connect(Number(port), '127.0.0.1').pause()
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => {})
    socket.write('GET / HTTP/1.1\r\nhost: server\r\n\r\n')

    await isCutOff
  })

  it.each([
    { what: 'in the middle of its headers', sent: 'POST /graphql HTTP/1.1\r\nhost: server\r\nx-slow: ' },
    {
      what: 'in the middle of its body',
      sent: 'POST /graphql HTTP/1.1\r\nhost: server\r\ncontent-length: 100\r\n\r\n{"query":',
    },
    {
      what: 'in the middle of a chunk',
      sent: 'POST /graphql HTTP/1.1\r\nhost: server\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"query":',
    },
  ])('is cut off $what', async ({ sent }) => {
    const patience = { headersMs: 50, requestMs: 100, checkMs: 10, silentMs: 60_000 }
    const listener = createListener(
      { host: '127.0.0.1', port: 0, drainMs: 0, requestTimeoutMs: 0, patience },
      // Answers when the body is there, as the server does.
      (request, response) => request.resume().on('end', () => response.end('answered')),
    )
    const { port } = new URL(await listener.listen())
    onTestFinished(() => listener.drain())

    const socket = connect(Number(port), '127.0.0.1')
    socket.write(sent)
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    await new Promise((resolve) => socket.on('close', resolve))

    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).not.toContain('answered')
  })

  it('is cut off in the middle of its body where others may take longer, and those are not', async () => {
    const patience = { headersMs: 50, requestMs: 100, checkMs: 10, silentMs: 60_000 }
    const slow = { isAdmitted: ({ url = '' }: IncomingMessage) => url === '/slow', ms: 60_000 }
    const listener = createListener(
      { host: '127.0.0.1', port: 0, drainMs: 0, requestTimeoutMs: 0, patience, slow },
      (request, response) => request.resume().on('end', () => response.end('answered')),
    )
    const { port } = new URL(await listener.listen())
    onTestFinished(() => listener.drain())
    const send = (path: string) => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.write(`POST ${path} HTTP/1.1\r\nhost: server\r\ncontent-length: 2\r\n\r\n{`)
      const answer = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))))
      return { socket, answer }
    }

    const patient = send('/slow')
    expect(await send('/graphql').answer).toMatch(/^HTTP\/1\.1 408 /)
    patient.socket.write('}')
    expect(await patient.answer).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('a page of somebody else', () => {
  it.each([
    { what: 'a text', headers: { 'content-type': 'text/plain' }, body: operationOf(DELETE) },
    {
      what: 'a form',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `query=${encodeURIComponent(DELETE)}`,
    },
    {
      what: 'a form with files',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${operationOf(DELETE)}\r\n--b--`,
    },
    { what: 'a GraphQL text', headers: { 'content-type': 'application/graphql' }, body: DELETE },
    { what: 'no type at all', headers: { 'content-type': '' }, body: operationOf(DELETE) },
    {
      what: 'two types at once',
      headers: { 'content-type': 'text/plain, application/json' },
      body: operationOf(DELETE),
    },
  ])('changes nothing by $what, which a browser sends without asking', async ({ headers, body }) => {
    const { attack, traffic } = await openTarget()
    const reply = await attack(body, { headers: { origin: EVIL, ...headers } })
    expect({ status: reply.status, codes: reply.codes }).toEqual({ status: 415, codes: ['BAD_REQUEST'] })
    expect(traffic()).toEqual({})
  })

  it('changes nothing by a link', async () => {
    const { attack, traffic } = await openTarget()
    const search = `?query=${encodeURIComponent(DELETE)}`
    expect((await attack(null, { method: 'GET', search })).status).toBe(405)
    expect(traffic()).toEqual({})
  })

  it('may not read an answer, and is not told that it may ask', async () => {
    const { attack } = await openTarget()
    const answer = await attack(operationOf('{__typename}'), { headers: { origin: EVIL } })
    const preflight = await attack(null, {
      method: 'OPTIONS',
      headers: { origin: EVIL, 'access-control-request-method': 'POST' },
    })
    for (const { headers } of [answer, preflight]) {
      for (const name of headers.keys()) expect(name).not.toMatch(/^access-control-/)
    }
  })
})

describe('a caller', () => {
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const claims = encoded({ sub: 'u0001', exp: 9_999_999_999 })

  it.each([
    { what: 'a token that nobody signed', authorization: `Bearer ${encoded({ alg: 'none' })}.${claims}.` },
    { what: 'a token of 15 KB', authorization: `Bearer ${'x'.repeat(15_000)}` },
    { what: 'two keys', authorization: `Bearer ${ADMIN_KEY} ${ADMIN_KEY}` },
    { what: 'nothing', authorization: '' },
  ])('with $what is refused before the body is read', async ({ authorization }) => {
    const { attack, traffic } = await openTarget()
    const reply = await attack('{"query":', { headers: { authorization } })
    expect({ status: reply.status, codes: reply.codes }).toEqual({
      status: 401,
      codes: ['UNAUTHENTICATED'],
    })
    expect(traffic()).toEqual({})
  })

  it('that announces two lengths, or a length and pieces, is not answered', async () => {
    const { listen, traffic } = await openTarget()
    const url = await listen()
    const headers = [`authorization: Bearer ${ADMIN_KEY}`]
    for (const second of ['content-length: 1', 'transfer-encoding: chunked']) {
      const answer = await sendRaw(url, 'POST /graphql', {
        body: operationOf('{groups{edges{cursor}}}'),
        headers: [...headers, second],
      })
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    }
    expect(traffic()).toEqual({})
  })
})
