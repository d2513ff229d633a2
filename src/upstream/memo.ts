import DataLoader from 'dataloader'
import type { Asker } from './asker.ts'
import type { Batches } from './batches.ts'
import type { OperationId } from './contract.ts'
import type { Read } from './reads.ts'

export type BatchesOf = <Key, Value, Id extends OperationId>(
  read: Read<Key, Value, Id>,
) => Batches<Key, Value, Id>

/** One request's memory of what it asked: the same question twice is asked once. */
export interface Memo {
  load<Key, Value, Id extends OperationId>(read: Read<Key, Value, Id>, key: Key): Promise<Value>
  /** After a write nothing that was learned before counts. */
  clear(): void
}

export function createMemo(asker: Asker, batchesOf: BatchesOf): Memo {
  let loaders = new Map<object, unknown>()

  function loaderOf<Key, Value, Id extends OperationId>(read: Read<Key, Value, Id>) {
    const known = loaders.get(read)
    // Filed under the read itself, so it can only be a loader of its types.
    if (known !== undefined) return known as DataLoader<Key, Value, string>
    const batches = batchesOf(read)
    const loader = new DataLoader<Key, Value, string>(
      (keys) => Promise.all(keys.map((key) => batches.load(key, asker).catch(asError))),
      // Gathering is the batcher's work; here each key is answered as soon as its own call is.
      { batch: false, cacheKeyFn: read.idOf },
    )
    loaders.set(read, loader)
    return loader
  }

  return {
    load: (read, key) => loaderOf(read).load(key),
    clear() {
      loaders = new Map()
    },
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
