import { describe, expect, it } from 'vitest'
import { at, manyNames, openSandbox } from './client.ts'

const kinds = [
  { what: 'a group', root: '/chatgroups', place: '200000000000001', idKey: 'groupid', notMember: 403 },
  { what: 'a chatroom', root: '/chatrooms', place: '300000000000001', idKey: 'id', notMember: 400 },
] as const

/** The first group or chatroom of the demo world: who is inside, and who is not. */
async function openPlace({ root, place }: (typeof kinds)[number]) {
  const { sandbox, ask } = await openSandbox()
  const rows = root === '/chatgroups' ? sandbox.store.groups : sandbox.store.chatrooms
  const members = rows.get(place)?.members ?? new Map<string, number>()
  const outside = [...sandbox.store.users.keys()].filter((username) => !members.has(username))
  const [owner = '', ...inside] = members.keys()
  return { ask, rows, members, outside, inside, owner, users: `${root}/${place}/users` }
}

describe.each(kinds)('members of $what', (kind) => {
  const { place, idKey, notMember } = kind

  it('are listed in pages from 1, the owner first, with the time of joining when asked for', async () => {
    const { ask, users, owner, inside } = await openPlace(kind)
    const first = await ask('GET', `${users}?pagenum=1&pagesize=2`)
    expect(first.body).toMatchObject({ count: 2, params: { pagenum: ['1'], pagesize: ['2'] } })
    expect(at(first.body, 'data')).toEqual([{ owner }, { member: inside[0] }])
    const second = await ask('GET', `${users}?pagenum=2&pagesize=2&joined_time=true`)
    expect(at(second.body, 'data', 0)).toEqual({ member: inside[1], joined_time: expect.any(Number) })
    const all = await ask('GET', users)
    expect(at(all.body, 'data')).toHaveLength(inside.length + 1)
  })

  it('are added one by one, once', async () => {
    const { ask, users, members, outside } = await openPlace(kind)
    const [user = ''] = outside
    const added = await ask('POST', `${users}/${user.toUpperCase()}`)
    expect(at(added.body, 'data')).toEqual({ result: true, [idKey]: place, action: 'add_member', user })
    expect(members.has(user)).toBe(true)
    expect(await ask('POST', `${users}/${user}`)).toMatchObject({
      status: 403,
      body: {
        error: 'forbidden_op',
        error_description: `can not join this group, reason:user: ${user} already in group: ${place}\n`,
      },
    })
  })

  it('are added many at once; who is one already is skipped', async () => {
    const { ask, users, members, outside, inside } = await openPlace(kind)
    const usernames = [...outside.slice(0, 2), ...inside.slice(0, 1)]
    const added = await ask('POST', users, { json: { usernames } })
    const newmembers = outside.slice(0, 2).reverse()
    expect(at(added.body, 'data')).toEqual({ newmembers, [idKey]: place, action: 'add_member' })
    expect(members.has(outside[1] ?? '')).toBe(true)
    const again = await ask('POST', users, { json: { usernames } })
    expect(again).toMatchObject({ status: 403, body: { error: 'forbidden_op' } })
  })

  it('are all refused when one of them does not exist', async () => {
    const { ask, users, members, outside } = await openPlace(kind)
    const [user = ''] = outside
    expect(await ask('POST', users, { json: { usernames: [user, 'ghost'] } })).toMatchObject({
      status: 404,
      body: { error: 'resource_not_found', error_description: "username ghost doesn't exist!" },
    })
    expect(members.has(user)).toBe(false)
  })

  it('are all refused when there is not room for all', async () => {
    const { ask, users, rows, members, outside } = await openPlace(kind)
    const gathering = rows.get(place)
    if (gathering) gathering.maxusers = members.size + 1
    const size = members.size
    expect(await ask('POST', users, { json: { usernames: outside.slice(0, 2) } })).toMatchObject({
      status: 403,
      body: { error: 'exceed_limit', error_description: 'members size is greater than max user size !' },
    })
    expect(members.size).toBe(size)
    expect((await ask('POST', `${users}/${outside[0]}`)).status).toBe(200)
    expect((await ask('POST', `${users}/${outside[1]}`)).status).toBe(403)
  })

  it.each([
    { size: 60, status: 200 },
    { size: 61, status: 400 },
  ])('are added $size at once: $status', async ({ size, status }) => {
    const { ask, users, outside } = await openPlace(kind)
    const answer = await ask('POST', users, { json: { usernames: outside.slice(0, size) } })
    expect(answer.status).toBe(status)
    const error_description = 'addMembers: addMembers number more than maxSize : 60'
    if (status === 400) expect(answer.body).toMatchObject({ error: 'invalid_parameter', error_description })
  })

  it('are removed one by one, which is answered by an object', async () => {
    const { ask, users, members, inside } = await openPlace(kind)
    const [user = ''] = inside
    const removed = await ask('DELETE', `${users}/${user}`)
    expect(at(removed.body, 'data')).toEqual({ result: true, action: 'remove_member', user, [idKey]: place })
    expect(members.has(user)).toBe(false)
    expect(await ask('DELETE', `${users}/${user}`)).toMatchObject({
      status: notMember,
      body: { error: 'forbidden_op', error_description: `users [${user}] are not members of this group!` },
    })
  })

  it.each([',', '%2C'])(
    'are removed many at once (separated by "%s"), each with its own result',
    async (comma) => {
      const { ask, users, members, inside, outside, owner } = await openPlace(kind)
      const [member = ''] = inside
      const [stranger = ''] = outside
      const { status, body } = await ask(
        'DELETE',
        `${users}/${[member, stranger, 'ghost', owner].join(comma)}`,
      )
      const row = { action: 'remove_member', [idKey]: place }
      expect(status).toBe(200)
      expect(at(body, 'data')).toEqual([
        { ...row, user: member, result: true },
        {
          ...row,
          user: stranger,
          result: false,
          reason: `user: ${stranger} doesn't exist in group: ${place}`,
        },
        { ...row, user: 'ghost', result: false, reason: "user ghost doesn't exist." },
        { ...row, user: owner, result: false, reason: 'forbidden operation on group owner!' },
      ])
      expect(members.has(member)).toBe(false)
      expect(members.has(owner)).toBe(true)
    },
  )

  it('do not include anyone of many: that is an error', async () => {
    const { ask, users, outside } = await openPlace(kind)
    const answer = await ask('DELETE', `${users}/${outside.slice(0, 2).join(',')}`)
    expect(answer).toMatchObject({ status: notMember, body: { error: 'forbidden_op' } })
  })

  it('keep their owner', async () => {
    const { ask, users, owner } = await openPlace(kind)
    expect(await ask('DELETE', `${users}/${owner}`)).toMatchObject({
      status: 403,
      body: { error: 'forbidden_op', error_description: 'forbidden operation on group owner!' },
    })
  })

  it('are not removed 61 at once', async () => {
    const { ask, users } = await openPlace(kind)
    expect(await ask('DELETE', `${users}/${manyNames(61).join(',')}`)).toMatchObject({
      status: 400,
      body: {
        error: 'invalid_parameter',
        error_description: 'kickMember: kickMembers number more than maxSize : 60',
      },
    })
  })
})
