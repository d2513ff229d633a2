import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createServer } from '../../src/server.ts'
import { openStore } from '../../src/store/store.ts'
import { createUpstream, type Upstream } from '../../src/upstream/upstream.ts'
import { historyOf } from '../support/histories.ts'

const ADMIN_KEY = 'a-key-of-the-tests-with-more-than-32-characters'

let url = ''
let server: ReturnType<typeof createServer>
let upstream: Upstream

beforeAll(async () => {
  const config = readConfig({ PORT: '0', ADMIN_KEY })
  const app = { appKey: 'org#app', profileProperties: config.profileProperties }
  const baseUrl = 'http://127.0.0.1:9/org/app' // the audits ask for nothing but __typename
  upstream = createUpstream({ ...config, baseUrl, app, clientId: 'id', clientSecret: 'secret' })
  const store = openStore({ file: null, now: Date.now, onFault() {}, jobsKeptMs: config.jobsKeptMs })
  server = createServer({ config, upstream, store, history: historyOf({ config, upstream, store }) })
  url = await server.listen()
})

afterAll(async () => {
  await server.drain()
  await upstream.close()
})

/** As somebody who may see everything, the schema too, where not everybody may. */
function fetchAsAdmin(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${ADMIN_KEY}`)
  return fetch(input, { ...init, headers })
}

/** All of them, also what a server only SHOULD or MAY do. */
describe('GraphQL over HTTP', () => {
  it.each(serverAudits({ url: () => url, fetchFn: fetchAsAdmin }))('$id: $name', async (audit) => {
    const result = await audit.fn()
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok')
  })

  it('is spoken with nobody else', async () => {
    const response = await fetch(`${url}?query={__typename}`)
    expect(response.status).toBe(401)
  })
})
