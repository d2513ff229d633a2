import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorReply, type Reply, VendorError } from './answer.ts'
import type { Ending } from './faults.ts'
import { readMultipart, summaryOf } from './multipart.ts'

/** A call as the wire carries it: read, but not understood. */
export interface WireCall {
  readonly method: string
  /** Percent-encoded, without the query. */
  readonly rawPath: string
  readonly segments: readonly string[]
  readonly query: Readonly<Record<string, string>>
}

const MOST_BODY_BYTES = 1024 * 1024
/** Of a form with a file: what is larger is read to its end as well, and refused for its size. */
const MOST_FORM_BYTES = 12 * 1024 * 1024
const MEDIA_TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
} as const

export function readWireCall(request: IncomingMessage): WireCall {
  const url = request.url ?? '/'
  const queryAt = url.indexOf('?')
  const rawPath = queryAt < 0 ? url : url.slice(0, queryAt)
  const query = queryAt < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(queryAt + 1)))
  const segments = rawPath.split('/').slice(1).map(decoded)
  return { method: request.method ?? 'GET', rawPath, segments, query }
}

/** The body, read to its end; above 1 MiB, or 12 of a form with files, the rest is dropped and the call is refused by a thrown 413. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  const most = isMultipart(request.headers['content-type']) ? MOST_FORM_BYTES : MOST_BODY_BYTES
  let bytes = 0
  for await (const chunk of request) {
    const piece = Buffer.from(chunk)
    bytes += piece.length
    if (bytes <= most) chunks.push(piece)
  }
  if (bytes > most) throw new VendorError(413, 'Request Entity Too Large', 'Request Entity Too Large')
  return Buffer.concat(chunks)
}

/** The body as a value: JSON and forms understood, files by name and size, anything else as text, nothing as undefined. */
export function readLeniently(bytes: Buffer, contentType: string | undefined): unknown {
  if (bytes.length === 0) return undefined
  if (isMultipart(contentType)) return summaryOf(readMultipart(bytes, contentType))
  const text = bytes.toString()
  if (isForm(contentType)) return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The body as the operation needs it. Throws the vendor's 415 and 400. */
export function readStrictly(
  needed: 'json' | 'form' | 'multipart',
  bytes: Buffer,
  contentType: string | undefined,
): unknown {
  if (mediaType(contentType) !== MEDIA_TYPES[needed]) {
    throw new VendorError(415, 'web_application', 'Unsupported Media Type')
  }
  if (needed === 'multipart') return readMultipart(bytes, contentType)
  const text = bytes.toString()
  if (needed === 'form') return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch {
    const seen = text === '' ? 'end of input' : 'character'
    throw new VendorError(400, 'json_parse', `Unexpected ${seen}: the request body is not JSON`)
  }
}

/** What a call gets when something below throws; anything but a VendorError is a mistake of ours and says so. */
export function replyToFailure(failure: unknown, now: number): Reply {
  if (failure instanceof VendorError) return errorReply(failure, now)
  const text = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)
  return errorReply(new VendorError(500, 'other', `The sandbox is at fault: ${text}`), now)
}

/** Puts the ending on the wire. A client that has left gets nothing. */
export function finish(response: ServerResponse, { kind, reply }: Ending): void {
  if (response.destroyed || kind === 'hang') return
  if (kind === 'reset' || !reply) {
    response.socket?.resetAndDestroy()
    return
  }
  const bytes = Buffer.from(reply.text)
  const cut = kind === 'truncate'
  response.writeHead(reply.status, { 'content-type': reply.contentType, 'content-length': bytes.length })
  if (cut) response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy())
  else response.end(bytes)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // a stray percent sign; the name is then simply unknown
  }
}

function isForm(contentType: string | undefined): boolean {
  return mediaType(contentType) === MEDIA_TYPES.form
}

function isMultipart(contentType: string | undefined): boolean {
  return mediaType(contentType) === MEDIA_TYPES.multipart
}

function mediaType(contentType: string | undefined): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase()
}
