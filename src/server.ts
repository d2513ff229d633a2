import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { createYoga, useReadinessCheck } from 'graphql-yoga'
import { createTokenReader } from './access/jwt.ts'
import type { Config } from './config.ts'
import { type Context, createContext } from './context.ts'
import { toRefusal } from './graph/refusal.ts'
import { schema } from './graph/schema.ts'
import { graphiqlSettings } from './graphiql.ts'
import { createAllowances } from './http/allowances.ts'
import { useAnswerLimit } from './http/answer-limit.ts'
import { REPORT_HEADER, useAskerLifetime, useCostReport } from './http/askers.ts'
import { createCallers } from './http/callers.ts'
import { useDocumentLimits } from './http/document-limits.ts'
import { createDocumentMemory, useMaskedValidation, useTokenLimit } from './http/documents.ts'
import { useIntrospectionFor } from './http/introspection.ts'
import { createListener } from './http/listener.ts'
import { NO_DOCUMENTS, type TrustedDocuments } from './http/manifest.ts'
import { usePace } from './http/pace.ts'
import { useRequestLog } from './http/request-log.ts'
import { useRequestShape } from './http/request-shape.ts'
import { useRoutes } from './http/routes.ts'
import { ID_PARAMETER, type Untrusted, useTrustedDocuments } from './http/trusted.ts'
import { createLog, type Log } from './log.ts'
import type { Store } from './store/store.ts'
import type { Upstream } from './upstream/upstream.ts'

export interface ServerOptions {
  readonly config: Config
  readonly upstream: Upstream
  /** Stays open for as long as the server answers. */
  readonly store: Store
  /** Without one nothing is logged. */
  readonly log?: Log
  /** Told of what somebody who runs this server must mend; clients are only told that there is something. By default it is logged. */
  readonly onFault?: (error: unknown) => void
  /** What users may run where that is enforced; without it, nothing. */
  readonly trustedDocuments?: TrustedDocuments
  /** Told of what users run that is not trusted, where that is reported. */
  readonly onUntrusted?: (found: Untrusted) => void
}

export interface Server {
  /** Listens, and resolves to the URL of the GraphQL endpoint. */
  listen(): Promise<string>
  /** Accepts nothing new, finishes what it has accepted, and resolves when that is done or the time is up. */
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
  store,
  log = createLog({ level: 'silent' }),
  onFault = (error) => log.error({ error }, 'fault'),
  trustedDocuments = NO_DOCUMENTS,
  onUntrusted = () => {},
}: ServerOptions): Server {
  let requests = 0
  const { service, adminKeys, jwt } = config
  const isOpen = service === null && adminKeys.length === 0 && jwt === null
  const readToken = jwt === null ? undefined : createTokenReader(jwt, { onOutage: onFault })
  const callers = createCallers({ adminKeys, readToken, isOpen })
  const documents = createDocumentMemory()
  const mask = (error: unknown) => toRefusal(error, { onFault, isOpen })

  const { step } = config.trustedDocuments
  const isAdmin = (request: Request) => callers.of(request).kind === 'admin'

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
    extraParamNames: step === 'off' ? [] : [ID_PARAMETER],
    parserAndValidationCache: documents.caches,
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
      ...(step === 'off'
        ? []
        : [useTrustedDocuments({ step, documents: trustedDocuments, isAdmin, onUntrusted })]),
      useIntrospectionFor((request) => isOpen || isAdmin(request)),
      useDocumentLimits(config),
      useMaskedValidation(mask),
      documents.plugin,
      useAskerLifetime(),
      useCostReport(upstream, { isOpen }),
      useAnswerLimit(config.nodeLimit),
      useRequestLog({ log, callers, now: upstream.now }),
    ],
    maskedErrors: { maskError: mask },
    context: ({ request }) => {
      requests += 1
      const caller = callers.of(request)
      // Behind an admin key may be many: there being fair means being fair between requests.
      const asker = upstream.asker(caller.kind === 'user' ? `user ${caller.username}` : `request ${requests}`)
      const leave = () => asker.leave(new Error('the client left'))
      request.signal.addEventListener('abort', leave, { once: true })
      // A listener left behind would keep the request in memory for longer than it lasts.
      asker.onLeave(() => request.signal.removeEventListener('abort', leave))
      return createContext({ upstream, store, asker, caller, settings: config })
    },
  })
  const listener = createListener(config, (request, response) => void yoga(request, response))

  async function isReady() {
    return !listener.isDraining() && (await upstream.ready()) === undefined
  }

  return {
    fetch: (request) => yoga.fetch(request),
    listen: async () => `${await listener.listen()}${ENDPOINT}`,
    // A send under a key goes on without its client.
    drain: () => listener.drain(store.requests.idle),
  }
}
