import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** The sockets of requests of which the path is known, on the side that this process has as a server or as a client. */
export interface Sockets {
  /** Where a server of this process receives requests for this path. */
  received(path: RegExp): Socket
  /** Where our client sends requests for this path. */
  sent(path: RegExp): Socket
}

interface Seen {
  readonly path: string
  readonly socket: Socket
}

/** As Node and undici publish them, from now on. */
export function watchSockets(): Sockets {
  const received: Seen[] = []
  const sent: Seen[] = []
  const onReceived = (message: unknown) => {
    const { request } = message as { request: IncomingMessage }
    received.push({ path: request.url ?? '', socket: request.socket })
  }
  const onSent = (message: unknown) => {
    const { request, socket } = message as { request: { path: string }; socket: Socket }
    sent.push({ path: request.path, socket })
  }
  subscribe('http.server.request.start', onReceived)
  subscribe('undici:client:sendHeaders', onSent)
  onTestFinished(() => {
    unsubscribe('http.server.request.start', onReceived)
    unsubscribe('undici:client:sendHeaders', onSent)
  })
  return { received: (path) => lastOf(received, path), sent: (path) => lastOf(sent, path) }
}

function lastOf(seen: readonly Seen[], path: RegExp): Socket {
  const found = seen.findLast((one) => path.test(one.path))
  if (found === undefined) throw new Error(`nothing was sent to ${path}`)
  return found.socket
}

/** What this machine has taken of what was written. */
export function takenBy(socket: Socket): number {
  return socket.bytesWritten - socket.writableLength
}

const STILL_TURNS = 300

/** Resolves when the number has not changed for many turns of the event loop. */
export async function settled(read: () => number): Promise<number> {
  let last = read()
  for (let turns = 0; turns < STILL_TURNS; turns += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0))
    const now = read()
    if (now !== last) turns = 0
    last = now
  }
  return last
}
