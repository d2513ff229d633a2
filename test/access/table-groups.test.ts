import { describe, expect, it } from 'vitest'
import { type Columns, fieldsIn, fieldsOf, OTHERS, readRow, readTable } from './table.ts'
import { CLUB, GUILD, openWorld, PARK, THREAD } from './world.ts'

/** The first four ask about the private group, the next two about public ones. */
const COLUMNS: Columns = {
  ...{
    owner: 'olga',
    admin: 'adam',
    member: 'mia',
    outside: 'sven',
    'of a public': 'sven',
    'of a guild': 'sven',
  },
  ...OTHERS,
}

const groupAt = (heading: string) =>
  heading === 'of a public' ? PARK : heading === 'of a guild' ? GUILD : CLUB

const TABLE = {
  columns: COLUMNS,
  subject: 'tom',
  ask: (field: string, heading: string) => {
    const id = groupAt(heading)
    const globalId = btoa(`Group:${id}`)
    return {
      query: `{
        one: group(groupId: "${id}") { it: ${field} }
        two: node(id: "${globalId}") { ... on Group { it: ${field} } }
        three: nodes(ids: ["${globalId}"]) { ... on Group { it: ${field} } }
      }`,
      paths: ['one.it', 'two.it', 'three.0.it'],
    }
  },
} as const

const GROUP = readTable(`
  Group                                     | owner | admin | member | outside | of a public | of a guild | admin key | anonymous | bad token
  id                                        | yes   | yes   | yes    | null    | yes         | yes        | yes       | 401       | 401
  groupId                                   | yes   | yes   | yes    | null    | yes         | yes        | yes       | 401       | 401
  name                                      | yes   | yes   | yes    | null    | yes         | yes        | yes       | 401       | 401
  description                               | yes   | yes   | yes    | null    | yes         | yes        | yes       | 401       | 401
  memberCount                               | yes   | yes   | yes    | null    | yes         | yes        | yes       | 401       | 401
  avatarUrl                                 | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  custom                                    | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  createdAt                                 | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  isPublic                                  | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  needsApproval                             | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  membersMayInvite                          | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  isMutedForAll                             | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  isDisabled                                | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  maxMembers                                | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  onlineMemberCount                         | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  announcement                              | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  owner { username }                        | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  members { edges { role node { id } } }    | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  admins { username }                       | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  isMember(username: "tom")                 | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  isMember(username: "@me")                 | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  memberAttributes(username: "tom")         | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  sharedFiles { edges { node { name } } }   | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  messages { edges { cursor } }             | yes   | yes   | yes    | null    | null        | null       | yes       | 401       | 401
  mutes { user { username } }               | yes   | yes   | null   | null    | null        | null       | yes       | 401       | 401
  allowedUsers { username }                 | yes   | yes   | null   | null    | null        | null       | yes       | 401       | 401
  blockedUsers { username }                 | yes   | yes   | null   | null    | null        | null       | yes       | 401       | 401
`)

const COLUMNS_OF_THREAD: Columns = {
  ...{ owner: 'anna', 'in it': 'gina', 'in the group': 'mia', outside: 'sven' },
  ...OTHERS,
}

const THREAD_TABLE = {
  columns: COLUMNS_OF_THREAD,
  subject: 'anna',
} as const

/** A thread out of the list of its owner. */
const OWN_THREAD = readTable(`
  Thread                         | owner | in it | in the group | outside | admin key | anonymous | bad token
  id                             | yes   | null  | null         | null    | yes       | 401       | 401
  threadId                       | yes   | null  | null         | null    | yes       | 401       | 401
  name                           | yes   | null  | null         | null    | yes       | 401       | 401
  owner { username }             | yes   | null  | null         | null    | yes       | 401       | 401
  createdAt                      | yes   | null  | null         | null    | yes       | 401       | 401
  parentMessageId                | yes   | null  | null         | null    | yes       | 401       | 401
  group { name }                 | yes   | null  | null         | null    | yes       | 401       | 401
  members { edges { cursor } }   | yes   | null  | null         | null    | yes       | 401       | 401
`)

/** By its id a thread is a reference: the service does not tell the group that it is in, and so not whose it is. */
const THREAD_BY_ID = readTable(`
  Thread                         | owner | in it | in the group | outside | admin key | anonymous | bad token
  id                             | yes   | yes   | yes          | yes     | yes       | 401       | 401
  threadId                       | yes   | yes   | yes          | yes     | yes       | 401       | 401
  name                           | null  | null  | null         | null    | null      | 401       | 401
  owner { username }             | null  | null  | null         | null    | null      | 401       | 401
  createdAt                      | null  | null  | null         | null    | null      | 401       | 401
  parentMessageId                | null  | null  | null         | null    | null      | 401       | 401
  group { name }                 | null  | null  | null         | null    | null      | 401       | 401
  members { edges { cursor } }   | null  | null  | null         | null    | yes       | 401       | 401
`)

describe('what the fields of a group tell', () => {
  it.each(GROUP)('$what', async (row) => {
    expect(await readRow(await openWorld(), row, TABLE, row.what)).toEqual(row.cells)
  })

  it.each(GROUP)('$what, when others have asked before', async (row) => {
    const world = await openWorld()
    await readRow(world, row, TABLE, row.what)

    expect(await readRow(world, row, TABLE, row.what)).toEqual(row.cells)
  })

  it('has a row for each field', () => {
    expect(fieldsIn(GROUP)).toEqual(fieldsOf('Group'))
  })
})

describe('what the fields of a thread tell', () => {
  it.each(OWN_THREAD)('$what, on the list of its owner', async (row) => {
    const ask = (field: string) => ({
      query: `{ user(username: "anna") { threads { edges { node { it: ${field} } } } } }`,
      paths: ['user.threads.edges.0.node.it'],
    })

    expect(await readRow(await openWorld(), row, { ...THREAD_TABLE, ask }, row.what)).toEqual(row.cells)
  })

  it.each(THREAD_BY_ID)('$what, by its id', async (row) => {
    const id = btoa(`Thread:${THREAD}`)
    const ask = (field: string) => ({
      query: `{
        one: node(id: "${id}") { ... on Thread { it: ${field} } }
        two: nodes(ids: ["${id}"]) { ... on Thread { it: ${field} } }
      }`,
      paths: ['one.it', 'two.0.it'],
    })

    expect(await readRow(await openWorld(), row, { ...THREAD_TABLE, ask }, row.what)).toEqual(row.cells)
  })

  it('has a row for each field', () => {
    expect(fieldsIn(OWN_THREAD)).toEqual(fieldsOf('Thread'))
    expect(fieldsIn(THREAD_BY_ID)).toEqual(fieldsOf('Thread'))
  })
})
