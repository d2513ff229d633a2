import { request as httpRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import { CLUB, openWorld, VAULT } from '../access/world.ts'
import { CAT, fetchFile, MEANT, pictureOf, postFile, type TestFile, uploadedTo } from '../support/files.ts'
import { formOf, partOf } from '../support/forms.ts'
import { start } from '../support/harness.ts'
import { ADMIN_KEY } from '../support/process.ts'

const MAX = 10 * 1024 * 1024
const BIG: TestFile = { name: 'big.png', type: 'image/png', bytes: pictureOf(MAX) }

const bodyOf = async (response: Response) => JSON.parse(await response.text())
const codeIn = async (response: Response) => (await bodyOf(response)).errors[0].extensions.code
const files = uploadedTo

/** More than is read before it is handed on. */
const LARGE = 'a'.repeat(900_000)

describe('POST /files', () => {
  it('hands 10 MB on to the service, restricted, and tells what a message needs', async () => {
    const harness = await start()

    const response = await postFile(harness, BIG)

    const [file] = files(harness)
    expect(file?.bytes.equals(BIG.bytes)).toBe(true)
    expect(file?.secret).toBeTypeOf('string')
    const { org, app, url } = harness.sandbox
    expect([response.status, await bodyOf(response)]).toEqual([
      200,
      {
        url: `${url}/${org}/${app}/chatfiles/${file?.uuid}`,
        ...{ secret: file?.secret, filename: 'big.png', sizeBytes: MAX, type: 'image/png' },
      },
    ])
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(harness.traffic()).toEqual({ 'file-upload': 1 })
  })

  it('leaves a file open to the app where that is asked for, and keeps its name', async () => {
    const harness = await start()
    const response = await postFile(
      harness,
      { ...CAT, name: '猫/../"x".png' },
      { path: '/files?restricted=false' },
    )
    expect(await bodyOf(response)).toMatchObject({
      secret: null,
      filename: expect.stringMatching(/x.*\.png$/),
    })
    expect(files(harness)).toMatchObject([{ secret: undefined, name: expect.not.stringContaining('/') }])
  })

  it.each([
    {
      what: 'a byte too many',
      file: { ...BIG, bytes: pictureOf(MAX + 1) },
      status: 413,
      code: 'REQUEST_TOO_LARGE',
    },
    {
      what: 'far too many bytes',
      file: { ...BIG, bytes: pictureOf(2 * MAX) },
      status: 413,
      code: 'REQUEST_TOO_LARGE',
    },
    { what: 'nothing in it', file: { ...CAT, bytes: Buffer.alloc(0) }, status: 415, code: 'BAD_USER_INPUT' },
    {
      what: 'a type that is not taken',
      file: { ...CAT, type: 'application/x-sh' },
      status: 415,
      code: 'BAD_USER_INPUT',
    },
    {
      what: 'no type, of which nobody can tell',
      file: { ...CAT, type: '', bytes: Buffer.from('x') },
      status: 415,
      code: 'BAD_USER_INPUT',
    },
    ...[
      ['a page', ' <!DOCTYPE html><script>'],
      ['a drawing with scripts', '<?xml version="1.0"?><svg onload="x">'],
      ['a program', 'MZ\x90'],
      ['a script', '#!/bin/sh'],
      ['a text', 'hello'],
    ].map(([what, text = '']) => ({
      what: `${what} that calls itself a picture`,
      file: { ...CAT, bytes: Buffer.from(text) },
      status: 415,
      code: 'BAD_USER_INPUT',
    })),
    {
      what: 'a page that calls itself a text',
      file: { ...CAT, type: 'text/plain', bytes: Buffer.from('<html>') },
      status: 415,
      code: 'BAD_USER_INPUT',
    },
    {
      what: 'a drawing as what it is',
      file: { ...CAT, type: 'image/svg+xml', bytes: Buffer.from('<svg>') },
      status: 415,
      code: 'BAD_USER_INPUT',
    },
    ...[
      '\ufeff \n<x:svg onload=a>',
      Buffer.from('\ufeff<svg>', 'utf16le'),
      Buffer.from('1f8b08', 'hex'),
      'anything',
      ' '.repeat(600),
    ].map((bytes) => ({
      what: `a picture of a kind that nobody knows, which begins ${JSON.stringify(String(bytes).slice(0, 9))}`,
      file: { ...CAT, type: 'image/x-new', bytes: Buffer.from(bytes) },
      ...{ status: 415, code: 'BAD_USER_INPUT' },
    })),
    ...['image/x+xml', 'image/svg+xml', 'audio/html'].map((type) => ({
      what: `the bytes of a picture and the name ${type}`,
      file: { ...CAT, type },
      ...{ status: 415, code: 'BAD_USER_INPUT' },
    })),
    ...[
      '/files?restricted=true&restricted=false',
      '/files?group=1&group=2',
      '/files?group=1&restricted=true',
    ].map((path) => ({ what: `${path} for its address`, path, file: CAT, status: 400, code: 'BAD_REQUEST' })),
    { what: 'another name of its part', name: 'image', file: CAT, status: 400, code: 'BAD_REQUEST' },
    { what: 'a strange wish', path: '/files?x=1', file: CAT, status: 400, code: 'BAD_REQUEST' },
    { what: 'half a wish', path: '/files?restricted=', file: CAT, status: 400, code: 'BAD_REQUEST' },
    { what: 'no header that tells it from a page', headers: {}, file: CAT, status: 403, code: 'BAD_REQUEST' },
  ])('refuses a file with $what: $status $code', async ({ what: _, file, status, code, ...how }) => {
    const harness = await start()
    const response = await postFile(harness, file, how)
    expect([response.status, await codeIn(response)]).toEqual([status, code])
    expect(files(harness)).toEqual([])
    // And the next one on this connection is taken.
    expect((await postFile(harness)).status).toBe(200)
  })

  it.each([
    { what: 'two files', ...formOf(partOf('file', 'a.txt', 'a'), partOf('file', 'b.txt', 'b')), status: 400 },
    {
      what: 'a field before it',
      ...formOf(partOf('x', null, 'y'), partOf('file', 'a.txt', 'a')),
      status: 400,
    },
    {
      what: 'a field after it',
      ...formOf(partOf('file', 'a.txt', 'a'), partOf('x', null, 'y')),
      status: 400,
    },
    {
      what: 'a second file behind a large one, most of which the service has by then',
      ...formOf(partOf('file', 'a.txt', LARGE), partOf('file', 'b.txt', 'b')),
      status: 400,
    },
    {
      what: 'a large file without an end',
      ...formOf(),
      body: `--b\r\n${partOf('file', 'a.txt', LARGE)}`,
      status: 400,
    },
    { what: 'no file', ...formOf(), status: 400 },
    { what: 'no end', ...formOf(), body: `--b\r\n${partOf('file', 'a.txt', 'a')}\r\n`, status: 400 },
    {
      what: 'no boundary',
      headers: { ...MEANT, 'content-type': 'multipart/form-data' },
      body: 'x',
      status: 400,
    },
    { what: 'no form', headers: { ...MEANT, 'content-type': 'image/png' }, body: 'x', status: 415 },
    {
      what: 'something packed',
      ...formOf(partOf('file', 'a.txt', 'a')),
      headers: { ...formOf().headers, 'content-encoding': 'gzip' },
      status: 415,
    },
  ])(
    'refuses a form with $what: $status, and the service keeps nothing',
    async ({ headers, body, status }) => {
      const harness = await start()
      const response = await fetchFile(harness, '/files', { method: 'POST', headers, body })
      expect([response.status, await codeIn(response)]).toEqual([status, 'BAD_REQUEST'])
      expect(files(harness)).toEqual([])
    },
  )

  it('types a file by its first bytes where the client does not know, and names the type that it refuses', async () => {
    const harness = await start()
    const known = await postFile(harness, { ...CAT, type: 'application/octet-stream' })
    expect([known.status, (await bodyOf(known)).type]).toEqual([200, 'image/png'])
    const refused = await postFile(harness, { ...CAT, type: 'font/woff2' })
    expect((await bodyOf(refused)).errors[0].message).toMatch(/it is font\/woff2/)
  })

  it('refuses a page by its name, where it was allowed by mistake too', async () => {
    const harness = await start({ env: { FILE_TYPES: 'text/*' } })
    const page = { name: 'a.txt', type: 'text/html', bytes: Buffer.from('hello') }
    expect((await postFile(harness, page)).status).toBe(415)
    expect((await postFile(harness, { ...page, type: 'text/plain' })).status).toBe(200)
  })

  it('wants to know how long it is', async () => {
    const harness = await start()
    const status = await sendInPieces(
      new URL('/files', await harness.listen()),
      formOf(partOf('file', 'a.txt', 'a')),
    )
    expect(status).toBe(411)
    expect(harness.traffic()).toEqual({})
  })

  it.each([
    { path: '/files', method: 'GET', status: 405 },
    { path: '/files/', method: 'POST', status: 404 },
    { path: '/files/x', method: 'POST', status: 405 },
    { path: '/filesx', method: 'POST', status: 404 },
  ])('is nowhere else: $method $path is $status', async ({ path, method, status }) => {
    expect((await fetchFile(await start(), path, { method })).status).toBe(status)
  })
})

describe('who may upload', () => {
  it.each([
    { caller: 'anna', status: 200 },
    { caller: 'key', status: 200 },
    { caller: 'nobody', status: 401 },
    { caller: 'forger', status: 401 },
  ] as const)('is asked as at the endpoint: $caller gets $status', async ({ caller, status }) => {
    const world = await openWorld()
    const response = await postFile(world, CAT, { headers: world.headersOf(caller) })
    expect(response.status).toBe(status)
    expect(files(world)).toHaveLength(status === 200 ? 1 : 0)
  })

  it.each([
    { what: 'without the header', headers: {}, status: 403 },
    { what: 'with it', headers: MEANT, status: 200 },
  ])(
    'a password that the browser sends by itself counts only with the header: $what',
    async ({ headers, status }) => {
      const world = await openWorld()
      const authorization = `Basic ${btoa(`any:${ADMIN_KEY}`)}`
      const response = await postFile(world, CAT, {
        headers: { origin: 'https://evil.example', ...headers, authorization },
      })
      expect(response.status).toBe(status)
    },
  )

  it.each([
    { caller: 'mia', group: CLUB, status: 200 },
    { caller: 'key', group: VAULT, status: 200 },
    { caller: 'mia', group: VAULT, status: 403 },
    { caller: 'sven', group: CLUB, status: 403 },
    { caller: 'mia', group: '1404', status: 403 },
    { caller: 'mia', group: '../x', status: 400 },
  ] as const)(
    'into a group is a member: $caller into $group is $status',
    async ({ caller, group, status }) => {
      const world = await openWorld()
      const response = await postFile(world, CAT, {
        path: `/files?group=${group}`,
        headers: world.headersOf(caller),
      })
      expect(response.status).toBe(status)
      expect(world.changes()).toEqual(status === 200 ? ['group-file-upload'] : [])
    },
  )

  it('pays from the same allowance as operations', async () => {
    const harness = await start({ env: { USER_CALLS_BURST: '1' } })
    const headers = { 'x-act-as': 'u0001' }
    expect((await postFile(harness, CAT, { headers })).status).toBe(200)
    const second = await postFile(harness, CAT, { headers })
    expect([second.status, await codeIn(second)]).toEqual([429, 'TOO_MANY_REQUESTS'])
    expect(second.headers.get('retry-after')).toBe('1')
  })

  it('as a page of another origin is one that was named', async () => {
    const harness = await start({ env: { CORS_ORIGINS: 'https://good.example' } })
    const preflight = (origin: string) =>
      fetchFile(harness, '/files', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-a' },
      })
    const good = await preflight('https://good.example')
    expect([good.status, good.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://good.example',
    ])
    expect(good.headers.get('access-control-allow-headers')).toBe('x-a')
    const evil = await preflight('https://evil.example')
    expect([...evil.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

function sendInPieces(url: URL, { headers, body }: ReturnType<typeof formOf>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', headers }, (answer) => resolve(answer.statusCode))
    request.on('error', reject)
    request.write(body)
    request.end()
  })
}
