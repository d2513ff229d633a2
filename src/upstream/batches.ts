import type { Asker } from './asker.ts'
import { Batcher, type BatcherParts } from './batcher.ts'
import type { OperationId } from './contract.ts'
import type { Read } from './reads.ts'

interface Partition<Key, Value, Id extends OperationId> {
  readonly batcher: Batcher<Key, Value, Id>
  /** Loads that are not answered, those included that their request holds back. */
  waiting: number
}

/**
 * All batches of one read. Keys of one partition share calls; where the read knows no partitions, that is all of them.
 * What is remembered is remembered together, so that many partitions take no more memory than one.
 */
export class Batches<Key, Value, Id extends OperationId> {
  /** Only those that somebody waits for: there could be as many as there are users. */
  readonly #partitions = new Map<string, Partition<Key, Value, Id>>()

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
    const name = this.read.partitionOf?.(key) ?? ''
    const partition = this.#partitions.get(name) ?? {
      batcher: new Batcher(this.read, this.parts),
      waiting: 0,
    }
    this.#partitions.set(name, partition)
    // The only one of a read is kept: it is asked for all the time.
    if (this.read.partitionOf === undefined) return partition.batcher.load(key, asker)
    partition.waiting += 1
    return partition.batcher.load(key, asker).finally(() => {
      partition.waiting -= 1
      if (partition.waiting === 0) this.#partitions.delete(name)
    })
  }
}
