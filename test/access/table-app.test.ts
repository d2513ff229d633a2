import { describe, expect, it } from 'vitest'
import { type Columns, fieldsIn, fieldsOf, OTHERS, readRow, readTable } from './table.ts'
import { CLUB, LOBBY, openWorld, PARK } from './world.ts'

const ROOT = readTable(`
  Query                                              | self      | contact   | in a group | in a room | stranger  | admin key | anonymous | bad token
  viewer { username }                                | yes       | yes       | yes        | yes       | yes       | null      | 401       | 401
  user(username: "anna") { username }                | yes       | yes       | yes        | yes       | yes       | yes       | 401       | 401
  user(username: "nobody-at-all") { username }       | yes       | yes       | yes        | yes       | yes       | yes       | 401       | 401
  node(id: "${btoa('User:anna')}") { id }            | yes       | yes       | yes        | yes       | yes       | yes       | 401       | 401
  node(id: "${btoa(`Group:${CLUB}`)}") { id }        | yes       | null      | yes        | null      | null      | yes       | 401       | 401
  node(id: "${btoa(`Group:${PARK}`)}") { id }        | yes       | yes       | yes        | yes       | yes       | yes       | 401       | 401
  node(id: "${btoa(`Chatroom:${LOBBY}`)}") { id }    | yes       | yes       | yes        | yes       | yes       | yes       | 401       | 401
  nodes(ids: ["${btoa('User:anna')}"]) { id }        | yes       | yes       | yes        | yes       | yes       | yes       | 401       | 401
  group(groupId: "${CLUB}") { id }                   | yes       | null      | yes        | null      | null      | yes       | 401       | 401
  group(groupId: "${PARK}") { id }                   | yes       | yes       | yes        | yes       | yes       | yes       | 401       | 401
  chatroom(chatroomId: "${LOBBY}") { id }            | yes       | yes       | yes        | yes       | yes       | yes       | 401       | 401
  chatrooms { edges { node { id } } }                | yes       | yes       | yes        | yes       | yes       | yes       | 401       | 401
  job(id: "@job") { id }                             | yes       | null      | null       | null      | null      | yes       | 401       | 401
  node(id: "@job") { id }                            | yes       | null      | null       | null      | null      | yes       | 401       | 401
  users { edges { node { id } } }                    | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  groups { edges { node { id } } }                   | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  threads { edges { node { id } } }                  | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  mutedUsers { edges { node { id } } }               | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  userAttributesSizeBytes                            | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  pushTemplate(name: "t") { name }                   | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
  messageHistory(hour: "2026-01-01T00:00:00Z") { state } | FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN | yes     | 401       | 401
  chatroomSuperAdmins { edges { node { id } } }      | FORBIDDEN | FORBIDDEN | FORBIDDEN  | FORBIDDEN | FORBIDDEN | yes       | 401       | 401
`)

const ROOM_COLUMNS: Columns = {
  ...{ owner: 'rolf', admin: 'ada', 'super admin': 'sue', member: 'rosa', outside: 'sven' },
  ...OTHERS,
}

const CHATROOM = readTable(`
  Chatroom                                | owner | admin | super admin | member | outside | admin key | anonymous | bad token
  id                                      | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  chatroomId                              | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  name                                    | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  description                             | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  memberCount                             | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  maxMembers                              | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  custom                                  | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  createdAt                               | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  isMutedForAll                           | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  announcement                            | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  attributes                              | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  owner { username }                      | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  members { edges { role node { id } } }  | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  admins { username }                     | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  messages { edges { cursor } }           | yes   | yes   | yes         | yes    | yes     | yes       | 401       | 401
  mutes { user { username } }             | yes   | yes   | yes         | null   | null    | yes       | 401       | 401
  allowedUsers { username }               | yes   | yes   | yes         | null   | null    | yes       | 401       | 401
  blockedUsers { username }               | yes   | yes   | yes         | null   | null    | yes       | 401       | 401
`)

describe('what a query begins with', () => {
  it.each(ROOT)('$what', async (row) => {
    const world = await openWorld()
    const template = { name: 't', createAt: 0, updateAt: 0, title_pattern: 'a', content_pattern: 'b' }
    world.store.pushTemplates.set('t', template)
    const columns: Columns = {
      ...{ self: 'anna', contact: 'carl', 'in a group': 'gina', 'in a room': 'rosa', stranger: 'sven' },
      ...OTHERS,
    }
    const ask = (field: string) => ({ query: `{ it: ${field} }`, paths: ['it'] })

    expect(await readRow(world, row, { columns, subject: 'anna', ask }, row.what)).toEqual(row.cells)
  })

  it('has a row for each field', () => {
    expect(fieldsIn(ROOT)).toEqual(fieldsOf('Query'))
  })
})

describe('what the fields of a chatroom tell', () => {
  it.each(CHATROOM)('$what', async (row) => {
    const id = btoa(`Chatroom:${LOBBY}`)
    const ask = (field: string) => ({
      query: `{
        one: chatroom(chatroomId: "${LOBBY}") { it: ${field} }
        two: node(id: "${id}") { ... on Chatroom { it: ${field} } }
        three: nodes(ids: ["${id}"]) { ... on Chatroom { it: ${field} } }
        four: chatrooms { edges { node { it: ${field} } } }
      }`,
      paths: ['one.it', 'two.it', 'three.0.it', 'four.edges.0.node.it'],
    })
    const table = { columns: ROOM_COLUMNS, subject: 'rolf', ask } as const

    expect(await readRow(await openWorld(), row, table, row.what)).toEqual(row.cells)
  })

  it('has a row for each field', () => {
    expect(fieldsIn(CHATROOM)).toEqual(fieldsOf('Chatroom'))
  })
})
