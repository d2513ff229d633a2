import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTokenReader, type KeysUnavailable } from '../../src/access/jwt.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { connect } from '../support/service.ts'
import { type KeyFailure, type KeyServer, startIssuer } from '../support/tokens.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** A reader of the tokens of this issuer, at a time that the test moves. */
async function open({ timeoutMs = 5000 } = {}) {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const issuer = await startIssuer()
  const outages: KeysUnavailable[] = []
  const { jwt } = readConfig(issuer.env)
  if (jwt === null) throw new Error('without an issuer')
  const read = createTokenReader(jwt, { timeoutMs, onOutage: (outage) => outages.push(outage) })
  return { issuer, read, outages, pass: (ms: number) => void vi.setSystemTime(Date.now() + ms) }
}

const unknownKey = (issuer: KeyServer, index: number) =>
  issuer.tokenOf('u0007', {}, { kid: `made-up-${index}` })
const times = (count: number) => Array.from({ length: count }, (_, index) => index)
const codeOf = (promise: Promise<string | null>) => promise.catch((error: Error) => error.name)

describe('keys behind a URL', () => {
  it('that never end are an outage, and do not fill the memory', async () => {
    let sent = 0
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = () => {
        do sent += 65_536
        while (response.write(' '.repeat(65_536)))
      }
      response.on('drain', more)
      more()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const issuer = await startIssuer()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
    const { jwt } = readConfig({ ...issuer.env, JWT_JWKS_URL: url })
    if (jwt === null) throw new Error('without an issuer')

    expect(await codeOf(createTokenReader(jwt)(issuer.tokenOf('u0007')))).toBe('KeysUnavailable')
    server.closeAllConnections()
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  it('are fetched once for many tokens', async () => {
    const { issuer, read } = await open()
    const names = await Promise.all(times(50).map((index) => read(issuer.tokenOf(`u${index}`))))
    expect(names).toEqual(times(50).map((index) => `u${index}`))
    expect(issuer.asked).toBe(1)
  })

  it('are not fetched for tokens that say themselves that they are not for them', async () => {
    const { issuer, read } = await open()
    for (const alg of ['none', 'HS256', 'ES256', undefined])
      expect(await read(issuer.tokenOf('u0007', {}, { alg }))).toBeNull()
    expect(issuer.asked).toBe(0)
  })

  it('are fetched at most every 30 seconds for keys that are made up', async () => {
    const { issuer, read, pass } = await open()
    for (const round of [1, 2, 3]) {
      for (const index of times(20)) expect(await read(unknownKey(issuer, index))).toBeNull()
      expect(issuer.asked).toBe(round)
      pass(30 * SECOND)
    }
  })

  it('may change: a token of a new key is taken after half a minute, those of the old one go on', async () => {
    const { issuer, read, pass } = await open()
    const old = issuer.tokenOf('old')
    expect(await read(old)).toBe('old')
    issuer.rotate()
    expect(await read(issuer.tokenOf('new'))).toBeNull()
    pass(30 * SECOND)
    expect(await read(issuer.tokenOf('new'))).toBe('new')
    expect(await read(old)).toBe('old')
  })

  it('need names when there are several', async () => {
    const { issuer, read } = await open()
    const unnamed = () => issuer.tokenOf('u0007', {}, { kid: undefined })
    issuer.rotate()
    expect(await read(unnamed())).toBeNull()
  })

  it('end when they are taken back, soon after five minutes of use', async () => {
    const { issuer, read, pass } = await open()
    const old = issuer.tokenOf('old')
    await read(old)
    issuer.rotate()
    issuer.forgetOldKeys()
    pass(5 * MINUTE - 1)
    expect(await read(old)).toBe('old')
    expect(issuer.asked).toBe(1)
    pass(1)
    // This one is not held up for the keys that are fetched.
    expect(await read(old)).toBe('old')
    await vi.waitFor(async () => expect(await read(old)).toBeNull())
    expect(issuer.asked).toBe(2)
  })

  it('end ten minutes after they were last seen, however little they are used', async () => {
    const { issuer, read, pass } = await open()
    const old = issuer.tokenOf('old')
    await read(old)
    issuer.rotate()
    issuer.forgetOldKeys()
    pass(10 * MINUTE)
    expect(await read(old)).toBeNull()
  })

  it('go on for ten minutes while they cannot be fetched, and then nobody can tell', async () => {
    const { issuer, read, pass } = await open()
    const token = issuer.tokenOf('u0007')
    await read(token)
    issuer.fail({ status: 500 })
    for (const minute of times(10)) {
      expect(await read(token), `minute ${minute}`).toBe('u0007')
      pass(MINUTE)
    }
    expect(await codeOf(read(token))).toBe('KeysUnavailable')
    issuer.fail()
    pass(5 * SECOND)
    expect(await read(token)).toBe('u0007')
  })
})

describe('keys that cannot be fetched', () => {
  const failures: readonly { readonly name: string; readonly failure: KeyFailure }[] = [
    { name: 'an error', failure: { status: 500 } },
    { name: 'a page that is not there', failure: { status: 404 } },
    { name: 'a page for people', failure: { text: '<html>' } },
    { name: 'JSON that holds no keys', failure: { text: '{"keys":1}' } },
    { name: 'an empty answer', failure: { status: 204 } },
    { name: 'silence', failure: 'silence' },
  ]

  it.each(failures)(
    'because of $name say nothing about a token',
    async ({ failure }) => {
      const { issuer, read, outages } = await open({ timeoutMs: 100 })
      issuer.fail(failure)
      expect(await codeOf(read(issuer.tokenOf('u0007')))).toBe('KeysUnavailable')
      expect(outages).toHaveLength(1)
    },
    4_000,
  )

  it('because of silence hold nobody up whose key is known', async () => {
    const { issuer, read } = await open({ timeoutMs: 60_000 })
    await read(issuer.tokenOf('u0007'))
    issuer.fail('silence')
    vi.setSystemTime(Date.now() + 6 * MINUTE)
    expect(await read(issuer.tokenOf('u0007'))).toBe('u0007')
    await vi.waitFor(() => expect(issuer.asked).toBe(2))
    expect(await read(issuer.tokenOf('u0007'))).toBe('u0007')
  })

  it('are not looked for where a redirect leads', async () => {
    const [elsewhere, { issuer, read }] = [await startIssuer(), await open()]
    issuer.fail({ status: 302, headers: { location: elsewhere.env.JWT_JWKS_URL ?? '' } })
    expect(await codeOf(read(elsewhere.tokenOf('u0007')))).toBe('KeysUnavailable')
    expect([issuer.asked, elsewhere.asked]).toEqual([1, 0])
  })

  it('are asked for every five seconds, and those who run the server are told as often', async () => {
    const { issuer, read, outages, pass } = await open()
    issuer.fail({ status: 500 })
    for (const round of [1, 2, 3]) {
      const codes = await Promise.all(times(20).map((index) => codeOf(read(unknownKey(issuer, index)))))
      expect(new Set(codes)).toEqual(new Set(['KeysUnavailable']))
      expect(await codeOf(read(issuer.tokenOf('u0007')))).toBe('KeysUnavailable')
      expect([issuer.asked, outages.length]).toEqual([round, round])
      pass(5 * SECOND)
    }
    issuer.fail()
    expect(await read(issuer.tokenOf('u0007'))).toBe('u0007')
  })

  it('make the server answer 503, to be tried again, and an admin is let in all the same', async () => {
    const key = 'a-key-of-the-tests-with-more-than-32-characters'
    const issuer = await startIssuer()
    const lines: string[] = []
    const { server } = connect('http://127.0.0.1:9/org/app', {
      env: { ...issuer.env, ADMIN_KEY: key },
      log: createLog({ level: 'warn', stream: { write: (line) => void lines.push(line) } }),
    })
    const ask = (headers: Readonly<Record<string, string>>) =>
      server.fetch(
        new Request('http://server/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: '{"query":"{ __typename }"}',
        }),
      )
    issuer.fail({ status: 500, text: 'SECRET-OF-THE-ISSUER' })

    const response = await ask(issuer.headersOf('u0007'))
    const text = await response.text()
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { code: 'AUTHENTICATION_UNAVAILABLE' } }],
    })
    expect(text).not.toContain('SECRET')
    expect((await ask({ authorization: `Bearer ${key}` })).status).toBe(200)
    expect((await ask({})).status).toBe(401)
    // Somebody else's outage is no fault of this server; whoever runs it wants to know all the same.
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', msg: 'keys of tokens cannot be fetched', error: { name: 'KeysUnavailable' } },
    ])
    expect(lines.join()).not.toContain('SECRET')
  })
})
