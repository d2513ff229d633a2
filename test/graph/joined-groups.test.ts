import { describe, expect, it } from 'vitest'
import { type Harness, start } from '../support/harness.ts'
import { type Edge, walk } from '../support/pages.ts'

/** Everybody is in every group. */
const seed = { users: 40, groups: 130, groupMembers: 40 }

const FORMS = [
  // Two pages of 100: five calls each, whether or not there are as many.
  { form: 'current', operation: 'group-joined', calls: 7, costOfNames: {}, costOfDetails: {} },
  {
    form: 'legacy',
    operation: 'group-joined-legacy',
    calls: 2,
    costOfNames: {},
    costOfDetails: { 'group-get': 1 },
  },
] as const

const PAGE = `query($first: Int!, $after: String) { user(username: "u0007") { groups(first: $first, after: $after) {
  edges { cursor node { groupId name } } pageInfo { hasNextPage endCursor }
} } }`

const walked = ({ ask }: Harness, sizeOf: () => number): Promise<readonly Edge[]> =>
  walk(async (page) => {
    const { data, errors } = await ask(PAGE, page)
    expect(errors).toBeUndefined()
    return data.user.groups
  }, sizeOf)

describe.each(FORMS)('the groups of a user, asked for in the $form form', (row) => {
  const open = (env = {}) =>
    start({ env: { JOINED_GROUPS_CALL: row.form, ...env }, sandbox: { callsPerSecond: 0, seed } })

  it('are all of them, each once, whatever the sizes of the pages', async () => {
    const harness = await open()
    const sizes = [30, 7, 100, 1]
    let turn = 0

    const edges = await walked(harness, () => sizes[turn++ % sizes.length] ?? 1)

    const stored = [...harness.sandbox.store.groups.values()].map(({ id, name }) => ({ groupId: id, name }))
    const found = edges.map(({ node }) => node)
    expect(found).toHaveLength(stored.length)
    expect(new Set(found.map(({ groupId }) => groupId)).size).toBe(stored.length)
    expect(found).toEqual(expect.arrayContaining(stored))
  })

  it(`cost ${row.calls} calls for 130 groups`, async () => {
    const harness = await open()
    await walked(harness, () => 100)
    expect(harness.traffic()).toEqual({ [row.operation]: row.calls })
  })

  it.each([
    { fields: 'name', costs: row.costOfNames },
    { fields: 'name isDisabled description', costs: row.costOfDetails },
  ])('tell $fields at the price of their form', async ({ fields, costs }) => {
    const harness = await open()

    const { data, errors } = await harness.ask(
      `{ user(username: "u0007") { groups(first: 20) { edges { node { ${fields} } } } } }`,
    )

    expect(errors).toBeUndefined()
    expect(data.user.groups.edges).toHaveLength(20)
    for (const { node } of data.user.groups.edges) expect(Object.values(node)).not.toContain(null)
    expect(harness.traffic()).toEqual({ [row.operation]: 1, ...costs })
  })

  it('are null for an unknown name', async () => {
    const { ask } = await open()
    const { data, errors } = await ask('{ user(username: "nobody") { groups { edges { cursor } } } }')
    expect(errors).toBeUndefined()
    expect(data.user).toEqual({ groups: null })
  })

  it('are new in the same answer as what changed them', async () => {
    const { ask } = await open()
    const groups = '{ groups(first: 1) { edges { node { name } } } }'
    await ask(`{ user(username: "u0003") ${groups} }`)

    const { data, errors } = await ask(
      `mutation { createGroup(input: { name: "New", description: "d", owner: "u0003" }) { group { owner ${groups} } } }`,
    )

    expect(errors).toBeUndefined()
    expect(data.createGroup.group.owner.groups.edges).toEqual([{ node: { name: 'New' } }])
  })

  it('are not continued by a cursor of the other form', async () => {
    const other = row.form === 'current' ? 'legacy' : 'current'
    const first = await (await open({ JOINED_GROUPS_CALL: other })).ask(PAGE, { first: 20 })
    const harness = await open()

    const { data, errors } = await harness.ask(PAGE, {
      first: 20,
      after: first.data.user.groups.pageInfo.endCursor,
    })

    expect(data.user).toEqual({ groups: null })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
    expect(harness.calls()).toEqual([])
  })
})

const NO_PATH = { kind: 'answer', status: 404, body: { error: 'service_resource_not_found' } } as const
const CURRENT = '/chatgroups/user/u0007'
const LEGACY = '/users/u0007/joined_chatgroups'

/** A service of a generation that does not have some of the paths. */
async function without(paths: readonly string[], env = {}) {
  const harness = await start({ env, sandbox: { callsPerSecond: 0, seed } })
  harness.sandbox.fault({ ...NO_PATH, when: ({ path }) => paths.includes(path) })
  return harness
}

describe('the groups of a user, asked for in either form', () => {
  it('come by the current call where the service has it', async () => {
    const harness = await without([LEGACY])
    expect(await walked(harness, () => 50)).toHaveLength(130)
    expect(Object.keys(harness.traffic())).toEqual(['group-joined'])
  })

  it('come by the other one where it does not, which goes on without asking again', async () => {
    const harness = await without([CURRENT])
    const first = await harness.ask(PAGE, { first: 20 })
    expect(first.errors).toBeUndefined()
    expect(harness.traffic()).toEqual({ 'group-joined': 1, 'user-get': 1, 'group-joined-legacy': 1 })
    harness.forget()

    const after = first.data.user.groups.pageInfo.endCursor
    const { data } = await harness.ask(PAGE, { first: 90, after })

    expect(data.user.groups.edges).toHaveLength(90)
    expect(harness.traffic()).toEqual({ 'group-joined-legacy': 1 })
    expect(await walked(harness, () => 33)).toHaveLength(130)
  })

  it('are null for an unknown name, which the registration tells', async () => {
    const harness = await without([])
    const { data, errors } = await harness.ask('{ user(username: "nobody") { groups { edges { cursor } } } }')
    expect(errors).toBeUndefined()
    expect(data.user).toEqual({ groups: null })
    expect(harness.traffic()).toEqual({ 'group-joined': 1, 'user-get': 1 })
  })
})

describe('the groups of somebody who is registered', () => {
  it.each([
    { form: 'either', paths: [CURRENT, LEGACY], calls: ['group-joined', 'user-get', 'group-joined-legacy'] },
    { form: 'current', paths: [CURRENT], calls: ['group-joined', 'user-get'] },
    { form: 'legacy', paths: [LEGACY], calls: ['group-joined-legacy', 'user-get'] },
  ])('are an error where the service does not have the path: $form', async ({ form, paths, calls }) => {
    const { ask, traffic } = await without(paths, { JOINED_GROUPS_CALL: form })

    const { data, errors } = await ask('{ user(username: "u0007") { groups { edges { cursor } } } }')

    expect(data.user).toEqual({ groups: null })
    expect(errors).toMatchObject([{ path: ['user', 'groups'], extensions: { code: 'UPSTREAM_BAD_REPLY' } }])
    expect(Object.keys(traffic()).sort()).toEqual([...calls].sort())
  })
})
