import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ConfigError, readConfig } from '../../src/config.ts'
import { startSandbox } from '../../src/sandbox/server.ts'
import { runInVain, serveHere, serviceOf } from '../support/process.ts'
import { createIssuer } from '../support/tokens.ts'

const SERVICE = {
  EASEMOB_BASE_URL: 'https://a1.easemob.com',
  EASEMOB_ORG: 'an-org',
  EASEMOB_APP: 'an-app',
  EASEMOB_CLIENT_ID: 'an-id',
  EASEMOB_CLIENT_SECRET: 'a-secret',
}
const ADMIN_KEY = 'k'.repeat(32)
const PINS = { JWT_ISSUER: 'https://login.example.com/', JWT_AUDIENCE: 'chat' }
const URL_OF_KEYS = { ...PINS, JWT_JWKS_URL: 'https://login.example.com/.well-known/jwks.json' }
const SECRET = { ...PINS, JWT_SECRET: 'hush'.repeat(8) }

const pemOf = (type: 'spki' | 'pkcs8', key: { export(options: object): string | Buffer }) =>
  key.export({ format: 'pem', type }).toString().trim()
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
const curve = (namedCurve: string) => pemOf('spki', generateKeyPairSync('ec', { namedCurve }).publicKey)
const publicPem = pemOf('spki', rsa.publicKey)
const privatePem = pemOf('pkcs8', rsa.privateKey)
const ed25519 = pemOf('spki', generateKeyPairSync('ed25519').publicKey)
const x25519 = pemOf('spki', generateKeyPairSync('x25519').publicKey)
const PEM = { ...PINS, JWT_PUBLIC_KEY: publicPem }

describe('the settings of tokens', () => {
  it('are none by default', () => {
    expect(readConfig({}).jwt).toBeNull()
    expect(readConfig({ JWT_ISSUER: ' ', JWT_SECRET: '' }).jwt).toBeNull()
  })

  it('are a key, an issuer and an audience; all else has a default', () => {
    expect(readConfig(URL_OF_KEYS).jwt).toEqual({
      keys: { jwksUrl: URL_OF_KEYS.JWT_JWKS_URL },
      algorithms: ['RS256'],
      issuer: PINS.JWT_ISSUER,
      audience: PINS.JWT_AUDIENCE,
      usernameClaim: 'sub',
    })
    expect(readConfig({ ...SECRET, JWT_USERNAME_CLAIM: 'name' }).jwt).toMatchObject({
      keys: { secret: SECRET.JWT_SECRET },
      algorithms: ['HS256'],
      usernameClaim: 'name',
    })
  })

  it.each([
    { name: 'as it is', pem: publicPem },
    { name: 'with its line breaks written as two characters', pem: publicPem.replaceAll('\n', '\\n') },
  ])('take a public key $name', ({ pem }) => {
    expect(readConfig({ ...PEM, JWT_PUBLIC_KEY: pem }).jwt).toMatchObject({
      keys: { publicKey: publicPem },
      algorithms: ['RS256'],
    })
  })

  it.each([
    { name: 'P-256', pem: curve('prime256v1'), algorithms: ['ES256'] },
    { name: 'P-384', pem: curve('secp384r1'), algorithms: ['ES384'] },
    { name: 'P-521', pem: curve('secp521r1'), algorithms: ['ES512'] },
    { name: 'Ed25519', pem: ed25519, algorithms: ['EdDSA'] },
  ])('know which algorithm a key of $name is for', ({ pem, algorithms }) => {
    expect(readConfig({ ...PEM, JWT_PUBLIC_KEY: pem }).jwt).toMatchObject({ algorithms })
  })

  it.each([
    { name: 'several of its kind', env: { ...URL_OF_KEYS, JWT_ALGORITHMS: 'RS256, ES256,EdDSA' } },
    { name: 'another of its kind', env: { ...PEM, JWT_ALGORITHMS: 'PS512' } },
    {
      name: 'a stronger one',
      env: { ...SECRET, JWT_SECRET: 'x'.repeat(64), JWT_ALGORITHMS: 'HS256,HS384,HS512' },
    },
    { name: 'http on this machine', env: { ...URL_OF_KEYS, JWT_JWKS_URL: 'http://127.0.0.1:8080/keys' } },
    { name: 'http on this machine by name', env: { ...URL_OF_KEYS, JWT_JWKS_URL: 'http://localhost/keys' } },
    { name: 'http on this machine by IPv6', env: { ...URL_OF_KEYS, JWT_JWKS_URL: 'http://[::1]:8080/keys' } },
    { name: 'an admin key besides', env: { ...SECRET, ADMIN_KEY } },
  ])('take $name', ({ env }) => {
    expect(faultsOf(env)).toEqual([])
  })

  it.each([
    { name: 'a key without an issuer', env: { ...SECRET, JWT_ISSUER: '' }, fault: /^JWT_ISSUER is missing/ },
    {
      name: 'a key without an audience',
      env: { ...SECRET, JWT_AUDIENCE: '' },
      fault: /^JWT_AUDIENCE is missing/,
    },
    {
      name: 'all but a key',
      env: PINS,
      fault:
        /^JWT_JWKS_URL, JWT_PUBLIC_KEY, JWT_SECRET: one of them is missing, since JWT_ISSUER and JWT_AUDIENCE are/,
    },
    {
      name: 'two keys',
      env: { ...SECRET, ...URL_OF_KEYS },
      fault: /^JWT_JWKS_URL, JWT_SECRET: set only one/,
    },
    {
      name: 'the public key taken for a secret',
      env: { ...PEM, JWT_ALGORITHMS: 'HS256' },
      fault: /^JWT_ALGORITHMS must be of those that fit JWT_PUBLIC_KEY: RS256, .*; not "HS256"$/,
    },
    {
      name: 'published keys taken for secrets',
      env: { ...URL_OF_KEYS, JWT_ALGORITHMS: 'RS256,HS256' },
      fault: /^JWT_ALGORITHMS must be of those that fit JWT_JWKS_URL: RS256, .*; not "HS256"$/,
    },
    {
      name: 'a secret taken for a public key',
      env: { ...SECRET, JWT_ALGORITHMS: 'RS256' },
      fault: /^JWT_ALGORITHMS must be of those that fit JWT_SECRET: HS256, HS384, HS512; not "RS256"$/,
    },
    {
      name: 'no signature',
      env: { ...URL_OF_KEYS, JWT_ALGORITHMS: 'none' },
      fault: /^JWT_ALGORITHMS must .*; not "none"$/,
    },
    {
      name: 'an algorithm that does not exist',
      env: { ...URL_OF_KEYS, JWT_ALGORITHMS: 'rs256,RSA' },
      fault: /^JWT_ALGORITHMS must .*; not "rs256", "RSA"$/,
    },
    {
      name: 'an algorithm for another curve',
      env: { ...PEM, JWT_PUBLIC_KEY: curve('prime256v1'), JWT_ALGORITHMS: 'ES384' },
      fault: /^JWT_ALGORITHMS must be of those that fit JWT_PUBLIC_KEY: ES256; not "ES384"$/,
    },
    {
      name: 'a short secret',
      env: { ...SECRET, JWT_SECRET: 'x'.repeat(31) },
      fault: /^JWT_SECRET must have at least 32 bytes for HS256; make one with: openssl rand -hex 32$/,
    },
    {
      name: 'a secret that is short for its algorithm',
      env: { ...SECRET, JWT_ALGORITHMS: 'HS512' },
      fault: /^JWT_SECRET must have at least 64 bytes for HS512/,
    },
    {
      name: 'a public key as a secret',
      env: { ...SECRET, JWT_SECRET: publicPem },
      fault: /^JWT_SECRET holds a key/,
    },
    {
      name: 'no PEM',
      env: { ...PEM, JWT_PUBLIC_KEY: 'MIIB' },
      fault: /^JWT_PUBLIC_KEY must be a public key in PEM/,
    },
    {
      name: 'a PEM that is cut off',
      env: { ...PEM, JWT_PUBLIC_KEY: publicPem.slice(0, 200) },
      fault: /^JWT_PUBLIC_KEY must be a public key in PEM/,
    },
    {
      name: 'a private key',
      env: { ...PEM, JWT_PUBLIC_KEY: privatePem },
      fault: /^JWT_PUBLIC_KEY holds a private key/,
    },
    {
      name: 'a private key on one line',
      env: { ...PEM, JWT_PUBLIC_KEY: privatePem.replaceAll('\n', '\\n') },
      fault: /^JWT_PUBLIC_KEY holds a private key/,
    },
    {
      name: 'a key that is too short',
      env: { ...PEM, JWT_PUBLIC_KEY: pemOf('spki', shortRsa.publicKey) },
      fault: /^JWT_PUBLIC_KEY must be RSA with at least 2048 bits/,
    },
    {
      name: 'a key that signs nothing',
      env: { ...PEM, JWT_PUBLIC_KEY: x25519 },
      fault: /^JWT_PUBLIC_KEY must be RSA/,
    },
    ...[
      'http://login.example.com/jwks.json',
      'http://localhost.example.com/jwks.json',
      'http://127.0.0.1.example.com/jwks.json',
      'https://me:hush@login.example.com/jwks.json',
      'file:///etc/keys',
      'login.example.com',
    ].map((url) => ({
      name: url,
      env: { ...URL_OF_KEYS, JWT_JWKS_URL: url },
      fault: /^JWT_JWKS_URL must be a URL with https .*, like https:/,
    })),
  ])('refuse $name', ({ env, fault }) => {
    expect(faultsOf(env)).toEqual([expect.stringMatching(fault)])
  })

  it('name all that is wrong at once, and repeat no key', () => {
    const faults = faultsOf({
      JWT_JWKS_URL: 'http://hush.example.com',
      JWT_PUBLIC_KEY: privatePem,
      JWT_SECRET: 'hush',
      JWT_ALGORITHMS: 'none',
      ADMIN_KEY: 'hush',
    })
    for (const start of [
      'JWT_JWKS_URL, JWT_PUBLIC_KEY, JWT_SECRET: set only one',
      'JWT_ISSUER is missing',
      'JWT_AUDIENCE is missing',
      'JWT_JWKS_URL must',
      'JWT_PUBLIC_KEY holds',
      'JWT_ALGORITHMS must',
      'ADMIN_KEY must',
    ])
      expect(faults.filter((fault) => fault.startsWith(start))).toHaveLength(1)
    expect(faults.join('\n')).not.toMatch(/hush/)
    expect(faults.join('\n')).not.toContain(privatePem.slice(40, 80))
  })
})

describe('a server with real credentials', () => {
  it.each([
    { name: 'an admin key', env: { ADMIN_KEY } },
    { name: 'a key for tokens', env: SECRET },
    { name: 'both', env: { ADMIN_KEY, ...SECRET } },
  ])('knows its callers by $name', ({ env }) => {
    expect(faultsOf({ ...SERVICE, ...env })).toEqual([])
  })

  it('is told what is wrong with its tokens, and not that it needs an admin key', () => {
    expect(faultsOf({ ...SERVICE, ...PINS })).toEqual([expect.stringMatching(/^JWT_JWKS_URL, /)])
  })

  it('does not start without callers, and says in one message what to set', async () => {
    const { code, output, errors } = await runInVain(SERVICE)
    expect({ code, output }).toEqual({ code: 1, output: '' })
    expect(errors.trim().split('\n')).toEqual([
      'The configuration is wrong:',
      expect.stringMatching(
        /^ {2}- ADMIN_KEY is missing, .*openssl rand -hex 32.* JWT_JWKS_URL, JWT_ISSUER and/,
      ),
    ])
  })

  it('answers users alone when no admin is configured', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const issuer = createIssuer()
    const { ask } = await serveHere({ ...serviceOf(sandbox), ADMIN_KEY: '', ...issuer.env })
    expect((await ask('{ __typename }', {}, issuer.headersOf('u0007'))).status).toBe(200)
    expect((await ask('{ __typename }')).status).toBe(401)
    expect((await ask('{ __typename }', {}, { authorization: 'Bearer ' })).status).toBe(401)
  })
})

function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}
