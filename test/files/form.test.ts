import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { FormError, readFileForm } from '../../src/files/form.ts'
import { formOf, partOf } from '../support/forms.ts'

/** A form that has begun and does not go on, as a server receives it. */
async function beginForm(beginning: string): Promise<IncomingMessage> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const headers = { ...formOf().headers, 'content-length': '1000' }
  const client = httpRequest({ port, host: '127.0.0.1', method: 'POST', headers })
  client.on('error', () => {})
  client.write(beginning)
  onTestFinished(() => {
    client.destroy()
    server.close()
  })
  const [request] = await once(server, 'request')
  return request
}

it.each(['gone', 'too-slow', 'broken'] as const)(
  'a form that is ended says why: %s, before its file and within it',
  async (fault) => {
    for (const beginning of ['--b\r\n', `--b\r\n${partOf('file', 'a.txt', 'abc')}`]) {
      const ending = new AbortController()
      const reading = readFileForm(await beginForm(beginning), { maxBytes: 1000, signal: ending.signal })
      const told = expect(reading).rejects.toMatchObject({ name: 'FormError', fault })

      ending.abort(new FormError(fault))

      await told
    }
  },
)
