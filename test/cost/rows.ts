import { ACCESS } from './access.ts'
import { ACCOUNTS } from './accounts.ts'
import { EXTRAS } from './extras.ts'
import { JOBS } from './jobs.ts'
import { MEMBERSHIPS } from './memberships.ts'
import { MESSAGES } from './messages.ts'
import { MODERATION } from './moderation.ts'
import { PRESENCES } from './presence.ts'
import { PUSH } from './push.ts'
import { READS, type Row } from './reads.ts'
import { RELATIONS } from './relations.ts'
import { SENT_MESSAGES } from './sent-messages.ts'
import { THREADS } from './threads.ts'
import { WRITES } from './writes.ts'

/** What everything costs, one file for each area. */
export const ROWS: readonly Row[] = [
  ...READS,
  ...WRITES,
  ...MESSAGES,
  ...SENT_MESSAGES,
  ...JOBS,
  ...MODERATION,
  ...MEMBERSHIPS,
  ...EXTRAS,
  ...ACCOUNTS,
  ...RELATIONS,
  ...PUSH,
  ...THREADS,
  ...PRESENCES,
  ...ACCESS,
]
