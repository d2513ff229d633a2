import { describe, expect, it } from 'vitest'
import type { Gathering } from '../../src/sandbox/store.ts'
import { type Harness, start } from '../support/harness.ts'

/** What groups and chatrooms do alike, in the words of each. */
const KINDS = [
  { kind: 'Group', one: 'group', all: 'groups', id: '200000000000002' },
  { kind: 'Chatroom', one: 'chatroom', all: 'chatrooms', id: '300000000000002' },
] as const

const FACTS = `name description owner { username } memberCount maxMembers isMutedForAll custom createdAt
  members(first: 100) { edges { role node { username } } pageInfo { hasNextPage } }`

function factsOf(gathering: Gathering | undefined) {
  if (gathering === undefined) throw new Error('the sandbox has no such group or chatroom')
  const { name, description, owner, members, maxusers, mute, custom, created } = gathering
  const others = [...members.keys()].filter((username) => username !== owner)
  return {
    name,
    description,
    owner: { username: owner },
    memberCount: members.size,
    maxMembers: maxusers,
    isMutedForAll: mute,
    custom,
    createdAt: new Date(created).toISOString(),
    members: {
      edges: [
        ...others.map((username) => ({ role: 'MEMBER', node: { username } })),
        { role: 'OWNER', node: { username: owner } },
      ],
      pageInfo: { hasNextPage: false },
    },
  }
}

describe.each(KINDS)('a $one', ({ kind, one, all, id }) => {
  const stored = ({ sandbox }: Harness, key: string) => sandbox.store[all].get(key)
  const lookup = `query($id: ID!) { ${one}(${one}Id: $id) { ${one}Id ${FACTS} } }`

  it('has what the service has', async () => {
    const harness = await start()
    Object.assign(stored(harness, id) ?? {}, { custom: 'made up', mute: true })

    const { data, errors } = await harness.ask(lookup, { id })

    expect(errors).toBeUndefined()
    expect(data[one]).toEqual({ [`${one}Id`]: id, ...factsOf(stored(harness, id)) })
  })

  it('is the same from the list, though that carries only a part', async () => {
    const { ask } = await start()

    const { data, errors } = await ask(`{ ${all}(first: 100) { edges { node { ${one}Id ${FACTS} } } } }`)

    expect(errors).toBeUndefined()
    for (const { node } of data[all].edges) {
      const { data: alone } = await ask(lookup, { id: node[`${one}Id`] })
      expect(node).toEqual(alone[one])
    }
  })

  it('shows what it was made with, although somebody asked for its id before there was one', async () => {
    const { ask } = await start()
    const make = `mutation { it: create${kind}(input: { name: "n", description: "d", owner: "u0001" }) {
      ${one} { ${one}Id name memberCount }
    } }`
    const { data: first } = await ask(make)
    const ids = Array.from({ length: 20 }, (_, index) =>
      String(Number(first.it[one][`${one}Id`]) + index + 1),
    )
    await ask(`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, {
      ids: ids.map((next) => Buffer.from(`${kind}:${next}`).toString('base64')),
    })

    const { data, errors } = await ask(make)

    expect(errors).toBeUndefined()
    expect(ids).toContain(data.it[one][`${one}Id`])
    expect(data.it[one]).toMatchObject({ name: 'n', memberCount: 1 })
  })

  it('stands in the list, newest first', async () => {
    const harness = await start()

    const { data } = await harness.ask(`{ ${all}(first: 100) { edges { node { ${one}Id } } } }`)

    expect(data[all].edges.map((edge: { node: Record<string, string> }) => edge.node[`${one}Id`])).toEqual(
      [...harness.sandbox.store[all].values()].sort((a, b) => b.serial - a.serial).map((it) => it.id),
    )
  })

  it('stands in the lists of its members', async () => {
    const harness = await start()

    const { data, errors } = await harness.ask(
      `{ user(username: "u0007") { ${all}(first: 100) { edges { node { ${one}Id ${FACTS} } } } } }`,
    )

    expect(errors).toBeUndefined()
    const joined = [...harness.sandbox.store[all].values()].filter(({ members }) => members.has('u0007'))
    expect(data.user[all].edges.map(({ node }: { node: object }) => node)).toEqual(
      joined.reverse().map((it) => ({ [`${one}Id`]: it.id, ...factsOf(it) })),
    )
  })

  it('is null when there is none, alone and beside others', async () => {
    const { ask } = await start()

    const alone = await ask(lookup, { id: '404' })
    const beside = await ask(
      `{ a: ${one}(${one}Id: "404") { name } b: ${one}(${one}Id: "${id}") { ${one}Id } c: ${one}(${one}Id: "405") { name } }`,
    )

    expect(alone).toMatchObject({ data: { [one]: null } })
    expect(beside).toMatchObject({ data: { a: null, b: { [`${one}Id`]: id }, c: null } })
    expect([alone.errors, beside.errors]).toEqual([undefined, undefined])
  })

  it('that went away while it was being read leaves its facts null', async () => {
    const harness = await start({ env: { CACHE_LIST_MS: '30000' } })
    await harness.ask(`{ ${all}(first: 100) { edges { node { ${one}Id } } } }`)
    harness.sandbox.store[all].delete(id)

    const { data, errors } = await harness.ask(
      `{ ${all}(first: 100) { edges { node { ${one}Id description members { edges { cursor } } } } } }`,
    )

    expect(errors).toBeUndefined()
    const gone = data[all].edges.find(
      (edge: { node: Record<string, string> }) => edge.node[`${one}Id`] === id,
    )
    expect(gone.node).toEqual({ [`${one}Id`]: id, description: null, members: null })
  })

  it('is made as asked for, and shown as it then is', async () => {
    const harness = await start()

    const { data, errors } = await harness.ask(
      `mutation { create${kind}(input: {
        name: "Reading", description: "Books", owner: "U0003", members: ["u0004", "U0005", "u0004", "u0003"]
        maxMembers: 77, custom: "c"
      }) { ${one} { ${one}Id ${FACTS} } } }`,
    )

    expect(errors).toBeUndefined()
    const made = data[`create${kind}`][one]
    const row = stored(harness, made[`${one}Id`])
    expect(made).toEqual({ [`${one}Id`]: row?.id, ...factsOf(row) })
    expect(made).toMatchObject({ name: 'Reading', description: 'Books', maxMembers: 77, memberCount: 3 })
    expect([...(row?.members.keys() ?? [])].sort()).toEqual(['u0003', 'u0004', 'u0005'])
  })

  it('is made without members too', async () => {
    const { ask } = await start()

    const { data, errors } = await ask(
      `mutation { create${kind}(input: { name: "n", description: "d", owner: "u0003", members: [] }) { ${one} { memberCount } } }`,
    )

    expect(errors).toBeUndefined()
    expect(data[`create${kind}`][one].memberCount).toBe(1)
  })

  it('is in the lists at once when it is made, under its new name when it is changed, and gone when it is deleted', async () => {
    const { ask } = await start()
    const lists = `{
      ${all}(first: 1) { edges { node { ${one}Id name } } }
      user(username: "u0003") { ${all}(first: 1) { edges { node { ${one}Id name } } } }
    }`
    const before = await ask(lists)
    const made = await ask(
      `mutation { create${kind}(input: { name: "New", description: "d", owner: "u0003" }) { ${one} { ${one}Id } } }`,
    )
    const newId = made.data[`create${kind}`][one][`${one}Id`]
    const first = (name: string) => ({ edges: [{ node: { [`${one}Id`]: newId, name } }] })

    expect((await ask(lists)).data).toEqual({ [all]: first('New'), user: { [all]: first('New') } })
    await ask(
      `mutation { update${kind}(input: { ${one}Id: "${newId}", name: "Newer" }) { ${one} { ${one}Id } } }`,
    )
    expect((await ask(lists)).data).toEqual({ [all]: first('Newer'), user: { [all]: first('Newer') } })
    await ask(`mutation { delete${kind}(${one}Id: "${newId}") { ${one}Id } }`)
    expect((await ask(lists)).data).toEqual(before.data)
    expect((await ask(`{ ${one}(${one}Id: "${newId}") { name } }`)).data).toEqual({ [one]: null })
  })

  it('keeps what a change leaves out, and shows the change in the same answer', async () => {
    const harness = await start()
    await harness.ask(lookup, { id })
    const before = factsOf(stored(harness, id))

    const { data, errors } = await harness.ask(
      `mutation { update${kind}(input: { ${one}Id: "${id}", description: "Changed", name: null }) {
        unchangedFields ${one} { ${FACTS} }
      } }`,
    )

    expect(errors).toBeUndefined()
    expect(data[`update${kind}`]).toEqual({
      unchangedFields: [],
      [one]: { ...before, description: 'Changed' },
    })
  })

  it('names what the service did not change as this schema names it', async () => {
    const { ask, sandbox } = await start()
    const size = sandbox.store[all].get(id)?.members.size ?? 0

    const { data, errors } = await ask(
      `mutation { update${kind}(input: { ${one}Id: "${id}", maxMembers: ${size - 1}, description: "d" }) {
        unchangedFields ${one} { description }
      } }`,
    )

    expect(errors).toBeUndefined()
    expect(data[`update${kind}`]).toEqual({
      unchangedFields: ['maxMembers'],
      [one]: { description: 'd' },
    })
  })

  it.each([
    {
      what: 'a change of none',
      mutation: `update${kind}(input: { ${one}Id: "404", name: "n" }) { ${one} { name } }`,
      code: 'NOT_FOUND',
    },
    {
      what: 'a deletion of none',
      mutation: `delete${kind}(${one}Id: "404") { ${one}Id }`,
      code: 'NOT_FOUND',
    },
    {
      what: 'an unknown owner',
      mutation: `create${kind}(input: { name: "n", description: "d", owner: "nobody" }) { ${one} { name } }`,
      code: 'NOT_FOUND',
    },
    {
      what: 'more members than places',
      mutation: `create${kind}(input: { name: "n", description: "d", owner: "u0001", members: ["u0002", "u0003"], maxMembers: 2 }) { ${one} { name } }`,
      code: 'LIMIT_REACHED',
    },
  ])('fails as a whole with a code: $what', async ({ mutation, code }) => {
    const { ask } = await start()

    const { data, errors } = await ask(`mutation { it: ${mutation} }`)

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code } }])
  })

  it.each([
    {
      what: 'a name that is too long',
      mutation: `create${kind}(input: { name: "${'n'.repeat(129)}", description: "d", owner: "u0001" }) { ${one} { name } }`,
      argument: 'name',
    },
    {
      what: 'a description that is too long',
      mutation: `update${kind}(input: { ${one}Id: "${id}", description: "${'d'.repeat(513)}" }) { ${one} { name } }`,
      argument: 'description',
    },
    {
      what: 'something new without a description',
      mutation: `create${kind}(input: { name: "n", description: "", owner: "u0001" }) { ${one} { name } }`,
      argument: 'description',
    },
    {
      what: 'room for fewer than one',
      mutation: `update${kind}(input: { ${one}Id: "${id}", maxMembers: 0 }) { ${one} { name } }`,
      argument: 'maxMembers',
    },
    {
      what: 'more members than can be there from the beginning',
      mutation: `create${kind}(input: { name: "n", description: "d", owner: "u0001", members: [${Array.from({ length: 101 }, (_, at) => `"u${at}"`)}] }) { ${one} { name } }`,
      argument: 'members',
    },
    {
      what: 'an empty name',
      mutation: `update${kind}(input: { ${one}Id: "${id}", name: "" }) { ${one} { name } }`,
      argument: 'name',
    },
    {
      what: 'no change at all',
      mutation: `update${kind}(input: { ${one}Id: "${id}", description: null }) { ${one} { name } }`,
      argument: 'input',
    },
  ])('is not asked of the service: $what', async ({ mutation, argument }) => {
    const { ask, calls } = await start()

    const { errors } = await ask(`mutation { it: ${mutation} }`)

    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})
