import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/sandbox/random.ts'
import { type Harness, start } from '../support/harness.ts'
import { type Connection, type Edge, type PageArguments, walk } from '../support/pages.ts'

const PAGE = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
const ARGUMENTS = '$first: Int, $after: String'
const GIVEN = '(first: $first, after: $after)'
const GROUP = '200000000000001'
const ROOM = '300000000000001'
const LARGE_GROUP = '209999999999999'

/** Every connection of the schema; `at` finds it in the answer. */
const LISTS = [
  { list: 'users', query: `query(${ARGUMENTS}) { list: users${GIVEN} { ${PAGE} } }` },
  { list: 'groups', query: `query(${ARGUMENTS}) { list: groups${GIVEN} { ${PAGE} } }` },
  { list: 'chatrooms', query: `query(${ARGUMENTS}) { list: chatrooms${GIVEN} { ${PAGE} } }` },
  ...['groups', 'chatrooms', 'contacts'].map((list) => ({
    list: `User.${list}`,
    query: `query(${ARGUMENTS}) { of: user(username: "u0007") { list: ${list}${GIVEN} { ${PAGE} } } }`,
  })),
  {
    list: 'Group.members',
    query: `query(${ARGUMENTS}) { of: group(groupId: "${GROUP}") { list: members${GIVEN} { ${PAGE} } } }`,
  },
  {
    list: 'Group.members of 10,050',
    query: `query(${ARGUMENTS}) { of: group(groupId: "${LARGE_GROUP}") { list: members${GIVEN} { ${PAGE} } } }`,
  },
  {
    list: 'Chatroom.members',
    query: `query(${ARGUMENTS}) { of: chatroom(chatroomId: "${ROOM}") { list: members${GIVEN} { ${PAGE} } } }`,
  },
]

const seed = {
  users: 150,
  groups: 110,
  groupMembers: 150,
  chatrooms: 105,
  chatroomMembers: 150,
  contacts: 110,
}

/** Each list is there, and short: enough for what is refused before anything is read. */
const shortLists = { users: 10, groups: 1, groupMembers: 10, chatrooms: 1, chatroomMembers: 10, contacts: 3 }

/** Without the service's limit of calls per second: what is asked here is not how often. */
function startWith({
  list,
  lists = seed,
}: {
  readonly list: string
  readonly lists?: typeof seed
}): Promise<Harness> {
  const isLarge = list.endsWith('10,050')
  return start({
    env: { CALLS_PER_SECOND: '10000' },
    sandbox: {
      callsPerSecond: 0,
      seed: isLarge ? { users: 10, groups: 1, largeGroupMembers: 10_050 } : lists,
    },
  })
}

function pagesOf({ ask }: Harness, query: string) {
  return async (page: PageArguments): Promise<Connection> => {
    const { data, errors } = await ask(query, page)
    expect(errors).toBeUndefined()
    return (data.of ?? data).list
  }
}

const idsOf = (edges: readonly Edge[]) => edges.map(({ node }) => node.id)

describe.each(LISTS)('the list $list', ({ list, query }) => {
  it('skips nobody and repeats nobody, whatever the sizes of its pages', async () => {
    const harness = await startWith({ list })
    const fetchPage = pagesOf(harness, query)
    const all = await walk(fetchPage, () => 100)
    expect(new Set(idsOf(all)).size).toBe(all.length)
    expect(all.length).toBeGreaterThan(100)

    for (const sequence of list.endsWith('10,050') ? [1] : [1, 2, 3]) {
      const random = createRandom(sequence)
      const edges = await walk(fetchPage, () => 1 + Math.floor(random() * 100))
      expect(idsOf(edges)).toEqual(idsOf(all))
    }
  })

  it('goes on after any edge, with a page of any size', async () => {
    const harness = await startWith({ list })
    const fetchPage = pagesOf(harness, query)
    const random = createRandom(4)
    const { edges } = await fetchPage({ first: 100, after: null })
    const ids = idsOf(await walk(fetchPage, () => 100))

    for (let times = 0; times < 12; times += 1) {
      const place = Math.floor(random() * edges.length)
      const first = 1 + Math.floor(random() * 100)
      const next = await fetchPage({ first, after: edges[place]?.cursor ?? '' })
      expect(idsOf(next.edges)).toEqual(ids.slice(place + 1, place + 1 + first))
      expect(next.pageInfo).toEqual({
        hasNextPage: place + 1 + first < ids.length,
        hasPreviousPage: true,
        startCursor: next.edges[0]?.cursor,
        endCursor: next.edges.at(-1)?.cursor,
      })
    }
  })

  it('is empty after its last edge', async () => {
    const harness = await startWith({ list })
    const fetchPage = pagesOf(harness, query)
    const all = await walk(fetchPage, () => 100)

    const beyond = await fetchPage({ first: 10, after: all.at(-1)?.cursor ?? '' })

    expect(beyond).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    })
  })

  it.each([0, -1, 101, 1_000_000])('refuses a page of %i before any call', async (first) => {
    const { ask, calls } = await startWith({ list, lists: shortLists })

    const { errors } = await ask(query, { first })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } }])
    expect(calls().filter(isPage)).toEqual([])
  })

  it.each([
    ['no cursor at all', ''],
    ['not base64', '%%%'],
    ['not JSON', Buffer.from('x').toString('base64url')],
    ['not an array', Buffer.from('{}').toString('base64url')],
    ['of another style', Buffer.from('["other",1]').toString('base64url')],
    [
      'of a list of its style that is not it',
      Buffer.from('["cursor","other",null,10,1]').toString('base64url'),
    ],
    ['endless', 'A'.repeat(5_000)],
  ])('refuses a cursor that is %s', async (_what, after) => {
    const { ask, calls } = await startWith({ list, lists: shortLists })

    const { errors } = await ask(query, { first: 10, after })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
    expect(calls().filter(isPage)).toEqual([])
  })

  it('refuses the cursors of all other lists', async () => {
    const harness = await startWith({ list, lists: shortLists })
    const others = LISTS.filter((other) => other.list !== list && !other.list.endsWith('10,050'))
    for (const other of others) {
      const { edges } = await pagesOf(harness, other.query)({ first: 2, after: null })
      harness.forget()

      const { errors } = await harness.ask(query, { first: 10, after: edges[0]?.cursor })

      expect(errors, other.list).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', argument: 'after' } },
      ])
      expect(harness.calls().filter(isPage)).toEqual([])
    }
  })
})

/** Whose members they are, is read before the arguments of `members` are looked at. */
function isPage(call: string): boolean {
  return !/^GET \/chat(groups|rooms)\/\d+$/.test(call)
}

it('gives 20 when nobody says how many', async () => {
  const { ask } = await start()

  const { data } = await ask(
    '{ a: users { edges { node { id } } } b: users(first: null) { edges { node { id } } } }',
  )

  expect(data.a.edges).toHaveLength(20)
  expect(data.b).toEqual(data.a)
})

it('refuses the cursor of the same list of somebody else', async () => {
  const { ask } = await start({ sandbox: { seed } })
  const contacts = `query($name: String!, $after: String) {
    user(username: $name) { contacts(first: 2, after: $after) { edges { cursor } } }
  }`
  const { data } = await ask(contacts, { name: 'u0007' })
  const after = data.user.contacts.edges[0].cursor

  const mine = await ask(contacts, { name: 'u0007', after })
  const theirs = await ask(contacts, { name: 'u0008', after })

  expect(mine.errors).toBeUndefined()
  expect(theirs.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
})

it('neither repeats nor skips members who were there all the time, when others come and go', async () => {
  const { ask, sandbox } = await start({
    env: { CACHE_DETAIL_MS: '0' },
    sandbox: { seed: { users: 60, groups: 1, groupMembers: 40 } },
  })
  const members = sandbox.store.groups.get(GROUP)?.members ?? new Map()
  const stayed = [...members.keys()]
  const query = `query($after: String) { group(groupId: "${GROUP}") {
    members(first: 7, after: $after) { edges { cursor node { username } } pageInfo { hasNextPage endCursor } } } }`
  const random = createRandom(5)

  const edges = await walk(
    async ({ after }) => {
      const { data } = await ask(query, { after })
      // Somebody leaves, and somebody else comes.
      const leaving = stayed.splice(Math.floor(random() * (stayed.length - 1)), 1)
      for (const username of leaving) members.delete(username)
      members.set(`late${members.size}${random()}`, 0)
      return data.group.members
    },
    () => 7,
  )

  const names = edges.map(({ node }) => node.username)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(stayed))
})
