import { describe, expect, it } from 'vitest'
import { done, KINDS, namesOf, refused, worldOf } from './memberships.ts'
import { changeUsers, clearLists, putOn } from './moderations.ts'

const MEMBERS = 'memberCount members(first: 100) { edges { node { username } } }'

describe.each(KINDS)('whoever is blocked in a $one', (place) => {
  const { one, all, id } = place
  const block = changeUsers(place, 'block%Users', `blockedUsers { username } ${MEMBERS}`)

  it('has left, as all that tells it shows in the same operation', async () => {
    const { ask, gathering, inside } = await worldOf(place)
    clearLists(gathering)
    const [first = '', second = ''] = inside
    for (const list of ['admins', 'allowed', 'mutes'] as const) putOn(gathering, list, first)
    const joined = `{ user(username: "${first}") { ${all}(first: 50) { edges { node { ${one}Id } } } } }`
    const before = await ask(`{ it: ${one}(${one}Id: "${id}") { ${MEMBERS} admins { username } } }`)
    expect(JSON.stringify((await ask(joined)).data)).toContain(id)

    const { data, errors } = await ask(
      changeUsers(
        place,
        'block%Users',
        `${MEMBERS} blockedUsers { username } admins { username } allowedUsers { username } mutes { expiresAt }`,
      ),
      { id, names: [first, second] },
    )

    expect(errors).toBeUndefined()
    const now = data.it[one]
    expect(now.memberCount).toBe(before.data.it.memberCount - 2)
    expect(namesOf(now)).toEqual(new Set(gathering.members.keys()))
    expect(namesOf(now).has(first)).toBe(false)
    expect(now.blockedUsers).toEqual([{ username: first }, { username: second }])
    expect([now.admins, now.allowedUsers, now.mutes]).toEqual([[], [], []])
    expect(JSON.stringify((await ask(joined)).data)).not.toContain(id)
  })

  it('does not come back before it is taken back, and not by that alone', async () => {
    const { ask, inside } = await worldOf(place)
    const [first = ''] = inside
    const add = changeUsers(place, 'add%Members', MEMBERS)
    await ask(block, { id, names: [first] })

    expect((await ask(add, { id, names: [first] })).data.it.results).toEqual([refused(first, 'NOT_ALLOWED')])
    const unblocked = await ask(changeUsers(place, 'unblock%Users', MEMBERS), { id, names: [first] })
    expect(unblocked.data.it.results).toEqual([done(first)])
    expect(namesOf(unblocked.data.it[one]).has(first)).toBe(false)

    const back = await ask(add, { id, names: [first] })
    expect(back.data.it.results).toEqual([done(first)])
    expect(namesOf(back.data.it[one]).has(first)).toBe(true)
  })
})

describe.each(KINDS)('the announcement of a $one', (place) => {
  const { kind, one, id } = place
  const set = `mutation($text: String!, $id: ID = "${id}") {
    it: set${kind}Announcement(${one}Id: $id, announcement: $text) { ${one} { announcement } }
  }`
  const read = `{ it: ${one}(${one}Id: "${id}") { announcement } }`

  it.each([
    { what: 'a text', text: 'Hello, "all" of you …\n' },
    { what: 'one of 512 characters', text: 'x'.repeat(512) },
  ])('is replaced by $what', async ({ text }) => {
    const { ask, gathering } = await worldOf(place)
    await ask(read)

    const { data, errors } = await ask(set, { text })

    expect(errors).toBeUndefined()
    expect(data.it[one].announcement).toBe(text)
    expect(gathering.announcement).toBe(text)
    expect((await ask(read)).data.it.announcement).toBe(text)
  })

  it('is null once it is empty', async () => {
    const { ask, gathering } = await worldOf(place)
    await ask(set, { text: 'something' })

    const { data, errors } = await ask(set, { text: '' })

    expect(errors).toBeUndefined()
    expect(data.it[one].announcement).toBeNull()
    expect(gathering.announcement).toBe('')
  })

  it.each([
    { what: 'of 513 characters', variables: { text: 'x'.repeat(513) }, argument: 'announcement' },
    { what: 'of no id', variables: { text: '', id: '' }, argument: `${one}Id` },
  ])('is refused before any call: $what', async ({ variables, argument }) => {
    const { ask, calls } = await worldOf(place)

    const { data, errors } = await ask(set, variables)

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it('is NOT_FOUND to set where there is none', async () => {
    const { ask } = await worldOf(place)

    const { data, errors } = await ask(set, { text: 'Hello', id: '404' })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
  })

  it('is not taken as set when the answer says that it was not', async () => {
    const { ask, sandbox } = await worldOf(place)
    sandbox.fault({
      kind: 'answer',
      status: 200,
      body: { data: { id, result: false } },
      when: { path: /announcement/ },
    })

    const { data, errors } = await ask(set, { text: 'Hello' })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_ALLOWED' } }])
  })
})

describe.each(KINDS)('muting all of a $one', (place) => {
  const { kind, one, all, id } = place
  const set = `mutation($on: Boolean!, $id: ID = "${id}") {
    it: set${kind}MutedForAll(${one}Id: $id, isMutedForAll: $on) {
      ${one} { isMutedForAll mutes { user { username } } allowedUsers { username } }
    }
  }`
  const read = `{ ${all}(first: 100) { edges { node { ${one}Id isMutedForAll } } } }`

  it('and lifting it is shown in the same operation, and leaves the mutes of single members alone', async () => {
    const { ask, gathering, inside } = await worldOf(place)
    clearLists(gathering)
    const [muted = '', allowed = ''] = inside
    putOn(gathering, 'mutes', muted)
    putOn(gathering, 'allowed', allowed)
    const isShown = async () => {
      const { edges } = (await ask(read)).data[all]
      return edges.find(({ node }: { node: Record<string, unknown> }) => node[`${one}Id`] === id).node
        .isMutedForAll
    }
    expect(await isShown()).toBe(false)

    for (const on of [true, true, false]) {
      const { data, errors } = await ask(set, { on })

      expect(errors).toBeUndefined()
      expect(data.it[one]).toEqual({
        isMutedForAll: on,
        mutes: [{ user: { username: muted } }],
        allowedUsers: [{ username: allowed }],
      })
      expect(gathering.mute).toBe(on)
      expect(await isShown()).toBe(on)
    }
  })

  it.each([true, false])('is NOT_FOUND where there is none: %s', async (on) => {
    const { ask } = await worldOf(place)

    const { data, errors } = await ask(set, { on, id: '404' })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
  })

  it('is not taken as done when the answer says the opposite', async () => {
    const { ask, sandbox } = await worldOf(place)
    const body = { data: { mute: 'false' } }
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /ban/ } })

    const on = await ask(set, { on: true })
    const off = await ask(set, { on: false })

    expect(on.data).toEqual({ it: null })
    expect(on.errors).toMatchObject([{ extensions: { code: 'NOT_ALLOWED' } }])
    expect(off.errors).toBeUndefined()
  })
})
