import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../src/sandbox/server.ts'
import { ADMIN_KEY, serveHere, serviceOf } from '../support/process.ts'

const JOINED = 'query ($name: String!) { user(username: $name) { chatrooms { edges { cursor } } } }'
const KEY = { authorization: `Bearer ${ADMIN_KEY}` }

describe('a client that leaves', () => {
  it('breaks off the upstream call that was made for it alone', async () => {
    const service = await startSilentService()
    const server = await serveHere(service.variables)
    const leaving = new AbortController()
    const answer = server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...KEY },
      body: JSON.stringify({ query: JOINED, variables: { name: 'u0001' } }),
      signal: leaving.signal,
    })
    await service.asked

    leaving.abort()

    await expect(answer).rejects.toThrow('aborted')
    // CALL_TIMEOUT_MS, which would end the call as well, is far away.
    expect(await service.brokenOff).toEqual(['/chat-org/chat-app/users/u0001/joined_chatrooms'])
  })
})

describe('a server whose budget is spoken for', () => {
  it('says in a header when to come back, at once', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const hurried = { CALLS_PER_SECOND: '1', REQUEST_TIMEOUT_MS: '2000' }
    const server = await serveHere({ ...serviceOf(sandbox), ...hurried })
    const names = Array.from({ length: 12 }, (_, index) => `u00${10 + index}`)

    const responses = await Promise.all(names.map((name) => server.ask(JOINED, { name }, KEY)))

    const answers = await Promise.all(
      responses.map(async (response) => ({
        retryAfter: response.headers.get('retry-after'),
        body: await response.json(),
      })),
    )
    const busy = answers.filter(({ retryAfter }) => retryAfter !== null)
    expect(busy.length).toBeGreaterThan(0)
    for (const { retryAfter, body } of busy) {
      const [{ extensions }] = body.errors
      expect(extensions).toEqual({ code: 'UPSTREAM_BUSY', retryAfterMs: expect.any(Number) })
      expect(retryAfter).toBe(String(Math.ceil(extensions.retryAfterMs / 1000)))
    }
  })
})

/** A service that gives a token and never answers anything else. Tells when it was asked, and when the asker left. */
async function startSilentService() {
  const events = new EventEmitter<{ asked: []; brokenOff: [string | undefined] }>()
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/token')) {
      response.setHeader('content-type', 'application/json')
      response.end('{"access_token":"a-token","expires_in":5184000}')
      return
    }
    response.on('close', () => events.emit('brokenOff', request.url?.split('?')[0]))
    events.emit('asked')
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    asked: once(events, 'asked'),
    brokenOff: once(events, 'brokenOff'),
    variables: {
      EASEMOB_BASE_URL: `http://127.0.0.1:${port}`,
      EASEMOB_ORG: 'chat-org',
      EASEMOB_APP: 'chat-app',
      EASEMOB_CLIENT_ID: 'an-id',
      EASEMOB_CLIENT_SECRET: 'a-secret',
      CALL_TIMEOUT_MS: '60000',
      REQUEST_TIMEOUT_MS: '120000',
      ADMIN_KEY,
    },
  }
}
