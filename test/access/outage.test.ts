import { describe, expect, it } from 'vitest'
import type { Fault } from '../../src/sandbox/server.ts'
import type { Answer } from '../support/harness.ts'
import { CHATROOM_CHANGES } from './chatroom-changes.ts'
import { GROUP_CHANGES } from './group-changes.ts'
import { askFor, type ChangeTable } from './table.ts'
import { USER_CHANGES } from './user-changes.ts'
import { type Caller, CLUB, LOBBY, openWorld, type World } from './world.ts'

const FAULTS: readonly { readonly fault: Fault; readonly code: string }[] = [
  { fault: { kind: 'unavailable' }, code: 'RATE_LIMITED' },
  { fault: { kind: 'bad-gateway' }, code: 'UPSTREAM_UNAVAILABLE' },
  { fault: { kind: 'reset' }, code: 'UPSTREAM_UNAVAILABLE' },
  { fault: { kind: 'not-json' }, code: 'UPSTREAM_BAD_REPLY' },
  { fault: { kind: 'answer', status: 200, body: {} }, code: 'UPSTREAM_BAD_REPLY' },
  { fault: { kind: 'answer', status: 500, body: { error: 'internal' } }, code: 'UPSTREAM_UNAVAILABLE' },
  { fault: { kind: 'resource-limited' }, code: 'PLAN_LIMIT' },
  { fault: { kind: 'hang' }, code: 'UPSTREAM_TIMEOUT' },
]

const QUERIES: readonly { readonly what: string; readonly query: string; readonly caller: Caller }[] = [
  { what: 'a group', caller: 'mia', query: `{ it: group(groupId: "${CLUB}") { name } }` },
  { what: 'a group as a node', caller: 'mia', query: `{ it: node(id: "${btoa(`Group:${CLUB}`)}") { id } }` },
  { what: 'a group of others', caller: 'sven', query: `{ it: group(groupId: "${CLUB}") { name } }` },
  { what: 'a group that is not there', caller: 'sven', query: '{ it: group(groupId: "404") { name } }' },
]

const open = () =>
  openWorld({
    env: { CALL_TIMEOUT_MS: '200', REQUEST_TIMEOUT_MS: '2000', PROFILE_VISIBILITY: 'related' },
    // Without jitter what is tried again is tried at once.
    random: () => 0,
  })

/** Reads fail, and changes would be made. */
function failReads({ sandbox }: World, fault: Fault): void {
  const reads = ({ method, path }: { readonly method: string; readonly path: string }) =>
    path === '/contacts/check' || (method === 'GET' && !path.includes('/disconnect'))
  sandbox.fault({ ...fault, when: reads })
}

const codesOf = (answer: Answer) => [...new Set(answer.errors?.map(({ extensions }) => extensions.code))]

describe('a check that the service fails', () => {
  it.each(FAULTS.flatMap((row) => QUERIES.map((query) => ({ ...row, ...query }))))(
    'shows $what to nobody, and says why: $fault.kind',
    async ({ fault, code, caller, query }) => {
      const world = await open()
      failReads(world, fault)

      const answer = await world.askAs(caller, query)

      expect(answer.data).toEqual({ it: null })
      expect(codesOf(answer)).toEqual([code])
    },
  )

  it.each(FAULTS)('shows no field that it is about: $fault.kind', async ({ fault, code }) => {
    const world = await open()
    // The detail is known; who manages it and who is related are not.
    await world.askAs(
      'mia',
      `{ group(groupId: "${CLUB}") { name } chatroom(chatroomId: "${LOBBY}") { name } }`,
    )
    failReads(world, fault)

    const answer = await world.askAs(
      'mia',
      `{
        group(groupId: "${CLUB}") { name mutes { expiresAt } blockedUsers { id } }
        chatroom(chatroomId: "${LOBBY}") { mutes { expiresAt } }
        user(username: "carl") { onlineStatus profile { nickname } }
      }`,
    )

    expect(answer.data).toEqual({
      group: { name: 'N', mutes: null, blockedUsers: null },
      chatroom: { mutes: null },
      user: { onlineStatus: null, profile: null },
    })
    expect(codesOf(answer)).toEqual([code])
    expect(answer.errors).toHaveLength(5)
  })
})

/** Changes that need a look before anybody may make them, by who may and by who may not. */
const CHECKED: readonly {
  readonly table: ChangeTable
  readonly callers: readonly Caller[]
  readonly but: RegExp
}[] = [
  { table: GROUP_CHANGES, callers: ['olga', 'adam', 'mia', 'sven'], but: /setGroupDisabled/ },
  { table: CHATROOM_CHANGES, callers: ['rolf', 'ada', 'sue', 'rosa', 'sven'], but: /^$/ },
]

describe.each(CHECKED)('a change that cannot be checked', ({ table, callers, but }) => {
  it.each(table.rows.filter(({ what }) => !but.test(what)))('is not made: $what', async (row) => {
    for (const caller of callers) {
      const world = await open()
      failReads(world, { kind: 'bad-gateway' })
      const change = table.changeOf(row, 'owner') ?? { mutation: '', isDone: () => false }

      const answer = await askFor(world, caller, 'tom', change)

      expect({ caller, data: answer.data, codes: codesOf(answer), changes: world.changes() }).toEqual({
        ...{ caller, data: { it: null }, codes: ['UPSTREAM_UNAVAILABLE'], changes: [] },
      })
    }
  })
})

describe('a message that cannot be checked', () => {
  it.each(USER_CHANGES.rows.filter(({ what }) => /^sendMessage as anna/.test(what)))(
    'is not sent: $what',
    async (row) => {
      const world = await open()
      failReads(world, { kind: 'bad-gateway' })
      const { mutation = '' } = USER_CHANGES.changeOf(row, 'self') ?? {}

      const answer = await world.askAs('anna', `mutation { it: ${mutation} }`)

      expect(answer.data).toEqual({ it: null })
      expect(codesOf(answer)).toEqual(['UPSTREAM_UNAVAILABLE'])
      expect(world.changes()).toEqual([])
    },
  )

  it('is not sent to those whom an answer about others leaves out', async () => {
    const world = await open()
    const entities = [{ username: 'gina', relation: 'friend' }]
    world.sandbox.fault({
      kind: 'answer',
      status: 200,
      body: { entities },
      when: { path: /contacts\/check/ },
    })

    const answer = await world.askAs(
      'anna',
      `mutation { it: sendMessage(input: {
        from: "anna", to: { users: ["sven"] }, body: { text: { content: "Hi" } }
      }) { results { status } } }`,
    )

    expect(answer.data).toEqual({ it: null })
    expect(codesOf(answer)).not.toEqual([])
    expect(world.changes()).toEqual([])
  })
})
