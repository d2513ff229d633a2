import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createFileLinks, type FileRef } from '../../src/files/links.ts'
import { CAT, fetchFile, pictureOf, postFile, type TestFile, uploadedTo } from '../support/files.ts'
import { actingAs, type Harness, type HarnessOptions, start } from '../support/harness.ts'

const KEY = 'ab'.repeat(32)
const MB = 1024 * 1024
const BIG: TestFile = { name: 'big.png', type: 'image/png', bytes: pictureOf(10 * MB) }
const AT = Date.UTC(2026, 0, 1)

const SEND = `mutation($body: MessageBodyInput!) {
  sendMessage(input: { from: "u0001", to: { users: ["u0001"] }, body: $body }) {
    results { message {
      ... on ImageMessage { file { filename downloadUrl } thumbnailUrl }
      ... on FileMessage { file { filename downloadUrl } }
      ... on VideoMessage { file { downloadUrl } thumbnailUrl thumbnail { downloadUrl } }
    } }
  }
}`

/** A server at a time that stands still unless it is moved. */
async function open(options: HarnessOptions = {}) {
  let now = AT
  const harness = await start({
    ...options,
    env: { FILE_URL_KEY: KEY, ...options.env },
    server: { calendar: () => now },
  })
  return {
    ...harness,
    wait: (seconds: number) => {
      now += seconds * 1000
    },
    /** The address of a file that was uploaded and sent by this user. */
    async send(file: TestFile = CAT, as = 'u0001'): Promise<string> {
      const { type, sizeBytes: _, ...uploaded } = JSON.parse(await (await postFile(harness, file)).text())
      const kind = type.startsWith('image/') ? 'image' : 'file'
      const { data } = await harness.ask(SEND, { body: { [kind]: uploaded } }, actingAs(as))
      return data.sendMessage.results[0].message.file.downloadUrl
    },
  }
}

/** Opens it, and reads no more than the head of the answer. */
function leaveUnread(url: URL): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (answer) => resolve(answer.pause().statusCode))
    request.on('error', reject)
    onTestFinished(() => void request.on('error', () => {}).destroy())
  })
}

/** The same bytes, written in another way. */
function withSpareBits(url: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return `${url.slice(0, -1)}${letters[letters.indexOf(url.at(-1) ?? '') + 1]}`
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())
const linksOf = (appKey: string) =>
  createFileLinks({ appKey, key: Buffer.from(KEY, 'hex'), lifeSeconds: 60, publicUrl: '', now: () => AT })
const refOf = (more: object = {}): FileRef => ({
  ...{ kind: 'attachment', uuid: 'a-1', secret: null, isThumbnail: false, filename: 'f' },
  ...more,
})
const stored = (harness: Harness) => uploadedTo(harness)[0]

describe('a downloadUrl', () => {
  it('gives whoever has it the file, whole, with its name and type', async () => {
    const harness = await open()
    const url = await harness.send({ ...BIG, name: '猫 1.png' })
    harness.forget()

    const response = await fetchFile(harness, url)

    expect((await bytesOf(response)).equals(BIG.bytes)).toBe(true)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(10 * MB),
      'content-disposition': `inline; filename="_ 1.png"; filename*=UTF-8''%E7%8C%AB%201.png`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
      'cache-control': 'private, max-age=3600',
      'referrer-policy': 'no-referrer',
    })
    expect(harness.traffic()).toEqual({ 'file-download': 1 })
  })

  it('is a path at this server, and of the place that the operator names where they do', async () => {
    expect(await (await open()).send()).toMatch(/^\/files\/[\w.-]+$/)
    const named = await open({ env: { PUBLIC_URL: 'https://chat.example.com/' } })
    expect(await named.send()).toMatch(/^https:\/\/chat\.example\.com\/files\/[\w.-]+$/)
  })

  it('tells a HEAD the same without the file', async () => {
    const harness = await open()
    const url = await harness.send()
    const response = await fetchFile(harness, url, { method: 'HEAD' })
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '2000'])
    expect(await bytesOf(response)).toHaveLength(0)
  })

  it.each([
    {
      what: 'a page',
      type: 'text/plain',
      bytes: '<html><script>',
      got: 'application/octet-stream',
      kind: 'attachment',
    },
    {
      what: 'a text',
      type: 'text/plain',
      bytes: 'hello',
      got: 'application/octet-stream',
      kind: 'attachment',
    },
    { what: 'a PDF', type: 'application/pdf', bytes: '%PDF-1.7', got: 'application/pdf', kind: 'attachment' },
    { what: 'an MP3', type: 'audio/mpeg', bytes: 'ID3', got: 'audio/mpeg', kind: 'inline' },
    { what: 'nothing', type: 'text/plain', bytes: '', got: 'application/octet-stream', kind: 'attachment' },
  ])('shows what is in it as what it is: $what as $kind', async ({ bytes, got, kind }) => {
    const harness = await open()
    await harness.send()
    const file = stored(harness)
    if (file !== undefined) harness.sandbox.store.files.set(file.uuid, { ...file, bytes: Buffer.from(bytes) })
    const ref = refOf({ uuid: file?.uuid, secret: file?.secret, filename: 'x.html' })
    const url = await linksOf(harness.upstream.app.appKey).urlOf(ref, null)

    const { status, headers } = await fetchFile(harness, url)

    expect([status, headers.get('content-type')]).toEqual([200, got])
    const name = kind === 'inline' ? 'x.html.mp3' : 'x.html'
    expect(headers.get('content-disposition')).toBe(`${kind}; filename="${name}"; filename*=UTF-8''${name}`)
  })

  it('ends', async () => {
    const harness = await open({ env: { FILE_URL_SECONDS: '10' } })
    const url = await harness.send()
    harness.wait(9)
    expect((await fetchFile(harness, url)).headers.get('cache-control')).toBe('private, max-age=1')
    harness.wait(1)
    harness.forget()
    expect((await fetchFile(harness, url)).status).toBe(404)
    expect(harness.traffic()).toEqual({})
  })

  it('that was changed, guessed or made with another key is not found, all alike, without a call', async () => {
    const harness = await open()
    const url = await harness.send()
    const other = createFileLinks({ lifeSeconds: 60, publicUrl: '', now: () => AT })
    harness.forget()
    const last = url.at(-3) === 'A' ? 'B' : 'A'
    const wrong = [
      `${url.slice(0, -3)}${last}${url.slice(-2)}`,
      url.slice(0, -1),
      url.replace('..', '.x.'),
      await other.urlOf(refOf(), null),
      await linksOf('other#app').urlOf(refOf(), null),
      withSpareBits(url),
      '/files/x',
      '/files/..%2f..%2fgraphql',
      `/files/${'x'.repeat(5000)}`,
      '/files/eyJhbGciOiJub25lIn0.e30.',
    ]
    const answers = await Promise.all(
      wrong.map(async (path) => {
        const response = await fetchFile(harness, path)
        return [response.status, await response.text()].join()
      }),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toMatch(/^404,.*NOT_FOUND/)
    expect(harness.traffic()).toEqual({})
  })

  it.each([
    { what: 'is deleted', change: (harness: Harness) => harness.sandbox.store.files.clear() },
    {
      what: 'has expired',
      change: (harness: Harness) => {
        const file = stored(harness)
        if (file !== undefined) file.expires = 1
      },
    },
  ])('of a file that $what is not found, like one that was made up', async ({ change }) => {
    const harness = await open()
    const url = await harness.send()
    const made = await (await fetchFile(harness, '/files/x')).text()
    change(harness)
    const response = await fetchFile(harness, url)
    expect([response.status, await response.text()]).toEqual([404, made])
  })

  it('with a wrong secret, which whoever sends the message chooses, is not found', async () => {
    const harness = await open()
    const { url, filename } = JSON.parse(await (await postFile(harness)).text())
    const { data } = await harness.ask(SEND, { body: { image: { url, filename, secret: 'guessed' } } })
    const { downloadUrl } = data.sendMessage.results[0].message.file
    expect((await fetchFile(harness, downloadUrl)).status).toBe(404)
  })

  it.each([
    'http://evil.example/chatfiles/a-1',
    'http://169.254.169.254/latest/meta-data',
    'file:///demo-org/demo-app/chatfiles/a-1',
    'https://a1.easemob.com/other-org/demo-app/chatfiles/a-1',
    'https://a1.easemob.com/demo-org/demo-app/chatfiles/a-1/../../users',
    'https://a1.easemob.com/demo-org/demo-app/chatfiles/..%2f..%2fusers',
    'https://a1.easemob.com/demo-org/demo-app/chatfiles/',
    'https://a1.easemob.com/demo-org/demo-app/users/a-1',
    'no address',
  ])('is not made for %s', async (url) => {
    const harness = await open()
    const { data } = await harness.ask(SEND, { body: { image: { url, filename: 'f' } } })
    expect(data.sendMessage.results[0].message).toEqual({
      file: { filename: 'f', downloadUrl: null },
      thumbnailUrl: null,
    })
  })

  it('asks only the configured service, whatever host the sender names', async () => {
    const elsewhere: unknown[] = []
    const spy = createServer((request, response) => {
      elsewhere.push(request.headers)
      response.end()
    })
    await new Promise<void>((resolve) => spy.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void spy.close())
    const { port } = spy.address() as AddressInfo
    const harness = await open()
    const uploaded = JSON.parse(await (await postFile(harness)).text())
    const url = uploaded.url.replace(/:\d+/, `:${port}`)
    const { data } = await harness.ask(SEND, {
      body: { image: { url, filename: 'f', secret: uploaded.secret } },
    })
    const response = await fetchFile(harness, data.sendMessage.results[0].message.file.downloadUrl)
    expect((await bytesOf(response)).equals(CAT.bytes)).toBe(true)
    expect(elsewhere).toEqual([])
  })

  it('counts for the links of the user to whom it was shown, and takes nothing from that user', async () => {
    const harness = await open({ env: { USER_CALLS_BURST: '4', USER_CALLS_PER_SECOND: '1' } })
    const url = await harness.send()
    const statuses: number[] = []
    for (let times = 0; times < 5; times += 1) statuses.push((await fetchFile(harness, url)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 429])
    const { data } = await harness.ask('{ viewer { __typename } }', {}, actingAs('u0001'))
    expect(data).toBeTruthy()
  })

  it('that many open and nobody reads does not keep its user from asking', async () => {
    const env = { USER_REQUESTS_AT_ONCE: '2', FILE_DOWNLOADS_AT_ONCE: '3', USER_CALLS_BURST: '10000' }
    const harness = await open({ env })
    const url = new URL(await harness.send(BIG), await harness.listen())
    const statuses = await Promise.all(Array.from({ length: 4 }, () => leaveUnread(url)))
    expect(statuses.sort()).toEqual([200, 200, 200, 429])
    const asked = await harness.askOverHttp('{ __typename }', {}, actingAs('u0001'))
    expect(asked).toMatchObject({ data: { __typename: 'Query' } })
  })

  it('is the same for the same viewer for half of its life, and another for others', async () => {
    const harness = await open({ env: { FILE_URL_SECONDS: '100' } })
    const { type: _t, sizeBytes: _s, ...image } = JSON.parse(await (await postFile(harness)).text())
    const urlFor = async (as: string) => {
      const { data } = await harness.ask(SEND.replaceAll('u0001', as), { body: { image } }, actingAs(as))
      return data.sendMessage.results[0].message.file.downloadUrl
    }
    const first = await urlFor('u0001')
    expect(await urlFor('u0002')).not.toBe(first)
    harness.wait(49)
    expect(await urlFor('u0001')).toBe(first)
    harness.wait(1)
    expect(await urlFor('u0001')).not.toBe(first)
    expect((await fetchFile(harness, first)).headers.get('cache-control')).toBe('private, max-age=50')
  })

  it.each([
    { fault: 'bad-gateway', status: 502, code: 'UPSTREAM_UNAVAILABLE' },
    { fault: 'reset', status: 502, code: 'UPSTREAM_UNAVAILABLE' },
    { fault: 'hang', status: 504, code: 'UPSTREAM_TIMEOUT' },
  ] as const)('is $status when the service has a $fault', async ({ fault, status, code }) => {
    const harness = await open({ env: { CALL_TIMEOUT_MS: '100' } })
    const url = await harness.send()
    harness.sandbox.fault({ kind: fault, when: { path: /^\/chatfiles\// } })
    const response = await fetchFile(harness, url)
    expect([response.status, JSON.parse(await response.text()).errors[0].extensions.code]).toEqual([
      status,
      code,
    ])
  })

  it.each([204, 206])('is no file when the service answers %i', async (status) => {
    const harness = await open()
    const url = await harness.send()
    harness.sandbox.fault({ kind: 'answer', status, body: '', when: { path: /^\/chatfiles\// } })
    const response = await fetchFile(harness, url)
    expect([response.status, JSON.parse(await response.text()).errors[0].extensions.code]).toEqual([
      502,
      'UPSTREAM_BAD_REPLY',
    ])
  })

  it('is tried again before its first byte, and cut off after it', async () => {
    const harness = await open()
    const url = await harness.send()
    harness.sandbox.fault({ kind: 'reset', times: 1, when: { path: /^\/chatfiles\// } })
    expect((await fetchFile(harness, url)).status).toBe(200)
    const cut = harness.sandbox.fault({ kind: 'truncate', when: { path: /^\/chatfiles\// } })
    await expect(fetchFile(harness, url).then(bytesOf)).rejects.toThrow()
    cut()
    expect((await fetchFile(harness, url)).status).toBe(200)
  })

  it('is renewed with the token of this server, which it never tells', async () => {
    const harness = await open()
    const url = await harness.send()
    harness.sandbox.expireTokens()
    expect((await fetchFile(harness, url)).status).toBe(200)
  })
})
