import type { Knobs } from './knobs.ts'

/** How keys are gathered into calls, and how long their values are remembered. */
export const READS = {
  numbers: {
    BATCH_IDLE_MS: {
      fallback: 5,
      least: 0,
      most: 1_000,
      description: 'A batch asks for its turn when no key has come for this long …',
    },
    BATCH_LONGEST_MS: {
      fallback: 25,
      least: 0,
      most: 5_000,
      description: '… or this long after its first key.',
    },
    BATCH_RIPE_MS: {
      fallback: 500,
      least: 0,
      most: 5_000,
      description: 'While turns are scarce a batch lets others pass until it is full or this old.',
    },
    CACHE_PROFILE_MS: {
      fallback: 30_000,
      least: 0,
      most: 600_000,
      description: 'How long profiles are remembered.',
    },
    CACHE_STATUS_MS: {
      fallback: 3_000,
      least: 0,
      most: 600_000,
      description: 'How long online statuses are remembered.',
    },
    CACHE_ACCOUNT_MS: {
      fallback: 30_000,
      least: 0,
      most: 600_000,
      description: 'How long registrations are remembered.',
    },
    CACHE_DETAIL_MS: {
      fallback: 5_000,
      least: 0,
      most: 30_000,
      description:
        'How long details and members of groups and chatrooms are remembered: as long, who has just left elsewhere is still let in.',
    },
    CACHE_LIST_MS: {
      fallback: 5_000,
      least: 0,
      most: 30_000,
      description: 'How long pages of lists, and who is whose contact, are remembered.',
    },
    CACHE_ENTRIES: {
      fallback: 10_000,
      least: 1,
      most: 1_000_000,
      description: 'Values remembered of each kind of read.',
    },
  },
  texts: {},
  choices: {},
} as const satisfies Knobs
