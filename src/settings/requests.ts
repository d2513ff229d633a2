import type { Knobs } from './knobs.ts'

/** What one request may ask for. */
export const REQUESTS = {
  numbers: {
    REQUEST_TIMEOUT_MS: {
      fallback: 10_000,
      least: 100,
      most: 120_000,
      description: 'Longest time of one GraphQL request.',
    },
    UPSTREAM_CALL_LIMIT: {
      fallback: 100,
      least: 1,
      most: 10_000,
      description:
        'Upstream calls that the reads of one GraphQL request may need, and its changes beyond their first tries.',
    },
    SINGLE_CALL_LIMIT: {
      fallback: 30,
      least: 1,
      most: 10_000,
      description:
        'Of one kind that the service answers for one object at a time, like the account of a user or the attributes of the members of a group: how many objects (for a list: pages) one GraphQL request may ask about.',
    },
    DEPTH_LIMIT: {
      fallback: 15,
      least: 1,
      most: 100,
      description: 'Levels of fields in one operation.',
    },
    ALIAS_LIMIT: {
      fallback: 100,
      least: 0,
      most: 1_000,
      description: 'Aliases in one operation; those of a fragment count as often as it is used.',
    },
    NODE_LIMIT: {
      fallback: 100_000,
      least: 1,
      most: 100_000_000,
      description:
        'Values that one answer may hold, objects and single fields, as estimated before anything is asked: a page counts as full, a list without pages as 100.',
    },
    NODES_AT_ONCE: {
      fallback: 500_000,
      least: 1_000,
      most: 1_000_000_000,
      description:
        'Such values of all answers that are being made; more are refused (`SERVER_BUSY`), but for answers of up to 1000. A value takes some 250 bytes.',
    },
  },
  texts: {
    TRUSTED_DOCUMENTS_FILE: {
      fallback: '',
      description:
        'The manifest of trusted documents: `persisted-documents.json`, as GraphQL Code Generator writes it.',
    },
  },
  choices: {
    TRUSTED_DOCUMENTS: {
      options: ['off', 'report', 'enforce'],
      description:
        'What users may run: `off` anything; `report` too, with ids understood, and what is not in `TRUSTED_DOCUMENTS_FILE` is logged; `enforce` only what is in it. Admins may run anything.',
    },
  },
} as const satisfies Knobs
