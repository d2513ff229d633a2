import type { Asker } from './asker.ts'
import type { OperationId, ReplyOf } from './contract.ts'
import type { Call } from './dispatch.ts'
import type { Sender } from './sender.ts'
import type { ByteStream } from './streams.ts'

/** The operations that answer with a file. */
export type StreamId = {
  [Id in OperationId]: [ReplyOf<Id>] extends [never] ? never : ReplyOf<Id> extends ByteStream ? Id : never
}[OperationId]

/**
 * Begins to fetch a file. Resolves when the service begins to answer; the bytes come as fast as they are taken.
 * Cost: one call. It may be tried again before its first byte, and not after it. Rejects with an `UpstreamError`.
 * When the request leaves, it is broken off.
 */
export async function openStream(
  call: Call<StreamId>,
  asker: Asker,
  { admit, send }: Pick<Sender, 'admit' | 'send'>,
): Promise<ByteStream> {
  if (asker.left !== undefined) throw asker.left
  const { operation } = call
  admit(asker, { lane: 'read', operation, leadsFurther: false, isShared: false, ridesAlong: () => false })
  asker.priceCall(operation)
  const ending = new AbortController()
  asker.onLeave((reason) => ending.abort(reason))
  const opened: Promise<ByteStream> = send(call, {
    lane: 'read',
    claimant: () => asker,
    signal: ending.signal,
    onStart(since = asker.now()) {
      asker.waited(since)
      asker.tookPermit({ forBatch: false })
      asker.paid({ operation, keys: 1, filled: 1, capacity: 1, shared: false })
    },
  })
  return opened
}
