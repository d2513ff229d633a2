import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDownloads } from '../../src/upstream/remote-file.ts'
import { createFalseClock } from '../support/clock.ts'

async function open(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const clock = createFalseClock()
  const downloads = createDownloads(clock)
  onTestFinished(async () => {
    await downloads.close()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { downloads, clock, url: `http://127.0.0.1:${port}/file?Signature=s%2Bs` }
}

const never = new AbortController().signal
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('a download', () => {
  it('asks for the very address, and sends nothing of ours along', async () => {
    const asked: unknown[] = []
    const { downloads, url } = await open(({ url: path, headers }, response) => {
      asked.push(path, Object.keys(headers).sort())
      response.end('the file')
    })

    const { bytes, end } = await downloads.open(url, never)

    expect((await buffer(bytes)).toString()).toBe('the file')
    end()
    expect(asked).toEqual(['/file?Signature=s%2Bs', ['connection', 'host']])
  })

  it.each(['ftp://a/b', 'file:///etc/passwd', 'nonsense', 'http://user:key@a/b'])(
    'is not made of %s',
    async (url) => {
      const { downloads } = await open((_request, response) => response.end())

      await expect(downloads.open(url, never)).rejects.toThrow('no address')
    },
  )

  it('is not what a redirect names', async () => {
    const { downloads, url } = await open((_request, response) =>
      response.writeHead(302, { location: '/other' }).end(),
    )

    await expect(downloads.open(url, never)).rejects.toThrow('HTTP 302')
  })

  it.each([
    { what: 'when no answer comes', listener: () => {} },
    {
      what: 'when the file stops on its way',
      listener: ((_, response) => response.write('part')) satisfies RequestListener,
    },
  ])('ends after 30 seconds of silence, $what', async ({ listener }) => {
    const { downloads, clock, url } = await open(listener)
    const read = downloads.open(url, never).then(({ bytes }) => buffer(bytes))
    const ended = expect(read).rejects.toThrow('in time')
    while (clock.waiting < 2) await turn()
    for (let turns = 0; turns < 50; turns += 1) await turn()

    await clock.run(30_000)

    await ended
  })

  it('ends when it is broken off, with the reason', async () => {
    const { downloads, url } = await open((_request, response) => void response.write('part'))
    const stopping = new AbortController()
    const { bytes } = await downloads.open(url, stopping.signal)
    const read = buffer(bytes)

    stopping.abort(new Error('the server stops'))

    await expect(read).rejects.toThrow('the server stops')
  })

  it('tells nothing of the address when there is nobody', async () => {
    const { downloads } = await open(() => {})

    const error = await downloads
      .open('http://127.0.0.1:9/file?Signature=secret', never)
      .catch((reason: unknown) => reason)

    expect(error).toMatchObject({ name: 'DownloadError', message: 'The file cannot be fetched.' })
    expect(JSON.stringify(error)).not.toContain('secret')
  })
})
