import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createServer } from '../../src/server.ts'
import { createUpstream, type Upstream } from '../../src/upstream/upstream.ts'

let url = ''
let server: ReturnType<typeof createServer>
let upstream: Upstream

beforeAll(async () => {
  const config = readConfig({ PORT: '0' })
  const app = { appKey: 'org#app', profileProperties: config.profileProperties }
  const baseUrl = 'http://127.0.0.1:9/org/app' // the audits ask for nothing but __typename
  upstream = createUpstream({ ...config, baseUrl, app, clientId: 'id', clientSecret: 'secret' })
  server = createServer({ config, upstream })
  url = await server.listen()
})

afterAll(async () => {
  await server.drain()
  await upstream.close()
})

/** All of them, also what a server only SHOULD or MAY do. */
describe('GraphQL over HTTP', () => {
  it.each(serverAudits({ url: () => url }))('$id: $name', async (audit) => {
    const result = await audit.fn()
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok')
  })
})
