import { pickOne } from './random.ts'
import type { SentMessage, Store } from './store.ts'
import { addThread } from './threads.ts'
import { THREAD_NAMES } from './words.ts'

const MINUTE_MS = 60_000
const MOST_OTHERS = 3

/** Threads on the first message of every group, and on the second of every other one. */
export function seedThreads(store: Store, random: () => number): void {
  const messages = new Map<string, SentMessage[]>()
  for (const message of store.messages) {
    if (message.targetType === 'chatgroups') {
      messages.set(message.target, [...(messages.get(message.target) ?? []), message])
    }
  }
  for (const [index, group] of [...store.groups.values()].entries()) {
    for (const message of (messages.get(group.id) ?? []).slice(0, 1 + (index % 2))) {
      const name = pickOne(THREAD_NAMES, random)
      const created = message.time + MINUTE_MS
      const thread = addThread(store, { group, message, owner: message.from, name, created })
      const others = [...group.members.keys()].filter((username) => username !== message.from)
      for (const username of others.slice(0, Math.floor(random() * (MOST_OTHERS + 1)))) {
        thread.members.set(username, store.nextSerial())
      }
    }
  }
}
