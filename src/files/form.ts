import type { IncomingMessage } from 'node:http'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { TELLING_BYTES } from './media-types.ts'

/** Why a form is not taken. */
export type FormFault = 'too-large' | 'not-one-file' | 'broken' | 'gone' | 'too-slow'

export class FormError extends Error {
  override readonly name = 'FormError'

  constructor(
    readonly fault: FormFault,
    options?: ErrorOptions,
  ) {
    super(`the form is ${fault}`, options)
  }
}

/** A form with one file, of which no more is read than somebody takes. */
export interface FileForm {
  readonly filename: string
  /** As the form has it. */
  readonly type: string
  readonly firstBytes: Uint8Array
  /** All bytes, the first ones too. Ends only when the form has ended well; else it throws a `FormError`. */
  bytes(): AsyncIterable<Uint8Array>
  readonly sizeBytes: () => number
  /** Ends it: whoever takes the bytes gets this error. */
  fail(error: FormError): void
}

interface Part {
  readonly stream: BusboyFileStream
  readonly filename: string
  readonly type: string
}

/** So much of a form is in memory at most, besides what the socket has. */
const BUFFERED_BYTES = 64 * 1024

/**
 * Reads a form as far as the beginning of its file. Rejects with a `FormError`: where the signal ends it, with its reason.
 */
export async function readFileForm(
  request: IncomingMessage,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<FileForm> {
  const { file, ended, fail } = openForm(request, maxBytes)
  const endBySignal = () => fail(signal.reason instanceof FormError ? signal.reason : new FormError('broken'))
  if (signal.aborted) endBySignal()
  else signal.addEventListener('abort', endBySignal, { once: true })
  const { stream, filename, type } = await Promise.race([file, ended.then(noFile)])
  const pieces = stream[Symbol.asyncIterator]()
  const read: Uint8Array[] = []
  let sizeBytes = 0
  const next = async (): Promise<Uint8Array | undefined> => {
    const { done, value }: IteratorResult<Uint8Array> = await pieces.next().catch(throwBroken)
    sizeBytes += done ? 0 : value.length
    return done ? undefined : value
  }
  while (sizeBytes < TELLING_BYTES) {
    const piece = await next()
    if (piece === undefined) break
    read.push(piece)
  }
  const firstBytes = Buffer.concat(read)

  async function* bytes() {
    if (firstBytes.length > 0) yield firstBytes
    for (let piece = await next(); piece !== undefined; piece = await next()) yield piece
    // Another part may follow, or nothing where something should.
    await ended
  }
  return { filename, type, firstBytes, bytes, sizeBytes: () => sizeBytes, fail }
}

function openForm(request: IncomingMessage, maxBytes: number) {
  let failWith: (error: FormError) => void = () => {}
  const failed = new Promise<never>((_resolve, reject) => {
    failWith = reject
  })
  let current: Part | undefined
  const fail = (error: FormError) => {
    failWith(error)
    current?.stream.on('error', () => {}).destroy(error)
    parser?.removeAllListeners('finish')
    request.unpipe()
    // The rest is read and dropped: a client that is still sending would not read the answer.
    request.resume()
  }
  const parser = parserOf(request, maxBytes)
  if (parser === undefined) fail(new FormError('broken'))
  const file = new Promise<Part>((resolve) => {
    parser?.on('file', (name, stream, filename, _encoding, type) => {
      current = { stream, filename, type }
      stream.on('limit', () => fail(new FormError('too-large')))
      // It is told through `failed`, also while nobody reads.
      stream.on('error', () => {})
      if (name === 'file') resolve(current)
      else fail(new FormError('not-one-file'))
    })
  })
  const finished = new Promise<void>((resolve) => {
    parser?.on('finish', () => resolve())
  })
  for (const event of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
    parser?.on(event, () => fail(new FormError('not-one-file')))
  }
  parser?.on('error', (cause) => fail(new FormError('broken', { cause })))
  request.on('error', (cause) => fail(new FormError('gone', { cause })))
  request.on('close', () => {
    if (!request.complete) fail(new FormError('gone'))
  })
  if (parser !== undefined) request.pipe(parser)
  const [begun, ended] = [Promise.race([file, failed]), Promise.race([finished, failed])]
  // Whoever waits is told; and if nobody does, nobody need be.
  for (const promise of [failed, begun, ended]) promise.catch(() => {})
  return { file: begun, ended, fail }
}

function parserOf({ headers }: IncomingMessage, fileSize: number): BusboyInstance | undefined {
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      highWaterMark: BUFFERED_BYTES,
      fileHwm: BUFFERED_BYTES,
      limits: { fileSize, files: 1, fields: 0, parts: 2, headerPairs: 20, headerSize: 8 * 1024 },
    })
  } catch {
    // A boundary is missing.
    return undefined
  }
}

/** The parser has errors of its own for a form that ends in the middle of its file. */
function throwBroken(cause: unknown): never {
  throw cause instanceof FormError ? cause : new FormError('broken', { cause })
}

function noFile(): never {
  throw new FormError('not-one-file')
}
