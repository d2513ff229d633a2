import { describe, expect, it } from 'vitest'
import { type ContractDocument, readContract } from './contract.ts'
import { createNaming, type Sent } from './traffic.ts'

const contract = readContract()
const nameOf = createNaming(contract)

const USER = { username: 'a', password: 'p' }

interface Case extends Partial<Sent> {
  readonly id: string
  readonly call: string
}

/** Calls whose path alone does not tell what they are. */
const SHARED: readonly Case[] = [
  { id: 'user-register', call: 'POST /users', body: USER },
  { id: 'user-register', call: 'POST /users', body: [USER] },
  { id: 'user-register-batch', call: 'POST /users', body: [USER, { ...USER, username: 'b' }] },
  { id: 'user-register-open', call: 'POST /users', body: { ...USER, nickname: 'A' }, signed: false },
  { id: 'user-register-open', call: 'POST /users', body: [USER], signed: false },
  { id: 'push-nickname-set', call: 'PUT /users/a', body: { nickname: 'A' } },
  { id: 'push-display-style-set', call: 'PUT /users/a', body: { notification_display_style: 1 } },
  { id: 'push-no-disturb-set', call: 'PUT /users/a', body: { notification_no_disturbing: false } },
  { id: 'group-update', call: 'PUT /chatgroups/1', body: { groupname: 'G', public: true } },
  { id: 'group-transfer', call: 'PUT /chatgroups/1', body: { newowner: 'a' } },
  { id: 'chatroom-update', call: 'PUT /chatrooms/1', body: { maxusers: 5 } },
  { id: 'chatroom-transfer', call: 'PUT /chatrooms/1', body: { newowner: 'a' } },
  {
    id: 'token-app',
    call: 'POST /token',
    body: { grant_type: 'client_credentials', client_id: 'i', client_secret: 's' },
  },
  { id: 'token-user-password', call: 'POST /token', body: { grant_type: 'password', ...USER } },
  {
    id: 'token-user-inherit',
    call: 'POST /token',
    body: { grant_type: 'inherit', username: 'a', autoCreateUser: false },
  },
  ...[
    { prefix: 'group', root: '/chatgroups/1' },
    { prefix: 'chatroom', root: '/chatrooms/1' },
  ].flatMap(({ prefix, root }) => [
    { id: `${prefix}-member-remove`, call: `DELETE ${root}/users/a` },
    { id: `${prefix}-member-remove-batch`, call: `DELETE ${root}/users/a,b` },
    { id: `${prefix}-block-remove`, call: `DELETE ${root}/blocks/users/a` },
    { id: `${prefix}-block-remove-batch`, call: `DELETE ${root}/blocks/users/a,b` },
    // Here the documents have one operation for both.
    { id: `${prefix}-white-remove`, call: `DELETE ${root}/white/users/a` },
    { id: `${prefix}-white-remove`, call: `DELETE ${root}/white/users/a,b` },
  ]),
]

describe('the name of a call', () => {
  it.each(SHARED)('is $id for $call of $body', ({ id, call, ...rest }) => {
    expect(nameOf(sent(call, rest))).toBe(id)
  })

  it.each([
    { id: 'user-status-batch', call: 'POST /users/batch/status' },
    { id: 'user-status-get', call: 'GET /users/batch/status' },
    { id: 'chatroom-superadmin-list', call: 'GET /chatrooms/super_admin' },
    { id: 'chatroom-get', call: 'GET /chatrooms/1' },
    { id: 'user-attr-capacity', call: 'GET /metadata/user/capacity' },
    { id: 'user-attr-get', call: 'GET /metadata/user/a' },
    { id: 'push-language-set', call: 'PUT /users/a/notification/language' },
    { id: 'thread-member-remove-batch', call: 'DELETE /thread/1/users' },
    { id: 'thread-member-remove-batch-older', call: 'DELETE /threads/1/users' },
  ])('is $id for $call: the path says enough', ({ id, call }) => {
    expect(nameOf(sent(call))).toBe(id)
  })

  it.each([
    { call: 'GET /nowhere' },
    { call: 'PATCH /users/a' },
    { call: 'PUT /users/a', body: { nickname: 'A', notification_display_style: 1 } },
    { call: 'PUT /chatgroups/1', body: { newowner: 'a', groupname: 'G' } },
    { call: 'POST /users', body: [] },
    { call: 'POST /users', body: [USER, USER], signed: false },
    { call: 'POST /token', body: { grant_type: 'magic' } },
  ])('stays $call for $body, which is no use of that path', ({ call, ...rest }) => {
    expect(nameOf(sent(call, rest))).toBe(call)
  })

  it('is all of those that nothing tells apart', () => {
    const alike: ContractDocument = {
      ...contract,
      uses: ['one', 'other'].map((id) => ({ id, area: 'users', method: 'GET', path: '/users', reads: true })),
    }
    expect(createNaming(alike)(sent('GET /users'))).toBe('one or other')
  })

  it('can be told from any other, but for the two that differ in a header', () => {
    const groups = new Map<string, string[]>()
    for (const { method, path, id, body, signed, keys } of contract.uses) {
      const told = JSON.stringify([method, path, body, signed, keys])
      groups.set(told, [...(groups.get(told) ?? []), id])
    }
    expect([...groups.values()].filter((ids) => ids.length > 1)).toEqual([
      ['file-download', 'file-thumbnail'],
    ])
  })
})

function sent(call: string, rest: Partial<Sent> = {}): Sent {
  const [method = '', path = ''] = call.split(' ')
  return { method, path, body: undefined, signed: true, ...rest }
}
