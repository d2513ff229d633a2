import { describe, expect, it } from 'vitest'
import { manyNames } from './client.ts'
import { dataOf, openPlace, places } from './places.ts'

const lists = [
  {
    ...{ list: 'block list', path: '/blocks/users', added: 'add_blocks', removed: 'remove_blocks' },
    tooManyAdded: 'userNames is more than max limit : 60',
    tooManyRemoved: 'removeBlacklist: list size more than max limit : 60',
  },
  {
    ...{ list: 'allow list', path: '/white/users' },
    ...{ added: 'add_user_whitelist', removed: 'remove_user_whitelist' },
    tooManyAdded: 'usernames size is more than max limit : 60',
    tooManyRemoved: 'removeWhitelist size is more than max limit : 60',
  },
] as const

describe.each(places.flatMap((kind) => lists.map((list) => ({ ...list, kind, what: kind.what }))))(
  'the $list of $what',
  ({ kind, path, added, removed, tooManyAdded, tooManyRemoved }) => {
    const id = { [kind.listIdKey]: kind.place }

    it('takes one member by its path and several by a body, each with its own result', async () => {
      const { ask, base, inside, outside } = await openPlace(kind)
      const [first = '', second = ''] = inside
      const one = await ask('POST', `${base}${path}/${first.toUpperCase()}`)
      expect(dataOf(one)).toEqual({ result: true, action: added, user: first, ...id })
      const several = await ask('POST', `${base}${path}`, { json: { usernames: [outside[0], second] } })
      const reason = `user: ${outside[0]} doesn't exist in ${kind.noun}: ${kind.place}`
      expect(several.status).toBe(200)
      expect(dataOf(several)).toEqual([
        { result: false, action: added, reason, user: outside[0], ...id },
        { result: true, action: added, user: second, ...id },
      ])
      expect((await ask('GET', `${base}${path}`)).body).toMatchObject({ data: [first, second], count: 2 })
    })

    it.each([',', '%2C'])('lets go of several in one path (separated by "%s")', async (comma) => {
      const { ask, base, inside } = await openPlace(kind)
      const [first = '', second = '', third = ''] = inside
      await ask('POST', `${base}${path}`, { json: { usernames: [first, second] } })
      const gone = await ask('DELETE', `${base}${path}/${[first, third].join(comma)}`)
      expect(dataOf(gone)).toEqual([
        { result: true, action: removed, user: first, ...id },
        { result: false, action: removed, reason: expect.stringContaining(third), user: third, ...id },
      ])
      expect(dataOf(await ask('GET', `${base}${path}`))).toEqual([second])
    })

    it('refuses a stranger alone with the status of its kind', async () => {
      const { ask, base, outside } = await openPlace(kind)
      expect(await ask('POST', `${base}${path}/${outside[0]}`)).toMatchObject({
        status: kind.notMember,
        body: {
          error: 'forbidden_op',
          error_description: `users [${outside[0]}] are not members of this group!`,
        },
      })
    })

    it.each([
      { size: 60, status: 200 },
      { size: 61, status: 400 },
    ])('takes and lets go of $size names at once: $status', async ({ size, status }) => {
      const { ask, base } = await openPlace(kind)
      const usernames = manyNames(size)
      const taken = await ask('POST', `${base}${path}`, { json: { usernames } })
      const gone = await ask('DELETE', `${base}${path}/${usernames.join(',')}`)
      expect([taken.status, gone.status]).toEqual([status, status])
      if (status === 400) {
        expect(taken.body).toMatchObject({ error: 'invalid_parameter', error_description: tooManyAdded })
        expect(gone.body).toMatchObject({ error: 'invalid_parameter', error_description: tooManyRemoved })
      }
    })

    it('is unknown where there is no such place', async () => {
      const { ask } = await openPlace(kind)
      expect((await ask('GET', `${kind.root}/404${path}`)).status).toBe(404)
    })
  },
)

describe.each(places)('who is blocked in $what', (kind) => {
  it('is a member no longer, and comes back only after the block is lifted', async () => {
    const { ask, base, gathering, inside } = await openPlace(kind)
    const [user = ''] = inside
    await ask('POST', `${base}/blocks/users/${user}`)
    expect(gathering.members.has(user)).toBe(false)
    const refusal = { status: 403, body: { error: 'forbidden_op' } }
    expect(await ask('POST', `${base}/users/${user}`)).toMatchObject(refusal)
    expect(await ask('POST', `${base}/users`, { json: { usernames: [user] } })).toMatchObject(refusal)

    const freed = await ask('DELETE', `${base}/blocks/users/${user}`)
    const id = { [kind.listIdKey]: kind.place }
    expect(dataOf(freed)).toEqual({ result: true, action: 'remove_blocks', user, ...id })
    expect((await ask('POST', `${base}/users/${user}`)).status).toBe(200)
    expect(gathering.members.has(user)).toBe(true)
  })

  it('is never the owner, alone or among others', async () => {
    const { ask, base, owner, gathering } = await openPlace(kind)
    expect(await ask('POST', `${base}/blocks/users/${owner}`)).toMatchObject({
      status: 403,
      body: { error: 'forbidden_op', error_description: 'forbidden operation on group owner!' },
    })
    const several = await ask('POST', `${base}/blocks/users`, { json: { usernames: [owner] } })
    expect(dataOf(several)).toMatchObject([{ result: false, reason: 'forbidden operation on group owner!' }])
    expect(gathering.members.has(owner)).toBe(true)
  })
})

describe.each(places)('who is allowed to speak in $what', (kind) => {
  it('may be the owner, and stays a member; one name taken off is answered by an array', async () => {
    const { ask, base, owner, gathering } = await openPlace(kind)
    expect((await ask('POST', `${base}/white/users/${owner}`)).status).toBe(200)
    expect(gathering.members.has(owner)).toBe(true)
    const gone = await ask('DELETE', `${base}/white/users/${owner}`)
    expect(dataOf(gone)).toMatchObject([{ result: true, user: owner }])
  })
})
