import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

/** Each of these would name another object, several, or all of them, if it became part of a path. */
const HOSTILE_NAMES = [
  ...[
    '',
    '.',
    '..',
    'a,b',
    'a/b',
    'a\\b',
    '%2e%2e',
    '%2E',
    '%2C',
    'a%00',
    'a?b',
    'a#b',
    'a b',
    ' a',
    'a\n',
    'a;b',
  ],
  ...['ü', 'ａ', '王芳', '😀', 'a\u0000b', 'a\u202eb', 'a@b', 'a:b', '*', '$', '{id}', 'a'.repeat(65)],
]

const HOSTILE_IDS = [
  ...HOSTILE_NAMES,
  'u0001',
  '1,2',
  '1/2',
  '../1',
  '1?',
  ' 1',
  '-1',
  '1.5',
  '1e3',
  '٣',
  '0x10',
  '+1',
  // Two spellings of one id would be two keys.
  '0',
  '01',
  '0012',
  '1'.repeat(33),
]

/** Each place where a client can name an object; `$bad` is the name. */
const NAMES = [
  { argument: 'username', query: 'query($bad: String!) { user(username: $bad) { account { isActive } } }' },
  {
    argument: 'input.username',
    query:
      'mutation($bad: String!) { registerUser(input: { username: $bad, password: "p" }) { user { username } } }',
  },
  {
    argument: 'input.username of a profile',
    query:
      'mutation($bad: String!) { setProfile(input: { username: $bad, nickname: "n" }) { user { username } } }',
  },
  ...['Group', 'Chatroom'].flatMap((kind) => [
    {
      argument: `owner of a ${kind}`,
      query: `mutation($bad: String!) { create${kind}(input: { name: "n", description: "d", owner: $bad }) { __typename } }`,
    },
    {
      argument: `members[1] of a ${kind}`,
      query: `mutation($bad: String!) {
        create${kind}(input: { name: "n", description: "d", owner: "u0001", members: ["u0002", $bad] }) { __typename }
      }`,
    },
    ...['add', 'remove'].map((verb) => ({
      argument: `usernames[1] to ${verb} (${kind})`,
      query: `mutation($bad: String!) {
        ${verb}${kind}Members(input: { ${kind.toLowerCase()}Id: "1", usernames: ["u0001", $bad] }) { __typename }
      }`,
    })),
  ]),
  {
    argument: 'owner of a Thread',
    query: `mutation($bad: String!) {
      createThread(input: { groupId: "1", parentMessageId: "1", name: "n", owner: $bad }) { __typename }
    }`,
  },
  ...['add', 'remove'].map((verb) => ({
    argument: `usernames[1] to ${verb} (Thread)`,
    query: `mutation($bad: String!) {
      ${verb}ThreadMembers(input: { threadId: "1", usernames: ["u0001", $bad] }) { __typename }
    }`,
  })),
  {
    argument: 'subscriber to see a presence',
    query: 'query($bad: String!) { user(username: "u0001") { presence(subscriber: $bad) { ext } } }',
  },
  {
    argument: 'username of a presence',
    query: `mutation($bad: String!) {
      setPresence(input: { username: $bad, deviceId: "ios", status: ONLINE }) { __typename }
    }`,
  },
  ...[
    { verb: 'subscribe', more: ', durationSeconds: 60' },
    { verb: 'unsubscribe', more: '' },
  ].flatMap(({ verb, more }) => [
    {
      argument: `subscriber to ${verb}`,
      query: `mutation($bad: String!) {
        ${verb}Presence(input: { subscriber: $bad, usernames: ["u0002"]${more} }) { __typename }
      }`,
    },
    {
      argument: `usernames[1] to ${verb}`,
      query: `mutation($bad: String!) {
        ${verb}Presence(input: { subscriber: "u0001", usernames: ["u0002", $bad]${more} }) { __typename }
      }`,
    },
  ]),
  {
    argument: 'from',
    query: `mutation($bad: String!) {
      sendMessage(input: { from: $bad, to: { users: ["u0001"] }, body: { text: { content: "t" } } }) { __typename }
    }`,
  },
  {
    argument: 'to.users[1]',
    query: `mutation($bad: String!) {
      sendMessage(input: { from: "u0001", to: { users: ["u0002", $bad] }, body: { text: { content: "t" } } }) {
        __typename
      }
    }`,
  },
]

const IDS = ['Group', 'Chatroom'].flatMap((kind) => {
  const field = kind.toLowerCase()
  return [
    { argument: `${field}Id`, query: `query($bad: ID!) { ${field}(${field}Id: $bad) { name } }` },
    {
      argument: `${field}Id to delete`,
      query: `mutation($bad: ID!) { delete${kind}(${field}Id: $bad) { __typename } }`,
    },
    {
      argument: `${field}Id to update`,
      query: `mutation($bad: ID!) { update${kind}(input: { ${field}Id: $bad, name: "n" }) { __typename } }`,
    },
    ...['add', 'remove'].map((verb) => ({
      argument: `${field}Id to ${verb} members`,
      query: `mutation($bad: ID!) {
        ${verb}${kind}Members(input: { ${field}Id: $bad, usernames: ["u0001"] }) { __typename }
      }`,
    })),
    {
      argument: `to.${field}s[1]`,
      query: `mutation($bad: ID!) {
        sendMessage(input: { from: "u0001", to: { ${field}s: ["1", $bad] }, body: { text: { content: "t" } } }) {
          __typename
        }
      }`,
    },
  ]
})

const THREAD_IDS = [
  {
    argument: 'groupId of threads',
    query: 'query($bad: ID!) { user(username: "u0001") { threads(groupId: $bad) { edges { cursor } } } }',
  },
  ...['groupId', 'parentMessageId'].map((argument) => ({
    argument: `${argument} of a new thread`,
    query: `mutation($bad: ID!, $good: ID = "1") { createThread(input: {
      groupId: ${argument === 'groupId' ? '$bad' : '$good'}
      parentMessageId: ${argument === 'groupId' ? '$good' : '$bad'}
      name: "n", owner: "u0001"
    }) { __typename } }`,
  })),
  {
    argument: 'threadId to update',
    query: 'mutation($bad: ID!) { updateThread(input: { threadId: $bad, name: "n" }) { __typename } }',
  },
  {
    argument: 'threadId to delete',
    query: 'mutation($bad: ID!) { deleteThread(threadId: $bad) { __typename } }',
  },
  ...['add', 'remove'].map((verb) => ({
    argument: `threadId to ${verb} members`,
    query: `mutation($bad: ID!) {
      ${verb}ThreadMembers(input: { threadId: $bad, usernames: ["u0001"] }) { __typename }
    }`,
  })),
]

const NODE = 'query($bad: ID!) { node(id: $bad) { id ... on User { onlineStatus } } }'
const globalId = (kind: string, key: string) => Buffer.from(`${kind}:${key}`).toString('base64')

describe('an id that could become another path', () => {
  it.each([
    ...NAMES.map((place) => ({ ...place, hostile: HOSTILE_NAMES })),
    ...[...IDS, ...THREAD_IDS].map((place) => ({ ...place, hostile: HOSTILE_IDS })),
  ])('is refused as $argument, and nothing is called', async ({ argument, query, hostile }) => {
    const { ask, sandbox } = await start({ sandbox: { seed: { users: 10 } } })

    for (const bad of hostile) {
      const { errors } = await ask(query, { bad })
      expect(errors, JSON.stringify(bad)).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', argument: argument.split(' ')[0]?.replace('input.', '') } },
      ])
    }

    expect(sandbox.calls).toEqual([])
  })

  it.each([
    { kind: 'User', hostile: HOSTILE_NAMES },
    { kind: 'Group', hostile: HOSTILE_IDS },
    { kind: 'Chatroom', hostile: HOSTILE_IDS },
    { kind: 'Thread', hostile: HOSTILE_IDS },
  ])('is refused inside the global id of a $kind, and nothing is called', async ({ kind, hostile }) => {
    const { ask, sandbox } = await start({ sandbox: { seed: { users: 10 } } })

    for (const key of hostile) {
      const { data, errors } = await ask(NODE, { bad: globalId(kind, key) })
      expect(data, JSON.stringify(key)).toEqual({ node: null })
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }])
    }

    expect(sandbox.calls).toEqual([])
  })

  it.each([
    ...['', 'x', 'u0001', '%%%', '🙂', 'A'.repeat(4_000)],
    ...[globalId('', '1'), globalId('Nothing', '1'), globalId('Query', '1'), globalId('Profile', 'u0001')],
    ...[
      globalId('__proto__', '1'),
      globalId('toString', '1'),
      globalId('Node', '1'),
      globalId('Gathering', '1'),
    ],
  ])('is refused as a global id that no object has: %j', async (bad) => {
    const { ask, sandbox } = await start({ sandbox: { seed: { users: 10 } } })

    const { data, errors } = await ask(NODE, { bad })

    expect(data).toEqual({ node: null })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }])
    expect(sandbox.calls).toEqual([])
  })

  it.each(['u0001.', '_', '-', '...', '.a', 'a'.repeat(64)])(
    'is not mistaken for a rare but good name: %s',
    async (name) => {
      const { ask, calls } = await start()

      const { data, errors } = await ask(
        'query($name: String!) { user(username: $name) { account { isActive } } }',
        {
          name,
        },
      )

      expect(errors).toBeUndefined()
      expect(data).toEqual({ user: { account: null } })
      expect(calls()).toEqual([`GET /users/${name}`])
    },
  )
})
