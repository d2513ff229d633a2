import type { chatroomsSource } from '../sources/chatrooms.ts'
import type { contactsSource } from '../sources/contacts.ts'
import type { globalMutesSource } from '../sources/global-mutes.ts'
import type { groupsSource } from '../sources/groups.ts'
import type { JobsSource } from '../sources/jobs.ts'
import type { superAdminsSource } from '../sources/super-admins.ts'

/** One group or chatroom, as far as rules are concerned. */
export interface Place {
  readonly kind: 'Group' | 'Chatroom'
  readonly id: string
}

/** What an operator decides about what users may see and do; meanings as in `settings.ts`. */
export interface AccessSettings {
  readonly profileVisibility: 'app' | 'related'
  /** Attributes of a profile that others see, by the service's keys. */
  readonly publicProperties: readonly string[]
  readonly contactAdding: 'admins' | 'users'
}

type Gatherings<Source extends typeof groupsSource | typeof chatroomsSource> = Pick<
  ReturnType<Source>,
  'standing' | 'fact' | 'isAdmin' | 'joinedBy' | 'isMuted' | 'isAllowed'
>

/** What rules are decided by. */
export interface Facts {
  readonly of: (kind: Place['kind']) => Gatherings<typeof groupsSource> | Gatherings<typeof chatroomsSource>
  readonly contacts: Pick<ReturnType<typeof contactsSource>, 'isContactOf'>
  readonly globalMutes: Pick<ReturnType<typeof globalMutesSource>, 'isMuted'>
  readonly jobs: Pick<JobsSource, 'byId'>
  readonly superAdmins: Pick<ReturnType<typeof superAdminsSource>, 'list'>
}
