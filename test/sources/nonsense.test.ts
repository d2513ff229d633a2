import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const row = (name: string) => ({ type: 'user', username: name, uuid: name, activated: true })

/** Every list that is paged by cursor, with an answer of one item. */
const LISTS = [
  { query: '{ users(first: 50) { edges { cursor } } }', path: /\/users$/, some: { entities: [row('a')] } },
  {
    query: '{ groups(first: 50) { edges { cursor } } }',
    path: /\/chatgroups$/,
    some: { data: [{ groupid: '1', groupname: 'n' }] },
  },
  {
    query: '{ chatrooms(first: 50) { edges { cursor } } }',
    path: /\/chatrooms$/,
    some: { data: [{ id: '1', name: 'n' }] },
  },
  {
    query: '{ user(username: "u0001") { contacts(first: 50) { edges { cursor } } } }',
    path: /contacts/,
    some: { data: { contacts: [{ username: 'a' }] } },
  },
]

function emptied(body: object): object {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, Array.isArray(value) ? [] : emptied(value)]),
  )
}

describe('a list that never ends', () => {
  it.each(LISTS)('is refused when its cursor leads to itself: $query', async ({ query, path, some }) => {
    const { ask, calls, sandbox } = await start()
    sandbox.fault({ kind: 'answer', status: 200, body: { ...some, cursor: 'again' }, when: { path } })

    const { errors } = await ask(query)

    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_BAD_REPLY' } }])
    expect(calls()).toHaveLength(2)
  })

  it.each(LISTS)('is refused when an empty page has a cursor: $query', async ({ query, path, some }) => {
    const { ask, calls, sandbox } = await start()
    const body = { ...emptied(some), cursor: 'more' }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path } })

    const { errors } = await ask(query)

    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_BAD_REPLY' } }])
    expect(calls()).toHaveLength(1)
  })
})

describe('a member without a name', () => {
  const detail = {
    id: '1',
    name: 'n',
    affiliations_count: 2,
    affiliations: [{ owner: 'a' }, { joined_time: 1 }],
  }

  it('is nobody, and not somebody with an empty name', async () => {
    const { ask, sandbox } = await start()
    const body = { data: [{ ...detail, affiliations_count: 1 }] }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /chatgroups\/1$/ } })

    const { data, errors } = await ask('{ group(groupId: "1") { members { edges { node { username } } } } }')

    expect(errors).toBeUndefined()
    expect(data.group.members.edges).toEqual([{ node: { username: 'a' } }])
  })

  it('is an answer that breaks the contract where places are counted', async () => {
    const { ask, sandbox } = await start()
    sandbox.fault({ kind: 'answer', status: 200, body: { data: [detail] }, when: { path: /chatgroups\/1$/ } })
    sandbox.fault({
      kind: 'answer',
      status: 200,
      body: { data: [{ owner: 'a' }, { joined_time: 1 }], count: 2 },
      when: { path: /chatgroups\/1\/users$/ },
    })

    const { errors } = await ask('{ group(groupId: "1") { members { edges { node { username } } } } }')

    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_BAD_REPLY' } }])
  })
})
