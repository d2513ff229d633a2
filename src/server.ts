import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { createYoga, type Plugin, useReadinessCheck } from 'graphql-yoga'
import type { Config } from './config.ts'
import { type Context, createContext } from './context.ts'
import { toRefusal } from './graph/refusal.ts'
import { createSchema } from './graph/schema.ts'
import { graphiqlTabs } from './graphiql.ts'
import type { Asker } from './upstream/asker.ts'
import type { Upstream } from './upstream/upstream.ts'

export interface ServerOptions {
  readonly config: Config
  readonly upstream: Upstream
  /** Told of what is a fault of this server; the client is only told that there was one. */
  readonly onFault?: (error: unknown) => void
}

export interface Server {
  /** Listens, and resolves to the URL of the GraphQL endpoint. */
  listen(): Promise<string>
  /** Accepts nothing new, answers what it has accepted, and resolves when that is done or the time is up. */
  drain(): Promise<void>
  /** The endpoint without a socket, for tests. */
  fetch(request: Request): Promise<Response> | Response
}

/** Asks for `extensions.upstream` in the answer. GraphiQL always sends it. */
export const REPORT_HEADER = 'x-upstream-report'
const ENDPOINT = '/graphql'
const LARGEST_BODY = 256 * 1024

/** The HTTP server. Plugins stand in the order in which a request meets them. */
export function createServer({ config, upstream, onFault = console.error }: ServerOptions): Server {
  let isDraining = false
  let requests = 0

  const yoga = createYoga<object, Context>({
    schema: createSchema(),
    graphqlEndpoint: ENDPOINT,
    healthCheckEndpoint: '/health',
    landingPage: false,
    logging: false,
    multipart: false,
    maxRequestBodySize: LARGEST_BODY,
    cors: config.corsOrigins.length === 0 ? false : { origin: [...config.corsOrigins], credentials: false },
    renderGraphiQL,
    graphiql: {
      title: 'easemob-graphql',
      defaultTabs: graphiqlTabs(config.service === null),
      additionalHeaders: { [REPORT_HEADER]: '1' },
    },
    plugins: [
      useHomeRedirect(),
      useReadinessCheck({ endpoint: '/ready', check: isReady }),
      useAdminKey(config.adminKeys),
      useAskerLifetime(),
      useCostReport(upstream),
    ],
    maskedErrors: { maskError: (error) => toRefusal(error, onFault) },
    context: ({ request }) => {
      requests += 1
      // Until callers have names, being fair means being fair between requests.
      const asker = upstream.asker(`request ${requests}`)
      request.signal.addEventListener('abort', () => asker.leave(new Error('the client left')), {
        once: true,
      })
      return createContext({ upstream, asker, profileProperties: config.profileProperties })
    },
  })

  async function isReady() {
    return !isDraining && (await upstream.ready()) === undefined
  }

  const http = createHttpServer(
    // A client that sends its request drop by drop is not waited for.
    { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 },
    (request, response) => {
      // While draining no connection outlives its answer.
      if (isDraining) response.setHeader('connection', 'close')
      void yoga(request, response)
    },
  )

  return {
    fetch: (request) => yoga.fetch(request),
    listen: () => listen(http, config),
    async drain() {
      isDraining = true
      await closed(http, config.drainMs)
    },
  }
}

function listen(http: HttpServer, { host, port }: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, () => {
      const { port: taken } = http.address() as AddressInfo
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${taken}${ENDPOINT}`)
    })
  })
}

/** Resolves when the last accepted request is answered; idle connections are closed as they become idle. */
async function closed(http: HttpServer, timeoutMs: number): Promise<void> {
  const sweep = setInterval(() => http.closeIdleConnections(), 20)
  const giveUp = setTimeout(() => http.closeAllConnections(), timeoutMs)
  await new Promise((resolve) => http.close(resolve))
  clearInterval(sweep)
  clearTimeout(giveUp)
}

/** Who opens the address without a path wants GraphiQL. */
function useHomeRedirect(): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (url.pathname !== '/') return
      endResponse(new fetchAPI.Response(null, { status: 302, headers: { location: ENDPOINT } }))
    },
  }
}

/** Refuses every operation without a valid key, when keys are set. The page of GraphiQL itself holds no secret. */
function useAdminKey(keys: readonly string[]): Plugin {
  const digests = keys.map(digestOf)
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (digests.length === 0 || url.pathname !== ENDPOINT || isPageVisit(request)) return
      const [scheme, key = ''] = (request.headers.get('authorization') ?? '').split(' ')
      const given = digestOf(key)
      // Compared as digests: in constant time, whatever the lengths.
      const isKnown = digests.filter((digest) => timingSafeEqual(digest, given)).length > 0
      if (scheme?.toLowerCase() === 'bearer' && isKnown) return
      const message = 'Send a valid admin key as `Authorization: Bearer …`.'
      endResponse(
        fetchAPI.Response.json(
          { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] },
          { status: 401, headers: { 'www-authenticate': 'Bearer' } },
        ),
      )
    },
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

function isPageVisit(request: Request): boolean {
  // The same test by which yoga decides to answer with the page instead of running an operation.
  const wantsPage = request.headers.get('accept')?.includes('text/html') ?? false
  return request.method === 'OPTIONS' || (request.method === 'GET' && wantsPage)
}

/** What a request waits for ends with the request. */
function useAskerLifetime(): Plugin<Context> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: () => args.contextValue.asker.leave(new Error('the request is answered')),
    }),
  }
}

/** Tells in `extensions.upstream` what the answer cost, for those who ask. */
function useCostReport(upstream: Upstream): Plugin<Context> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone({ result, setResult }) {
        const { request, asker } = args.contextValue as Context & { request: Request }
        if (!request.headers.has(REPORT_HEADER) || Symbol.asyncIterator in result) return
        setResult({ ...result, extensions: { ...result.extensions, upstream: reportOf(asker, upstream) } })
      },
    }),
  }
}

function reportOf(asker: Asker, upstream: Upstream) {
  const operations = [...asker.costs].map(([operation, cost]) => ({
    operation,
    calls: cost.calls,
    keys: cost.keys,
    batchFill: Math.round((cost.filled / cost.capacity) * 100) / 100,
  }))
  return {
    calls: operations.reduce((sum, { calls }) => sum + calls, 0),
    operations,
    sharedCalls: asker.sharedCalls,
    joinedKeys: asker.joinedKeys,
    cacheHits: asker.cacheHits,
    waitedMs: Math.round(asker.waitedMs),
    budgetLeft: upstream.budgetLeft(),
  }
}
