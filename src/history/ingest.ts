import { setImmediate as nextTurn } from 'node:timers/promises'
import { conversationOf, toMessage } from '../sources/message.ts'
import type { HistoryStore, NewHistoryMessage } from '../store/history.ts'
import { parseJson } from '../upstream/json.ts'
import type { Line } from './lines.ts'

/** Lines of a file that are messages, and those that are not. */
export interface Ingested {
  readonly messages: number
  readonly corrupt: number
}

export interface IngestOptions {
  readonly store: Pick<HistoryStore, 'add'>
  readonly appKey: string
  /** Stops between two batches. */
  readonly signal: AbortSignal
  /** Counts on: also of a file that breaks off it is known how far it was read. */
  readonly counts: { -readonly [Count in keyof Ingested]: Ingested[Count] }
}

/** Messages that are written at a time. The store blocks: so many take some 5 ms. */
const BATCH = 100

/**
 * Writes the messages of a file, batch by batch, and lets others have their turn in between: no more lines are read while
 * a batch is written, so that it holds one of them. What is written stays, also when the file turns out to be cut off;
 * the same message again changes nothing.
 */
export async function ingest(
  lines: AsyncIterable<readonly Line[]>,
  { store, appKey, signal, counts }: IngestOptions,
): Promise<void> {
  let batch: NewHistoryMessage[] = []
  const write = async () => {
    const full = batch
    batch = []
    await store.add(full)
    await nextTurn()
    signal.throwIfAborted()
  }
  try {
    for await (const some of lines) {
      for (const line of some) {
        if (line?.trim() === '') continue
        const read = line === null ? null : readLine(line, appKey)
        counts[read === null ? 'corrupt' : 'messages'] += 1
        if (read !== null) batch.push(read)
        if (batch.length === BATCH) await write()
      }
    }
  } finally {
    // The end of what there was of a file that broke off.
    if (!signal.aborted) await write()
  }
}

function readLine(line: string, appKey: string): NewHistoryMessage | null {
  const record = parseJson(line)
  const message = toMessage(record, { appKey })
  if (message === null) return null
  return {
    id: message.messageId,
    conversation: conversationOf(message.from, message.to),
    sender: message.from.username,
    sentAt: message.sentAt.getTime(),
    isMarked: message.onlyFor !== undefined,
    record: line,
  }
}
