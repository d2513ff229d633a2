import type { IncomingMessage, ServerResponse } from 'node:http'
import { htmlReply, VendorError } from './answer.ts'
import type { Application } from './call.ts'
import { type CallRecord, createCallLog } from './calls.ts'
import { systemClock } from './clock.ts'
import { createExecution, isOf } from './execution.ts'
import { createFaults, type Ending, endingOf, type FaultRule, reachLimitReply } from './faults.ts'
import { answerFile, isOfStorage } from './history.ts'
import { finish, readBytes, readLeniently, readWireCall, type WireCall } from './http.ts'
import { createLatency } from './latency.ts'
import { createLimiter } from './limiter.ts'
import type { SandboxOptions } from './options.ts'
import { createRandom } from './random.ts'
import { seedStore } from './seed.ts'
import { createStore, type Store } from './store.ts'
import { expireTokens } from './token.ts'

/** The vendor's part, from the first byte of a call to the last of its answer; knows no port. */
export interface Vendor {
  readonly application: Application
  readonly store: Store
  readonly calls: readonly CallRecord[]
  readonly downloads: readonly CallRecord[]
  clearCalls(): void
  fault(rule: FaultRule): () => void
  expireTokens(): void
  converse(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Answers that wait for their latency are never sent. */
  cancelWaiting(): void
}

const SIXTY_DAYS_SECONDS = 60 * 24 * 3600

/** The life of a call: counted, recorded, read, perhaps made to fail, executed, held back, answered. */
export function createVendor(options: SandboxOptions): Vendor {
  const { clock = systemClock, latencyMs = 0, jitterMs = 0, random = createRandom(6) } = options
  const application = applicationOf(options)
  const store = createStore()
  const home = `${application.org}/${application.app}`
  seedStore(store, options.seed, { nowMs: clock.now(), home })
  const limiter = createLimiter(options.callsPerSecond ?? 30)
  const log = createCallLog()
  const downloads = createCallLog()
  const faults = createFaults()
  const execute = createExecution({ application, store, clock })
  const latency = createLatency({ clock, latencyMs, jitterMs, random })

  async function converse(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = clock.now()
    if (isOfStorage(readWireCall(request).segments)) return download(request, response)
    const admitted = limiter.admit(at) // before anything is read: a call counts when it arrives
    const wire = readWireCall(request)
    const { method, query } = wire
    const signed = request.headers.authorization !== undefined
    const thumbnail = request.headers.thumbnail === 'true'
    const record = log.open({ at, method, path: pathOf(application, wire), query, signed, thumbnail })
    const body = await readBody(request)
    if (body === 'aborted') return
    record.body = body.value

    const now = Math.floor(clock.now())
    const fault = admitted ? faults.take(record) : undefined
    const arrived = { wire, headers: request.headers, bytes: body.bytes }
    const ending = admitted
      ? endingOf(fault ?? { kind: 'delay' }, () => execute(arrived), now)
      : refusalOf(options.refusal ?? 503, now)
    latency.hold(fault?.delayMs ?? 0, () => {
      if (ending.reply) record.status = ending.reply.status
      finish(response, ending)
    })
  }

  /** The storage is another service: its answers are no calls, and count for no rate. */
  function download(request: IncomingMessage, response: ServerResponse): void {
    const { method, segments, query } = readWireCall(request)
    const { authorization } = request.headers
    const signed = authorization !== undefined
    const record = downloads.open({ at: clock.now(), method, path: `/${segments.join('/')}`, query, signed })
    const now = Math.floor(clock.now())
    const fault = faults.take(record) ?? { kind: 'delay' }
    const answer = () => answerFile({ segments, query, authorization, now }, store)
    const ending = endingOf(fault, answer, now)
    if (ending.reply) record.status = ending.reply.status
    finish(response, ending)
  }

  return {
    application,
    store,
    calls: log.records,
    downloads: downloads.records,
    clearCalls() {
      log.clear()
      downloads.clear()
    },
    fault: faults.add,
    expireTokens: () => expireTokens(store),
    converse,
    cancelWaiting: latency.cancel,
  }
}

function applicationOf(options: SandboxOptions): Application {
  return {
    org: options.org ?? 'demo-org',
    app: options.app ?? 'demo-app',
    clientId: options.clientId ?? 'demo-client-id',
    clientSecret: options.clientSecret ?? 'demo-client-secret',
    tokenTtlSeconds: options.tokenTtlSeconds ?? SIXTY_DAYS_SECONDS,
    threadKick: options.threadKick ?? 'thread',
    registrationOpen: options.registrationOpen ?? false,
    broadcastsOpen: options.broadcastsOpen ?? true,
    recallOpen: options.recallOpen ?? true,
    editingOpen: options.editingOpen ?? true,
    reactionsOpen: options.reactionsOpen ?? true,
    roamingOpen: options.roamingOpen ?? true,
    uuid: '8be024f0-e978-11e8-b697-5d598d5f8402',
  }
}

/** The two generations of "too many calls": 503 with a page of HTML, or 429 with an error envelope. */
function refusalOf(status: 503 | 429, now: number): Ending {
  const reply = status === 429 ? reachLimitReply(now) : htmlReply(503, 'Service Temporarily Unavailable')
  return { kind: 'reply', reply }
}

function pathOf(application: Application, wire: WireCall): string {
  const segments = isOf(application, wire) ? wire.segments.slice(2) : wire.segments
  return `/${segments.join('/')}`
}

/** The body for the log at once, and for the operation when it asks; too large a body fails only then. */
async function readBody(request: IncomingMessage) {
  try {
    const bytes = await readBytes(request)
    return { value: readLeniently(bytes, request.headers['content-type']), bytes: () => bytes }
  } catch (failure) {
    if (!(failure instanceof VendorError)) return 'aborted'
    const bytes = (): Buffer => {
      throw failure
    }
    return { value: undefined, bytes }
  }
}
