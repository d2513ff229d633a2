import type { IncomingMessage, ServerResponse } from 'node:http'

/** Of a request that is answered already: what is read, and how long, before its connection ends. */
const DRAINED_BYTES = 1024 * 1024
const DRAINED_MS = 1_000

/** The answer to a request that may still be coming: its connection takes no other one then. Call before the head is written. */
export function closeIfComing({ complete }: IncomingMessage, response: ServerResponse): void {
  if (!complete) response.setHeader('connection', 'close')
}

/**
 * Ends an answer whose head is written. While the client is still sending, the end waits a little: who is cut off then
 * may never read what was answered. Nobody is listened to for longer than that.
 */
export function endAnswer(request: IncomingMessage, response: ServerResponse, body?: string): void {
  if (request.complete) {
    response.end(body)
    return
  }
  if (body === undefined) response.flushHeaders()
  else response.write(body)
  let left = DRAINED_BYTES
  const timer = setTimeout(end, DRAINED_MS)
  function end() {
    clearTimeout(timer)
    response.end(() => request.destroy())
  }
  request.on('data', ({ length }: Buffer) => {
    left -= length
    // What is not read is not sent either, and who cannot send on has time to read.
    if (left <= 0) request.pause()
  })
  request.unpipe()
  request.once('end', end)
  for (const stream of [request, response]) stream.once('close', () => clearTimeout(timer))
  request.resume()
}
