import { describe, expect, it } from 'vitest'
import { done, KINDS, refused, worldOf } from './memberships.ts'
import { changeUsers, clearLists, joinMany, putOn } from './moderations.ts'

const EDGES = 'members(first: 100) { edges { isAdmin role node { username } } }'

interface Edges {
  readonly members: {
    readonly edges: readonly {
      readonly isAdmin: boolean | null
      readonly role: string
      readonly node: { readonly username: string }
    }[]
  }
}

/** Who of the members is what: `{ u0001: 'OWNER', u0002: 'admin' }`; members that are neither are left out. */
function rolesIn({ members }: Edges): Readonly<Record<string, string>> {
  return Object.fromEntries(
    members.edges.flatMap(({ isAdmin, role, node: { username } }) => [
      ...(role === 'OWNER' ? [[username, role]] : []),
      ...(isAdmin ? [[username, 'admin']] : []),
    ]),
  )
}

describe.each(KINDS)('the admins of a $one', (place) => {
  const { one, id } = place
  const add = changeUsers(place, 'add%Admins', `admins { username } ${EDGES}`)
  const remove = changeUsers(place, 'remove%Admins', `admins { username } ${EDGES}`)

  async function world() {
    const found = await worldOf(place)
    clearLists(found.gathering)
    return found
  }

  it('are told apart among the members; the owner is none', async () => {
    const { ask, gathering, inside, owner } = await world()
    const [first = '', second = ''] = inside
    for (const name of [first, second]) putOn(gathering, 'admins', name)

    const { data, errors } = await ask(`{ it: ${one}(${one}Id: "${id}") { ${EDGES} } }`)

    expect(errors).toBeUndefined()
    expect(rolesIn(data.it)).toEqual({ [owner]: 'OWNER', [first]: 'admin', [second]: 'admin' })
    const { edges } = data.it.members
    expect(edges.every(({ isAdmin }: { isAdmin: unknown }) => typeof isAdmin === 'boolean')).toBe(true)
  })

  it('are told apart among the members after a change, in the same operation', async () => {
    const { ask, inside, owner } = await world()
    const [first = '', second = ''] = inside

    const added = await ask(add, { id, names: [first, second] })
    const removed = await ask(remove, { id, names: [first] })

    expect(rolesIn(added.data.it[one])).toEqual({ [owner]: 'OWNER', [first]: 'admin', [second]: 'admin' })
    expect(rolesIn(removed.data.it[one])).toEqual({ [owner]: 'OWNER', [second]: 'admin' })
  })

  it('are no admins any more once they have left', async () => {
    const { ask, inside } = await world()
    const [first = ''] = inside
    await ask(add, { id, names: [first] })

    const { data } = await ask(changeUsers(place, 'remove%Members', 'admins { username }'), {
      id,
      names: [first],
    })

    expect(data.it[one].admins).toEqual([])
  })

  it('are asked for once, for the list and for all members of the page', async () => {
    const { ask, traffic } = await world()

    await ask(`{ it: ${one}(${one}Id: "${id}") { admins { username } ${EDGES} } }`)

    expect(traffic()).toEqual({ [`${one}-get`]: 1, [`${one}-admin-list`]: 1 })
  })

  it('are at most 99: LIMIT_REACHED', async () => {
    const { ask, gathering, sandbox } = await world()
    const [last = '', ...names] = joinMany(sandbox.store, gathering, 100)
    for (const name of names) putOn(gathering, 'admins', name)

    const { data } = await ask(add, { id, names: [last] })

    expect(data.it.results).toEqual([refused(last, 'LIMIT_REACHED')])
  })

  it('are DONE although the service refuses whoever is one already', async () => {
    const { ask, gathering, inside, sandbox, traffic } = await world()
    const [old = '', other = ''] = inside
    putOn(gathering, 'admins', old)
    sandbox.fault({
      kind: 'answer',
      status: 403,
      body: { error: 'forbidden_op' },
      when: ({ method, path }) => method === 'POST' && path.endsWith('/admin'),
    })

    const { data } = await ask(changeUsers(place, 'add%Admins', 'id'), { id, names: [old, other, 'nobody'] })

    expect(data.it.results).toEqual([
      done(old),
      refused(other, 'NOT_ALLOWED'),
      refused('nobody', 'NOT_FOUND'),
    ])
    expect(traffic()).toEqual({ [`${one}-admin-add`]: 3, [`${one}-get`]: 1, [`${one}-admin-list`]: 1 })
  })
})

describe.each(KINDS)('the owner of a $one', (place) => {
  const { kind, one, all, id } = place
  const transfer = `mutation($to: String!, $id: ID = "${id}") {
    it: transfer${kind}(${one}Id: $id, newOwner: $to) { ${one} { owner { username } admins { username } ${EDGES} } }
  }`

  it('changes, in all that tells it, and the old one stays a member', async () => {
    const { ask, gathering, inside, owner } = await worldOf(place)
    clearLists(gathering)
    const [next = '', admin = ''] = inside
    for (const name of [next, admin]) putOn(gathering, 'admins', name)
    const before = `{
      it: ${one}(${one}Id: "${id}") { owner { username } admins { username } ${EDGES} }
      ${all}(first: 100) { edges { node { ${one}Id owner { username } } } }
      user(username: "${owner}") { ${all}(first: 50) { edges { node { ${one}Id owner { username } } } } }
    }`
    expect((await ask(before)).data.it.owner.username).toBe(owner)

    const { data, errors } = await ask(transfer, { to: next.toUpperCase() })

    expect(errors).toBeUndefined()
    expect(gathering.owner).toBe(next)
    expect(data.it[one].owner).toEqual({ username: next })
    expect(data.it[one].admins).toEqual([{ username: admin }])
    expect(rolesIn(data.it[one])).toEqual({ [next]: 'OWNER', [admin]: 'admin' })
    const names = data.it[one].members.edges.map(
      (edge: Edges['members']['edges'][number]) => edge.node.username,
    )
    expect(names).toContain(owner)
    const after = (await ask(before)).data
    for (const list of [after[all], after.user[all]]) {
      const row = list.edges.find(({ node }: { node: Record<string, unknown> }) => node[`${one}Id`] === id)
      expect(row.node.owner).toEqual({ username: next })
    }
  })

  it.each([
    { to: 'a stranger', pick: 'stranger', code: 'NOT_ALLOWED' },
    { to: 'somebody unknown', pick: 'unknown', code: 'NOT_ALLOWED' },
    { to: 'the owner', pick: 'owner', code: 'NOT_ALLOWED' },
  ])('does not become $to', async ({ pick, code }) => {
    const { ask, gathering, outside, owner } = await worldOf(place)
    const to = { stranger: outside[0], unknown: 'nobody', owner }[pick]

    const { data, errors } = await ask(transfer, { to })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code } }])
    expect(gathering.owner).toBe(owner)
  })

  it('is not changed where there is none', async () => {
    const { ask, inside } = await worldOf(place)

    const { data, errors } = await ask(transfer, { to: inside[0], id: '404' })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })

  it.each([
    { variables: { to: '' }, argument: 'newOwner' },
    { variables: { to: 'a,b' }, argument: 'newOwner' },
    { variables: { to: 'u0001', id: 'x' }, argument: `${one}Id` },
  ])('is asked for by names that can be: $variables', async ({ variables, argument }) => {
    const { ask, calls } = await worldOf(place)

    const { errors } = await ask(transfer, variables)

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it.each([
    { answered: false, isDone: false },
    { answered: 'false', isDone: false },
    { answered: true, isDone: true },
    { answered: 'true', isDone: true },
    { answered: 'the-name', isDone: true },
  ])('changed, or did not, as the answer says: $answered', async ({ answered, isDone }) => {
    const { ask, inside, sandbox } = await worldOf(place)
    sandbox.fault({
      kind: 'answer',
      status: 200,
      body: { data: { newowner: answered } },
      when: { method: 'PUT' },
    })

    const { data, errors } = await ask(transfer, { to: inside[0] })

    expect(data.it === null).toBe(!isDone)
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(isDone ? undefined : ['NOT_ALLOWED'])
  })
})
