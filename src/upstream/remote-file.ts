import type { Readable } from 'node:stream'
import { Agent, request } from 'undici'
import type { Clock } from './clock.ts'

/** Without a byte for so long, or longer than that in all, it is given up. */
const SILENT_MS = 30_000
const LONGEST_MS = 10 * 60_000
const MOST_BYTES = 512 * 1024 * 1024

/** A file that could not be fetched. Its address opens the file for everybody: it is told nowhere. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError'
}

export interface Download {
  readonly bytes: Readable
  /** Call it once, however it ended. */
  end(): void
}

export interface Downloads {
  /** The bytes of a file at an address that the service told. */
  open(url: string, signal: AbortSignal): Promise<Download>
  close(): Promise<void>
}

/**
 * Files at other hosts, by addresses with a signature of their own: nothing of ours goes along, no token and no cookie,
 * and no redirect is followed. A file that comes too slowly, or is too large, fails on the way.
 */
export function createDownloads(clock: Clock): Downloads {
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, maxResponseSize: MOST_BYTES })
  return {
    async open(url, signal) {
      const address = readAddress(url)
      const ending = new AbortController()
      const stop = () => ending.abort(signal.reason)
      const giveUp = () => ending.abort(new DownloadError('The file did not come in time.'))
      let cancelSilence = clock.after(SILENT_MS, giveUp)
      const cancelLongest = clock.after(LONGEST_MS, giveUp)
      const end = () => {
        cancelSilence()
        cancelLongest()
        signal.removeEventListener('abort', stop)
        ending.abort(new DownloadError('Nobody wants the rest of the file.'))
      }
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
      try {
        const { statusCode, body } = await request(address, { dispatcher: agent, signal: ending.signal })
        // Who breaks it off hears why from the signal; the error of an unread body is nobody's.
        body.on('error', () => {})
        if (statusCode !== 200) throw new DownloadError(`The storage answered HTTP ${statusCode}.`)
        body.on('data', () => {
          cancelSilence()
          cancelSilence = clock.after(SILENT_MS, giveUp)
        })
        body.pause()
        return { bytes: body, end }
      } catch (error) {
        const reason = ending.signal.aborted ? ending.signal.reason : error
        end()
        throw reason instanceof DownloadError || signal.aborted
          ? reason
          : new DownloadError('The file cannot be fetched.', { cause: reason })
      }
    },
    close: () => agent.destroy(),
  }
}

function readAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (address && /^https?:$/.test(address.protocol) && address.username === '') return address
  throw new DownloadError('The service told no address of a file.')
}
