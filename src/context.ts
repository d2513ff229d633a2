import { Access } from './access/access.ts'
import type { Caller } from './access/caller.ts'
import type { AccessSettings, Place } from './access/facts.ts'
import { accountsSource } from './sources/accounts.ts'
import { blocksSource } from './sources/blocks.ts'
import { broadcastsSource } from './sources/broadcasts.ts'
import { chatroomsSource } from './sources/chatrooms.ts'
import { contactsSource } from './sources/contacts.ts'
import { devicesSource } from './sources/devices.ts'
import { globalMutesSource } from './sources/global-mutes.ts'
import { type GroupSettings, groupsSource } from './sources/groups.ts'
import { type JobLimits, type JobRunner, jobsSource } from './sources/jobs.ts'
import { messagesSource } from './sources/messages.ts'
import { createOnce } from './sources/once.ts'
import { presenceSource } from './sources/presence.ts'
import { pushSource } from './sources/push.ts'
import { pushTemplatesSource } from './sources/push-templates.ts'
import { registrationsSource } from './sources/registrations.ts'
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
  readonly asker: Asker
  readonly caller: Caller
  readonly runner: JobRunner
  readonly settings: Settings
}

/** What an operator decides about what a request may see and do; names and meanings as in `config.ts`. */
interface Settings extends GroupSettings, AccessSettings, JobLimits {
  readonly profileProperties: readonly string[]
  readonly deleteOldestUsers: boolean
  readonly threadKickPath: 'either' | 'thread' | 'threads'
}

export function createContext({ upstream, store, asker, caller, runner, settings }: ContextOptions) {
  const client = upstream.open(asker)
  const contacts = contactsSource(client)
  const groups = groupsSource(client, settings)
  const chatrooms = chatroomsSource(client)
  const superAdmins = superAdminsSource(client)
  const globalMutes = globalMutesSource(client)
  const keysOf = caller.kind === 'admin' ? 'admin' : `user ${caller.username}`
  const once = createOnce({ client, asker, caller: keysOf, requests: store.requests })
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
    broadcasts: broadcastsSource(once),
    messages: messagesSource(once, jobs),
    jobs,
    blocks: blocksSource(client),
    push: pushSource(client),
    pushTemplates: pushTemplatesSource(client),
    threads: threadsSource(client, settings),
    presence: presenceSource(client),
  }
}
