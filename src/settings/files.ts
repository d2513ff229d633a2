import type { Knobs } from './knobs.ts'

/** Files that go up and down through this server. */
export const FILES = {
  numbers: {
    FILE_MAX_BYTES: {
      fallback: 10_485_760,
      least: 1,
      most: 10_485_760,
      description: 'Largest file that may be uploaded; the service takes 10 MB.',
    },
    FILE_TIMEOUT_MS: {
      fallback: 120_000,
      least: 1_000,
      most: 600_000,
      description: 'Longest time of one upload or download, however slow the client is.',
    },
    FILE_DOWNLOADS_AT_ONCE: {
      fallback: 100,
      least: 1,
      most: 10_000,
      description:
        'Downloads by the links of one user that may be under way at the same time, whoever opens them.',
    },
    FILE_URL_SECONDS: {
      fallback: 3_600,
      least: 1,
      most: 604_800,
      description: 'How long a `downloadUrl` can be used.',
    },
  },
  texts: {
    FILE_TYPES: {
      fallback:
        'image/*,audio/*,video/*,application/pdf,text/plain,text/csv,application/zip,application/msword,application/vnd.ms-excel,application/vnd.ms-powerpoint,application/vnd.openxmlformats-officedocument.wordprocessingml.document,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.openxmlformats-officedocument.presentationml.presentation',
      description:
        'Media types of files that may be uploaded, with commas. Pages, SVG and programs are refused as whatever they are sent.',
    },
    FILE_URL_KEY: {
      fallback: '',
      description:
        'What each `downloadUrl` is sealed with: 32 bytes in hexadecimal or base64. Without it one is made up at each start, so that such URLs end with the process; several servers need the same one. Never logged.',
    },
  },
  choices: {},
} as const satisfies Knobs
