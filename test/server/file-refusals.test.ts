import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MEANT, pictureOf, postFile } from '../support/files.ts'
import { partOf } from '../support/forms.ts'
import { type Harness, start } from '../support/harness.ts'

const MB = 1024 * 1024

/** A form that says it has 100 MB, or so many bytes, of which only `begin` is sent by itself. */
async function openUpload(
  { listen }: Pick<Harness, 'listen'>,
  {
    headers = MEANT,
    begin = '',
    length = 5 * MB,
  }: { headers?: object; begin?: string; length?: number } = {},
) {
  const { port, hostname } = new URL(await listen())
  const socket = connect(Number(port), hostname)
  const told = { text: '', isClosed: false }
  socket.setEncoding('utf8').on('data', (text) => {
    told.text += text
  })
  socket
    .on('error', () => {})
    .on('close', () => {
      told.isClosed = true
    })
  const lines = Object.entries({
    ...{ host: 'x', 'content-type': 'multipart/form-data; boundary=b', 'content-length': length },
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`POST /files HTTP/1.1\r\n${lines.join('')}\r\n${begin}`)
  onTestFinished(() => void socket.destroy())
  return { socket, told }
}

const partOfType = (type: string, content: string) => `--b\r\n${partOf('file', 'a', content, type)}`

describe('what is left of an upload that was answered', () => {
  it.each([
    { what: 'nobody is known', headers: {}, begin: '', status: 403 },
    {
      what: 'its type is wrong',
      headers: MEANT,
      begin: partOfType('image/png', 'x'.repeat(600)),
      status: 415,
    },
  ])('is not waited for long: $what', async ({ headers, begin, status }) => {
    const { told } = await openUpload(await start(), { headers, begin })
    await expect
      .poll(() => told.text)
      .toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*connection: close[^]*}$`, 'i'))
    await expect.poll(() => told.isClosed, { timeout: 5_000 }).toBe(true)
  })

  it('is not read without end', async () => {
    const { socket, told } = await openUpload(await start(), { headers: {}, length: 1024 * MB })
    await expect.poll(() => told.text).toMatch(/^HTTP\/1.1 403/)
    const piece = Buffer.alloc(64 * 1024)
    const send = () => {
      while (!told.isClosed && socket.write(piece));
      if (!told.isClosed) socket.once('drain', send)
    }
    send()
    await expect.poll(() => told.isClosed, { timeout: 5_000 }).toBe(true)
    // What is in the buffers of the system counts too.
    expect(socket.bytesWritten - socket.writableLength).toBeLessThan(20 * MB)
  })

  it.each([11, 60])('does not hide the answer from who sends all of it: %i MB', async (size) => {
    const file = { name: 'a.png', type: 'image/png', bytes: pictureOf(size * MB) }
    const response = await postFile(await start(), file)
    expect([response.status, await response.text()]).toEqual([
      413,
      expect.stringContaining('REQUEST_TOO_LARGE'),
    ])
  })
})
