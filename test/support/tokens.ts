import {
  constants,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
} from 'node:crypto'
import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'

/** Who makes tokens of users, like an identity provider. */
export interface Issuer {
  /** The variables of a server that takes its tokens, and no others. */
  readonly env: Readonly<Record<string, string>>
  /** A good token, good for an hour; or one with other claims or another header, where undefined leaves one out. */
  tokenOf(username: string, claims?: Parts, header?: Parts): string
  /** The header with such a token. */
  headersOf(username: string, claims?: Parts, header?: Parts): { readonly authorization: string }
}

/** One with keys that it publishes. */
export interface KeyServer extends Issuer {
  /** How often it was asked for its keys. */
  readonly asked: number
  /** Signs with a new key from now on. Both are published until `forgetOldKeys`. */
  rotate(): void
  forgetOldKeys(): void
  /** Answers something else than its keys, or nothing; its keys again without an argument. */
  fail(failure?: KeyFailure): void
}

export type KeyFailure =
  | { readonly status?: number; readonly text?: string; readonly headers?: Readonly<Record<string, string>> }
  | 'silence'

export type Parts = Readonly<Record<string, unknown>>

/** What makes the signature of the text before it. */
type Sign = (text: string) => Buffer

export const ISSUER = 'https://login.example.com/'
export const AUDIENCE = 'https://chat.example.com'

/** Shares a secret with the server: quick, and tokens are there at once. */
export function createIssuer(secret: string = randomBytes(32).toString('hex')): Issuer {
  const env = { JWT_SECRET: secret, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE }
  return toIssuer(env, () => ({ header: { alg: 'HS256' }, sign: signBySecret(secret) }))
}

/** Has a key of its own, and the server the public half of it. */
export function createKeyIssuer({ publicKey, privateKey } = createKeyPair()): Issuer {
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const env = { JWT_PUBLIC_KEY: pem, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE }
  return toIssuer(env, () => ({ header: { alg: 'RS256' }, sign: signByKey(privateKey) }))
}

/** Publishes its keys on a socket of its own until the test ends. */
export async function startIssuer(): Promise<KeyServer> {
  let current = createPublishedKey()
  let published = [current]
  let failure: KeyFailure | undefined
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    if (failure === 'silence') return
    const { status = 200, text, headers } = failure ?? {}
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(text ?? JSON.stringify({ keys: published.map(({ jwk }) => jwk) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : ''
  const env = {
    JWT_JWKS_URL: `http://127.0.0.1:${port}/jwks.json`,
    JWT_ISSUER: ISSUER,
    JWT_AUDIENCE: AUDIENCE,
  }
  const issuer = toIssuer(env, () => ({
    header: { alg: 'RS256', kid: current.kid },
    sign: signByKey(current.privateKey),
  }))
  return {
    ...issuer,
    get asked() {
      return asked
    },
    rotate() {
      current = createPublishedKey()
      published = [current, ...published]
    },
    forgetOldKeys() {
      published = [current]
    },
    fail(next) {
      failure = next
    },
  }
}

/** Made by hand, so that it can be wrong in every way. */
export function makeToken(header: Parts, claims: unknown, sign: Sign): string {
  const text = `${toPart(header)}.${toPart(claims)}`
  return `${text}.${sign(text).toString('base64url')}`
}

export function signBySecret(secret: string, hash = 'sha256'): Sign {
  return (text) => createHmac(hash, secret).update(text).digest()
}

/** As RS256 wants it, or as PS256 does. */
export function signByKey(key: KeyObject, padding = constants.RSA_PKCS1_PADDING): Sign {
  return (text) =>
    sign('sha256', Buffer.from(text), { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST })
}

/** Claims of a good token. */
export function claimsOf(username: string): Parts {
  const now = Math.floor(Date.now() / 1000)
  return { sub: username, iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + 3600 }
}

function toIssuer(env: Issuer['env'], signing: () => { header: Parts; sign: Sign }): Issuer {
  function tokenOf(username: string, claims: Parts = {}, header: Parts = {}): string {
    const { header: own, sign } = signing()
    return makeToken({ typ: 'JWT', ...own, ...header }, { ...claimsOf(username), ...claims }, sign)
  }
  return {
    env,
    tokenOf,
    headersOf: (...parts) => ({ authorization: `Bearer ${tokenOf(...parts)}` }),
  }
}

export function createKeyPair() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

/** Key pairs that no test holds now: to make one takes longer than most tests do. */
const idleKeys: ReturnType<typeof createKeyPair>[] = []

/** One that nobody else in this test has; later tests may have it again, under another name. */
function borrowKeyPair() {
  const pair = idleKeys.pop() ?? createKeyPair()
  onTestFinished(() => void idleKeys.push(pair))
  return pair
}

function createPublishedKey() {
  const { publicKey, privateKey } = borrowKeyPair()
  const kid = randomUUID()
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } }
}

function toPart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
