import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const GROUP = '200000000000001'
const ROOM = '300000000000001'
const globalId = (kind: string, key: string) => Buffer.from(`${kind}:${key}`).toString('base64')

describe('node', () => {
  it.each([
    {
      kind: 'User',
      query: '{ found: user(username: "u0001") { __typename id username } }',
      fields: '... on User { username }',
    },
    {
      kind: 'Group',
      query: `{ found: group(groupId: "${GROUP}") { __typename id groupId name } }`,
      fields: '... on Group { groupId name }',
    },
    {
      kind: 'Chatroom',
      query: `{ found: chatroom(chatroomId: "${ROOM}") { __typename id chatroomId name } }`,
      fields: '... on Chatroom { chatroomId name }',
    },
  ])('finds a $kind again by its id', async ({ query, fields }) => {
    const { ask } = await start()
    const { data: first } = await ask(query)

    const { data, errors } = await ask(`query($id: ID!) { node(id: $id) { __typename id ${fields} } }`, {
      id: first.found.id,
    })

    expect(errors).toBeUndefined()
    expect(data.node).toEqual(first.found)
  })

  it.each(['Group', 'Chatroom'])('is null for an unknown %s, without an error', async (kind) => {
    const { ask } = await start()

    const { data, errors } = await ask('query($id: ID!) { node(id: $id) { id } }', {
      id: globalId(kind, '404'),
    })

    expect(errors).toBeUndefined()
    expect(data).toEqual({ node: null })
  })

  it('reads what can be asked of every group and chatroom through their interface', async () => {
    const { ask, sandbox } = await start()

    const { data, errors } = await ask(
      'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Gathering { name memberCount } } }',
      { ids: [globalId('Group', GROUP), globalId('Chatroom', ROOM)] },
    )

    expect(errors).toBeUndefined()
    const { groups, chatrooms } = sandbox.store
    expect(data.nodes).toEqual(
      [groups.get(GROUP), chatrooms.get(ROOM)].map((it) => ({
        name: it?.name,
        memberCount: it?.members.size,
      })),
    )
  })
})

describe('nodes', () => {
  it('answers in the order asked, null where there is none, and repeats what is asked twice', async () => {
    const { ask } = await start()
    const ids = [
      globalId('Chatroom', ROOM),
      globalId('Group', '404'),
      globalId('User', 'u0001'),
      globalId('Group', GROUP),
      globalId('User', 'u0001'),
    ]

    const { data, errors } = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })

    expect(errors).toBeUndefined()
    expect(data.nodes).toEqual(ids.map((id, index) => (index === 1 ? null : { id })))
  })

  it('fails the item that is wrong, by its place, and no other', async () => {
    const { ask } = await start()
    const good = globalId('Group', GROUP)

    const { data, errors } = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [good, 'nonsense', globalId('User', '../u0001'), good],
    })

    expect(data.nodes).toEqual([{ id: good }, null, null, { id: good }])
    expect(errors).toMatchObject([
      { path: ['nodes', 1], extensions: { code: 'BAD_USER_INPUT', argument: 'ids[1]' } },
      { path: ['nodes', 2], extensions: { code: 'BAD_USER_INPUT', argument: 'ids[2]' } },
    ])
  })

  it('is empty for no ids', async () => {
    const { ask, calls } = await start()

    const { data, errors } = await ask('{ nodes(ids: []) { id } }')

    expect(errors).toBeUndefined()
    expect(data).toEqual({ nodes: [] })
    expect(calls()).toEqual([])
  })
})
