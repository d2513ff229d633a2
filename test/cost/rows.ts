import { MODERATION } from './moderation.ts'
import { PRESENCES } from './presence.ts'
import { READS, type Row } from './reads.ts'
import { THREADS } from './threads.ts'
import { WRITES } from './writes.ts'

/** What everything costs, one file for each area. */
export const ROWS: readonly Row[] = [...READS, ...WRITES, ...MODERATION, ...THREADS, ...PRESENCES]
