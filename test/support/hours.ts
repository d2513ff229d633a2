import { gzipSync } from 'node:zlib'
import type { SentMessage } from '../../src/sandbox/store.ts'
import { createLiveClock } from './clock.ts'
import { type Harness, type HarnessOptions, start } from './harness.ts'

export const HOUR_MS = 3_600_000
/** Half past nine: the hours before are over, and this one lasts for longer than any test. */
export const NOON_MS = Date.UTC(2026, 5, 1, 9, 30)
/** The hour that ended last. */
export const LAST_HOUR_MS = Date.UTC(2026, 5, 1, 8)

const WORLD = { users: 5, groups: 1, groupMembers: 4, chatrooms: 1, chatroomMembers: 4, contacts: 2 }

export interface HistoryWorld extends Harness {
  /** Something that was said in the past, as the service keeps it. Answers its id. */
  said(message: Partial<SentMessage>): string
  /** Fetches what there is to be fetched. */
  catchUp(): Promise<void>
}

/** A server and a sandbox at half past nine, where nothing has been said so far. */
export async function startHistory({ env, sandbox, ...options }: HarnessOptions = {}): Promise<HistoryWorld> {
  const harness = await start({
    env: { HISTORY_HOURS: '3', BATCH_IDLE_MS: '0', ...env },
    sandbox: { callsPerSecond: 0, seed: WORLD, ...sandbox },
    clock: createLiveClock(NOON_MS),
    ...options,
  })
  const { store } = harness.sandbox
  store.messages.length = 0
  return {
    ...harness,
    said(message) {
      const said: SentMessage = {
        ...{ id: store.nextMessageId(), from: 'u0001', targetType: 'users', target: 'u0002' },
        ...{ type: 'txt', body: { msg: 'm' }, ext: undefined, time: LAST_HOUR_MS + 1 },
        ...message,
      }
      store.messages.push(said)
      return said.id
    },
    async catchUp() {
      harness.history.start()
      await harness.history.caughtUp()
    },
  }
}

/** A file of the history with these lines. */
export function packed(...lines: readonly string[]): Buffer {
  return gzipSync(lines.map((line) => `${line}\n`).join(''))
}
