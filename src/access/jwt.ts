import { createPublicKey, createSecretKey } from 'node:crypto'
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'

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

/** The name that a token carries, or null for a bad token. Rejects with `KeysUnavailable` when nobody can tell. */
export type ReadToken = (token: string) => Promise<string | null>

/** The keys cannot be had. Says nothing about the token: an outage must not read as a bad one. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'

  constructor(options: { readonly cause: unknown }) {
    super(
      'The keys at JWT_JWKS_URL cannot be fetched, so that new tokens of users cannot be checked.',
      options,
    )
  }
}

export interface FetchingOptions {
  /** Longest wait for the keys. */
  readonly timeoutMs?: number
  /** Told when the keys cannot be fetched, at most once in `RETRY_AFTER_SECONDS`. */
  readonly onOutage?: (outage: KeysUnavailable) => void
}

/** After keys could not be fetched they are not asked for again for so long, however many tokens come. */
export const RETRY_AFTER_SECONDS = 5
/** A token with a key that is not known makes us fetch the keys, but not more often: made-up key ids do no harm. */
const COOLDOWN_MS = 30_000
/** Keys in use are fetched again after this time, in the background … */
const REFRESH_MS = 5 * 60_000
/** … and are not believed any longer than this, so that one that was taken back ends. */
const LONGEST_MS = 10 * 60_000
const TIMEOUT_MS = 5_000
/** A key takes some 500. */
const MOST_BYTES = 1024 * 1024
/** Clocks of two machines differ. */
const TOLERANCE_SECONDS = 5

/** Checks signature, algorithm, issuer, audience and times, and that somebody is named. */
export function createTokenReader(
  { keys, algorithms, issuer, audience, usernameClaim }: JwtOptions,
  fetching: FetchingOptions = {},
): ReadToken {
  const keyOf = toKeys(keys, fetching)
  const checks = {
    algorithms: [...algorithms],
    issuer,
    audience,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: TOLERANCE_SECONDS,
  }
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keyOf, checks)
      const name = payload[usernameClaim]
      const isSomebody = typeof payload.sub === 'string' && payload.sub !== ''
      return isSomebody && typeof name === 'string' ? name : null
    } catch (error) {
      if (error instanceof KeysUnavailable) throw error
      return null
    }
  }
}

function toKeys(source: KeySource, fetching: FetchingOptions): JWTVerifyGetKey {
  if ('jwksUrl' in source) return fetchedKeys(source.jwksUrl, fetching)
  const key =
    'publicKey' in source ? createPublicKey(source.publicKey) : createSecretKey(source.secret, 'utf8')
  return () => key
}

/** Keys behind a URL, which their owner may change at any time. */
function fetchedKeys(
  url: string,
  { timeoutMs = TIMEOUT_MS, onOutage = () => {} }: FetchingOptions,
): JWTVerifyGetKey {
  let pausedUntil = 0
  let refreshAt = 0
  const keys = createRemoteJWKSet(new URL(url), {
    timeoutDuration: timeoutMs,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: LONGEST_MS,
    async [customFetch](address, init) {
      // Jose has a cooldown after success only; without this one every token of an outage would be a call.
      if (Date.now() < pausedUntil) throw new Error('they could not be fetched a moment ago')
      refreshAt = Date.now() + REFRESH_MS
      return bounded(await fetch(address, init))
    },
  })

  function toOutage(cause: unknown): KeysUnavailable {
    const outage = new KeysUnavailable({ cause })
    if (Date.now() < pausedUntil) return outage
    pausedUntil = Date.now() + RETRY_AFTER_SECONDS * 1000
    refreshAt = pausedUntil
    onOutage(outage)
    return outage
  }

  return async (header, token) => {
    if (keys.fresh && Date.now() >= refreshAt) void keys.reload().catch(toOutage)
    try {
      return await keys(header, token)
    } catch (error) {
      throw isOfTheToken(error) ? error : toOutage(error)
    }
  }
}

/** The keys are there, but the token names none of them, or leaves open which. */
function isOfTheToken(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys
}

/** Whoever answers in place of the identity provider must not fill the memory. */
async function bounded({ body, status, headers }: Response): Promise<Response> {
  const parts: Uint8Array[] = []
  let bytes = 0
  const reader = body?.getReader()
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    bytes += part.value.length
    if (bytes > MOST_BYTES) {
      await reader?.cancel()
      throw new Error(`they have more than ${MOST_BYTES} bytes`)
    }
    parts.push(part.value)
  }
  return new Response(Buffer.concat(parts), { status, headers })
}
