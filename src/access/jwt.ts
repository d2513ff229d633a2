import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'

/** How tokens of users are told from others. Everything is pinned: a token says nothing about how it is checked. */
export interface JwtOptions {
  readonly keys: KeySource
  readonly algorithms: readonly string[]
  readonly issuer: string
  readonly audience: string
  /** The claim that holds the chat username. */
  readonly usernameClaim: string
}

export type KeySource =
  | { readonly jwksUrl: string }
  /** PEM. */
  | { readonly publicKey: string }
  | { readonly secret: string }

/** The name that a token carries, or null for a bad token. Rejects when the keys cannot be fetched. */
export type ReadToken = (token: string) => Promise<string | null>

/** Clocks of two machines differ. */
const TOLERANCE_SECONDS = 5
const KEY_TIMEOUT_MS = 5_000

/**
 * Reads tokens of users. Keys behind a URL are fetched when a token asks for one that is not known, at most every 30 s:
 * so they can be rotated, and made-up key ids do no harm.
 */
export function createTokenReader(options: JwtOptions, now: () => Date = () => new Date()): ReadToken {
  const { algorithms, issuer, audience, usernameClaim } = options
  const keys = toKeys(options.keys)
  return async (token) => {
    const checks = {
      algorithms: [...algorithms],
      issuer,
      audience,
      requiredClaims: ['exp', 'sub', usernameClaim],
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: now(),
    }
    try {
      // Two calls, because the types of a key and of a function that finds one are two overloads.
      const { payload } =
        typeof keys === 'function'
          ? await jwtVerify(token, keys, checks)
          : await jwtVerify(token, keys, checks)
      const name = payload[usernameClaim]
      return typeof name === 'string' && typeof payload.sub === 'string' ? name : null
    } catch (error) {
      if (isOfTheToken(error)) return null
      throw error
    }
  }
}

function toKeys(source: KeySource): KeyObject | ReturnType<typeof createRemoteJWKSet> {
  if ('jwksUrl' in source) {
    return createRemoteJWKSet(new URL(source.jwksUrl), { timeoutDuration: KEY_TIMEOUT_MS })
  }
  if ('publicKey' in source) return createPublicKey(source.publicKey)
  return createSecretKey(source.secret, 'utf8')
}

/** What is wrong with the token itself. Anything else is about the keys: an outage must not read as a bad token. */
const TOKEN_FAULTS: ReadonlySet<string> = new Set([
  errors.JWTClaimValidationFailed.code,
  errors.JWTExpired.code,
  errors.JWTInvalid.code,
  errors.JWSInvalid.code,
  errors.JWSSignatureVerificationFailed.code,
  errors.JWKSNoMatchingKey.code,
  errors.JWKSMultipleMatchingKeys.code,
  errors.JOSEAlgNotAllowed.code,
  errors.JOSENotSupported.code,
])

function isOfTheToken(error: unknown): boolean {
  // A token that is signed in another way than the key is for is refused by a plain TypeError.
  if (error instanceof TypeError && !('cause' in error)) return true
  return error instanceof errors.JOSEError && TOKEN_FAULTS.has(error.code)
}
