/** What envelopes need to know of a call. */
interface Asked {
  readonly method: string
  readonly baseUrl: string
  readonly rawPath: string
  readonly query: Readonly<Record<string, string>>
  readonly now: number
  readonly application: {
    readonly org: string
    readonly app: string
    readonly uuid: string
  }
}

/** Keys of an answer. `undefined` removes a key that the envelope would have. */
export type Parts = Readonly<Record<string, unknown>>

/** Status, media type and bytes-to-be of one answer. */
export interface Reply {
  readonly status: number
  readonly contentType: string
  readonly text: string | Buffer
}

/** The answer of a download: these bytes and no envelope. */
export class FileContent {
  constructor(readonly bytes: Buffer) {}
}

/** Digits that an answer has without quotes, though no number of JavaScript can hold them. */
export class BareInteger {
  constructor(readonly digits: string) {}

  toJSON(): string {
    return `\u0000${this.digits}`
  }
}

const BARE_INTEGER = /"\\u0000(\d+)"/g

/**
 * The vendor refuses a call. Thrown anywhere below the router, which makes the error envelope of it.
 * `error` is the vendor's id; clients match on the status first and on this second.
 */
export class VendorError extends Error {
  override readonly name = 'VendorError'

  constructor(
    readonly status: number,
    readonly error: string,
    description: string,
    readonly exception?: string,
  ) {
    super(description)
  }
}

/** The usual answer, with the application's name and UUID. */
export function envelope(asked: Asked, parts: Parts): Parts {
  const { org, app, uuid } = asked.application
  return { ...lean(asked, parts, { application: uuid }), organization: org, applicationName: app }
}

/** As `envelope` without the application: user reads, statuses, contact lists and chatroom reads look so. */
export function lean(asked: Asked, parts: Parts, first: Parts = {}): Parts {
  return {
    action: asked.method.toLowerCase(),
    ...first,
    params: paramsOf(asked.query),
    uri: asked.baseUrl + asked.rawPath,
    entities: [],
    ...parts,
    timestamp: asked.now,
    duration: 0,
  }
}

/** The metadata service's answer: three keys, no echo. */
export function short(asked: Asked, data: unknown): Parts {
  return { timestamp: asked.now, data, duration: 0 }
}

/** An action that is answered by its name and no payload envelope. */
export function named(asked: Asked, action: string, parts: Parts = {}): Parts {
  return { action, ...parts, timestamp: asked.now, duration: 0 }
}

export function jsonReply(status: number, body: unknown): Reply {
  const text = JSON.stringify(body).replace(BARE_INTEGER, '$1')
  return { status, contentType: 'application/json;charset=UTF-8', text }
}

export function fileReply({ bytes }: FileContent): Reply {
  return { status: 200, contentType: 'application/octet-stream', text: bytes }
}

export function htmlReply(status: number, title: string): Reply {
  const heading = `${status} ${title}`
  const text = `<html>\r\n<head><title>${heading}</title></head>\r\n<body>\r\n<center><h1>${heading}</h1></center>\r\n</body>\r\n</html>\r\n`
  return { status, contentType: 'text/html', text }
}

export function errorReply(failure: VendorError, now: number): Reply {
  return jsonReply(failure.status, {
    error: failure.error,
    exception: failure.exception,
    timestamp: now,
    duration: 0,
    error_description: failure.message,
  })
}

/** The query as answers echo it: each value in an array; no query, no key. */
function paramsOf(query: Readonly<Record<string, string>>): Parts | undefined {
  const pairs = Object.entries(query).map(([name, value]) => [name, [value]])
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs)
}
