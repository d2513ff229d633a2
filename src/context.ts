import { Access } from './access/access.ts'
import type { Caller } from './access/caller.ts'
import type { AccessSettings, Place } from './access/facts.ts'
import type { FileLinks } from './files/links.ts'
import type { History } from './history/history.ts'
import { accountsSource } from './sources/accounts.ts'
import { blocksSource } from './sources/blocks.ts'
import { broadcastsSource } from './sources/broadcasts.ts'
import { chatroomsSource } from './sources/chatrooms.ts'
import { contactsSource } from './sources/contacts.ts'
import { devicesSource } from './sources/devices.ts'
import { type FileSettings, filesSource } from './sources/files.ts'
import { globalMutesSource } from './sources/global-mutes.ts'
import { type GroupSettings, groupsSource } from './sources/groups.ts'
import { historySource } from './sources/history.ts'
import { importsSource } from './sources/imports.ts'
import { type JobLimits, type JobRunner, jobsSource } from './sources/jobs.ts'
import { messagesSource } from './sources/messages.ts'
import { createOnce } from './sources/once.ts'
import { presenceSource } from './sources/presence.ts'
import { pushSource } from './sources/push.ts'
import { pushTemplatesSource } from './sources/push-templates.ts'
import { reactionsSource } from './sources/reactions.ts'
import { registrationsSource } from './sources/registrations.ts'
import { roamingSource } from './sources/roaming.ts'
import { sentMessagesSource } from './sources/sent-messages.ts'
import { superAdminsSource } from './sources/super-admins.ts'
import { threadsSource } from './sources/threads.ts'
import { userTokensSource } from './sources/user-tokens.ts'
import { usersSource } from './sources/users.ts'
import type { Store } from './store/store.ts'
import type { Asker } from './upstream/asker.ts'
import type { Upstream } from './upstream/upstream.ts'

/** What one request may use. Lives as long as the request does. */
export type Context = ReturnType<typeof createContext>

export interface ContextOptions {
  readonly upstream: Upstream
  readonly store: Store
  readonly history: History
  readonly asker: Asker
  readonly caller: Caller
  readonly runner: JobRunner
  readonly settings: Settings
  readonly links: FileLinks
}

/** What an operator decides about what a request may see and do; names and meanings as in `config.ts`. */
interface Settings extends GroupSettings, AccessSettings, FileSettings, JobLimits {
  readonly profileProperties: readonly string[]
  readonly deleteOldestUsers: boolean
  readonly threadKickPath: 'either' | 'thread' | 'threads'
}

export function createContext(options: ContextOptions) {
  const { upstream, store, history, asker, caller, settings, links, runner } = options
  const client = upstream.open(asker)
  const contacts = contactsSource(client)
  const groups = groupsSource(client, settings)
  const chatrooms = chatroomsSource(client)
  const superAdmins = superAdminsSource(client)
  const globalMutes = globalMutesSource(client)
  const keysOf = caller.kind === 'admin' ? 'admin' : `user ${caller.username}`
  const once = createOnce({ client, asker, caller: keysOf, requests: store.requests })
  const username = caller.kind === 'user' ? caller.username : null
  const files = filesSource(client, { settings, links, username })
  const jobs = jobsSource({ client, jobs: store.jobs, runner, caller: keysOf, limits: settings })
  const of = (kind: Place['kind']) => (kind === 'Group' ? groups : chatrooms)
  return {
    asker,
    caller,
    /** Counted while the operation runs. */
    failures: { count: 0, isCut: false },
    access: new Access({ caller, settings, facts: { of, contacts, globalMutes, superAdmins, jobs } }),
    settings,
    users: usersSource(client),
    registrations: registrationsSource(client),
    accounts: accountsSource(client),
    devices: devicesSource(client),
    globalMutes,
    userTokens: userTokensSource(client),
    contacts,
    groups,
    chatrooms,
    superAdmins,
    files,
    jobs,
    messages: messagesSource({ once, files, jobs, notes: store.notes }),
    broadcasts: broadcastsSource({ once, files }),
    sentMessages: sentMessagesSource(client, store.notes),
    imports: importsSource(client),
    reactions: reactionsSource(client),
    roaming: roamingSource(client),
    history: historySource({
      history,
      store: store.history,
      appKey: upstream.app.appKey,
      viewer: username,
    }),
    blocks: blocksSource(client),
    push: pushSource(client),
    pushTemplates: pushTemplatesSource(client),
    threads: threadsSource(client, settings),
    presence: presenceSource(client),
  }
}
