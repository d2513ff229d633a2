import { createYoga, useReadinessCheck } from 'graphql-yoga'
import type { Caller } from './access/caller.ts'
import { createTokenReader, type KeysUnavailable } from './access/jwt.ts'
import type { Config } from './config.ts'
import { type Context, createContext } from './context.ts'
import { createAnswerLimit } from './documents/answer-limit.ts'
import { useIntrospectionFor } from './documents/introspection.ts'
import { useDocumentLimits, useTokenLimit } from './documents/limits.ts'
import { NO_DOCUMENTS, type TrustedDocuments } from './documents/manifest.ts'
import { useMaskedValidation } from './documents/masked-validation.ts'
import { createDocumentMemory } from './documents/memory.ts'
import { ID_PARAMETER, type Untrusted, useTrustedDocuments } from './documents/trusted.ts'
import { createFileLinks, type FileLinks } from './files/links.ts'
import { toRefusal } from './graph/refusal.ts'
import { schema } from './graph/schema.ts'
import { graphiqlSettings } from './graphiql.ts'
import type { History } from './history/history.ts'
import { createAllowances } from './http/allowances.ts'
import { REPORT_HEADER, useAskerLifetime, useCostReport, useFailureLimit } from './http/askers.ts'
import { LARGEST_FORM, useBodyLimit } from './http/body-limit.ts'
import { createCallers } from './http/callers.ts'
import { createFileRoutes } from './http/files.ts'
import { createListener } from './http/listener.ts'
import { useMultipart } from './http/multipart.ts'
import { usePace } from './http/pace.ts'
import { usePageHeaders } from './http/page-headers.ts'
import { useRequestLog } from './http/request-log.ts'
import { useRequestShape } from './http/request-shape.ts'
import { useRoutes } from './http/routes.ts'
import { createRunner, type Runner } from './jobs/runner.ts'
import { createLog, type Log } from './log.ts'
import type { Store } from './store/store.ts'
import type { Upstream } from './upstream/upstream.ts'

export interface ServerOptions {
  readonly config: Config
  readonly upstream: Upstream
  /** Stays open for as long as the server answers. */
  readonly store: Store
  /** Whoever made it starts it, and stops it before the store is closed. */
  readonly history: History
  /** Without one nothing is logged. */
  readonly log?: Log
  /** Told of what somebody who runs this server must mend; clients are only told that there is something. By default it is logged. */
  readonly onFault?: (error: unknown) => void
  /** What users may run where that is enforced; without it, nothing. */
  readonly trustedDocuments?: TrustedDocuments
  /** Told of what users run that is not trusted, where that is reported. */
  readonly onUntrusted?: (found: Untrusted) => void
  /** Milliseconds since 1970. */
  readonly calendar?: () => number
}

export interface Server {
  /** Listens, and resolves to the URL of the GraphQL endpoint. */
  listen(): Promise<string>
  /** Takes up the jobs that an earlier process has left, and does those that come. Until then they wait. */
  startJobs(): Promise<void>
  /** Accepts nothing new, finishes what it has accepted, and resolves when that is done or the time is up. */
  drain(): Promise<void>
  /** The endpoint without a socket, for tests. */
  fetch(request: Request): Promise<Response> | Response
}

export { REPORT_HEADER }

const ENDPOINT = '/graphql'

/** The HTTP server. */
export function createServer(options: ServerOptions): Server {
  const { config, upstream, store } = options
  const parts = partsOf(options)
  const { callers, documents, isOpen } = parts
  const admitted = new WeakSet<object>()
  const files = createFileRoutes({
    ...parts,
    ...config.files,
    corsOrigins: config.corsOrigins,
    now: upstream.now,
    onAdmit: (request) => void admitted.add(request),
  })
  const listener = createListener(
    { ...config, slow: { isAdmitted: (request) => admitted.has(request), ms: config.files.timeoutMs } },
    (request, response) =>
      files.takes(request) ? void files.answer(request, response) : void yoga(request, response),
  )
  const isReady = async () => !listener.isDraining() && (await upstream.ready()) === undefined
  const mask = (error: unknown) => toRefusal(error, { onFault: parts.onFault, isOpen })

  const yoga = createYoga<object, Context>({
    schema,
    graphqlEndpoint: ENDPOINT,
    healthCheckEndpoint: '/health',
    landingPage: false,
    logging: false,
    multipart: false,
    maxRequestBodySize: LARGEST_FORM,
    extraParamNames: config.trustedDocuments.step === 'off' ? [] : [ID_PARAMETER],
    parserAndValidationCache: documents.caches,
    cors: config.corsOrigins.length === 0 ? false : { origin: [...config.corsOrigins], credentials: false },
    renderGraphiQL: async (options) => {
      // Ten megabytes, which no server needs whose page nobody opens.
      const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
      return renderGraphiQL(options)
    },
    // Yoga serves the page before it asks the plugins.
    graphiql: async (request) => (await callers.isAdmin(request)) && pageOf(config),
    plugins: [useReadinessCheck({ endpoint: '/ready', check: isReady }), ...pluginsOf(parts, mask)],
    maskedErrors: { maskError: mask },
    context: parts.contextOf,
  })

  return {
    fetch: (request) => yoga.fetch(request),
    listen: async () => `${await listener.listen()}${ENDPOINT}`,
    startJobs: parts.runner.start,
    async drain() {
      const jobsEnd = parts.runner.drain()
      // A send under a key goes on without its client.
      await listener.drain(async () => {
        await Promise.all([store.requests.idle(), jobsEnd])
      })
    },
  }
}

type Parts = ReturnType<typeof partsOf>

/** What the plugins share, and what lives as long as the server. */
function partsOf({
  config,
  upstream,
  store,
  history,
  log = createLog({ level: 'silent' }),
  onFault = (error) => log.error({ error }, 'fault'),
  trustedDocuments = NO_DOCUMENTS,
  onUntrusted = () => {},
  calendar,
}: ServerOptions) {
  const { service, adminKeys, jwt, files } = config
  const isOpen = service === null && adminKeys.length === 0 && jwt === null
  const onOutage = (error: KeysUnavailable) => log.warn({ error }, 'keys of tokens cannot be fetched')
  const readToken = jwt === null ? undefined : createTokenReader(jwt, { onOutage })
  const callers = createCallers({ adminKeys, readToken, isOpen })
  const { appKey } = upstream.app
  const links = createFileLinks({
    ...files,
    appKey,
    ...{ key: files.urlKey, lifeSeconds: files.urlSeconds, now: calendar },
  })
  const allowances = createAllowances(config.user, upstream.now)
  const runner = createRunner({ upstream, store, allowances, onFault })
  const contexts = contextsOf({ config, upstream, store, history, links, runner })
  return {
    ...{ config, upstream, log, onFault, trustedDocuments, onUntrusted, isOpen, callers, links },
    /** What one operation may use. */
    contextOf: ({ request }: { readonly request: Request }) =>
      contexts.ofOperation(request, callers.of(request)),
    /** What a request for a file may use. */
    open: contexts.ofFile,
    openDownload: contexts.ofDownload,
    downloads: createAllowances(
      { ...config.user, requestsAtOnce: config.files.downloadsAtOnce },
      upstream.now,
    ),
    isAdmin: (request: Request) => callers.of(request).kind === 'admin',
    runner,
    allowances,
    documents: createDocumentMemory(),
    answers: createAnswerLimit(config),
  }
}

/** In the order in which a request meets them; `usePace`, the limit of answers and the log stand around all of it. */
function pluginsOf(parts: Parts, mask: (error: unknown) => Error) {
  const { config, upstream, log, isOpen, callers, isAdmin, allowances, documents, answers } = parts
  const { step } = config.trustedDocuments
  return [
    // The request
    useRoutes(ENDPOINT),
    callers.plugin,
    usePace(allowances, { callers, valuesOf: answers.valuesOf }),
    usePageHeaders(),
    useRequestShape(),
    useMultipart(),
    useBodyLimit(),
    // The document
    useTokenLimit(),
    ...(step === 'off' ? [] : [useTrustedDocuments({ ...parts, step, documents: parts.trustedDocuments })]),
    useIntrospectionFor((request) => isOpen || isAdmin(request)),
    useDocumentLimits(config),
    useMaskedValidation(mask),
    documents.plugin,
    // The answer
    useAskerLifetime(),
    useFailureLimit(),
    useCostReport(upstream, { isOpen }),
    answers.plugin,
    useRequestLog({ log, callers, now: upstream.now }),
  ]
}

interface ContextParts {
  readonly config: Config
  readonly upstream: Upstream
  readonly store: Store
  readonly history: History
  readonly links: FileLinks
  readonly runner: Runner
}

/** Makes what one request may use. */
function contextsOf({ config, upstream, store, history, links, runner }: ContextParts) {
  let requests = 0
  const nameOf = (caller: Caller) => {
    requests += 1
    // Behind an admin key may be many: there being fair means being fair between requests.
    return caller.kind === 'user' ? `user ${caller.username}` : `request ${requests}`
  }
  // Whoever has a link can open it: whom it was shown to must not wait for that, nor anybody else.
  const nameOfLinks = (caller: Caller) =>
    caller.kind === 'user' ? `files of ${caller.username}` : 'files of admins'
  const { timeoutMs } = config.files
  const open = (caller: Caller, name: string, timeoutMs?: number): Context =>
    createContext({
      upstream,
      store,
      history,
      runner,
      asker: upstream.asker(name, timeoutMs),
      caller,
      settings: config,
      links,
    })
  return {
    ofFile: (caller: Caller) => open(caller, nameOf(caller), timeoutMs),
    ofDownload: (caller: Caller) => open(caller, nameOfLinks(caller), timeoutMs),
    ofOperation({ signal }: Request, caller: Caller) {
      const context = open(caller, nameOf(caller))
      const { asker } = context
      const leave = () => asker.leave(new Error('the client left'))
      signal.addEventListener('abort', leave, { once: true })
      // A listener left behind would keep the request in memory for longer than it lasts.
      asker.onLeave(() => signal.removeEventListener('abort', leave))
      return context
    },
  }
}

function pageOf({ service }: Config) {
  return {
    title: 'easemob-graphql',
    ...graphiqlSettings({ isSandbox: service === null }),
    additionalHeaders: { [REPORT_HEADER]: '1' },
  }
}
