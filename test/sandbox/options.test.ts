import { describe, expect, it } from 'vitest'
import { readSandboxOptions } from '../../src/sandbox/options.ts'

describe('readSandboxOptions', () => {
  it('leaves everything to the defaults when nothing is said', () => {
    expect(readSandboxOptions({ SANDBOX_PORT: '', PATH: '/bin' })).toEqual({ seed: {} })
  })

  it('reads every variable', () => {
    const options = readSandboxOptions({
      SANDBOX_HOST: '0.0.0.0',
      SANDBOX_PORT: '0',
      SANDBOX_ORG: 'o',
      SANDBOX_APP: 'a',
      SANDBOX_CLIENT_ID: 'i',
      SANDBOX_CLIENT_SECRET: 's',
      SANDBOX_TOKEN_TTL_SECONDS: '60',
      SANDBOX_CALLS_PER_SECOND: '0',
      SANDBOX_REFUSAL: '429',
      SANDBOX_LATENCY_MS: '25',
      SANDBOX_JITTER_MS: '10',
      SANDBOX_USERS: '10',
      SANDBOX_GROUPS: '1',
      SANDBOX_GROUP_MEMBERS: '2',
      SANDBOX_CHATROOMS: '3',
      SANDBOX_CHATROOM_MEMBERS: '4',
      SANDBOX_CONTACTS: '5',
      SANDBOX_LARGE_GROUP_MEMBERS: '6',
    })
    expect(options).toEqual({
      ...{ host: '0.0.0.0', port: 0, org: 'o', app: 'a', clientId: 'i', clientSecret: 's' },
      ...{ tokenTtlSeconds: 60, callsPerSecond: 0, refusal: 429, latencyMs: 25, jitterMs: 10 },
      seed: {
        ...{ users: 10, groups: 1, groupMembers: 2, chatrooms: 3, chatroomMembers: 4, contacts: 5 },
        largeGroupMembers: 6,
      },
    })
  })

  it('names every bad variable in one error', () => {
    const environment = {
      SANDBOX_PORT: '99999',
      SANDBOX_REFUSAL: '500',
      SANDBOX_USERS: 'many',
      SANDBOX_JITTER_MS: '-1',
    }
    expect(() => readSandboxOptions(environment)).toThrow(
      [
        'The sandbox cannot start:',
        '  SANDBOX_REFUSAL is "500"; expected 503 or 429',
        '  SANDBOX_PORT is "99999"; expected a whole number from 0 to 65535, such as 4010',
        '  SANDBOX_JITTER_MS is "-1"; expected a whole number from 0 to 600000, such as 10',
        '  SANDBOX_USERS is "many"; expected a whole number from 1 to 100000, such as 450',
      ].join('\n'),
    )
  })
})
