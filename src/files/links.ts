import { randomBytes } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'
import { safeFilename } from './disposition.ts'

/** A file of the service, as far as it is needed to fetch it. */
export type FileRef =
  | {
      readonly kind: 'attachment'
      readonly uuid: string
      readonly secret: string | null
      readonly isThumbnail: boolean
      readonly filename: string
    }
  | { readonly kind: 'shared'; readonly groupId: string; readonly fileId: string; readonly filename: string }

export interface OpenedLink {
  readonly ref: FileRef
  /** The user to whom the link was shown; null for an admin. */
  readonly username: string | null
  readonly secondsLeft: number
}

export interface FileLinks {
  /**
   * An address at this server that anybody may use who has it, until it ends. The same one for half of its life, so
   * that browsers have what they fetched before.
   */
  urlOf(ref: FileRef, username: string | null): Promise<string>
  /** What a token in such an address stands for; null for one that is not ours, was changed, or has ended. */
  open(token: string): Promise<OpenedLink | null>
}

export interface LinkOptions {
  /** 32 bytes; by default made up, so that links end with the process. */
  readonly key?: Uint8Array | undefined
  readonly lifeSeconds: number
  /** Whose files they are: a link of another app is none. */
  readonly appKey?: string
  /** Origin, and path if any, that clients know this server by; without it links have a path alone. */
  readonly publicUrl: string
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
}

/** Where files are, at this server. */
export const FILES_PATH = '/files'

/** The service's secret is in it: so it is sealed, not only signed. */
const HEADER = { alg: 'dir', enc: 'A256GCM' } as const
const AUDIENCE = 'file'
/** Some 2 KB each. The oldest are forgotten: then a file has a new URL beside the one it had. */
const REMEMBERED_URLS = 10_000
/** Of a token; the longest that we make has some 1500 characters. */
const LONGEST_TOKEN = 4_096
const COMPACT = /^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/

/** Seals which file an address stands for, so that it tells nothing, cannot be guessed or changed, and ends. */
export function createFileLinks({
  key = randomBytes(32),
  lifeSeconds,
  appKey = '',
  publicUrl,
  now = Date.now,
}: LinkOptions): FileLinks {
  const audience = `${AUDIENCE} ${appKey}`
  /** In the order in which they were made. */
  const made = new Map<string, { readonly url: Promise<string>; readonly until: number }>()

  async function seal(ref: FileRef, username: string | null): Promise<string> {
    const token = await new EncryptJWT({ ref, username })
      .setProtectedHeader(HEADER)
      .setAudience(audience)
      .setExpirationTime(Math.floor(now() / 1000) + lifeSeconds)
      .encrypt(key)
    return `${publicUrl}${FILES_PATH}/${token}`
  }

  function forgetOld() {
    for (const [name, { until }] of made) {
      if (until > now() && made.size < REMEMBERED_URLS) return
      made.delete(name)
    }
  }

  return {
    urlOf({ filename, ...rest }, username) {
      const ref: FileRef = { ...rest, filename: safeFilename(filename) }
      const name = JSON.stringify([Object.entries(ref).sort(), username])
      const known = made.get(name)
      if (known !== undefined && known.until > now()) return known.url
      made.delete(name)
      forgetOld()
      const url = seal(ref, username)
      made.set(name, { url, until: now() + lifeSeconds * 500 })
      return url
    },
    async open(token) {
      if (token.length > LONGEST_TOKEN || !COMPACT.test(token) || !isCanonical(token)) return null
      try {
        const options = {
          audience,
          requiredClaims: ['exp'],
          currentDate: new Date(now()),
          keyManagementAlgorithms: [HEADER.alg],
          contentEncryptionAlgorithms: [HEADER.enc],
        }
        const { payload } = await jwtDecrypt<Sealed>(token, key, options)
        const { ref, username, exp = 0 } = payload
        return { ref, username, secondsLeft: Math.max(0, exp - Math.floor(now() / 1000)) }
      } catch {
        return null
      }
    },
  }
}

/** The last letter of a part has bits that count for nothing: with others in them it would be a second token. */
function isCanonical(token: string): boolean {
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
}

/** Nobody but us can have sealed it. */
interface Sealed {
  readonly ref: FileRef
  readonly username: string | null
}

const UUID = /^[0-9A-Fa-f-]{1,64}$/

/** Whether it can be the uuid of a file: whatever else an address names does not go into a path of our call. */
export const isFileUuid = (text: string): boolean => UUID.test(text)

/**
 * The uuid of an attachment, from the address that a message has for it; null for any other address. Who sent the
 * message has chosen it: so its host counts for nothing (the service has several), and is never asked.
 */
export function uuidIn(address: string, appKey: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, pathname } = new URL(address)
  const base = `/${appKey.replace('#', '/')}/chatfiles/`
  const uuid = pathname.slice(base.length)
  const isOurs = /^https?:$/.test(protocol) && pathname.startsWith(base) && isFileUuid(uuid)
  return isOurs ? uuid : null
}
