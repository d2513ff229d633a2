import { describe, expect, it } from 'vitest'
import { type Answer, start } from '../support/harness.ts'
import { connect, startService } from '../support/service.ts'

const seed = { users: 120 }
const change = (name: string) => `mutation($input: BlockListInput!) { it: ${name}(input: $input) {
  results { username status error { code } }
  user { username blockedUsers(first: 100) { edges { node { username } } } }
} }`
const LIST = `query($name: String!, $first: Int, $after: String) { user(username: $name) {
  blockedUsers(first: $first, after: $after) { edges { node { username } } pageInfo { hasNextPage endCursor } }
} }`

const done = (username: string) => ({ username, status: 'DONE', error: null })
const refused = (username: string, code: string) => ({ username, status: 'FAILED', error: { code } })
const unknown = (username: string) => ({
  ...{ username, status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } },
})
const namesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => `u${String(first + index).padStart(4, '0')}`)
const namesIn = ({ blockedUsers }: { blockedUsers: { edges: { node: { username: string } }[] } }) =>
  blockedUsers.edges.map(({ node }) => node.username)

const endOf = ({ data }: Answer) => data.user.blockedUsers.pageInfo.endCursor

/** u0001 blocks nobody in a fresh world. */
const owner = 'u0001'

describe('blockUsers', () => {
  it('takes more names than one call, and shows them in the same answer, newest first', async () => {
    const { ask, traffic } = await start({ sandbox: { seed } })
    const names = namesFrom(2, 70)
    await ask(LIST, { name: owner })

    const { data, errors } = await ask(change('blockUsers'), {
      input: { username: 'U0001', usernames: names },
    })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(names.map(done))
    expect(data.it.user.username).toBe(owner)
    expect(namesIn(data.it.user)).toEqual(names.toReversed())
    expect(traffic()).toEqual({ 'user-block-add': 2, 'user-block-list': 3 })
  })

  it('is DONE for whoever was blocked already, and FAILED for nobody', async () => {
    const { ask } = await start({ sandbox: { seed } })
    await ask(change('blockUsers'), { input: { username: owner, usernames: ['u0002'] } })

    const { data, errors } = await ask(change('blockUsers'), {
      input: { username: owner, usernames: ['nobody', 'u0002', 'u0003'] },
    })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([refused('nobody', 'NOT_FOUND'), done('u0002'), done('u0003')])
    expect(namesIn(data.it.user)).toEqual(['u0003', 'u0002'])
  })

  it('is FAILED with the limit for all of a call that has no place', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    const blocks = sandbox.store.users.get(owner)?.blocks
    for (let count = 0; count < 499; count += 1) blocks?.set(`x${count}`, count)

    const { data } = await ask(change('blockUsers'), {
      input: { username: owner, usernames: ['u0002', 'u0003'] },
    })

    expect(data.it.results).toEqual([refused('u0002', 'LIMIT_REACHED'), refused('u0003', 'LIMIT_REACHED')])
  })

  it.each([
    { who: 'nobody has', blocked: 0, registered: 404, result: refused('bob', 'NOT_FOUND') },
    { who: 'somebody has', blocked: 499, registered: 200, result: unknown('bob') },
    { who: 'may be nobody’s', blocked: 0, registered: 403, result: unknown('bob') },
    { who: 'finds the list full', blocked: 500, registered: 404, result: refused('bob', 'LIMIT_REACHED') },
  ])('tells of a name that the answer lacks, and which $who', async ({ blocked, registered, result }) => {
    const data = Array.from({ length: blocked }, (_, index) => `x${index}`)
    const error = registered === 404 ? 'service_resource_not_found' : 'forbidden_op'
    const service = await startService({
      'POST /users/joe/blocks/users': { text: '{"data":["ann"]}' },
      'GET /users/joe/blocks/users': { text: JSON.stringify({ data }) },
      'GET /users/bob': {
        status: registered,
        text: JSON.stringify({ entities: [{ username: 'bob' }], error }),
      },
    })
    const { ask } = connect(service.baseUrl)

    const { data: told } = await ask(
      'mutation { blockUsers(input: { username: "joe", usernames: ["ann", "bob"] }) { results { username status error { code } } } }',
    )

    expect(told.blockUsers.results).toEqual([done('ann'), result])
  })

  it('is UNKNOWN for a name that the answer lacks when the list cannot be read', async () => {
    const service = await startService({
      'POST /users/joe/blocks/users': { text: '{"data":["ann"]}' },
      'GET /users/joe/blocks/users': { status: 403, text: '{"error":"forbidden_op"}' },
    })
    const { ask } = connect(service.baseUrl)

    const { data } = await ask(
      'mutation { blockUsers(input: { username: "joe", usernames: ["ann", "bob"] }) { results { username status error { code } } } }',
    )

    expect(data.blockUsers.results).toEqual([
      done('ann'),
      { username: 'bob', status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } },
    ])
  })

  it('finds the one that the service refuses a whole call for', async () => {
    const service = await startService({
      'POST /users/joe/blocks/users': { status: 404, text: '{"error":"service_resource_not_found"}' },
      'GET /users/joe/blocks/users': { text: '{"data":["ann"]}' },
    })
    const { ask } = connect(service.baseUrl)

    const { data } = await ask(
      'mutation { blockUsers(input: { username: "joe", usernames: ["ann", "bob"] }) { results { username status error { code } } } }',
    )

    // Ann is on the list already; Bob is tried without her.
    expect(data.blockUsers.results).toEqual([done('ann'), refused('bob', 'NOT_FOUND')])
    expect(service.calls.map(({ request }) => request)).toEqual([
      'POST /users/joe/blocks/users',
      'GET /users/joe/blocks/users',
      'POST /users/joe/blocks/users',
    ])
  })
})

describe('unblockUsers', () => {
  it('takes names off the list, whether they were on it or not', async () => {
    const { ask } = await start({ sandbox: { seed } })
    await ask(change('blockUsers'), { input: { username: owner, usernames: ['u0002', 'u0003'] } })

    const { data, errors } = await ask(change('unblockUsers'), {
      input: { username: owner, usernames: ['u0002', 'u0004', 'nobody'] },
    })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done('u0002'), done('u0004'), refused('nobody', 'NOT_FOUND')])
    expect(namesIn(data.it.user)).toEqual(['u0003'])
  })
})

describe.each(['blockUsers', 'unblockUsers'])('%s', (name) => {
  it('fails as a whole, after one try, when nobody has the name of the owner', async () => {
    const { ask, calls } = await start({ sandbox: { seed } })

    const { data, errors } = await ask(change(name), {
      input: { username: 'ghost', usernames: namesFrom(1, 20) },
    })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
    expect(calls()).toHaveLength(2)
  })

  it.each([
    { argument: 'username', input: { username: 'a b', usernames: ['u0001'] } },
    { argument: 'usernames', input: { username: owner, usernames: [] } },
    { argument: 'usernames[0]', input: { username: owner, usernames: [''] } },
  ])('is not asked of the service with a bad $argument', async ({ argument, input }) => {
    const { ask, calls } = await start({ sandbox: { seed } })

    const { errors } = await ask(change(name), { input })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})

describe('blockedUsers', () => {
  it('are paged to the end, none twice', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    const names = namesFrom(2, 110)
    for (const [serial, name] of names.entries()) sandbox.store.users.get(owner)?.blocks.set(name, serial)

    const first = await ask(LIST, { name: owner, first: 45 })
    const second = await ask(LIST, { name: owner, first: 60, after: endOf(first) })
    const third = await ask(LIST, { name: owner, first: 45, after: endOf(second) })

    const shown = [first, second, third].flatMap(({ data }) => namesIn(data.user))
    expect(shown).toEqual(names.toReversed())
    expect(third.data.user.blockedUsers.pageInfo.hasNextPage).toBe(false)
  })

  it('are null for a name that nobody has', async () => {
    const { ask } = await start({ sandbox: { seed } })

    const { data, errors } = await ask(LIST, { name: 'ghost' })

    expect(errors).toBeUndefined()
    expect(data.user).toEqual({ blockedUsers: null })
  })
})
