import { describe, expect, it } from 'vitest'
import { type Columns, fieldsIn, fieldsOf, OTHERS, readRow, readTable } from './table.ts'
import { openWorld } from './world.ts'

const COLUMNS: Columns = {
  ...{ self: 'anna', contact: 'carl', 'in a group': 'gina', 'in a room': 'rosa', stranger: 'sven' },
  ...OTHERS,
}

const ID = btoa('User:anna')
const TABLE = {
  columns: COLUMNS,
  subject: 'anna',
  ask: (field: string) => ({
    query: `{
      one: user(username: "anna") { it: ${field} }
      two: node(id: "${ID}") { ... on User { it: ${field} } }
      three: nodes(ids: ["${ID}"]) { ... on User { it: ${field} } }
    }`,
    paths: ['one.it', 'two.it', 'three.0.it'],
  }),
} as const

/** What anna's fields tell to whom. */
const USER = readTable(`
  User                                      | self | contact | in a group | in a room | stranger | admin key | anonymous | bad token
  id                                        | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  username                                  | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  onlineStatus                              | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  profile { part: nickname }                | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  profile { part: avatarUrl }               | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  profile { part: gender }                  | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  profile { part: signature }               | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  profile { part: phone }                   | yes  | null    | null       | null      | null     | yes       | 401       | 401
  profile { part: email }                   | yes  | null    | null       | null      | null     | yes       | 401       | 401
  profile { part: birthday }                | yes  | null    | null       | null      | null     | yes       | 401       | 401
  profile { part: ext }                     | yes  | null    | null       | null      | null     | yes       | 401       | 401
  profile { part: attribute(name: "sign") } | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  profile { part: attribute(name: "mail") } | yes  | null    | null       | null      | null     | yes       | 401       | 401
  attributes                                | yes  | null    | null       | null      | null     | yes       | 401       | 401
  presence(subscriber: "@me") { ext }       | null | yes     | yes        | yes       | yes      | null      | 401       | 401
  presence(subscriber: "paul") { ext }      | null | null    | null       | null      | null     | yes       | 401       | 401
  presenceSubscriptions { edges { cursor } }| yes  | null    | null       | null      | null     | yes       | 401       | 401
  account { isActive }                      | yes  | null    | null       | null      | null     | yes       | 401       | 401
  devices { deviceId }                      | yes  | null    | null       | null      | null     | yes       | 401       | 401
  deliveryStatus(messageId: "501")          | yes  | null    | null       | null      | null     | yes       | 401       | 401
  offlineMessageCount                       | yes  | null    | null       | null      | null     | yes       | 401       | 401
  globalMute { users { expiresAt } }        | yes  | null    | null       | null      | null     | yes       | 401       | 401
  contacts { edges { node { id } } }        | yes  | null    | null       | null      | null     | yes       | 401       | 401
  isContactOf(username: "@me")              | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  isContactOf(username: "paul")             | null | null    | null       | null      | null     | yes       | 401       | 401
  blockedUsers { edges { node { id } } }    | yes  | null    | null       | null      | null     | yes       | 401       | 401
  groups { edges { node { id } } }          | yes  | null    | null       | null      | null     | yes       | 401       | 401
  chatrooms { edges { node { id } } }       | yes  | null    | null       | null      | null     | yes       | 401       | 401
  threads { edges { node { id } } }         | yes  | null    | null       | null      | null     | yes       | 401       | 401
  threads(groupId: "1001") { edges { cursor } } | yes | null | null      | null      | null     | yes       | 401       | 401
  push { language }                         | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  messages(with: "@me") { edges { cursor } }| yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  messages(with: "paul") { edges { cursor } } | yes | null   | null       | null      | null     | yes       | 401       | 401
`)

const PUSH_SETTINGS = readTable(`
  PushSettings                    | self | contact | in a group | in a room | stranger | admin key | anonymous | bad token
  nickname                        | yes  | null    | null       | null      | null     | yes       | 401       | 401
  displayStyle                    | yes  | null    | null       | null      | null     | yes       | 401       | 401
  doNotDisturb { isOn }           | yes  | null    | null       | null      | null     | yes       | 401       | 401
  language                        | yes  | null    | null       | null      | null     | yes       | 401       | 401
  bindings { deviceId }           | yes  | null    | null       | null      | null     | yes       | 401       | 401
  notification { mode }           | yes  | null    | null       | null      | null     | yes       | 401       | 401
  notification(peer: "carl") { mode } | yes | null | null       | null      | null     | yes       | 401       | 401
`)

/** With `PROFILE_VISIBILITY=related`; what has no row here is as above. */
const RELATED = readTable(`
  User                                      | self | contact | in a group | in a room | stranger | admin key | anonymous | bad token
  id                                        | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  username                                  | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
  onlineStatus                              | yes  | yes     | yes        | yes       | null     | yes       | 401       | 401
  profile { part: nickname }                | yes  | yes     | yes        | yes       | null     | yes       | 401       | 401
  profile { part: phone }                   | yes  | null    | null       | null      | null     | yes       | 401       | 401
  presence(subscriber: "@me") { ext }       | null | yes     | yes        | yes       | null     | null      | 401       | 401
  attributes                                | yes  | null    | null       | null      | null     | yes       | 401       | 401
  account { isActive }                      | yes  | null    | null       | null      | null     | yes       | 401       | 401
  contacts { edges { node { id } } }        | yes  | null    | null       | null      | null     | yes       | 401       | 401
  isContactOf(username: "@me")              | yes  | yes     | yes        | yes       | yes      | yes       | 401       | 401
`)

describe('what the fields of a user tell', () => {
  it.each(USER)('$what', async (row) => {
    expect(await readRow(await openWorld(), row, TABLE, row.what)).toEqual(row.cells)
  })

  it('has a row for each field', () => {
    expect(fieldsIn(USER)).toEqual(fieldsOf('User'))
  })

  // Whoever asks first fills the caches, and what they hold must not depend on who that was.
  it.each(USER)('$what, when it is an admin who asked before', async (row) => {
    const world = await openWorld()
    await readRow(world, row, TABLE, row.what)

    expect(await readRow(world, row, TABLE, row.what)).toEqual(row.cells)
  })
})

describe('what the push settings of a user tell', () => {
  it.each(PUSH_SETTINGS)('$what', async (row) => {
    expect(await readRow(await openWorld(), row, TABLE, `push { part: ${row.what} }`)).toEqual(row.cells)
  })

  it('has a row for each field', () => {
    expect(fieldsIn(PUSH_SETTINGS)).toEqual(fieldsOf('PushSettings'))
  })
})

describe('what the fields of a user tell where only who is related sees profiles', () => {
  it.each(RELATED)('$what', async (row) => {
    const world = await openWorld({ env: { PROFILE_VISIBILITY: 'related' } })

    expect(await readRow(world, row, TABLE, row.what)).toEqual(row.cells)
    expect(await readRow(world, row, TABLE, row.what)).toEqual(row.cells)
  })
})

describe('which parts of a profile users see of each other', () => {
  it.each([
    { setting: 'phone', nickname: 'null', phone: 'yes' },
    { setting: 'nickname,phone', nickname: 'yes', phone: 'yes' },
    { setting: 'none', nickname: 'null', phone: 'null' },
  ])('is set by PUBLIC_PROPERTIES=$setting', async ({ setting, nickname, phone }) => {
    const world = await openWorld({ env: { PUBLIC_PROPERTIES: setting } })
    const own = { self: 'yes', 'admin key': 'yes', anonymous: '401', 'bad token': '401' }
    const rowOf = (cell: string) => ({
      ...own,
      ...Object.fromEntries(
        ['contact', 'in a group', 'in a room', 'stranger'].map((heading) => [heading, cell]),
      ),
    })
    const read = (field: string) =>
      readRow(world, { what: field, cells: {} }, TABLE, `profile { part: ${field} }`)

    expect(await read('nickname')).toEqual(rowOf(nickname))
    expect(await read('phone')).toEqual(rowOf(phone))
  })
})
