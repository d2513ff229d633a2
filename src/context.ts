import { chatroomsSource } from './sources/chatrooms.ts'
import { contactsSource } from './sources/contacts.ts'
import { type GroupSettings, groupsSource } from './sources/groups.ts'
import { messagesSource } from './sources/messages.ts'
import { superAdminsSource } from './sources/super-admins.ts'
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
interface Settings extends GroupSettings {
  readonly profileProperties: readonly string[]
}

export function createContext({ upstream, asker, settings }: ContextOptions) {
  const client = upstream.open(asker)
  return {
    asker,
    settings,
    users: usersSource(client),
    contacts: contactsSource(client),
    groups: groupsSource(client, settings),
    chatrooms: chatroomsSource(client),
    superAdmins: superAdminsSource(client),
    messages: messagesSource(client),
  }
}
