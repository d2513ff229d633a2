import { describe, expect, it } from 'vitest'
import { at, keysOf, openSandbox } from './client.ts'

const NEW_GROUP = { groupname: 'G', description: 'd', public: true, owner: 'U0001', members: ['u0002'] }
const FIRST = '200000000000001'

describe('groups', () => {
  it('are created with their owner and members, and shown in full', async () => {
    const { ask } = await openSandbox()
    const made = await ask('POST', '/chatgroups', { json: { ...NEW_GROUP, allowinvites: true } })
    const id = at(made.body, 'data', 'groupid')
    const { body } = await ask('GET', `/chatgroups/${id}`)
    expect(keysOf(body)).toEqual([
      ...[
        'action',
        'application',
        'applicationName',
        'count',
        'data',
        'duration',
        'entities',
        'organization',
      ],
      ...['properties', 'timestamp', 'uri'],
    ])
    expect(at(body, 'data', 0)).toEqual({
      ...{
        id,
        name: 'G',
        avatar: '',
        description: 'd',
        membersonly: false,
        allowinvites: true,
        maxusers: 200,
      },
      ...{ owner: 'u0001', created: expect.any(Number), custom: '', mute: false, affiliations_count: 2 },
      ...{ disabled: false, affiliations: [{ member: 'u0002' }, { owner: 'u0001' }], public: true },
    })
  })

  it.each([
    { change: { public: undefined }, status: 400, error_description: 'group must contain public field!' },
    { change: { groupname: undefined }, status: 400, error_description: 'groupname must be provided' },
    { change: { owner: 'ghost' }, status: 404, error_description: "username ghost doesn't exist!" },
    { change: { members: ['ghost'] }, status: 404, error_description: "username ghost doesn't exist!" },
    {
      change: { maxusers: 1 },
      status: 403,
      error_description: 'members size is greater than max user size !',
    },
    { change: { description: 'x'.repeat(513) }, status: 403, error_description: 'desc cannot exceed to 512' },
  ])('are not created with $change: $status', async ({ change, status, error_description }) => {
    const { sandbox, ask } = await openSandbox()
    const answer = await ask('POST', '/chatgroups', { json: { ...NEW_GROUP, ...change } })
    expect(answer).toMatchObject({ status, body: { error_description } })
    expect(sandbox.store.groups.size).toBe(20)
  })

  it('say which fields an update changed, and refuse fields they do not know', async () => {
    const { sandbox, ask } = await openSandbox()
    const update = await ask('PUT', `/chatgroups/${FIRST}`, {
      json: { groupname: 'New', maxusers: 3, public: 'false' },
    })
    expect(at(update.body, 'data')).toEqual({ groupname: true, maxusers: false, public: true })
    expect(sandbox.store.groups.get(FIRST)).toMatchObject({ name: 'New', public: false })
    const refused = await ask('PUT', `/chatgroups/${FIRST}`, { json: { groupname: 'Newer', colour: 'red' } })
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_parameter' } })
    expect(sandbox.store.groups.get(FIRST)?.name).toBe('New')
  })

  it('are handed over to a member only', async () => {
    const { sandbox, ask } = await openSandbox()
    const hand = (newowner: string) => ask('PUT', `/chatgroups/${FIRST}`, { json: { newowner } })
    expect(await hand('u0002')).toMatchObject({ status: 200, body: { data: { newowner: true } } })
    expect(sandbox.store.groups.get(FIRST)?.owner).toBe('u0002')
    expect(sandbox.store.groups.get(FIRST)?.members.has('u0001')).toBe(true)
    expect(await hand('u0002')).toMatchObject({ status: 403, body: { error: 'forbidden_op' } })
    expect(await hand('ghost')).toMatchObject({ status: 403, body: { error: 'forbidden_op' } })
  })

  it.each([',', '%2C'])(
    'are answered several at once (separated by "%s"), without those that do not exist',
    async (comma) => {
      const { ask } = await openSandbox()
      const { status, body } = await ask('GET', `/chatgroups/200000000000003${comma}404${comma}${FIRST}`)
      expect(status).toBe(200)
      expect(body).toMatchObject({ count: 2, data: [{ id: FIRST }, { id: '200000000000003' }] })
    },
  )

  it.each([
    { size: 1, status: 404 },
    { size: 2, status: 200 },
    { size: 100, status: 200 },
    { size: 101, status: 400 },
  ])('answer $size unknown ids with $status', async ({ size, status }) => {
    const { ask } = await openSandbox()
    const ids = Array.from({ length: size }, (_, index) => 500 + index)
    expect((await ask('GET', `/chatgroups/${ids.join(',')}`)).status).toBe(status)
  })

  it('are listed newest first, with a qualified owner and a count of members', async () => {
    const { ask } = await openSandbox()
    const first = await ask('GET', '/chatgroups?limit=15')
    expect(first.body).toMatchObject({ count: 15, params: { limit: ['15'] }, path: '/chatgroups' })
    expect(at(first.body, 'data', 0)).toEqual({
      ...{ owner: 'demo-org#demo-app_u0428', groupid: '200000000000020', affiliations: 30, type: 'group' },
      ...{ lastModified: expect.stringMatching(/^\d+$/), groupname: expect.any(String) },
    })
    const second = await ask('GET', `/chatgroups?limit=15&cursor=${at(first.body, 'cursor')}`)
    expect(second.body).toMatchObject({ count: 5 })
    expect(at(second.body, 'data', 4, 'groupid')).toBe(FIRST)
    expect(at(second.body, 'cursor')).toBeUndefined()
  })

  it('show 10,000 affiliations at most, the owner among them', async () => {
    const { ask } = await openSandbox({ seed: { largeGroupMembers: 10_050 } })
    const { body } = await ask('GET', '/chatgroups/209999999999999')
    const affiliations = at(body, 'data', 0, 'affiliations')
    expect(affiliations).toHaveLength(10_000)
    expect(affiliations).toContainEqual({ owner: 'u0001' })
    expect(at(body, 'data', 0, 'affiliations_count')).toBe(10_050)
  })

  it.each([
    { query: '', first: 0, size: 5 },
    { query: '?pagesize=2&pagenum=0', first: 0, size: 2 },
    { query: '?pagesize=2&pagenum=2', first: 4, size: 1 },
    { query: '?pagesize=50', first: 0, size: 5 },
  ])('that a user joined count their pages from 0 ($query)', async ({ query, first, size }) => {
    const { sandbox, ask } = await openSandbox()
    const joined = [...sandbox.store.groups.values()].filter((group) => group.members.has('u0007')).reverse()
    const { body } = await ask('GET', `/chatgroups/user/u0007${query}`)
    expect(body).toMatchObject({
      total: 5,
      entities: joined.slice(first, first + size).map(({ id }) => ({ id, groupId: id })),
    })
    expect(keysOf(at(body, 'entities', 0))).toEqual(
      [
        ...['allowinvites', 'created', 'description', 'disabled', 'groupId', 'id', 'maxusers', 'membersonly'],
        ...['name', 'owner', 'public'],
      ]
        .concat('avatar')
        .sort(),
    )
  })

  it('that a user joined come 20 a page at most', async () => {
    const { ask } = await openSandbox({ seed: { users: 10, groups: 30, groupMembers: 10, contacts: 2 } })
    const { body } = await ask('GET', '/chatgroups/user/u0007?pagesize=50')
    expect(at(body, 'entities')).toHaveLength(20)
    expect(at(body, 'total')).toBe(30)
  })

  it('that a user joined have an older list too, which counts from 1', async () => {
    const { ask } = await openSandbox()
    const all = await ask('GET', '/users/u0007/joined_chatgroups')
    expect(at(all.body, 'data')).toHaveLength(5)
    expect(keysOf(at(all.body, 'data', 0))).toEqual(['groupid', 'groupname'])
    const last = await ask('GET', '/users/u0007/joined_chatgroups?pagenum=3&pagesize=2')
    expect(at(last.body, 'data')).toHaveLength(1)
  })

  it('know who joined', async () => {
    const { ask } = await openSandbox()
    const joined = (user: string) => ask('GET', `/chatgroups/${FIRST}/user/${user}/is_joined`)
    expect(await joined('u0001')).toMatchObject({ body: { data: true } })
    expect(await joined('ghost')).toMatchObject({ body: { data: false } })
  })

  it('are gone once deleted', async () => {
    const { ask } = await openSandbox()
    const gone = await ask('DELETE', `/chatgroups/${FIRST}`)
    expect(at(gone.body, 'data')).toEqual({ success: true, groupid: FIRST })
    expect(await ask('DELETE', `/chatgroups/${FIRST}`)).toMatchObject({
      status: 404,
      body: { error: 'resource_not_found', error_description: `grpID ${FIRST} does not exist!` },
    })
  })
})
