import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** What a file may be at most; beyond that it is no file of messages. */
export interface LineLimits {
  /** A longer line is no line; none of it is kept. In bytes. */
  readonly longestLine: number
  /** Of the whole file, unpacked. A little file can be made to unpack to anything. */
  readonly mostBytes: number
}

export const LINE_LIMITS: LineLimits = { longestLine: 256 * 1024, mostBytes: 8 * 1024 ** 3 }

const NEWLINE = 0x0a

/** A line of a file; null for one that is too long. */
export type Line = string | null

/**
 * The lines of a packed file, those of each piece together, as it comes: holds one piece and one line, whatever the size
 * of the file. Unpacks no further than its reader reads. Throws when the file is cut off, damaged or too large: what came
 * before was good.
 */
export async function* linesOf(
  packed: Readable,
  { longestLine, mostBytes }: LineLimits = LINE_LIMITS,
): AsyncGenerator<readonly Line[]> {
  const unpacked = createGunzip()
  // An error on the way in ends what comes out; this is the error that is thrown.
  packed.on('error', (error) => unpacked.destroy(error))
  packed.pipe(unpacked)
  let rest: Buffer[] = []
  let restBytes = 0
  let bytes = 0
  try {
    for await (const chunk of unpacked) {
      const piece = Buffer.from(chunk)
      bytes += piece.length
      if (bytes > mostBytes) throw new Error('The file is too large.')
      const lines: Line[] = []
      let start = 0
      for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
        lines.push(takeLine(piece.subarray(start, end)))
        start = end + 1
      }
      keep(piece.subarray(start))
      if (lines.length > 0) yield lines
    }
    if (restBytes > 0) yield [takeLine(Buffer.alloc(0))]
  } finally {
    packed.unpipe(unpacked)
    unpacked.destroy()
  }

  function keep(piece: Buffer): void {
    restBytes += piece.length
    // Its length is still counted, so that its end is found to be that of a long one.
    if (restBytes > longestLine) rest = []
    else if (piece.length > 0) rest.push(piece)
  }

  function takeLine(end: Buffer): Line {
    const isTooLong = restBytes + end.length > longestLine
    const line = isTooLong ? null : Buffer.concat([...rest, end]).toString('utf8')
    rest = []
    restBytes = 0
    return line
  }
}
