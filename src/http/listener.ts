import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'

export interface ListenerOptions {
  readonly host: string
  readonly port: number
  /** Longest wait for answers under way when it is told to stop. */
  readonly drainMs: number
  /** Longest time of an operation. */
  readonly requestTimeoutMs: number
  /** Default: `PATIENCE`. */
  readonly patience?: Patience
  /** Requests whose bodies may take longer than others, once they have been let in. */
  readonly slow?: { readonly isAdmitted: (request: IncomingMessage) => boolean; readonly ms: number }
}

/** How long a client may take. */
export interface Patience {
  readonly headersMs: number
  readonly requestMs: number
  /** How often that is looked at. */
  readonly checkMs: number
  /** Without a byte in either direction, besides the time that an operation takes. */
  readonly silentMs: number
}

/** A client that sends its request drop by drop, or does not read its answer, is not waited for. */
export const PATIENCE: Patience = { headersMs: 5_000, requestMs: 10_000, checkMs: 1_000, silentMs: 20_000 }
/** A connection that does nothing takes memory too. */
const MOST_CONNECTIONS = 10_000

export interface Listener {
  readonly isDraining: () => boolean
  /** Resolves to the origin, `http://host:port`. Rejects when the port is taken. */
  listen(): Promise<string>
  /**
   * Accepts nothing new, answers what it has accepted, then waits for what goes on without a client. Resolves when all
   * that is done or the time is up.
   */
  drain(rest?: () => Promise<void>): Promise<void>
}

/** The socket side of the server. */
export function createListener(
  {
    host,
    port,
    drainMs,
    requestTimeoutMs,
    patience: { headersMs, requestMs, checkMs, silentMs } = PATIENCE,
    slow,
  }: ListenerOptions,
  answer: RequestListener,
): Listener {
  let isDraining = false
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: slow === undefined ? requestMs : Math.max(requestMs, slow.ms),
      connectionsCheckingInterval: checkMs,
      // Of two Authorization headers Node would choose the first, and a proxy before us perhaps the second.
      joinDuplicateHeaders: true,
    },
    (request, response) => {
      // While draining no connection outlives its answer.
      if (isDraining) response.setHeader('connection', 'close')
      lowerMediaType(request)
      if (slow !== undefined) endWhenSlow(request, response, { ...slow, ms: requestMs })
      if (hasAddress(request)) answer(request, response)
      else response.writeHead(400, { connection: 'close' }).end()
    },
  )
  server.timeout = requestTimeoutMs + silentMs
  server.maxConnections = MOST_CONNECTIONS
  return {
    isDraining: () => isDraining,
    listen() {
      return new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => resolve(originOf(server, host)))
      })
    },
    async drain(rest = async () => {}) {
      isDraining = true
      await within(drainMs, [() => closed(server), rest], () => server.closeAllConnections())
    },
  }
}

/** As the server does it for all requests alike, but for those that were let in by then. */
function endWhenSlow(
  request: IncomingMessage,
  response: ServerResponse,
  { ms, isAdmitted }: { readonly ms: number; readonly isAdmitted: (request: IncomingMessage) => boolean },
) {
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined)
    return
  const timer = setTimeout(() => {
    if (isAdmitted(request)) return
    if (!response.headersSent) response.writeHead(408, { connection: 'close' }).end(() => request.destroy())
    else request.destroy()
  }, ms)
  for (const event of ['end', 'close'] as const) request.once(event, () => clearTimeout(timer))
}

/** Case does not matter in it; to yoga it does. What stands behind it, like a boundary, stays as it is. */
function lowerMediaType({ headers }: IncomingMessage) {
  const type = headers['content-type']
  if (type !== undefined) headers['content-type'] = type.replace(/^[^;]+/, (name) => name.toLowerCase())
}

/** Yoga puts path and Host together to a URL; where that is none it would answer with a stack trace. */
function hasAddress({ url = '', headers: { host = 'localhost' } }: IncomingMessage): boolean {
  return url.startsWith('/') && URL.canParse(`http://${host}${url}`)
}

function originOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : ''
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Takes one step after the other; when the time is up `giveUp` ends the first, and the others are not waited for. */
async function within(
  ms: number,
  [first, rest]: readonly [() => Promise<void>, () => Promise<void>],
  giveUp: () => void,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const isLate = new Promise<true>((resolve) => {
    timer = setTimeout(() => {
      giveUp()
      resolve(true)
    }, ms)
  })
  await first()
  await Promise.race([rest(), isLate])
  clearTimeout(timer)
}

/** Resolves when the last accepted request is answered; idle connections are closed as they become idle. */
async function closed(server: Server): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), 20)
  await new Promise((resolve) => server.close(resolve))
  clearInterval(sweep)
}
