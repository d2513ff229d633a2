import { describe, expect, it } from 'vitest'
import { addThread } from '../../src/sandbox/threads.ts'
import { openPlace, places } from './places.ts'

/** A place in which one member is whatever a member can be. */
async function openWithEverything(kind: (typeof places)[number]) {
  const place = await openPlace(kind)
  const { store, gathering, inside, owner } = place
  const [user = ''] = inside
  gathering.admins.add(user)
  gathering.allowed.add(user)
  gathering.mutes.set(user, Number.MAX_SAFE_INTEGER)
  gathering.memberAttributes.set(user, new Map([['badge', 'x']]))
  gathering.attributes.set('gone', { value: '', owner: user, autoDelete: true })
  gathering.attributes.set('stays', { value: '', owner: user, autoDelete: false })
  const [message] = store.messages
  if (!message) throw new Error('the small world has no message')
  const thread = addThread(store, { group: gathering, message, owner, name: 'T', created: 0 })
  thread.members.set(user, 1)
  const traces = () => ({
    member: gathering.members.has(user),
    admin: gathering.admins.has(user),
    allowed: gathering.allowed.has(user),
    muted: gathering.mutes.has(user),
    attributes: gathering.memberAttributes.has(user),
    gone: gathering.attributes.has('gone'),
    stays: gathering.attributes.has('stays'),
    thread: thread.members.has(user),
  })
  return { ...place, user, traces }
}

const NO_TRACES = {
  ...{ member: false, admin: false, allowed: false, muted: false, attributes: false, gone: false },
  ...{ stays: true, thread: false },
}

describe.each(places)('who leaves $what', (kind) => {
  it.each([
    { how: 'removed', method: 'DELETE', path: (base: string, user: string) => `${base}/users/${user}` },
    { how: 'blocked', method: 'POST', path: (base: string, user: string) => `${base}/blocks/users/${user}` },
    { how: 'deleted', method: 'DELETE', path: (_: string, user: string) => `/users/${user}` },
  ])('keeps nothing of what members have when $how', async ({ method, path }) => {
    const { ask, base, user, traces } = await openWithEverything(kind)
    expect(Object.values(traces())).not.toContain(false)
    expect((await ask(method, path(base, user))).status).toBe(200)
    expect(traces()).toEqual(NO_TRACES)
  })

  it('is blocked and a super admin no longer when deleted', async () => {
    const { ask, store, gathering, outside } = await openPlace(kind)
    const [user = ''] = outside
    gathering.blocked.add(user)
    store.superAdmins.add(user)
    await ask('DELETE', `/users/${user}`)
    expect([gathering.blocked.has(user), store.superAdmins.has(user)]).toEqual([false, false])
  })

  it('hands it over first: the old owner stays a member, and the new one is admin and muted no longer', async () => {
    const { ask, base, gathering, user, owner } = await openWithEverything(kind)
    const handed = await ask('PUT', base, { json: { newowner: user } })
    expect(handed).toMatchObject({ status: 200, body: { data: { newowner: true } } })
    expect(gathering.owner).toBe(user)
    expect([...gathering.members.keys()]).toEqual(expect.arrayContaining([owner, user]))
    expect([gathering.admins.has(user), gathering.mutes.has(user)]).toEqual([false, false])
    expect((await ask('DELETE', `${base}/users/${owner}`)).status).toBe(200)
  })
})

describe('deleting the owner of a group', () => {
  it('takes the group and its threads along', async () => {
    const { ask, store, gathering, owner } = await openWithEverything(places[0])
    await ask('DELETE', `/users/${owner}`)
    expect(store.groups.has(gathering.id)).toBe(false)
    expect([...store.threads.values()].filter(({ groupId }) => groupId === gathering.id)).toEqual([])
  })
})
