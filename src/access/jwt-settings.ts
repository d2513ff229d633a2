import { createPublicKey, type KeyObject } from 'node:crypto'
import { TEXTS, type TextName } from '../settings.ts'
import type { JwtOptions, KeySource } from './jwt.ts'

const SOURCES = ['JWT_JWKS_URL', 'JWT_PUBLIC_KEY', 'JWT_SECRET'] as const satisfies readonly TextName[]
const PINS = ['JWT_ISSUER', 'JWT_AUDIENCE'] as const satisfies readonly TextName[]
const NAMES = [...SOURCES, ...PINS, 'JWT_ALGORITHMS', 'JWT_USERNAME_CLAIM'] as const

type Source = (typeof SOURCES)[number]
type Text = (name: (typeof NAMES)[number]) => string

const EXAMPLES: Readonly<Record<Source | (typeof PINS)[number], string>> = {
  JWT_JWKS_URL: 'https://login.example.com/.well-known/jwks.json',
  JWT_PUBLIC_KEY: '-----BEGIN PUBLIC KEY-----\\nMIIB…\\n-----END PUBLIC KEY-----',
  JWT_SECRET: 'the output of: openssl rand -hex 32',
  JWT_ISSUER: 'https://login.example.com/',
  JWT_AUDIENCE: 'https://chat.example.com',
}

/** Algorithms by what they need; the first one is the default. */
const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const CURVES: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['prime256v1', ['ES256']],
  ['secp384r1', ['ES384']],
  ['secp521r1', ['ES512']],
])
const ED25519 = ['EdDSA', 'Ed25519']
const PUBLIC = [...RSA, ...[...CURVES.values()].flat(), ...ED25519]
/** With the least length of the secret in bytes: no shorter than what the algorithm makes of it. */
const SECRET: ReadonlyMap<string, number> = new Map([
  ['HS256', 32],
  ['HS384', 48],
  ['HS512', 64],
])

const SHORTEST_RSA_BITS = 2048

/** A key, and the algorithms that are for keys of its kind: the others would let a token choose how it is checked. */
interface Key {
  readonly source: KeySource
  readonly algorithms: readonly string[]
}

/** How tokens of users are checked; null when nothing is said about it, or something wrong. No key is ever repeated. */
export function readJwt(text: Text, faults: string[]): JwtOptions | null {
  const given = NAMES.filter((name) => text(name) !== TEXTS[name].fallback)
  if (given.length === 0) return null
  const sources = SOURCES.filter((name) => text(name) !== '')
  if (sources.length === 0) {
    faults.push(
      `${SOURCES.join(', ')}: one of them is missing, since ${given.join(' and ')} ${given.length === 1 ? 'is' : 'are'} set; like JWT_JWKS_URL=${EXAMPLES.JWT_JWKS_URL}`,
    )
  }
  if (sources.length > 1)
    faults.push(`${sources.join(', ')}: set only one of them, like ${sources[0]}, and remove the others`)
  for (const name of PINS) {
    if (text(name) === '')
      faults.push(`${name} is missing: tokens for something else would be taken; like ${EXAMPLES[name]}`)
  }
  const [key, ...others] = sources.map((name) => READERS[name](text(name), faults))
  const fitting = key === undefined || others.length > 0 ? [...PUBLIC, ...SECRET.keys()] : key.algorithms
  const algorithms = readAlgorithms(text('JWT_ALGORITHMS'), fitting, sources, faults)
  if (key === undefined) return null
  if ('secret' in key.source) checkLength(key.source.secret, algorithms, faults)
  return {
    keys: key.source,
    algorithms,
    issuer: text('JWT_ISSUER'),
    audience: text('JWT_AUDIENCE'),
    usernameClaim: text('JWT_USERNAME_CLAIM'),
  }
}

const READERS: Readonly<Record<Source, (given: string, faults: string[]) => Key>> = {
  JWT_JWKS_URL(given, faults) {
    if (!isSafeUrl(given)) {
      faults.push(
        `JWT_JWKS_URL must be a URL with https (or http on this machine) and without a password, like ${EXAMPLES.JWT_JWKS_URL}`,
      )
    }
    return { source: { jwksUrl: given }, algorithms: PUBLIC }
  },
  JWT_PUBLIC_KEY(given, faults) {
    // Variables hardly ever hold line breaks.
    const publicKey = given.replaceAll('\\n', '\n')
    const algorithms = algorithmsOf(publicKey, faults)
    return { source: { publicKey }, algorithms }
  },
  JWT_SECRET(given, faults) {
    if (given.includes('-----BEGIN ')) {
      faults.push('JWT_SECRET holds a key in PEM, which is not a secret to share: set JWT_PUBLIC_KEY')
    }
    return { source: { secret: given }, algorithms: [...SECRET.keys()] }
  },
}

/** On the way, whoever could change the keys could be anybody. */
function isSafeUrl(given: string): boolean {
  if (!URL.canParse(given)) return false
  const { protocol, hostname, username, password } = new URL(given)
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  return username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && isHere))
}

function algorithmsOf(pem: string, faults: string[]): readonly string[] {
  const example = `like ${EXAMPLES.JWT_PUBLIC_KEY}`
  if (/PRIVATE KEY/.test(pem)) {
    // Node would take the public half out of it, and nobody would learn that the key lies where it should not.
    faults.push(
      `JWT_PUBLIC_KEY holds a private key: leave that where tokens are made, and set what openssl pkey -pubout makes of it, ${example}`,
    )
    return PUBLIC
  }
  try {
    const key = createPublicKey(pem)
    const algorithms = fittingAlgorithms(key)
    if (algorithms.length > 0) return algorithms
    faults.push(
      `JWT_PUBLIC_KEY must be RSA with at least ${SHORTEST_RSA_BITS} bits, EC (P-256, P-384, P-521) or Ed25519, ${example}`,
    )
  } catch {
    faults.push(`JWT_PUBLIC_KEY must be a public key in PEM, ${example}`)
  }
  return PUBLIC
}

function fittingAlgorithms({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] {
  const { modulusLength = 0, namedCurve } = asymmetricKeyDetails ?? {}
  if (asymmetricKeyType === 'rsa') return modulusLength < SHORTEST_RSA_BITS ? [] : RSA
  if (asymmetricKeyType === 'ec') return CURVES.get(namedCurve) ?? []
  return asymmetricKeyType === 'ed25519' ? ED25519 : []
}

function readAlgorithms(
  given: string,
  fitting: readonly string[],
  sources: readonly Source[],
  faults: string[],
): readonly string[] {
  const wanted = given
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const wrong = wanted.filter((name) => !fitting.includes(name))
  if (wrong.length > 0) {
    faults.push(
      `JWT_ALGORITHMS must be of those that fit ${sources.length === 1 ? sources[0] : 'the key'}: ${fitting.join(', ')}; not ${wrong.map((name) => JSON.stringify(name)).join(', ')}`,
    )
  }
  return wanted.length > 0 ? wanted : fitting.slice(0, 1)
}

function checkLength(secret: string, algorithms: readonly string[], faults: string[]) {
  const least = Math.max(...algorithms.map((name) => SECRET.get(name) ?? 0))
  if (Buffer.byteLength(secret) >= least) return
  faults.push(
    `JWT_SECRET must have at least ${least} bytes for ${algorithms.join(', ')}; make one with: openssl rand -hex ${least}`,
  )
}
