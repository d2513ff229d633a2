import { chatroomsSource } from './sources/chatrooms.ts'
import { contactsSource } from './sources/contacts.ts'
import { groupsSource } from './sources/groups.ts'
import { messagesSource } from './sources/messages.ts'
import { presenceSource } from './sources/presence.ts'
import { threadsSource } from './sources/threads.ts'
import { usersSource } from './sources/users.ts'
import type { Asker } from './upstream/asker.ts'
import type { Upstream } from './upstream/upstream.ts'

/** What one request may use. Lives as long as the request does. */
export type Context = ReturnType<typeof createContext>

export interface ContextOptions {
  readonly upstream: Upstream
  readonly asker: Asker
  readonly settings: Settings
}

/** What an operator decides about what a request may see and do; names and meanings as in `config.ts`. */
interface Settings {
  readonly profileProperties: readonly string[]
  readonly threadKickPath: 'either' | 'thread' | 'threads'
}

export function createContext({ upstream, asker, settings }: ContextOptions) {
  const client = upstream.open(asker)
  return {
    asker,
    settings,
    users: usersSource(client),
    contacts: contactsSource(client),
    groups: groupsSource(client),
    chatrooms: chatroomsSource(client),
    messages: messagesSource(client),
    threads: threadsSource(client, settings),
    presence: presenceSource(client),
  }
}
