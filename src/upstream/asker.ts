import type { Burden } from './burdens.ts'
import type { Clock } from './clock.ts'
import { UpstreamError } from './errors.ts'
import type { Claimant, Standing } from './turns.ts'

/** What one request cost, as it is told in `extensions.upstream`. */
export interface OperationCost {
  /** Calls in which this request had a key. */
  readonly calls: number
  /** Its keys in them. */
  readonly keys: number
  /** Keys of all requests in those calls together, and how many would have fitted. */
  readonly filled: number
  readonly capacity: number
}

export interface PaidCall {
  readonly operation: string
  readonly keys: number
  readonly filled: number
  readonly capacity: number
  /** Other requests have keys in it. */
  readonly shared: boolean
}

export interface AskerOptions {
  /** Whom to be fair to: the viewer where known, else the request itself. */
  readonly caller: string
  /** Of all requests of this caller; its own is added. */
  readonly burden?: Burden
  readonly clock: Clock
  /** Time the whole request may take, in ms. Infinite: no client waits for it, so that it takes what others leave. */
  readonly timeoutMs: number
  /** Upstream calls the request may need at most. */
  readonly callLimit: number
  /** Of one operation, how many objects a request may ask about that need a call each, or are a partition each. */
  readonly singleCallLimit: number
}

/** What one more key adds to the calls that a request needs. */
export interface KeyPrice {
  readonly operation: string
  readonly keysPerCall: number
  /** Keys of different partitions cannot share a call. */
  readonly partition?: string | undefined
}

/** A request that needs or has had more calls than this is a large one: it takes turns with all others. */
const FAIR_SHARE_CALLS = 10
/** And so is each request of a caller whose requests under way need more than this: many small ones are a large one. */
const FAIR_SHARE_OF_CALLER = 3 * FAIR_SHARE_CALLS

/**
 * One GraphQL request as the upstream layer sees it: whom to be fair to, when to give up, what it cost.
 * Everything it waits for ends when it leaves: because its client left, or because its time is up.
 */
export class Asker implements Claimant {
  readonly caller: string
  /** When it arrived, in ms. */
  readonly since: number
  readonly deadline: number
  readonly isPatient: boolean
  /** The calls that started for it, by operation. */
  readonly costs = new Map<string, OperationCost>()
  /** Keys of it that others had asked for already: they travel in a call that is made anyway. */
  joinedKeys = 0
  /** Calls that carried keys of other requests as well. */
  sharedCalls = 0
  cacheHits = 0
  /** Time from the first wish for a permit to the last permit, in ms, summed over waits that did not overlap. */
  waitedMs = 0
  /** Permits that were given in its name. */
  permits = 0
  /** Those of them for calls that others could share. */
  batchPermits = 0
  admitted = false
  /** Why no call may be made for it any more. */
  left: unknown

  readonly #burden: Burden
  readonly #clock: Clock
  readonly #callLimit: number
  readonly #singleCallLimit: number
  readonly #onLeave = new Set<(reason: unknown) => void>()
  readonly #price = new Map<string, number>()
  readonly #partitions = new Map<string, number>()
  #callsPriced = 0
  /** What it has added to the burden. */
  #weight = 0
  #branches = 0
  #heldLeaves: (() => void)[] = []
  #waitedUntil = 0
  #stays = 0
  /** Why it would have left, had it not been kept. */
  #postponed: unknown
  #cancelDeadline: () => void

  constructor(options: AskerOptions) {
    this.caller = options.caller
    this.#burden = options.burden ?? { calls: 0, requests: 1 }
    this.#clock = options.clock
    this.#callLimit = options.callLimit
    this.#singleCallLimit = options.singleCallLimit
    this.since = options.clock.now()
    this.deadline = this.since + options.timeoutMs
    this.isPatient = options.timeoutMs === Number.POSITIVE_INFINITY
    // Whoever has all the time is never refused for the time that it would take.
    this.admitted = this.isPatient
    this.#cancelDeadline = this.isPatient
      ? () => {}
      : options.clock.after(options.timeoutMs, () =>
          this.leave(
            new UpstreamError('UPSTREAM_TIMEOUT', 'request', { hint: 'The request took too long.' }),
          ),
        )
  }

  /** A call has started for it, in its own name or another's. */
  get begun(): boolean {
    return this.costs.size > 0
  }

  /** A request goes on before others begin, unless it asks for more than its fair share. */
  get standing(): Standing {
    const isLarge = Math.max(this.#callsPriced, this.permits) > FAIR_SHARE_CALLS
    if (isLarge || this.#burden.calls > FAIR_SHARE_OF_CALLER) return 'large'
    return this.begun ? 'begun' : 'new'
  }

  now(): number {
    return this.#clock.now()
  }

  /** Runs `stop` when the request leaves; the answer takes that back. */
  onLeave(stop: (reason: unknown) => void): () => void {
    if (this.left !== undefined) stop(this.left)
    else this.#onLeave.add(stop)
    return () => this.#onLeave.delete(stop)
  }

  /** Leaves at `time` if no call has started for it until then. */
  leaveUnlessBegun(time: number, reasonOf: () => unknown): void {
    const cancel = this.#clock.after(time - this.now(), () => {
      if (!this.begun) this.leave(reasonOf())
    })
    this.onLeave(cancel)
  }

  /**
   * Keeps the request while its client leaves: what it has begun is worth finishing. Its time ends it as before. The
   * answer takes that back.
   */
  stay(): () => void {
    let isOver = false
    this.#stays += 1
    return () => {
      if (isOver) return
      isOver = true
      this.#stays -= 1
      if (this.#stays === 0 && this.#postponed !== undefined) this.leave(this.#postponed)
    }
  }

  /** Ends every wait of this request. Calls that others share go on for them. */
  leave(reason: unknown): void {
    if (this.left !== undefined) return
    if (this.#stays > 0 && !(reason instanceof UpstreamError)) {
      this.#postponed = reason
      return
    }
    this.left = reason instanceof UpstreamError ? reason : endedBefore(reason)
    this.#cancelDeadline()
    this.#burden.calls -= this.#weight
    this.#heldLeaves = []
    for (const stop of [...this.#onLeave]) stop(this.left)
    this.#onLeave.clear()
  }

  /** Counts one more key of an operation; throws when the request would need more calls than it may make. */
  price({ operation, keysPerCall, partition }: KeyPrice): void {
    const priced = partition === undefined ? operation : JSON.stringify([operation, partition])
    const keys = (this.#price.get(priced) ?? 0) + 1
    // A partition needs calls of its own however few its keys are: it is one object more, like a key without company.
    const isNewPartition = partition !== undefined && keys === 1
    const partitions = (this.#partitions.get(operation) ?? 0) + (isNewPartition ? 1 : 0)
    if (Math.max(partitions, keysPerCall === 1 ? keys : 0) > this.#singleCallLimit) {
      throw new UpstreamError('UPSTREAM_CALL_LIMIT', operation, {
        hint: `The service answers it for one object a call: a request may ask for ${this.#singleCallLimit}. Ask for it in shorter lists (\`first\`).`,
        notExecuted: true,
      })
    }
    if ((keys - 1) % keysPerCall === 0) this.priceCall(operation)
    this.#price.set(priced, keys)
    this.#partitions.set(operation, partitions)
  }

  /** Counts one more call; throws when the request would need more of them than it may make. */
  priceCall(operation: string): void {
    if (this.#callsPriced >= this.#callLimit) {
      throw new UpstreamError('UPSTREAM_CALL_LIMIT', operation, {
        hint: `It may make ${this.#callLimit}. Ask for smaller pages (\`first\`), fewer aliases, or fewer levels.`,
        notExecuted: true,
      })
    }
    this.#callsPriced += 1
    this.#weigh()
  }

  /** A read that can lead to further keys began; the answer tells that it ended. */
  branch(): () => void {
    this.#branches += 1
    let ended = false
    return () => {
      if (ended) return
      ended = true
      this.#branches -= 1
      this.#releaseLeavesSoon()
    }
  }

  /**
   * Runs `handOver` once nothing is under way that could lead to more keys. So all leaf keys of a request go out
   * together, and what it costs does not depend on which answer came first.
   */
  whenOnlyLeavesWait(handOver: () => void): void {
    this.#heldLeaves.push(handOver)
    if (this.#heldLeaves.length === 1) this.#releaseLeavesSoon()
  }

  /** `setImmediate` runs after all promise jobs: the resolvers that an answer wakes have asked by then. */
  #releaseLeavesSoon(): void {
    if (this.#branches > 0 || this.#heldLeaves.length === 0) return
    setImmediate(() => {
      if (this.#branches > 0) return
      const leaves = this.#heldLeaves
      this.#heldLeaves = []
      for (const handOver of leaves) handOver()
    })
  }

  /** Notes a wait for the budget that began at `since` and ends now; overlapping waits count once. */
  waited(since: number): void {
    const now = this.#clock.now()
    this.waitedMs += Math.max(0, now - Math.max(since, this.#waitedUntil))
    this.#waitedUntil = Math.max(this.#waitedUntil, now)
  }

  /** Notes a permit that was given in its name. */
  tookPermit({ forBatch }: { readonly forBatch: boolean }): void {
    this.permits += 1
    if (forBatch) this.batchPermits += 1
    this.#weigh()
  }

  #weigh(): void {
    const weight = Math.max(this.#callsPriced, this.permits)
    // What leaves takes its weight with it, and must not add to it afterwards.
    if (this.left === undefined) this.#burden.calls += weight - this.#weight
    this.#weight = weight
  }

  /** Notes a started call in which it has keys. */
  paid({ operation, keys, filled, capacity, shared }: PaidCall): void {
    if (shared) this.sharedCalls += 1
    const cost = this.costs.get(operation) ?? { calls: 0, keys: 0, filled: 0, capacity: 0 }
    this.costs.set(operation, {
      calls: cost.calls + 1,
      keys: cost.keys + keys,
      filled: cost.filled + filled,
      capacity: cost.capacity + capacity,
    })
  }
}

/** Nobody reads it: the client has left or has its answer. As an error of this kind it is no fault of this server. */
function endedBefore(cause: unknown): UpstreamError {
  return new UpstreamError('UPSTREAM_TIMEOUT', 'request', { cause, hint: 'The request had ended before.' })
}
