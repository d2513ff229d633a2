import { RATE_PROFILES } from '../upstream/rates.ts'
import type { Knobs } from './knobs.ts'

/** The app at the service, and how it is called. */
export const SERVICE = {
  numbers: {
    CALLS_PER_SECOND: {
      fallback: 30,
      least: 1,
      most: 10_000,
      description:
        'Upstream calls that may start in any second, for all clients together, retries and tokens included.',
    },
    BUDGET_GUARD_MS: {
      fallback: 30,
      least: 0,
      most: 1_000,
      description: 'Added to that second, so that calls which the network pushes together are not refused.',
    },
    CALL_TIMEOUT_MS: {
      fallback: 5_000,
      least: 100,
      most: 60_000,
      description: 'Longest wait for one upstream answer.',
    },
  },
  texts: {
    EASEMOB_BASE_URL: { fallback: '', description: 'REST host of the app, like `https://a1.easemob.com`.' },
    EASEMOB_ORG: { fallback: '', description: 'The part of the app key before `#`.' },
    EASEMOB_APP: { fallback: '', description: 'The part of the app key after `#`.' },
    EASEMOB_CLIENT_ID: { fallback: '', description: 'Client id of the app.' },
    EASEMOB_CLIENT_SECRET: { fallback: '', description: 'Client secret of the app. Never logged.' },
    RATE_PROFILE: {
      fallback: '',
      description: `Limits of the service to keep besides \`CALLS_PER_SECOND\`: ${RATE_PROFILES.map((name) => `\`${name}\``).join(', ')}. Default \`seed\` over the sandbox and \`current\` over a real service; under \`seed\` a 503 counts as not done, and a send is tried again.`,
    },
  },
  choices: {
    JOINED_GROUPS_CALL: {
      options: ['either', 'current', 'legacy'],
      description:
        'How the groups of a user are asked for: `current` tells their details and pages by 20; `legacy` is for services without that call, tells id and name, and pages by 100. `either` tries the current call first and, where it finds no such path, makes the other: there `legacy` saves calls.',
    },
    THREAD_KICK_PATH: {
      options: ['either', 'thread', 'threads'],
      description:
        'Where members of a thread are removed: the documents disagree, so `either` tries `/thread/…` and, where there is no such path, `/threads/…`.',
    },
  },
} as const satisfies Knobs
