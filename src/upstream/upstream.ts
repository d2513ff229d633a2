import { createAdmission, firstWrite } from './admission.ts'
import { Asker } from './asker.ts'
import { type BackgroundCall, createBackgroundCall } from './background.ts'
import type { BatchTiming } from './batcher.ts'
import { Batches } from './batches.ts'
import { createBudget } from './budget.ts'
import { createBurdens } from './burdens.ts'
import { createCache } from './cache.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Contract, loadContract, type OperationId } from './contract.ts'
import { type Call, createDispatch } from './dispatch.ts'
import { openStream, type StreamId } from './download.ts'
import { UpstreamError } from './errors.ts'
import { createFreshness } from './freshness.ts'
import { createLatency } from './latency.ts'
import { type BatchesOf, createMemo } from './memo.ts'
import { createRates, type RateProfile } from './rates.ts'
import type { AppSettings, Lifetime, Read, Write } from './reads.ts'
import { createDownloads, type Downloads } from './remote-file.ts'
import { createRetryTiming } from './retry.ts'
import { type Sender, withBudgetAndRetry, withToken } from './sender.ts'
import type { ByteStream } from './streams.ts'
import { createToken } from './token.ts'
import { makeWrite } from './write.ts'

export interface UpstreamConfig {
  /** `https://host/org/app`, no slash at its end. */
  readonly baseUrl: string
  readonly app: AppSettings
  readonly clientId: string
  readonly clientSecret: string
  readonly callsPerSecond: number
  readonly guardMs: number
  readonly rateProfile: RateProfile
  readonly callTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly callLimit: number
  readonly singleCallLimit: number
  readonly batch: BatchTiming
  readonly lifetimesMs: Readonly<Record<Lifetime, number>>
  readonly cacheEntries: number
}

/** What tests replace. */
export interface UpstreamParts {
  readonly clock?: Clock
  readonly random?: () => number
  readonly contract?: Contract
}

/** One request's way to the service. */
export interface Client {
  readonly app: AppSettings
  /** A remembered value comes back at once, any other as a promise. */
  read<Key, Value, Id extends OperationId>(read: Read<Key, Value, Id>, key: Key): Value | Promise<Value>
  /** Makes one call; see `makeWrite` for how it fails. */
  write<Outcome, Id extends OperationId>(write: Write<Outcome, Id>): Promise<Outcome>
  /** Begins to fetch a file; see `openStream`. */
  open(call: Call<StreamId>): Promise<ByteStream>
  /** Throws `WRITE_TOO_LARGE` when so many calls cannot be made in the time this request has left. */
  assertFits(write: {
    lane: Write<unknown>['lane']
    operation: OperationId
    calls: number
    targetsPerCall: number
    /** Each call waits for the answer to the one before. */
    oneByOne?: boolean
    /** What to do where they cannot. Default: to send it in parts. */
    advice?: string
  }): void
  /** Counts one more call, beyond those that are planned; throws when the request may make no more of them. */
  priceCall(operation: OperationId): void
  /** Keys or targets that one call of the operation takes. */
  batchMax(operation: OperationId): number
}

export interface Upstream {
  /** Opens the way for one request. The asker must be told when the request leaves. */
  open(asker: Asker): Client
  /** A new request; `caller` is whom to be fair to. It may take `requestTimeoutMs`, unless it says otherwise. */
  asker(caller: string, timeoutMs?: number): Asker
  /** A call that nobody waits for. */
  readonly inBackground: BackgroundCall
  readonly downloads: Pick<Downloads, 'open'>
  readonly app: AppSettings
  /** What is done without a client: it has all the time, and takes only what requests leave. */
  patientAsker(caller: string): Asker
  /** Whether the service does what it is asked: makes one call that changes nothing. Rejects with why not. */
  probe(asker: Asker): Promise<void>
  /** Milliseconds of the clock that all of this goes by. */
  now(): number
  /** Runs something later by that clock; the answer takes it back. */
  after: Clock['after']
  /** Calls that could start now. */
  budgetLeft(): number
  /** Fetches the token ahead of the first request. Resolves to the failure when there is none. */
  ready(): Promise<UpstreamError | undefined>
  close(): Promise<void>
}

/** Everything the process shares, put together. Reads from the wire outwards. */
export function createUpstream(config: UpstreamConfig, parts: UpstreamParts = {}): Upstream {
  const clock = parts.clock ?? systemClock
  const contract = parts.contract ?? loadContract()
  const windowMs = 1000 + config.guardMs
  const rates = createRates(contract, config.rateProfile, config.guardMs)
  const freshness = createFreshness(clock)
  const random = parts.random ?? Math.random
  const timing = createRetryTiming(clock, random)
  const latency = createLatency(clock)
  const burdens = createBurdens()

  const { dispatch, close } = createDispatch({
    ...config,
    clock,
    contract,
    limiterSays503: config.rateProfile === 'seed',
  })
  const budget = createBudget({ clock, limit: config.callsPerSecond, windowMs, windowsOf: rates.windowsOf })
  const hasOneRate = config.rateProfile === 'seed'
  const paid = { budget, contract, timing, clock, latency, hasOneRate }
  const sendBare = withBudgetAndRetry(dispatch, paid)
  const token = createToken(fetchToken, clock)
  budget.useGate(token)
  const signed = withToken(dispatch, token)
  const send = withBudgetAndRetry(signed, paid)
  const inBackground = createBackgroundCall({ budget, dispatch: signed, clock, app: config.app })
  const downloads = createDownloads(clock)
  const admission = createAdmission(budget, config.requestTimeoutMs, random)
  const sender: Sender = { budget, admit: admission.admit, send }

  async function fetchToken() {
    const reply = await sendBare(
      {
        operation: 'token-app',
        body: {
          grant_type: 'client_credentials',
          client_id: config.clientId,
          client_secret: config.clientSecret,
        },
      },
      {
        lane: 'token',
        claimant: () => ({ caller: 'token', standing: 'begun', since: clock.now() }),
        signal: new AbortController().signal,
      },
    )
    return { accessToken: reply.access_token, expiresInSeconds: reply.expires_in }
  }

  const known = new Map<object, unknown>()
  const batchesOf: BatchesOf = <Key, Value, Id extends OperationId>(read: Read<Key, Value, Id>) => {
    const filed = known.get(read)
    // Filed under the read itself, so they can only be those of its types.
    if (filed !== undefined) return filed as Batches<Key, Value, Id>
    const lifetimeMs = config.lifetimesMs[read.lifetime]
    const batches = new Batches(read, {
      clock,
      timing: config.batch,
      max: contract.operation(read.operation).batchMax,
      cache: createCache<Value>({ clock, freshness, lifetimeMs, maxEntries: config.cacheEntries }),
      sender,
      freshness,
      settings: config.app,
    })
    known.set(read, batches)
    return batches
  }

  function open(asker: Asker): Client {
    const memo = createMemo(asker, batchesOf)
    return {
      app: config.app,
      read(read, key) {
        const known = batchesOf(read).known(key)
        if (known === undefined) return memo.load(read, key)
        asker.cacheHits += 1
        return known.value
      },
      async write(write) {
        try {
          return await makeWrite(write, asker, { sender, freshness, settings: config.app })
        } finally {
          memo.clear()
        }
      },
      open: (call) => openStream(call, asker, sender),
      assertFits({ lane, oneByOne = false, advice = 'Send it in parts.', ...planned }) {
        const { operation, calls } = planned
        admission.admit(asker, firstWrite(lane, operation))
        const answersMs = oneByOne ? calls * latency.callMs() : 0
        const startsMs = budget.estimate(lane, planned)
        const aloneMs = Math.max(startsMs.aloneMs, answersMs)
        const inLineMs = Math.max(startsMs.inLineMs, answersMs)
        if (aloneMs > config.requestTimeoutMs) {
          const hint = `It needs ${calls} calls, about ${Math.ceil(aloneMs / 1000)} s. ${advice}`
          throw new UpstreamError('WRITE_TOO_LARGE', operation, { notExecuted: true, hint })
        }
        const missingMs = Math.ceil(clock.now() + inLineMs - asker.deadline)
        if (missingMs > 0) {
          throw new UpstreamError('UPSTREAM_BUSY', operation, { notExecuted: true, retryAfterMs: missingMs })
        }
      },
      priceCall: (operation) => asker.priceCall(operation),
      batchMax: (operation) => contract.operation(operation).batchMax,
    }
  }

  function askerWith(caller: string, timeoutMs: number): Asker {
    const asker = new Asker({
      caller,
      burden: burdens.join(caller),
      clock,
      timeoutMs,
      callLimit: config.callLimit,
      singleCallLimit: config.singleCallLimit,
    })
    asker.onLeave(() => burdens.leave(caller))
    return asker
  }

  return {
    open,
    asker: (caller, timeoutMs = config.requestTimeoutMs) => askerWith(caller, timeoutMs),
    patientAsker: (caller) => askerWith(caller, Number.POSITIVE_INFINITY),
    async probe(asker) {
      const leaving = new AbortController()
      const stay = asker.onLeave((reason) => leaving.abort(reason))
      const operation = 'user-list'
      const onStart = () => asker.paid({ operation, keys: 1, filled: 1, capacity: 1, shared: false })
      const sending = { lane: 'background', claimant: () => asker, signal: leaving.signal, onStart } as const
      await sender.send({ operation, query: { limit: 1 } }, sending).finally(stay)
    },
    inBackground,
    downloads,
    app: config.app,
    now: clock.now,
    after: clock.after,
    budgetLeft: budget.left,
    async ready() {
      if (!token.isOpen()) await token.open().catch(() => {})
      return token.isOpen() ? undefined : token.failure
    },
    async close() {
      await Promise.all([close(), downloads.close()])
    },
  }
}
