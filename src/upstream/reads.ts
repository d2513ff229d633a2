import type { Lane } from './claim.ts'
import type { OperationId, ReplyOf } from './contract.ts'
import type { Call } from './dispatch.ts'

/** How long a kind of fact may be remembered; the lifetimes are options (`CACHE_*_MS`). */
export type Lifetime = 'profile' | 'status' | 'account' | 'detail' | 'list'

/** What reads and writes need to know of the app they are about. */
export interface AppSettings {
  /** `org#app`: some answers put it before user names. */
  readonly appKey: string
  /** The user attributes to ask for; all of them always, so that all callers share one call. */
  readonly profileProperties: readonly string[]
}

/**
 * A read by key, as data: what to ask, how to read the answer, what a gap means. How keys become calls is the
 * batcher's business, and the same for all.
 */
export interface Read<Key, Value, Id extends OperationId = OperationId> {
  readonly operation: Id
  readonly lifetime: Lifetime
  /** Leads to no further key, so it can wait until nothing of its request can ask for more of them. */
  readonly leaf: boolean
  /** Two keys with the same id are the same question. */
  readonly idOf: (key: Key) => string
  /** Keys that can share a call have the same partition: of one owner, or one group. Default: all can. */
  readonly partitionOf?: (key: Key) => string
  /** The facts that the answer tells; a write that touches one of them makes it stale. */
  readonly tagsOf: (key: Key) => readonly string[]
  readonly call: (keys: readonly Key[], settings: AppSettings) => Omit<Call<Id>, 'operation'>
  /** The values that the answer holds, by `idOf`. An `UpstreamError` in place of a value fails that key alone. */
  readonly answers: (
    reply: ReplyOf<Id>,
    keys: readonly Key[],
    settings: AppSettings,
  ) => ReadonlyMap<string, Value | Error>
  /** What it means that the answer does not hold a key. */
  readonly missing: (key: Key) => Value
  /** What a 404 for a single key means. Default: a failure, as is an `UpstreamError`. */
  readonly notFound?: (key: Key) => Value | Error
}

/** A write, as data. One call; a write on many is split by its source. */
export interface Write<Outcome, Id extends OperationId = OperationId> {
  readonly lane: Lane
  readonly call: Call<Id>
  /** The facts it may change. */
  readonly tags: readonly string[]
  /** Those of them that only its answer tells: somebody may have asked for a new object before it was there. */
  readonly alsoTouches?: (outcome: Outcome) => readonly string[]
  readonly outcome: (reply: ReplyOf<Id>, settings: AppSettings) => Outcome
  /** What must be on record before the call can leave, at each attempt. Should it fail, the call is not made. */
  readonly before?: () => Promise<void>
  /** Gets what became of the call itself, which goes on when its request leaves: as the write rejects, or its outcome. */
  readonly told?: (settled: Promise<Outcome>) => void
}
