import type { Clock } from './clock.ts'

/** A file that comes from the service: what is known of it, and its bytes as fast as they are taken. */
export interface ByteStream {
  readonly sizeBytes: number | null
  /** Throws an `UpstreamError` when the service breaks off or falls silent. */
  readonly bytes: AsyncGenerator<Uint8Array>
  /** Nobody wants the rest of it. */
  close(): void
}

/** A file on its way to the service. Kept nowhere: as fast as the service takes it, it is read. */
export interface Upload {
  readonly filename: string
  /** Media type. */
  readonly type: string
  /** The bytes. When it throws the call is broken off, and what the service has is no whole form: it keeps nothing. */
  open(): AsyncIterable<Uint8Array>
  /** They can be had again, for another attempt. */
  readonly isRepeatable: boolean
  /** How far it has come; noted on the way. */
  readonly progress: UploadProgress
}

export interface UploadProgress {
  hasBegun: boolean
  /** All of it is written: from here on the service may have it. */
  isWhole: boolean
  /** Why there are no more bytes. */
  failure?: unknown
}

/** Whether an attempt can be made. */
export function canSend({ isRepeatable, progress }: Upload): boolean {
  return isRepeatable || !progress.hasBegun
}

/** A file that is not whole yet: the service keeps nothing of it. */
export function isPartial(upload: Upload | undefined): boolean {
  return upload?.progress.isWhole === false
}

/** Whose turn it is. How long the other side of us takes is no matter of the service, and has limits of its own. */
export interface Turns {
  /** The service must do something, within the time of a call. */
  theirs(): void
  ours(): void
}

export function createTurns(clock: Clock, timeoutMs: number, onTimeout: () => void): Turns {
  let cancel = () => {}
  return {
    theirs() {
      cancel()
      cancel = clock.after(timeoutMs, onTimeout)
    },
    ours() {
      cancel()
    },
  }
}

/** `multipart/form-data` with one part, `file`: read as it is sent. */
export async function* formOf(upload: Upload, boundary: string, turns: Turns): AsyncGenerator<Uint8Array> {
  const { filename, type, progress } = upload
  // It can be another attempt.
  Object.assign(progress, { hasBegun: true, isWhole: false })
  const handOver = function* (bytes: Uint8Array) {
    turns.theirs()
    yield bytes
    turns.ours()
  }
  turns.ours()
  const name = filename.replace(/["\r\n]/g, encodeURIComponent)
  yield* handOver(
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`,
    ),
  )
  // Step by step: what breaks the call off from outside ends this too, and is no failure of the source.
  const source = upload.open()[Symbol.asyncIterator]()
  const next = () =>
    source.next().catch((error: unknown) => {
      progress.failure = error
      throw error
    })
  try {
    for (let step = await next(); step.done !== true; step = await next()) yield* handOver(step.value)
  } finally {
    await source.return?.()
  }
  progress.isWhole = true
  yield* handOver(Buffer.from(`\r\n--${boundary}--\r\n`))
  // What is left is to answer.
  turns.theirs()
}

/** The bytes of an answer. Whoever takes them must be quick only as far as `end` is concerned. */
export async function* chunksOf(
  body: AsyncIterable<Uint8Array>,
  { turns, toError, end }: { turns: Turns; toError: (error: unknown) => unknown; end: () => void },
): AsyncGenerator<Uint8Array> {
  try {
    turns.theirs()
    for await (const bytes of body) {
      turns.ours()
      yield bytes
      turns.theirs()
    }
  } catch (error) {
    throw toError(error)
  } finally {
    end()
  }
}
