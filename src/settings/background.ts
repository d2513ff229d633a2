import type { Knobs } from './knobs.ts'

/** What is done without a client: jobs, and the files of the history. */
export const BACKGROUND = {
  numbers: {
    JOB_TARGETS_MAX: {
      fallback: 50_000,
      least: 1,
      most: 1_000_000,
      description:
        'Targets of one job. Into a request of 256 KiB fit some 20,000 names of 10 letters, or 14,000 ids of 15 digits.',
    },
    JOBS_PER_CALLER: {
      fallback: 100,
      least: 1,
      most: 10_000,
      description: 'Jobs of one user, or of all admins together, that have not ended.',
    },
    JOB_KEPT_HOURS: {
      fallback: 168,
      least: 24,
      most: 8_760,
      description: 'How long it is kept after its end what became of the targets of a job.',
    },
    HISTORY_HOURS: {
      fallback: 72,
      least: 0,
      most: 720,
      description:
        'How far back the history goes. Its files are fetched in the background, 10 a minute, and kept in `STORE_FILE`; 0 fetches and keeps none.',
    },
  },
  texts: {
    HISTORY_TIME_ZONE: {
      fallback: 'UTC',
      description:
        'By whose clocks the service names the files of the history: a name like `Asia/Shanghai`, or an offset like `+08:00`.',
    },
  },
  choices: {},
} as const satisfies Knobs
