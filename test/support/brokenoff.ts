import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

/** As Node publishes it for every request that any server of this process receives. */
const CHANNEL = 'http.server.request.start'

/** The paths of calls whose client closed the connection before it had its answer, from now on. */
export function watchBrokenOff(): readonly string[] {
  const paths: string[] = []
  const watch = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    response.once('close', () => {
      if (!response.writableEnded) paths.push(new URL(request.url ?? '', 'http://service').pathname)
    })
  }
  subscribe(CHANNEL, watch)
  onTestFinished(() => void unsubscribe(CHANNEL, watch))
  return paths
}
