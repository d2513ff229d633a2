import type { Asker } from './asker.ts'
import { Batcher, type BatcherParts } from './batcher.ts'
import type { OperationId } from './contract.ts'
import type { Read } from './reads.ts'

/**
 * All batches of one read. Keys of one partition share calls; where the read knows no partitions, that is all of them.
 * What is remembered is remembered together, so that many partitions take no more memory than one.
 */
export class Batches<Key, Value, Id extends OperationId> {
  readonly #batchers = new Map<string, Batcher<Key, Value, Id>>()

  constructor(
    private readonly read: Read<Key, Value, Id>,
    private readonly parts: BatcherParts<Value>,
  ) {}

  /** The remembered value, at once and without a promise. */
  known(key: Key): { readonly value: Value } | undefined {
    return this.parts.cache.get(this.read.idOf(key))
  }

  /** The value of a key for a request. Rejects with an `UpstreamError`, or with the reason for which it left. */
  load(key: Key, asker: Asker): Promise<Value> {
    const partition = this.read.partitionOf?.(key) ?? ''
    const batcher = this.#batchers.get(partition) ?? new Batcher(this.read, this.parts)
    this.#batchers.set(partition, batcher)
    if (this.read.partitionOf === undefined) return batcher.load(key, asker)
    // There are as many partitions as there are users: one that nobody waits for is forgotten.
    return batcher.load(key, asker).finally(() => {
      if (batcher.isIdle && this.#batchers.get(partition) === batcher) this.#batchers.delete(partition)
    })
  }
}
