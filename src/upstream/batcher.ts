import type { Asker } from './asker.ts'
import type { Cache } from './cache.ts'
import type { Claim, HasLeft } from './claim.ts'
import type { Clock } from './clock.ts'
import type { OperationId } from './contract.ts'
import { noteCosts } from './costs.ts'
import { UpstreamError } from './errors.ts'
import type { Freshness } from './freshness.ts'
import { type Entry, FairQueue, type Waiter } from './queue.ts'
import type { AppSettings, Read } from './reads.ts'
import type { Sender } from './sender.ts'
import type { Claimant } from './turns.ts'

export interface BatchTiming {
  /** A batch asks for its permit when no key has come for this long, in ms … */
  readonly idleMs: number
  /** … or this long after its first key. */
  readonly longestMs: number
  /** While permits are scarce it lets others pass until it is full or this old, in ms. */
  readonly ripeMs: number
}

export interface BatcherParts<Value> {
  readonly clock: Clock
  readonly timing: BatchTiming
  /** Keys that one call takes. */
  readonly max: number
  readonly cache: Cache<Value>
  readonly sender: Sender
  readonly freshness: Freshness
  readonly settings: AppSettings
}

/** Entries that travel in one call. */
interface Batch<Key, Value> {
  readonly entries: readonly Entry<Key, Value>[]
  readonly controller: AbortController
  /** When it started, for the freshness of what it answers. */
  readonly moment: number
}

/** An end even for a crowd that never ends. */
const TURNS_MAX = 50

/**
 * Gathers the keys of one operation from all requests and turns them into as few calls as they need.
 *
 * A batch is sealed when its permit comes, not before: while it waits it goes on gathering. A key that is under way
 * already is joined, one whose last waiter has left is dropped.
 */
export class Batcher<Key, Value, Id extends OperationId> {
  readonly #queue: FairQueue<Key, Value>
  readonly #underWay = new Map<string, { entry: Entry<Key, Value>; batch: Batch<Key, Value> }>()
  readonly #claim: Claim
  #asked = false
  #lastKeyAt = 0
  #gatheringSince = 0
  #cancelTimer: (() => void) | undefined

  constructor(
    private readonly read: Read<Key, Value, Id>,
    private readonly parts: BatcherParts<Value>,
  ) {
    const { clock, max, sender, timing } = parts
    this.#queue = new FairQueue(sender.budget.turnsOf('read'))
    this.#claim = {
      lane: 'read',
      operation: read.operation,
      claimant: () => this.#queue.claimant() ?? { caller: '', standing: 'new', since: clock.now() },
      isRipe: (now) => this.#queue.size >= max || now - (this.#queue.oldestSince ?? now) >= timing.ripeMs,
      permits: () => (this.#asked ? Math.ceil(this.#queue.size / max) : 0),
      smallPermits: () => (this.#asked ? Math.ceil(this.#queue.smallSize / max) : 0),
      targets: () => 1,
      grant: (payer, hasLeft) => this.#start(payer, hasLeft),
      fail: (error) => this.#failAll(error),
    }
  }

  /** The value of a key for a request. Rejects with an `UpstreamError`, or with the reason for which it left. */
  load(key: Key, asker: Asker): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (asker.left !== undefined) return reject(asker.left)
      const endBranch = this.read.leaf ? undefined : asker.branch()
      const settle = <Answer>(tell: (answer: Answer) => void) => {
        return (answer: Answer) => {
          stopListening()
          tell(answer)
          endBranch?.()
        }
      }
      const waiter = { asker, resolve: settle(resolve), reject: settle(reject) }
      const stopListening = asker.onLeave((reason) => {
        this.#withdraw(this.read.idOf(key), waiter)
        waiter.reject(reason)
      })
      if (this.read.leaf) asker.whenOnlyLeavesWait(() => this.#add(key, waiter))
      else this.#add(key, waiter)
    })
  }

  #add(key: Key, waiter: Waiter<Value>): void {
    // One leaf of a request can be what makes it leave; the others are held until now.
    if (waiter.asker.left !== undefined) return
    // A leaf may have waited for its request while another one learned the value.
    const known = this.parts.cache.get(this.read.idOf(key))
    if (known !== undefined) {
      waiter.asker.cacheHits += 1
      waiter.resolve(known.value)
      return
    }
    const id = this.read.idOf(key)
    try {
      waiter.asker.price({
        operation: this.read.operation,
        keysPerCall: this.parts.max,
        partition: this.read.partitionOf?.(key),
      })
      if (this.#join(id, waiter)) return
      this.parts.sender.admit(waiter.asker, {
        lane: 'read',
        operation: this.read.operation,
        leadsFurther: !this.read.leaf,
        isShared: this.parts.max > 1,
        ridesAlong: () => this.#isLeavingWithRoom(),
      })
    } catch (error) {
      waiter.reject(error)
      return
    }
    this.#enqueue({ id, key, waiters: new Set([waiter]), since: this.parts.clock.now() })
  }

  #join(id: string, waiter: Waiter<Value>): boolean {
    const { isFresh } = this.parts.freshness
    const underWay = this.#underWay.get(id)
    const waiting = this.#queue.get(id)
    if (underWay !== undefined && isFresh(this.read.tagsOf(underWay.entry.key), underWay.batch.moment)) {
      underWay.entry.waiters.add(waiter)
    } else if (waiting !== undefined) {
      this.#queue.join(waiting, waiter)
    } else return false
    waiter.asker.joinedKeys += 1
    return true
  }

  /** A batch that waits already goes before all requests not begun, and has room: another key in it costs nothing. */
  #isLeavingWithRoom(): boolean {
    return this.#queue.size % this.parts.max !== 0 && this.#queue.claimant()?.standing === 'begun'
  }

  #enqueue(entry: Entry<Key, Value>): void {
    this.#queue.add(entry)
    this.#lastKeyAt = this.parts.clock.now()
    if (this.#queue.size === 1) this.#gatheringSince = this.#lastKeyAt
    if (this.#queue.size >= this.parts.max) this.#ask()
    else this.#gather()
  }

  /** Waits for more keys; one timer that looks again when it rings, instead of one for each key. */
  #gather(): void {
    if (this.#asked || this.#cancelTimer !== undefined) return
    const { clock, timing } = this.parts
    const now = clock.now()
    const due = Math.min(this.#lastKeyAt + timing.idleMs, this.#gatheringSince + timing.longestMs)
    if (due <= now) this.#ask()
    else this.#cancelTimer = clock.after(due - now, () => this.#look())
  }

  /**
   * The time is up. While the event loop was busy, requests may have come that nobody has read yet: they are read in
   * its next turns, and as long as a turn brings keys, the batch waits for one more.
   */
  #look(turnsLeft = TURNS_MAX): void {
    const before = this.#queue.size
    const turn = setImmediate(() => {
      this.#cancelTimer = undefined
      if (this.#queue.size > before && turnsLeft > 0) this.#look(turnsLeft - 1)
      else if (this.#queue.size > 0) this.#gather()
    })
    this.#cancelTimer = () => clearImmediate(turn)
  }

  #ask(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    if (this.#asked) return
    this.#asked = true
    this.parts.sender.budget.claim(this.#claim)
  }

  /** The permit is there: seal the batch and let it go. What does not fit gathers on. */
  #start(payer: Claimant, permit: HasLeft): void {
    const batch = {
      entries: this.#queue.take(this.parts.max, payer.caller),
      controller: new AbortController(),
      moment: this.parts.freshness.moment(),
    }
    for (const entry of batch.entries) this.#underWay.set(entry.id, { entry, batch })
    this.#asked = this.#queue.size >= this.parts.max
    if (this.#queue.size > 0) this.#gather()
    void this.#run(batch, { payer, permit })
  }

  async #run(
    batch: Batch<Key, Value>,
    { payer, permit }: { payer: Claimant; permit?: HasLeft },
  ): Promise<void> {
    const keys = batch.entries.map((entry) => entry.key)
    try {
      const reply = await this.parts.sender.send(
        { operation: this.read.operation, ...this.read.call(keys, this.parts.settings) },
        {
          lane: 'read',
          claimant: () => ({ ...payer, standing: 'begun' }),
          signal: batch.controller.signal,
          ...(permit === undefined ? {} : { permit }),
          onStart: (since) =>
            noteCosts(this.read.operation, batch.entries, { max: this.parts.max, payer, since }),
        },
      )
      const answers = this.read.answers(reply, keys, this.parts.settings)
      for (const entry of batch.entries) {
        const answer = answers.get(entry.id)
        this.#settle(entry, answer === undefined ? this.read.missing(entry.key) : answer, batch)
      }
    } catch (error) {
      await this.#failed(batch, error, payer)
    }
  }

  /** A 404 names no key: when one of several is missing, ask for the halves. */
  async #failed(batch: Batch<Key, Value>, error: unknown, payer: Claimant): Promise<void> {
    const { notFound } = this.read
    const [only] = batch.entries
    if (!(error instanceof UpstreamError) || error.code !== 'NOT_FOUND' || notFound === undefined) {
      const failure = error instanceof Error ? error : new Error(String(error))
      for (const entry of batch.entries) this.#settle(entry, failure, batch)
    } else if (batch.entries.length === 1 && only !== undefined) {
      this.#settle(only, notFound(only.key), batch)
    } else {
      const middle = Math.ceil(batch.entries.length / 2)
      const halves = [batch.entries.slice(0, middle), batch.entries.slice(middle)]
      await Promise.all(halves.map((entries) => this.#runHalf({ ...batch, entries }, payer)))
    }
  }

  /** A batch full of unknown keys would cost twice as many calls as it has keys: somebody's limit must allow them. */
  async #runHalf(batch: Batch<Key, Value>, payer: Claimant): Promise<void> {
    try {
      batch.entries.find(hasWaiters)?.waiters.values().next().value?.asker.priceCall(this.read.operation)
    } catch (error) {
      return this.#failed(batch, error, payer)
    }
    return this.#run(batch, { payer })
  }

  #settle(entry: Entry<Key, Value>, answer: Value | Error, batch: Batch<Key, Value>): void {
    if (this.#underWay.get(entry.id)?.entry === entry) this.#underWay.delete(entry.id)
    // What a write overtook is for those who asked before it, and must not replace what was learned since.
    const tags = this.read.tagsOf(entry.key)
    const isNews = !(answer instanceof Error) && this.parts.freshness.isFresh(tags, batch.moment)
    if (isNews) this.parts.cache.set(entry.id, { value: answer, moment: batch.moment, tags })
    for (const waiter of [...entry.waiters]) {
      if (answer instanceof Error) waiter.reject(answer)
      else waiter.resolve(answer)
    }
    entry.waiters.clear()
  }

  #withdraw(id: string, waiter: Waiter<Value>): void {
    const waiting = this.#queue.get(id)
    if (waiting?.waiters.has(waiter)) this.#queue.leave(waiting, waiter)
    const underWay = this.#underWay.get(id)
    if (underWay?.entry.waiters.delete(waiter)) this.#abandonUnused(underWay.batch)
    if (this.#queue.size > 0) return
    this.#asked = false
    this.parts.sender.budget.withdraw(this.#claim)
  }

  /** A call that nobody waits for any more is ended; one that others wait for goes on. */
  #abandonUnused(batch: Batch<Key, Value>): void {
    if (batch.entries.some((entry) => entry.waiters.size > 0)) return
    for (const entry of batch.entries) {
      if (this.#underWay.get(entry.id)?.entry === entry) this.#underWay.delete(entry.id)
    }
    batch.controller.abort(new Error('everybody who waited for this call has left'))
  }

  #failAll(error: unknown): void {
    this.#asked = false
    for (const entry of this.#queue.takeAll()) {
      for (const waiter of [...entry.waiters]) waiter.reject(error)
    }
  }
}

function hasWaiters<Key, Value>({ waiters }: Entry<Key, Value>): boolean {
  return waiters.size > 0
}
