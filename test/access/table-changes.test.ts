import { describe, expect, it } from 'vitest'
import { APP_CHANGES } from './app-changes.ts'
import { CHATROOM_CHANGES } from './chatroom-changes.ts'
import { GROUP_CHANGES } from './group-changes.ts'
import { type ChangeTable, changeRow, fieldsIn, fieldsOf } from './table.ts'
import { USER_CHANGES, WITH_USERS_ADDING } from './user-changes.ts'

// Each cell is asked in a world where nothing was changed. Whoever is refused has sent nothing that changes anything, and whoever is
// not has changed the state of the service: see `changeBy`.
const TABLES = [
  { of: 'what is of a user', table: USER_CHANGES },
  { of: 'contacts, where users add them', table: WITH_USERS_ADDING },
  { of: 'a group', table: GROUP_CHANGES },
  { of: 'a chatroom', table: CHATROOM_CHANGES },
  { of: 'the app', table: APP_CHANGES },
] satisfies readonly { of: string; table: ChangeTable }[]

describe.each(TABLES)('a change of $of', ({ table }) => {
  it.each(table.rows)('$what', async (row) => {
    expect(await changeRow(row, table)).toEqual(row.cells)
  })
})

it('has a row for each change that there is', () => {
  expect(fieldsIn(...TABLES.map(({ table }) => table.rows))).toEqual(fieldsOf('Mutation'))
})
