import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Caller } from '../access/caller.ts'
import { dispositionOf, namedAs } from '../files/disposition.ts'
import type { OpenedLink } from '../files/links.ts'
import { isShownInPlace, TELLING_BYTES, typeByBytes } from '../files/media-types.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { ByteStream } from '../upstream/streams.ts'
import { type FileParts, openFor } from './file-request.ts'
import type { PlainRequest } from './plain.ts'
import type { HttpRefusal } from './refuse.ts'

/** Alike for a link that was made up, changed or has ended, and for a file that is not there any more. */
const NO_FILE: HttpRefusal = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'There is no such file, or its link has ended: ask for a new one.',
}
/** What the service says of a file that it does not have, or not for this secret. */
const GONE = new Set<unknown>(['NOT_FOUND', 'NOT_ALLOWED'])

/** Hands a file on from the service as fast as the client takes it. Throws what was wrong. */
export async function answerDownload(plain: PlainRequest, token: string, parts: FileParts): Promise<void> {
  const link = await parts.links.open(token)
  if (link === null) return plain.refuse(NO_FILE)
  const caller = callerOf(link)
  if (!plain.begin(caller, parts.downloads)) return
  const { files } = openFor(plain, caller, parts.openDownload)
  const stream = await files.open(link.ref).catch((error: unknown) => {
    if (error instanceof UpstreamError && GONE.has(error.code)) return null
    throw error
  })
  if (stream === null) return plain.refuse(NO_FILE)

  const { response } = plain
  const pieces = await firstPieces(stream)
  writeHead(response, link, { stream, first: Buffer.concat(pieces) })
  if (plain.request.method === 'HEAD') {
    stream.close()
    response.end()
    return
  }
  async function* whole() {
    yield* pieces
    yield* stream?.bytes ?? []
  }
  await pipeline(whole, response).catch((error: unknown) => {
    // Who has left is told nothing.
    if (!response.closed || response.errored !== null) throw error
  })
}

/** What a link costs counts for the links of whom it was shown to, whoever has it now. */
function callerOf({ username }: OpenedLink): Caller {
  return username === null ? { kind: 'admin' } : { kind: 'user', username }
}

async function firstPieces({ bytes }: ByteStream): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = []
  for (let size = 0; size < TELLING_BYTES; ) {
    const { done, value } = await bytes.next()
    if (done === true) break
    pieces.push(value)
    size += value.length
  }
  return pieces
}

/** A page in it would be a page of this server: nothing of it runs, and only what is no page is shown in place. */
const HARMLESS = {
  'content-security-policy':
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'accept-ranges': 'none',
}

function writeHead(
  response: ServerResponse,
  { ref, secondsLeft }: OpenedLink,
  { stream: { sizeBytes }, first }: { readonly stream: ByteStream; readonly first: Uint8Array },
) {
  // The service tells no types, and who sent the file may have told any.
  const told = typeByBytes(first)
  const isShown = told !== null && isShownInPlace(told)
  response.writeHead(200, {
    ...HARMLESS,
    'content-type': isShown || told === 'application/pdf' ? told : 'application/octet-stream',
    'content-disposition': isShown
      ? dispositionOf('inline', namedAs(told, ref.filename))
      : dispositionOf('attachment', ref.filename),
    'cache-control': `private, max-age=${secondsLeft}`,
    ...(sizeBytes === null ? {} : { 'content-length': String(sizeBytes) }),
  })
}
