import { EXTRAS } from './extras.ts'
import { MODERATION } from './moderation.ts'
import { READS, type Row } from './reads.ts'
import { WRITES } from './writes.ts'

/** What everything costs, one file for each area. */
export const ROWS: readonly Row[] = [...READS, ...WRITES, ...MODERATION, ...EXTRAS]
