import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const DELETE = `mutation($names: [String!]!) {
  deleteUsers(usernames: $names) { results { username status error { code } user { account { isActive } } } }
}`
const DELETE_OLDEST = `mutation($count: Int!, $confirm: Int!) {
  deleteOldestUsers(count: $count, confirmDeleting: $confirm) { usernames }
}`
const ON = { DELETE_OLDEST_USERS: 'on' }

const nobody = (username: string) => ({ username, user: { account: null } })

describe('deleteUsers', () => {
  it('deletes each, and tells of names that nobody has', async () => {
    const { ask, sandbox } = await start()
    await ask('{ user(username: "u0002") { account { isActive } } }')

    const { data, errors } = await ask(DELETE, { names: ['u0001', 'ghost', 'U0002', 'u0001'] })

    expect(errors).toBeUndefined()
    expect(data.deleteUsers.results).toEqual([
      { ...nobody('u0001'), status: 'DONE', error: null },
      { ...nobody('ghost'), status: 'FAILED', error: { code: 'NOT_FOUND' } },
      { ...nobody('u0002'), status: 'DONE', error: null },
    ])
    expect(sandbox.store.users.has('u0001')).toBe(false)
    expect(sandbox.store.users.has('u0003')).toBe(true)
  })

  it('makes stale all that was known of them, and of what went with them', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed: { users: 40, groups: 3, chatrooms: 3 } } })
    const [group] = sandbox.store.groups.values()
    const [room] = sandbox.store.chatrooms.values()
    const owner = group?.owner ?? ''
    if (room !== undefined) room.owner = owner
    room?.members.set(owner, 1)
    const [friend = ''] = sandbox.store.contacts.get(owner)?.keys() ?? []
    const member = [...(group?.members.keys() ?? [])].find((name) => name !== owner) ?? ''
    const other = [...sandbox.store.groups.values()].find((one) => one.owner !== owner)
    other?.members.set(owner, 1)
    other?.admins.add(owner)
    const known = `{
      group(groupId: "${group?.id}") { name }
      chatroom(chatroomId: "${room?.id}") { name }
      other: group(groupId: "${other?.id}") { admins { username } members(first: 100) { edges { node { username } } } }
      member: user(username: "${member}") { groups(first: 50) { edges { node { groupId } } } }
      groups(first: 100) { edges { node { groupId } } }
      chatrooms(first: 100) { edges { node { chatroomId } } }
      users(first: 100) { edges { node { username } } }
      friend: user(username: "${friend}") { contacts(first: 50) { edges { node { username } } } }
      them: user(username: "${owner}") { account { isActive } onlineStatus profile { nickname } attributes globalMute { users { expiresAt } } }
    }`
    const before = await ask(known)

    const { errors } = await ask(DELETE, { names: [owner] })

    const { data } = await ask(known)
    expect(errors).toBeUndefined()
    expect(before.data.group.name).toBe(group?.name)
    expect(JSON.stringify({ ...before.data, them: null })).toContain(`"${owner}"`)
    expect(data.group).toBeNull()
    expect(data.chatroom).toBeNull()
    expect(JSON.stringify({ ...data, them: null })).not.toContain(`"${owner}"`)
    expect(JSON.stringify(data)).not.toContain(`"${group?.id}"`)
    expect(JSON.stringify(data)).not.toContain(`"${room?.id}"`)
    expect(data.them).toEqual({
      account: null,
      onlineStatus: 'OFFLINE',
      profile: { nickname: null },
      attributes: {},
      globalMute: null,
    })
  })

  it('reads the other form in which a name can be unknown', async () => {
    const { ask, sandbox } = await start()
    sandbox.fault({ kind: 'answer', status: 400, body: { error: 'management' }, when: { method: 'DELETE' } })
    const { data } = await ask(DELETE, { names: ['ghost'] })
    expect(data.deleteUsers.results).toMatchObject([{ status: 'FAILED', error: { code: 'NOT_FOUND' } }])
  })

  it('goes on behind one of whom nobody knows what became, without a second try', async () => {
    const { ask, sandbox, calls } = await start()
    sandbox.fault({ kind: 'reset-after-accept', when: { method: 'DELETE', path: /u0001/ } })

    const { data } = await ask(DELETE.replace('user { account { isActive } }', ''), {
      names: ['u0001', 'u0002'],
    })

    expect(data.deleteUsers.results).toEqual([
      { username: 'u0001', status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } },
      { username: 'u0002', status: 'DONE', error: null },
    ])
    expect(calls()).toEqual(['DELETE /users/u0001', 'DELETE /users/u0002'])
  })

  it.each([
    { argument: 'usernames', names: [] },
    { argument: 'usernames[1]', names: ['u0001', ''] },
    { argument: 'usernames[0]', names: ['..'] },
  ])('deletes nobody with bad $argument', async ({ argument, names }) => {
    const { ask, calls } = await start()
    const { errors } = await ask(DELETE, { names })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})

describe('deleteOldestUsers', () => {
  it('deletes those who registered first, who are gone in the same operation', async () => {
    const { ask, sandbox, calls } = await start({ env: ON })
    await ask(
      '{ user(username: "u0001") { account { isActive } } users(first: 1) { edges { node { username } } } }',
    )

    const { data, errors } = await ask(
      `mutation {
        deleteOldestUsers(count: 3, confirmDeleting: 3) { usernames }
        clearProfile(username: "u0001") { user { account { isActive } } }
      }`,
    )

    const next = await ask('{ users(first: 1) { edges { node { username } } } }')
    expect(errors).toBeUndefined()
    expect(data.deleteOldestUsers.usernames).toEqual(['u0001', 'u0002', 'u0003'])
    expect(data.clearProfile.user.account).toBeNull()
    expect(next.data.users.edges).toEqual([{ node: { username: 'u0004' } }])
    expect(sandbox.store.users.has('u0003')).toBe(false)
    expect(calls().filter((call) => call.startsWith('DELETE /users'))).toEqual(['DELETE /users'])
    expect(sandbox.calls.find(({ method }) => method === 'DELETE')?.query).toEqual({ limit: '3' })
  })

  it.each([
    { what: 'by default', env: {} },
    { what: 'when it is off', env: { DELETE_OLDEST_USERS: 'off' } },
  ])('is refused $what, before anything is asked, with the name of the setting', async ({ env }) => {
    const { ask, sandbox } = await start({ env })

    const { data, errors } = await ask(DELETE_OLDEST, { count: 1, confirm: 1 })

    expect(data).toEqual({ deleteOldestUsers: null })
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_ALLOWED' } }])
    expect(errors?.[0]?.message).toContain('DELETE_OLDEST_USERS=on')
    expect(sandbox.calls).toEqual([])
  })

  it.each([
    { argument: 'count', count: 0, confirm: 0 },
    { argument: 'count', count: -1, confirm: -1 },
    { argument: 'count', count: 101, confirm: 101 },
    { argument: 'confirmDeleting', count: 10, confirm: 1 },
    { argument: 'confirmDeleting', count: 1, confirm: 10 },
  ])('deletes nobody with $count and $confirm', async ({ argument, count, confirm }) => {
    const { ask, sandbox } = await start({ env: ON })
    const { errors } = await ask(DELETE_OLDEST, { count, confirm })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })

  it('makes stale what was known of everybody when nobody knows whom it deleted', async () => {
    const { ask, sandbox } = await start({ env: ON })
    const known = '{ user(username: "u0001") { account { isActive } profile { nickname } } }'
    await ask(known)
    sandbox.fault({ kind: 'reset-after-accept', when: { method: 'DELETE' } })

    const { errors } = await ask(DELETE_OLDEST, { count: 1, confirm: 1 })

    expect(errors).toMatchObject([{ extensions: { code: 'OUTCOME_UNKNOWN' } }])
    expect((await ask(known)).data.user).toEqual({ account: null, profile: { nickname: null } })
  })
})

describe('setPassword', () => {
  const SET = `mutation($username: String!, $newPassword: String!) {
    setPassword(username: $username, newPassword: $newPassword) { user { username account { modifiedAt } } }
  }`

  it('replaces the password, and the account shows when', async () => {
    const { ask, sandbox } = await start()
    const before = await ask('{ user(username: "u0001") { account { modifiedAt } } }')

    const { data, errors } = await ask(SET, { username: 'U0001', newPassword: 'another' })

    expect(errors).toBeUndefined()
    expect(sandbox.store.users.get('u0001')?.password).toBe('another')
    expect(data.setPassword.user.username).toBe('u0001')
    expect(Date.parse(data.setPassword.user.account.modifiedAt)).toBeGreaterThan(
      Date.parse(before.data.user.account.modifiedAt),
    )
  })

  it('fails with NOT_FOUND for a name that nobody has', async () => {
    const { ask } = await start()
    const { data, errors } = await ask(SET, { username: 'nobody', newPassword: 'p' })
    expect(data).toEqual({ setPassword: null })
    expect(errors).toMatchObject([{ path: ['setPassword'], extensions: { code: 'NOT_FOUND' } }])
  })

  it.each([
    { argument: 'username', username: 'a,b', newPassword: 'p' },
    { argument: 'newPassword', username: 'u0001', newPassword: '' },
    { argument: 'newPassword', username: 'u0001', newPassword: 'secret'.repeat(11) },
  ])(
    'is not asked of the service with a bad $argument, and does not repeat it',
    async ({ argument, ...given }) => {
      const { ask, calls } = await start()
      const { errors } = await ask(SET, given)
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
      expect(errors?.[0]?.message).not.toContain('secret')
      expect(calls()).toEqual([])
    },
  )
})

describe('a ban', () => {
  const card = 'user { username account { isActive } onlineStatus devices { deviceId } }'

  it('logs the user out and keeps them out until it is lifted, which the same operation shows', async () => {
    const { ask, sandbox } = await start()
    const user = [...sandbox.store.users.values()].find(({ online }) => online)
    const username = user?.username ?? ''
    const before = await ask(
      `{ user(username: "${username}") { account { isActive } onlineStatus devices { deviceId } } }`,
    )

    const { data, errors } = await ask(`mutation {
      deactivateUser(username: "${username.toUpperCase()}") { ${card} }
      activateUser(username: "${username}") { ${card} }
    }`)

    expect(errors).toBeUndefined()
    expect(before.data.user).toMatchObject({ account: { isActive: true }, onlineStatus: 'ONLINE' })
    expect(before.data.user.devices).not.toEqual([])
    const away = { username, onlineStatus: 'OFFLINE', devices: [] }
    expect(data.deactivateUser.user).toEqual({ ...away, account: { isActive: false } })
    expect(data.activateUser.user).toEqual({ ...away, account: { isActive: true } })
  })

  it.each(['activateUser', 'deactivateUser'])('is NOT_FOUND for a name that nobody has: %s', async (name) => {
    const { ask } = await start()
    const { errors } = await ask(`mutation { ${name}(username: "nobody") { user { username } } }`)
    expect(errors).toMatchObject([{ path: [name], extensions: { code: 'NOT_FOUND' } }])
  })

  it.each(['activateUser', 'deactivateUser'])(
    'is not asked of the service with a bad name: %s',
    async (name) => {
      const { ask, calls } = await start()
      const { errors } = await ask(`mutation { ${name}(username: "") { user { username } } }`)
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'username' } }])
      expect(calls()).toEqual([])
    },
  )
})
