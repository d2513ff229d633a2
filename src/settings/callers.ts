import type { Knobs } from './knobs.ts'

/** Who may ask, what they may see and do, and how much of it. */
export const CALLERS = {
  numbers: {
    USER_CALLS_PER_SECOND: {
      fallback: 10,
      least: 1,
      most: 10_000,
      description:
        'Upstream calls that one user may cause each second in the long run, by requests and jobs; a request counts as one at least, and so does each 1000 values of its answer. Admins are not limited.',
    },
    USER_CALLS_BURST: {
      fallback: 100,
      least: 1,
      most: 100_000,
      description:
        'Upstream calls that a user who was quiet may cause at once. As many can be owed, which have to be waited for.',
    },
    USER_REQUESTS_AT_ONCE: {
      fallback: 20,
      least: 1,
      most: 10_000,
      description: 'Requests of one user that may be under way at the same time.',
    },
  },
  texts: {
    ADMIN_KEY: {
      fallback: '',
      description:
        'What admins must send as `Authorization: Bearer …`: one key, or two with a comma while they change. A real service needs it, or a key for tokens of users, or both.',
    },
    JWT_JWKS_URL: {
      fallback: '',
      description:
        'Where the keys are that tokens of users are checked with, like `https://login.example.com/.well-known/jwks.json`. One of this and the next two makes users callers.',
    },
    JWT_PUBLIC_KEY: {
      fallback: '',
      description: 'The public key itself, as PEM; line breaks may be written as `\\n`.',
    },
    JWT_SECRET: {
      fallback: '',
      description: 'A secret shared with the backend that makes the tokens, at least 32 bytes. Never logged.',
    },
    JWT_ALGORITHMS: {
      fallback: '',
      description:
        'How tokens are signed, with commas. Default: `RS256` for a URL, `HS256` for a secret, and what fits a public key (`RS256` for RSA).',
    },
    JWT_ISSUER: { fallback: '', description: 'What `iss` of a token must be, to the letter.' },
    JWT_AUDIENCE: { fallback: '', description: 'What `aud` of a token must be or contain.' },
    JWT_USERNAME_CLAIM: { fallback: 'sub', description: 'The claim that holds the chat username.' },
    PROFILE_PROPERTIES: {
      fallback: 'nickname,avatarurl,phone,mail,gender,sign,birth,ext',
      description: 'User attributes to read, with commas. Add the ones that your app made up.',
    },
    PUBLIC_PROPERTIES: {
      fallback: 'nickname,avatarurl,gender,sign',
      description:
        'Those of them that users see of each other, with commas; `none` for none. Of themselves they see all.',
    },
  },
  choices: {
    PROFILE_VISIBILITY: {
      options: ['app', 'related'],
      description:
        'Whose profile and status a user sees: of everybody in the `app`, or only of those `related`, which are contacts and who shares a group or chatroom. Members of chatrooms are seen by all in any case.',
    },
    CONTACT_ADDING: {
      options: ['admins', 'users'],
      description:
        'Who adds contacts. The service asks nobody: whoever is added has the other on their list from then on, and may be written to.',
    },
    DELETE_OLDEST_USERS: {
      options: ['off', 'on'],
      description: 'Whether `deleteOldestUsers` may be used. It is meant for test data.',
    },
  },
} as const satisfies Knobs
