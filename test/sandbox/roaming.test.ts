import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { openFixtures } from '../support/fixtures.ts'
import { keysOf, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const fixtures = openFixtures()
const MINUTE = 60_000
const ROOT = '/rest/message/roaming'

/** anna and carl talk, and both in a group with gina: messages 1 and 2, and 3 and 4; 5 is between carl and gina. */
async function open(options: object = {}) {
  const clock = createFalseClock(Date.UTC(2026, 0, 1, 12))
  const { sandbox, ask } = await openSandbox({ clock, ...options })
  const { messages, acts } = sandbox.store
  messages.length = 0
  const said = { type: 'txt', body: { msg: 'm' }, ext: undefined }
  const push = (id: string, from: string, targetType: 'users' | 'chatgroups', target: string) =>
    messages.push({ id, from, targetType, target, time: Number(id) * 1000, ...said })
  push('1', 'anna', 'users', 'carl')
  push('2', 'carl', 'users', 'anna')
  push('3', 'anna', 'chatgroups', '7')
  push('4', 'gina', 'chatgroups', '7')
  push('5', 'carl', 'users', 'gina')
  const gone = (username: string) => [...(acts.unstored.get(username) ?? [])]
  return { clock, sandbox, ask, gone }
}

describe('roaming messages', () => {
  it.each([
    {
      ...{ id: 'roaming-delete-user-ids', method: 'DELETE', gone: ['1', '2'] },
      path: `${ROOT}/chat/user/Anna?userId=Carl&msgIdList=1,2,3,5,9`,
    },
    {
      ...{ id: 'roaming-delete-group-ids', method: 'DELETE', gone: ['3'] },
      path: `${ROOT}/group/user/anna?groupId=7&msgIdList=1,3`,
    },
    {
      ...{ id: 'roaming-clear-chat-before', method: 'DELETE', gone: ['1'] },
      path: `${ROOT}/chat/user/anna/time?userId=carl&delTime=1000`,
    },
    {
      ...{ id: 'roaming-clear-group-before', method: 'DELETE', gone: ['3', '4'] },
      path: `${ROOT}/group/user/anna/time?groupId=7&delTime=4000`,
    },
    {
      ...{ id: 'roaming-clear-user', method: 'POST', gone: ['1', '2', '3', '4', '5'] },
      path: `${ROOT}/user/anna/delete/all`,
    },
  ])('go for one user alone: $id', async ({ id, method, path, gone: expected }) => {
    const { ask, gone } = await open()

    const { status, body } = await ask(method, path)

    expect(status).toBe(200)
    expect(faultOf(id, body)).toBeNull()
    expect(keysOf(body)).toEqual(keysOf(JSON.parse(fixtures.read(`${id}.json`).text)))
    expect(gone('anna')).toEqual(expected)
    expect(gone('carl')).toEqual([])
  })

  it.each([
    { method: 'DELETE', path: `${ROOT}/chat/user/anna?msgIdList=1` },
    { method: 'DELETE', path: `${ROOT}/chat/user/anna?userId=carl` },
    { method: 'DELETE', path: `${ROOT}/group/user/anna/time?groupId=7` },
    { method: 'DELETE', path: `${ROOT}/group/user/anna/time?groupId=7&delTime=soon` },
  ])('stay where the call does not say which: $path', async ({ method, path }) => {
    const { ask, gone } = await open()
    expect(await ask(method, path)).toMatchObject({ status: 400, body: { error: 'param exception' } })
    expect(gone('anna')).toEqual([])
  })

  it.each([
    { method: 'DELETE', path: `${ROOT}/chat/user/anna?userId=carl&msgIdList=1` },
    { method: 'POST', path: `${ROOT}/user/anna/delete/all` },
  ])('are nothing that an app need have: $path', async ({ method, path }) => {
    const { ask } = await open({ roamingOpen: false })
    expect(await ask(method, path)).toMatchObject({
      status: 400,
      body: {
        error: 'service open exception',
        error_description: 'this appKey not open message roaming',
      },
    })
  })
})

describe('DELETE /users/{username}/user_channel', () => {
  async function openDeletion() {
    const world = await open()
    const remove = (change: object = {}, username = 'anna') =>
      world.ask('DELETE', `/users/${username}/user_channel`, {
        json: { channel: 'carl', type: 'chat', delete_roam: false, ...change },
      })
    return { ...world, remove }
  }

  it('answers as documented, and leaves the messages unless told otherwise', async () => {
    const { remove, gone } = await openDeletion()

    const { status, body } = await remove()

    expect(status).toBe(200)
    expect(faultOf('conversation-delete', body)).toBeNull()
    expect(keysOf(body)).toEqual(keysOf(JSON.parse(fixtures.read('conversation-delete.json').text)))
    expect(gone('anna')).toEqual([])
    await remove({ delete_roam: true })
    expect(gone('anna')).toEqual(['1', '2'])
    await remove({ delete_roam: true, channel: '7', type: 'groupchat' })
    expect(gone('anna')).toEqual(['1', '2', '3', '4'])
  })

  it('takes five a minute for each user', async () => {
    const { remove, clock } = await openDeletion()
    for (let calls = 0; calls < 5; calls += 1) expect((await remove()).status).toBe(200)
    expect(await remove()).toMatchObject({ status: 429, body: { error: 'reach_limit' } })
    expect((await remove({}, 'carl')).status).toBe(200)
    clock.advance(MINUTE - 1)
    expect((await remove()).status).toBe(429)
    clock.advance(1)
    expect((await remove()).status).toBe(200)
  })

  it.each([{ channel: '' }, { type: 'chatroom' }, { delete_roam: 'no' }])('refuses %j', async (change) => {
    const { remove } = await openDeletion()
    expect((await remove(change)).status).toBe(400)
  })
})
