import { describe, expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../src/sandbox/server.ts'
import { ADMIN_KEY, runServer, serveHere, serviceOf } from '../support/process.ts'
import { sendRaw } from '../support/wire.ts'

const OTHER_KEY = 'the-other-key-of-the-tests-which-comes-after-it'
const ORIGIN = 'https://app.example.com'
const QUERY = '{ user(username: "u0001") { profile { nickname } } }'

/** A server with real credentials, as far as it knows. */
async function open(variables: Readonly<Record<string, string>> = {}, serve: typeof serveHere = serveHere) {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const server = await serve({ ...serviceOf(sandbox), ...variables })
  await server.fetch('/ready') // its token call is behind us
  sandbox.clearCalls()
  return { sandbox, ...server }
}

describe('a server with a real service', () => {
  it('answers whoever sends one of its two keys, and nobody else', async () => {
    const { sandbox, ask } = await open({ ADMIN_KEY: `${ADMIN_KEY}, ${OTHER_KEY}` }, runServer)
    const refused = [
      {},
      { authorization: '' },
      { authorization: 'Bearer' },
      { authorization: `Bearer ${ADMIN_KEY}x` },
      { authorization: `Bearer ${ADMIN_KEY.slice(0, -1)}` },
      { authorization: `Bearer ${ADMIN_KEY},${OTHER_KEY}` },
      { authorization: `Basic ${ADMIN_KEY}` },
      { authorization: `Basic ${btoa(`me:${ADMIN_KEY}x`)}` },
      { authorization: ADMIN_KEY },
      { 'x-admin-key': ADMIN_KEY },
    ]

    for (const headers of refused) {
      const response = await ask(QUERY, {}, headers)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    }
    expect(sandbox.calls).toEqual([])

    for (const key of [ADMIN_KEY, OTHER_KEY]) {
      const response = await ask(QUERY, {}, { authorization: `Bearer ${key}` })
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({
        data: { user: { profile: { nickname: expect.any(String) } } },
      })
    }
  })

  it('runs nothing without a key, however the path is written', async () => {
    const { sandbox, url } = await open()
    const lines = [
      'POST /graphql/',
      'POST /x?/graphql',
      'POST /x/graphql',
      'POST //graphql',
      'POST /graphql%2F',
      'POST /GRAPHQL',
      'POST /?x=/graphql',
      'POST /health/graphql',
      `GET /graphql?query=${encodeURIComponent(QUERY)}`,
      `GET /graphql/?query=${encodeURIComponent(QUERY)}`,
      'HEAD /graphql',
      'PUT /graphql',
      'POST http://elsewhere/graphql/',
    ]
    for (const line of lines) {
      const answer = await sendRaw(url, line, { body: JSON.stringify({ query: QUERY }) })
      expect(answer, line).toMatch(/^HTTP\/1\.1 40[0-9] /)
      expect(answer, line).not.toContain('"data"')
    }
    expect(sandbox.calls).toEqual([])
  })

  it('shows the page of GraphiQL to who has a key, and asks a browser for it', async () => {
    const { fetch } = await open()
    const visit = (headers: Readonly<Record<string, string>>) =>
      fetch('/graphql', { headers: { accept: 'text/html', ...headers } })
    const basic = (password: string) => ({ authorization: `Basic ${btoa(`me:${password}`)}` })

    for (const headers of [{}, basic(`${ADMIN_KEY}x`), basic('')]) {
      const refused = await visit(headers)
      expect(refused.status).toBe(401)
      expect(refused.headers.get('www-authenticate')).toMatch(/^Basic /)
      expect(await refused.text()).not.toContain('<html')
    }
    const page = await visit(basic(ADMIN_KEY))
    expect(page.status).toBe(200)
    expect(await page.text()).not.toContain(ADMIN_KEY)
    // In a frame of somebody else's page it would run what stands in its URL, at a click.
    expect(page.headers.get('content-security-policy')).toBe("frame-ancestors 'none'")
    expect(page.headers.get('x-frame-options')).toBe('DENY')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect((await visit({ accept: 'application/json' })).headers.get('x-content-type-options')).toBe(
      'nosniff',
    )
  })

  it('lets pages of the listed origins call, and no others', async () => {
    const { fetch } = await open({ CORS_ORIGINS: `${ORIGIN}, https://other.example.com` })
    const preflight = (origin: string) =>
      fetch('/graphql', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      })

    const allowed = await preflight(ORIGIN)
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization')
    expect(allowed.headers.get('access-control-allow-credentials')).not.toBe('true')

    const refused = await preflight('https://evil.example.com')
    expect(refused.headers.get('access-control-allow-origin')).not.toBe('https://evil.example.com')
    expect(refused.headers.get('access-control-allow-origin')).not.toBe('*')
  })

  it('lets no page of elsewhere call when no origin is listed', async () => {
    const { ask } = await open()
    const response = await ask(QUERY, {}, { origin: ORIGIN, authorization: `Bearer ${ADMIN_KEY}` })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})
