import { createServer, get, request as httpRequest } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { watchBrokenOff } from '../support/brokenoff.ts'
import { blobOf, MEANT, pictureOf, postFile, type TestFile, uploadedTo } from '../support/files.ts'
import { formOf, partOf } from '../support/forms.ts'
import { type Harness, start } from '../support/harness.ts'
import { connect as connectTo } from '../support/service.ts'
import { settled, takenBy, watchSockets } from '../support/sockets.ts'

const MB = 1024 * 1024
const BIG: TestFile = { name: 'big.png', type: 'image/png', bytes: pictureOf(10 * MB) }

const codeIn = async (response: Response) => JSON.parse(await response.text()).errors[0].extensions.code
const files = uploadedTo

describe('an upload', () => {
  it('is not read while it waits for its turn', async () => {
    const harness = await start({ env: { CALLS_PER_SECOND: '4', REQUEST_TIMEOUT_MS: '120000' } })
    const sockets = watchSockets()
    await harness.ask('{ user(username: "u0001") { onlineStatus } }')
    // The line is long: more than a second of calls.
    const others = Array.from({ length: 4 }, () => postFile(harness))

    const uploading = postFile(harness, BIG)
    const read = await settledRead(() => sockets.received(/^\/files$/).bytesRead)

    expect(read).toBeLessThan(MB)
    for (const response of await Promise.all([...others, uploading])) expect(response.status).toBe(200)
    expect(files(harness)).toHaveLength(5)
  })

  it('is held back when the service does not read it: less than 1 MB of it is in memory', async () => {
    const service = await startStallingService()
    const { server } = connectTo(service.baseUrl, { env: { CALL_TIMEOUT_MS: '1200' } })
    const listen = () => server.listen()
    const sockets = watchSockets()
    const form = new FormData()
    form.set('file', blobOf(BIG))
    const url = new URL('/files', await listen())
    const uploading = fetch(url, { method: 'POST', body: form, headers: MEANT })
    await service.called

    const held = await settled(
      () => sockets.received(/^\/files$/).bytesRead - takenBy(sockets.sent(/\/chatfiles$/)),
    )

    expect(held).toBeLessThan(MB)
    // Nobody waits for it longer than for any other call.
    const response = await uploading
    expect([response.status, await codeIn(response)]).toEqual([504, 'UPSTREAM_TIMEOUT'])
    expect(sockets.sent(/\/chatfiles$/).destroyed).toBe(true)
  })

  it('that breaks off half-way breaks the call off, and leaves nothing behind', async () => {
    const harness = await start()
    const brokenOff = watchBrokenOff()
    const url = new URL(await harness.listen())
    const socket = connect(Number(url.port), url.hostname)
    const head = partOf('file', 'a.png', '', 'image/png')
    socket.write(
      `POST /files HTTP/1.1\r\nhost: x\r\ngraphql-require-preflight: 1\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 1000000\r\n\r\n--b\r\n${head}`,
    )
    socket.write(pictureOf(500_000))
    await expect.poll(() => harness.sandbox.calls.some(({ path }) => path === '/chatfiles')).toBe(true)

    socket.destroy()

    await expect.poll(() => brokenOff).toContain(`/${harness.sandbox.org}/${harness.sandbox.app}/chatfiles`)
    expect(files(harness)).toEqual([])
  })

  it('gets its end only when the form has ended well, however late what is wrong with it comes', async () => {
    const harness = await start()
    const sockets = watchSockets()
    const url = new URL('/files', await harness.listen())
    const { headers, body } = formOf(partOf('file', 'a.txt', 'a'.repeat(900)), partOf('file', 'b.txt', 'b'))
    const late = body.indexOf('--b', 900) + 5
    const answered = new Promise<number | undefined>((resolve, reject) => {
      const length = { 'content-length': Buffer.byteLength(body) }
      const request = httpRequest(url, { method: 'POST', headers: { ...headers, ...length } }, (answer) =>
        resolve(answer.statusCode),
      )
      request.on('error', reject)
      request.write(body.slice(0, late))
      // The service has the whole file by then.
      void expect
        .poll(() => readOrNothing(() => takenBy(sockets.sent(/\/chatfiles$/))))
        .toBeGreaterThan(900)
        .then(() => settled(() => takenBy(sockets.sent(/\/chatfiles$/))))
        .then(() => request.end(body.slice(late)), reject)
    })

    expect(await answered).toBe(400)
    expect(files(harness)).toEqual([])
  })

  it.each([
    { fault: 'reset-after-accept', status: 502, code: 'OUTCOME_UNKNOWN', kept: 1 },
    { fault: 'reset', status: 502, code: 'OUTCOME_UNKNOWN', kept: 0 },
    { fault: 'unavailable', status: 503, code: 'RATE_LIMITED', kept: 0 },
    { fault: 'bad-gateway', status: 502, code: 'OUTCOME_UNKNOWN', kept: 0 },
    { fault: 'not-json', status: 502, code: 'OUTCOME_UNKNOWN', kept: 0 },
  ] as const)('is $code and not repeated after $fault', async ({ fault, status, code, kept }) => {
    const harness = await start()
    harness.sandbox.fault({ kind: fault, when: { path: /^\/chatfiles$/ } })
    const response = await postFile(harness)
    expect([response.status, await codeIn(response)]).toEqual([status, code])
    expect(harness.traffic()).toEqual({ 'file-upload': 1 })
    expect(files(harness)).toHaveLength(kept)
  })

  it.each([
    { uri: 'javascript:alert(1)//chatfiles' },
    { uri: 'https://a1.easemob.com/org/app/other' },
    { secret: 'two\nlines' },
  ])('that is answered with a strange place or secret is no success: %j', async ({ uri, secret = 's' }) => {
    const harness = await start()
    const body = {
      uri: uri ?? 'https://a1.easemob.com/org/app/chatfiles',
      entities: [{ uuid: 'a-1', type: 'chatfile', 'share-secret': secret }],
    }
    harness.sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /^\/chatfiles$/ } })
    const response = await postFile(harness)
    expect([response.status, await codeIn(response)]).toEqual([
      502,
      expect.stringMatching(/BAD_REPLY|UNKNOWN/),
    ])
  })

  it.each(['/files', '/files?group=77'])(
    'to %s that the service says it has before it was sent is no success',
    async (path) => {
      const service = await startHastyService()
      const { server } = connectTo(service.baseUrl)
      const url = new URL('/files', await server.listen())
      const { headers } = formOf()
      const status = await new Promise((resolve, reject) => {
        const length = { 'content-length': String(MB) }
        const options = { method: 'POST', headers: { ...headers, ...length } }
        const request = httpRequest(new URL(path, url), options, (answer) => {
          resolve(answer.statusCode)
          request.destroy()
        })
        request.on('error', reject)
        request.write(`--b\r\n${partOf('file', 'a.txt', 'a'.repeat(200_000))}`)
      })
      expect(status).toBe(502)
    },
  )

  it('is told when the service is silent', async () => {
    const harness = await start({ env: { CALL_TIMEOUT_MS: '100' } })
    harness.sandbox.fault({ kind: 'hang', when: { path: /^\/chatfiles$/ } })
    const response = await postFile(harness)
    expect([response.status, await codeIn(response)]).toEqual([502, 'OUTCOME_UNKNOWN'])
  })

  it('by a client that stops sending ends after its time, and is told', async () => {
    const harness = await start({ env: { FILE_TIMEOUT_MS: '1000' } })
    const url = new URL('/files', await harness.listen())
    const status = await new Promise((resolve, reject) => {
      const headers = { ...formOf().headers, 'content-length': '1000' }
      const request = httpRequest(url, { method: 'POST', headers }, (answer) => {
        resolve(answer.statusCode)
        request.destroy()
      })
      request.on('error', reject)
      request.write(`--b\r\n${partOf('file', 'a.txt', 'abc')}`)
    })
    expect(status).toBe(408)
    expect(files(harness)).toEqual([])
  })
})

describe('a download', () => {
  it('is held back by a client that does not read, and broken off when it leaves', async () => {
    const harness = await start()
    const url = new URL(await addressOf(harness, BIG), await harness.listen())
    const sockets = watchSockets()
    const request = get(url)
    request.on('error', () => {})
    await new Promise((resolve) => request.on('response', (answer) => resolve(answer.pause())))

    const held = await settled(
      () => sockets.sent(/\/chatfiles\//).bytesRead - takenBy(sockets.received(/^\/files\//)),
    )

    expect(held).toBeLessThan(MB)
    request.destroy()
    await expect.poll(() => sockets.sent(/\/chatfiles\//).destroyed).toBe(true)
  })
})

/** Where a file is, after a message has brought it. */
async function addressOf(harness: Harness, file: TestFile): Promise<string> {
  const { url, secret, filename } = JSON.parse(await (await postFile(harness, file)).text())
  const { data } = await harness.ask(
    `mutation($file: ImageBodyInput!) {
      sendMessage(input: { from: "u0001", to: { users: ["u0002"] }, body: { image: $file } }) {
        results { message { ... on ImageMessage { file { downloadUrl } } } }
      }
    }`,
    { file: { url, secret, filename } },
  )
  return data.sendMessage.results[0].message.file.downloadUrl
}

async function settledRead(read: () => number): Promise<number> {
  await expect.poll(() => readOrNothing(read)).toBeGreaterThan(50_000)
  return settled(read)
}

function readOrNothing(read: () => number): number {
  try {
    return read()
  } catch {
    return 0
  }
}

/** Says that it has a file as soon as it hears of one. */
async function startHastyService() {
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/token')) {
      response.end('{"access_token":"t","expires_in":5184000}')
      return
    }
    request.on('error', () => {}).resume()
    const uri = 'https://a1.easemob.com/easemob-demo/testapp/chatfiles'
    const data = { file_url: 'x', group_id: '77', file_name: 'a', created: 1, file_id: 'a-1', file_size: 3 }
    response.end(
      JSON.stringify({ uri, entities: [{ uuid: 'a-1', type: 'chatfile', 'share-secret': 's' }], data }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { baseUrl: `http://127.0.0.1:${port}/easemob-demo/testapp` }
}

/** Takes calls, and reads nothing of an upload. */
async function startStallingService() {
  let onCall = () => {}
  const called = new Promise<void>((resolve) => {
    onCall = resolve
  })
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/token')) {
      response.end('{"access_token":"t","expires_in":5184000}')
      return
    }
    request.pause()
    request.socket.pause()
    request.on('error', () => {})
    onCall()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { baseUrl: `http://127.0.0.1:${port}/easemob-demo/testapp`, called }
}
