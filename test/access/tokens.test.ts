import { constants, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { requestWith, whoAsks } from '../support/caller.ts'
import { start } from '../support/harness.ts'
import { connect, startService } from '../support/service.ts'
import {
  AUDIENCE,
  claimsOf,
  createIssuer,
  createKeyIssuer,
  createKeyPair,
  ISSUER,
  makeToken,
  type Parts,
  signByKey,
  signBySecret,
} from '../support/tokens.ts'

const BODY = JSON.stringify({ query: '{ users { edges { cursor } } }' })
const now = () => Math.floor(Date.now() / 1000)

/** Made once: that takes longer than all else here. */
const own = createKeyPair()
const issuer = createKeyIssuer(own)
const publicPem = issuer.env.JWT_PUBLIC_KEY ?? ''
const other = createKeyPair()
const curve = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey

const header = { alg: 'RS256', typ: 'JWT' }
const withClaims = (claims: Parts) => issuer.tokenOf('u0007', claims)
const withHeader = (header: Parts) => issuer.tokenOf('u0007', {}, header)
const unsigned = () => Buffer.alloc(0)

const BAD_TOKENS = [
  { name: 'nothing', token: '' },
  { name: 'garbage', token: 'garbage' },
  { name: 'two dots only', token: '..' },
  { name: 'a header that is no JSON', token: `${btoa('{')}.e30.e30` },
  { name: 'five parts', token: 'e30.e30.e30.e30.e30' },
  { name: 'a list for claims', token: makeToken(header, [], signByKey(own.privateKey)) },
  { name: 'a wrong key', token: makeToken(header, claimsOf('u0007'), signByKey(other.privateKey)) },
  { name: 'no signature', token: makeToken(header, claimsOf('u0007'), unsigned) },
  { name: 'the signature of another token', token: withSignatureOf('u0008', withClaims({})) },
  { name: 'alg none', token: makeToken({ ...header, alg: 'none' }, claimsOf('u0007'), unsigned) },
  { name: 'alg none and a signature', token: withHeader({ alg: 'none' }) },
  { name: 'alg None', token: makeToken({ ...header, alg: 'None' }, claimsOf('u0007'), unsigned) },
  { name: 'no alg', token: withHeader({ alg: undefined }) },
  {
    name: 'the public key taken for a secret',
    token: makeToken({ ...header, alg: 'HS256' }, claimsOf('u0007'), signBySecret(publicPem)),
  },
  {
    name: 'the public key without its last line break taken for a secret',
    token: makeToken({ ...header, alg: 'HS256' }, claimsOf('u0007'), signBySecret(publicPem.trim())),
  },
  {
    name: 'another algorithm',
    token: makeToken({ ...header, alg: 'ES256' }, claimsOf('u0007'), signByKey(curve)),
  },
  {
    name: 'another algorithm for the same key',
    token: makeToken(
      { ...header, alg: 'PS256' },
      claimsOf('u0007'),
      signByKey(own.privateKey, constants.RSA_PKCS1_PSS_PADDING),
    ),
  },
  {
    name: 'a key of its own in the header',
    token: makeToken(
      {
        ...header,
        jwk: other.publicKey.export({ format: 'jwk' }),
      },
      claimsOf('u0007'),
      signByKey(other.privateKey),
    ),
  },
  { name: 'something critical that nobody knows', token: withHeader({ crit: ['exp'], exp: 1 }) },
  { name: 'a payload that is not base64', token: withHeader({ crit: ['b64'], b64: false }) },
  { name: 'an end in the past', token: withClaims({ exp: now() - 60 }) },
  { name: 'no end', token: withClaims({ exp: undefined }) },
  { name: 'an end that is text', token: withClaims({ exp: String(now() + 60) }) },
  { name: 'an end that is null', token: withClaims({ exp: null }) },
  { name: 'a beginning in the future', token: withClaims({ nbf: now() + 60 }) },
  { name: 'a beginning that is text', token: withClaims({ nbf: 'now' }) },
  { name: 'a wrong audience', token: withClaims({ aud: 'https://elsewhere.example.com' }) },
  { name: 'several wrong audiences', token: withClaims({ aud: [`${AUDIENCE}/`, ISSUER] }) },
  { name: 'no audience', token: withClaims({ aud: undefined }) },
  { name: 'an audience that is an object', token: withClaims({ aud: { [AUDIENCE]: true } }) },
  { name: 'a wrong issuer', token: withClaims({ iss: 'https://elsewhere.example.com/' }) },
  { name: 'an issuer without its last slash', token: withClaims({ iss: ISSUER.slice(0, -1) }) },
  { name: 'several issuers', token: withClaims({ iss: [ISSUER] }) },
  { name: 'no issuer', token: withClaims({ iss: undefined }) },
  { name: 'no sub', token: withClaims({ sub: undefined }) },
  { name: 'a sub that is an object', token: withClaims({ sub: { toString: 'u0007' } }) },
  { name: 'a sub that is a list', token: withClaims({ sub: ['u0007'] }) },
  { name: 'a sub that is a number', token: withClaims({ sub: 7 }) },
  { name: 'an empty sub', token: withClaims({ sub: '' }) },
  ...['.', '..', 'u0007,u0008', 'u0007/../u0008', 'u0007%2Fu0008', ' u0007', 'ü', 'u'.repeat(65)].map(
    (sub) => ({
      name: `the name ${sub}`,
      token: withClaims({ sub }),
    }),
  ),
  { name: 'more than 8 KiB', token: withClaims({ more: 'x'.repeat(8 * 1024) }) },
  { name: '100 KB', token: withClaims({ more: 'x'.repeat(100_000) }) },
] as const

const GOOD_TOKENS = [
  { name: 'what it needs', token: withClaims({}), username: 'u0007' },
  { name: 'upper case', token: withClaims({ sub: 'U0007' }), username: 'u0007' },
  { name: 'every character', token: withClaims({ sub: 'A-z_0.9' }), username: 'a-z_0.9' },
  { name: 'our audience among others', token: withClaims({ aud: [ISSUER, AUDIENCE] }), username: 'u0007' },
  { name: 'a beginning in the past', token: withClaims({ nbf: now() - 1 }), username: 'u0007' },
  {
    name: 'a clock that is behind',
    token: withClaims({ nbf: now() + 3, iat: now() + 3 }),
    username: 'u0007',
  },
  { name: 'the type of an access token', token: withHeader({ typ: 'at+jwt' }), username: 'u0007' },
  { name: 'many claims', token: withClaims({ more: 'x'.repeat(5_000) }), username: 'u0007' },
]

describe('a token of a user', () => {
  it.each(BAD_TOKENS)('with $name is refused, and nothing is asked of the service', async ({ token }) => {
    const service = await startService({})
    const { server, faults } = connect(service.baseUrl, { env: issuer.env })

    const response = await server.fetch(requestWith({ authorization: `Bearer ${token}` }, BODY))
    const text = await response.text()

    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    if (token.length > 8) expect(text).not.toContain(token)
    expect(service.calls).toEqual([])
    expect(faults).toEqual([])
  })

  it.each(GOOD_TOKENS)('with $name is taken', async ({ token, username }) => {
    expect(await whoAsks(issuer.env, { authorization: `Bearer ${token}` })).toEqual({
      kind: 'user',
      username,
    })
  })

  it('lets its user ask the service', async () => {
    const { ask } = await start({ env: issuer.env })
    const query = '{ user(username: "u0007") { username onlineStatus } }'
    expect(await ask(query, {}, { headers: issuer.headersOf('u0007') })).toMatchObject({
      data: { user: { username: 'u0007', onlineStatus: expect.any(String) } },
    })
  })

  it('is checked by a shared secret too', async () => {
    const [backend, other] = [createIssuer(), createIssuer()]
    expect(await whoAsks(backend.env, backend.headersOf('u0007'))).toEqual({
      kind: 'user',
      username: 'u0007',
    })
    for (const bad of [
      other.headersOf('u0007'),
      backend.headersOf('u0007', { exp: now() - 60 }),
      backend.headersOf('u0007', {}, { alg: 'HS512' }),
      backend.headersOf('u0007', {}, { alg: 'none' }),
      issuer.headersOf('u0007'),
    ])
      expect(await whoAsks(backend.env, bad)).toBe('401 UNAUTHENTICATED')
  })

  it('is found in another claim when one is configured, and still says in sub whose it is', async () => {
    const env = { ...issuer.env, JWT_USERNAME_CLAIM: 'https://chat.example.com/username' }
    const ask = (claims: Parts) => whoAsks(env, issuer.headersOf('auth0|1', claims))
    const named = { 'https://chat.example.com/username': 'U0007' }

    expect(await ask(named)).toEqual({ kind: 'user', username: 'u0007' })
    for (const claims of [
      {},
      { ...named, sub: undefined },
      { ...named, sub: '' },
      { ...named, sub: 1 },
      { 'https://chat.example.com/username': { name: 'u0007' } },
      { 'https://chat.example.com/username': '..' },
      { 'https://chat': { 'example.com/username': 'u0007' } },
    ])
      expect(await ask(claims)).toBe('401 UNAUTHENTICATED')
  })

  it('is not looked for in what every object has', async () => {
    const env = { ...issuer.env, JWT_USERNAME_CLAIM: 'constructor' }
    expect(await whoAsks(env, issuer.headersOf('u0007'))).toBe('401 UNAUTHENTICATED')
  })
})

function withSignatureOf(username: string, token: string): string {
  const [, , signature] = issuer.tokenOf(username).split('.')
  return [...token.split('.').slice(0, 2), signature].join('.')
}
