import type { Knobs } from './knobs.ts'

/** Where this server is, and what it says and keeps. */
export const SERVER = {
  numbers: {
    PORT: { fallback: 4000, least: 0, most: 65_535, description: 'Port to listen on; 0 takes any free one.' },
    DRAIN_MS: {
      fallback: 15_000,
      least: 0,
      most: 120_000,
      description:
        'Longest wait for requests under way when the server is told to stop. Below `REQUEST_TIMEOUT_MS` it can cut off answers that are owed.',
    },
  },
  texts: {
    HOST: { fallback: '127.0.0.1', description: 'Address to listen on.' },
    PUBLIC_URL: {
      fallback: '',
      description:
        'Where clients find this server, like `https://chat.example.com`: each `downloadUrl` begins with it. Without it they begin with `/files/`, to be read against the address of the endpoint; the `Host` of a request is never believed.',
    },
    CORS_ORIGINS: {
      fallback: '',
      description: 'Origins of web pages that may call, with commas; none by default.',
    },
    STORE_FILE: {
      fallback: '',
      description:
        'Where the server keeps what must survive a restart; one file serves one server. `:memory:` keeps nothing. Default `easemob-graphql.db` in the working directory over a real service, `:memory:` over the sandbox.',
    },
  },
  choices: {
    LOG_LEVEL: {
      options: ['usual', 'info', 'warn', 'error', 'silent'],
      description:
        'The least that is logged: `info` has a line for each request. `usual` is `info` over a real service and `warn` over the sandbox.',
    },
  },
} as const satisfies Knobs
