import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const GROUP = '200000000000001'
/** What a careless service may say: names, numbers, tokens. */
const SECRET = 'Zhang San 13800001111 YWMt-token at java.lang.NullPointerException'

const OPERATIONS = [
  { what: 'a detail', query: `{ it: group(groupId: "${GROUP}") { name } }` },
  { what: 'a list', query: '{ it: users { edges { node { username } } } }' },
  { what: 'a leaf', query: '{ user(username: "u0001") { it: onlineStatus } }' },
  {
    what: 'a write',
    query: `mutation { it: updateGroup(input: { groupId: "${GROUP}", name: "n" }) { group { groupId } } }`,
  },
  {
    what: 'a write on many',
    query: `mutation { it: addGroupMembers(input: { groupId: "${GROUP}", usernames: ["u0100", "u0101"] }) {
      results { status error { code message } }
    } }`,
  },
  {
    what: 'a message',
    query: `mutation { it: sendMessage(input: {
      from: "u0001", to: { users: ["u0002"] }, body: { text: { content: "t" } }
    }) { results { status error { code message } } } }`,
  },
]

const STATUSES = [400, 401, 403, 409, 413, 415, 429, 500, 502, 504]

describe('a refusal of the service', () => {
  it.each(OPERATIONS)('never shows its own words, nor our credentials: $what', async ({ query }) => {
    for (const status of STATUSES) {
      const { ask, sandbox } = await start({ random: () => 0, sandbox: { seed: { users: 200 } } })
      sandbox.fault({
        ...{ kind: 'answer', status, when: ({ path }) => path !== '/token' },
        body: { error: 'resource_limited', error_description: SECRET, exception: SECRET, data: SECRET },
      })

      const answer = await ask(query)

      const told = JSON.stringify(answer)
      expect(told, String(status)).toMatch(/"code":"[A-Z_]+"/)
      for (const word of [...SECRET.split(' ').filter((part) => part.length > 2), sandbox.clientSecret]) {
        expect(told, String(status)).not.toContain(word)
      }
    }
  })

  it.each([
    { status: 404, error: 'resource_not_found', code: undefined },
    { status: 403, error: 'forbidden_op', code: 'NOT_ALLOWED' },
    { status: 403, error: 'exceed_limit', code: 'LIMIT_REACHED' },
    { status: 403, error: 'forbidden_service_operation', code: 'FEATURE_OFF' },
    { status: 429, error: 'resource_limited', code: 'PLAN_LIMIT' },
    { status: 500, error: 'internal_error', code: 'UPSTREAM_UNAVAILABLE' },
  ])('is told by its code on a read: $status $error is $code', async ({ status, error, code }) => {
    const { ask, sandbox } = await start({ random: () => 0 })
    sandbox.fault({ kind: 'answer', status, body: { error }, when: { path: /chatgroups/ } })

    const { data, errors } = await ask(`{ group(groupId: "${GROUP}") { name } }`)

    expect(data).toEqual({ group: null })
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(code === undefined ? undefined : [code])
  })
})

describe('one failure among others', () => {
  it('of a list leaves the others there, and is told at its own place', async () => {
    const { ask, sandbox } = await start({ random: () => 0 })
    sandbox.fault({
      ...{ kind: 'answer', status: 403, body: { error: 'forbidden_op' } },
      when: { path: /^\/users\/u0003$/ },
    })

    const { data, errors } = await ask(
      '{ users(first: 5) { edges { node { username account { isActive } } } } }',
    )

    expect(data.users.edges.map(({ node }: { node: object }) => node)).toEqual(
      ['u0001', 'u0002', 'u0003', 'u0004', 'u0005'].map((username) => ({
        username,
        account: username === 'u0003' ? null : { isActive: true },
      })),
    )
    expect(errors).toMatchObject([
      { path: ['users', 'edges', 2, 'node', 'account'], extensions: { code: 'NOT_ALLOWED' } },
    ])
  })

  it('of a whole batch leaves what the list told', async () => {
    const { ask, sandbox } = await start({ random: () => 0 })
    sandbox.fault({ kind: 'bad-gateway', when: { path: /chatgroups\/\d/ } })

    const { data, errors } = await ask(
      '{ groups(first: 3) { edges { node { name memberCount description } } } }',
    )

    for (const { node } of data.groups.edges) {
      expect(node).toEqual({
        name: expect.any(String),
        memberCount: expect.any(Number),
        description: null,
      })
    }
    expect(errors?.map(({ path }) => path)).toEqual(
      [0, 1, 2].map((index) => ['groups', 'edges', index, 'node', 'description']),
    )
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(
      new Set(['UPSTREAM_UNAVAILABLE']),
    )
  })

  it('of a profile leaves the status', async () => {
    const { ask, sandbox } = await start({ random: () => 0 })
    sandbox.fault({ kind: 'bad-gateway', when: { path: /metadata/ } })

    const { data, errors } = await ask('{ user(username: "u0001") { onlineStatus profile { nickname } } }')

    expect(data.user).toEqual({ onlineStatus: expect.stringMatching(/LINE$/), profile: null })
    expect(errors).toMatchObject([
      { path: ['user', 'profile'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
    ])
  })

  it('of a mutation leaves the ones before and after it', async () => {
    const { ask } = await start()

    const { data, errors } = await ask(`mutation {
      a: updateGroup(input: { groupId: "${GROUP}", name: "A" }) { group { name } }
      b: updateGroup(input: { groupId: "404", name: "B" }) { group { name } }
      c: updateGroup(input: { groupId: "${GROUP}", name: "C" }) { group { name } }
    }`)

    expect(data).toEqual({ a: { group: { name: 'A' } }, b: null, c: { group: { name: 'C' } } })
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'NOT_FOUND' } }])
  })

  it('after a write does not hide the write', async () => {
    const { ask, sandbox } = await start({ random: () => 0 })
    sandbox.fault({
      kind: 'bad-gateway',
      when: ({ method, path }) => method === 'GET' && path.includes(GROUP),
    })

    const { data, errors } = await ask(`mutation {
      addGroupMembers(input: { groupId: "${GROUP}", usernames: ["u0449"] }) {
        group { groupId memberCount } results { username status }
      }
    }`)

    expect(data.addGroupMembers).toEqual({
      group: { groupId: GROUP, memberCount: null },
      results: [{ username: 'u0449', status: 'DONE' }],
    })
    expect(errors).toMatchObject([
      { path: ['addGroupMembers', 'group', 'memberCount'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
    ])
  })
})
