import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'

const MUTE = 'globalMute { users { expiresAt } groups { expiresAt } chatrooms { expiresAt } }'
const SET = `mutation($input: SetGlobalMuteInput!) { setGlobalMute(input: $input) { user { username ${MUTE} } } }`
const LIST = `query($first: Int, $after: String) { mutedUsers(first: $first, after: $after) {
  edges { cursor scope expiresAt node { username } } pageInfo { hasNextPage endCursor }
} }`
/** Twelve users: nobody is muted to begin with. */
const seed = { users: 12, groups: 0, chatrooms: 0 }

interface Edge {
  readonly scope: string
  readonly node: { readonly username: string }
}

async function world() {
  const clock = createFalseClock()
  const { ask, ...harness } = await start({ clock, sandbox: { seed } })
  const asked = (query: string, variables?: object) => clock.until(ask(query, variables))
  const mute = (username: string, changes: object) => asked(SET, { input: { username, ...changes } })
  const isoIn = (seconds: number) =>
    new Date(Math.floor(clock.now() / 1000) * 1000 + seconds * 1000).toISOString()
  return { ...harness, clock, ask: asked, mute, isoIn }
}

const places = (edges: readonly Edge[]) => edges.map(({ scope, node }) => `${node.username} ${scope}`)

describe('a global mute', () => {
  it('is shown in the same answer: for a time, for ever, and not at all', async () => {
    const { ask, mute, isoIn } = await world()
    await ask(`{ user(username: "u0001") { ${MUTE} } }`)

    const { data, errors } = await mute('U0001', {
      users: { durationSeconds: 60 },
      groups: { forever: true },
    })

    expect(errors).toBeUndefined()
    expect(data.setGlobalMute.user).toEqual({
      username: 'u0001',
      globalMute: { users: { expiresAt: isoIn(60) }, groups: { expiresAt: null }, chatrooms: null },
    })
  })

  it('leaves the kinds alone that are not given, and is lifted by a word', async () => {
    const { mute } = await world()
    await mute('u0001', { users: { forever: true }, groups: { forever: true }, chatrooms: { forever: true } })

    const { data } = await mute('u0001', { groups: { lift: true }, users: null })

    expect(data.setGlobalMute.user.globalMute).toEqual({
      users: { expiresAt: null },
      groups: null,
      chatrooms: { expiresAt: null },
    })
  })

  it('tells the same end later, and nothing once it is over', async () => {
    const { ask, clock, mute } = await world()
    const set = await mute('u0001', { users: { durationSeconds: 60 } })
    const now = async () => (await ask(`{ user(username: "u0001") { ${MUTE} } }`)).data.user.globalMute.users

    clock.advance(30_000)
    const halfway = await now()
    clock.advance(31_000)

    expect(halfway).toEqual(set.data.setGlobalMute.user.globalMute.users)
    expect(await now()).toBeNull()
  })

  it('is null for a name that nobody has, which cannot be muted', async () => {
    const { ask, mute } = await world()
    const read = await ask(`{ user(username: "nobody") { ${MUTE} } }`)
    const set = await mute('nobody', { users: { forever: true } })
    expect(read).toMatchObject({ data: { user: { globalMute: null } } })
    expect(read.errors).toBeUndefined()
    expect(set.data).toEqual({ setGlobalMute: null })
    expect(set.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })

  it.each([
    { argument: 'username', changes: { username: '.', users: { forever: true } } },
    { argument: 'input', changes: {} },
    { argument: 'input', changes: { users: null } },
    { argument: 'users.durationSeconds', changes: { users: { durationSeconds: 0 } } },
    { argument: 'groups.durationSeconds', changes: { groups: { durationSeconds: -1 } } },
    { argument: 'chatrooms.forever', changes: { chatrooms: { forever: false } } },
    { argument: 'users.lift', changes: { users: { lift: false } } },
  ])('is not asked of the service with bad $argument: $changes', async ({ argument, changes }) => {
    const { ask, calls } = await world()
    const { errors } = await ask(SET, { input: { username: 'u0001', ...changes } })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it.each([
    { users: {} },
    { users: { durationSeconds: null } },
    { users: { forever: null } },
    { users: { durationSeconds: 60, lift: true } },
    { users: { forever: true, lift: true } },
  ])('must be exactly one of a time, for ever, and lifted: not %j', async (changes) => {
    const { ask, calls } = await world()
    const { data, errors } = await ask(SET, { input: { username: 'u0001', ...changes } })
    expect(data).toBeUndefined()
    expect(errors).toHaveLength(1)
    expect(calls()).toEqual([])
  })

  it.each([
    { what: 'seconds', unixtime: 1_631_609_831 },
    { what: 'milliseconds', unixtime: 1_631_609_831_000 },
  ])('counts from a time in $what', async ({ unixtime }) => {
    const { ask, sandbox } = await world()
    const body = { data: { userid: 'demo-org#demo-app_u0001', chat: '96', groupchat: 0, unixtime } }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /mutes/ } })
    const { data } = await ask(`{ user(username: "u0001") { ${MUTE} } }`)
    expect(data.user.globalMute).toEqual({
      users: { expiresAt: '2021-09-14T08:58:47.000Z' },
      groups: null,
      chatrooms: null,
    })
  })

  it('is no answer when it does not say when it was read', async () => {
    const { ask, sandbox } = await world()
    const body = { data: { userid: 'u0001', chat: 96 } }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /mutes/ } })
    const { errors } = await ask(`{ user(username: "u0001") { ${MUTE} } }`)
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_BAD_REPLY' } }])
  })
})

describe('the list of muted users', () => {
  it('has an edge for each user and kind, and is fresh after each change', async () => {
    const { ask, mute, isoIn } = await world()
    const before = await ask(LIST)

    await mute('u0001', { users: { durationSeconds: 60 }, chatrooms: { forever: true } })
    const muted = await ask(LIST)
    await mute('u0001', { users: { lift: true } })
    const lifted = await ask(LIST)

    expect(before.data.mutedUsers.edges).toEqual([])
    expect(muted.data.mutedUsers.edges).toEqual([
      { cursor: expect.any(String), scope: 'CHATROOMS', expiresAt: null, node: { username: 'u0001' } },
      { cursor: expect.any(String), scope: 'USERS', expiresAt: isoIn(60), node: { username: 'u0001' } },
    ])
    expect(places(lifted.data.mutedUsers.edges)).toEqual(['u0001 CHATROOMS'])
  })

  it('is paged across the pages of the service, whatever was lifted among them', async () => {
    const { ask, sandbox, clock } = await world()
    const expected: string[] = []
    for (let number = 1; number <= 130; number += 1) {
      const isOver = number % 3 === 0 || (number > 30 && number <= 60) || number > 100
      const endMs = isOver ? 0 : clock.now() + 3_600_000
      const username = `m${number}`
      const user = sandbox.store.users.get('u0001')
      if (user === undefined) throw new Error('the world has no u0001')
      const mutes = new Map([['chat' as const, { serial: 1_000_000 - number, endMs }]])
      sandbox.store.users.set(username, { ...user, username, mutes })
      if (endMs > 0) expected.push(username)
    }

    const found: string[] = []
    const sizes: number[] = []
    for (let after: string | null = null; ; ) {
      const { data, errors } = await ask(LIST, { first: 30, after })
      expect(errors).toBeUndefined()
      const { edges, pageInfo } = data.mutedUsers
      sizes.push(edges.length)
      found.push(...edges.map(({ node }: Edge) => node.username))
      after = pageInfo.endCursor
      if (!pageInfo.hasNextPage) break
    }

    expect(found).toEqual(expected)
    // Each page is thirty places of the service's list, the second one of mutes that are all over.
    expect(sizes).toEqual([20, 0, 20, 7, 0])
  })

  it('takes a name under either key, and with the app key in front', async () => {
    const { ask, sandbox } = await world()
    const data = {
      data: [
        { userid: 'demo-org#demo-app_A', chat: -1 },
        { username: 'b', chatroom: -1 },
      ],
    }
    sandbox.fault({ kind: 'answer', status: 200, body: { data }, when: { path: /mutes/ } })
    const answer = await ask(LIST)
    expect(places(answer.data.mutedUsers.edges)).toEqual(['a USERS', 'b CHATROOMS'])
  })

  it.each([
    { what: 'nobody', row: { chat: 1 } },
    { what: 'no kind', row: { username: 'a' } },
    { what: 'two kinds', row: { username: 'a', chat: 1, groupchat: 1 } },
  ])('is no answer with a row about $what, because places would not be right', async ({ row }) => {
    const { ask, sandbox } = await world()
    const body = { data: { data: [row], unixtime: 1_631_609_831 } }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /mutes/ } })
    const { errors } = await ask(LIST)
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_BAD_REPLY' } }])
  })

  it.each([
    { argument: 'first', variables: { first: 0 } },
    { argument: 'first', variables: { first: 101 } },
    { argument: 'after', variables: { after: 'nonsense' } },
  ])('is not asked for with bad $argument', async ({ argument, variables }) => {
    const { ask, calls } = await world()
    const { errors } = await ask(LIST, variables)
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})
