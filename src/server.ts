import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { createYoga, useReadinessCheck } from 'graphql-yoga'
import type { Config } from './config.ts'
import { type Context, createContext } from './context.ts'
import { toRefusal } from './graph/refusal.ts'
import { schema } from './graph/schema.ts'
import { graphiqlSettings } from './graphiql.ts'
import { createAllowances } from './http/allowances.ts'
import { REPORT_HEADER, useAskerLifetime, useCostReport } from './http/askers.ts'
import { createCallers } from './http/callers.ts'
import { rememberedDocuments, useTokenLimit } from './http/documents.ts'
import { createListener } from './http/listener.ts'
import { usePace } from './http/pace.ts'
import { useRequestLog } from './http/request-log.ts'
import { useRequestShape } from './http/request-shape.ts'
import { useRoutes } from './http/routes.ts'
import { createLog, type Log } from './log.ts'
import type { Upstream } from './upstream/upstream.ts'

export interface ServerOptions {
  readonly config: Config
  readonly upstream: Upstream
  /** Without one nothing is logged. */
  readonly log?: Log
  /** Told of what is a fault of this server; the client is only told that there was one. By default it is logged. */
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

export { REPORT_HEADER }

const ENDPOINT = '/graphql'
const LARGEST_BODY = 256 * 1024

/** The HTTP server. Plugins stand in the order in which a request meets them. */
export function createServer({
  config,
  upstream,
  log = createLog({ level: 'silent' }),
  onFault = (error) => log.error({ error }, 'fault'),
}: ServerOptions): Server {
  let requests = 0
  const isOpen = config.service === null && config.adminKeys.length === 0
  const callers = createCallers({ adminKeys: config.adminKeys, isOpen })

  const page = {
    title: 'easemob-graphql',
    ...graphiqlSettings({ isSandbox: config.service === null }),
    additionalHeaders: { [REPORT_HEADER]: '1' },
  }

  const yoga = createYoga<object, Context>({
    schema,
    graphqlEndpoint: ENDPOINT,
    healthCheckEndpoint: '/health',
    landingPage: false,
    logging: false,
    multipart: false,
    maxRequestBodySize: LARGEST_BODY,
    parserAndValidationCache: rememberedDocuments(),
    cors: config.corsOrigins.length === 0 ? false : { origin: [...config.corsOrigins], credentials: false },
    renderGraphiQL,
    // Yoga serves the page before it asks the plugins.
    graphiql: async (request) => (await callers.isAdmin(request)) && page,
    plugins: [
      useReadinessCheck({ endpoint: '/ready', check: isReady }),
      useRoutes(ENDPOINT),
      callers.plugin,
      usePace(createAllowances(config.user, upstream.now), callers),
      useRequestShape(),
      useTokenLimit(),
      useAskerLifetime(),
      useCostReport(upstream, { isOpen }),
      useRequestLog({ log, callers, now: upstream.now }),
    ],
    maskedErrors: { maskError: (error) => toRefusal(error, onFault) },
    context: ({ request }) => {
      requests += 1
      const caller = callers.of(request)
      // Behind an admin key may be many: there being fair means being fair between requests.
      const asker = upstream.asker(caller.kind === 'user' ? `user ${caller.username}` : `request ${requests}`)
      const leave = () => asker.leave(new Error('the client left'))
      request.signal.addEventListener('abort', leave, { once: true })
      // A listener left behind would keep the request in memory for longer than it lasts.
      asker.onLeave(() => request.signal.removeEventListener('abort', leave))
      return createContext({ upstream, asker, caller, settings: config })
    },
  })
  const listener = createListener(config, (request, response) => void yoga(request, response))

  async function isReady() {
    return !listener.isDraining() && (await upstream.ready()) === undefined
  }

  return {
    fetch: (request) => yoga.fetch(request),
    listen: async () => `${await listener.listen()}${ENDPOINT}`,
    drain: listener.drain,
  }
}
