import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { openFixtures } from '../support/fixtures.ts'
import { at, keysOf, manyNames, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const fixtures = openFixtures()
const GROUP = '200000000000001'

/** A message from u0001 to u0002, and one in a group of u0001 to u0060. */
async function open(options: object = {}) {
  const clock = createFalseClock(Date.UTC(2026, 0, 1, 12))
  const seed = { users: 70, groups: 1, groupMembers: 60, chatrooms: 1, chatroomMembers: 5 }
  const { sandbox, ask } = await openSandbox({ clock, seed, ...options })
  const send = async (path: string, to: string) => {
    const json = { from: 'u0001', to: [to], type: 'txt', body: { msg: 'hi' } }
    return String(at((await ask('POST', `/messages/${path}`, { json })).body, 'data', to))
  }
  const ids = {
    chat: await send('users', 'u0002'),
    group: await send('chatgroups', GROUP),
    room: await send('chatrooms', '300000000000001'),
  }
  const add = (username: string, msgId: string, message = 'r') =>
    ask('POST', `/reaction/user/${username}`, { json: { msgId, message } })
  const remove = (username: string, msgId: string, message = 'r') =>
    ask('DELETE', `/reaction/user/${username}?msgId=${msgId}&message=${message}`)
  const members = [...(sandbox.store.groups.get(GROUP)?.members.keys() ?? [])]
  return { sandbox, ask, ids, add, remove, members }
}

const refused = (error_description: string) => ({
  status: 400,
  body: { error: 'Bad Request', error_description },
})

describe('a reaction', () => {
  it('is answered as documented', async () => {
    const { add, ids } = await open()

    const { status, body } = await add('U0002', ids.chat, 'emoji_40')

    expect(status).toBe(200)
    expect(faultOf('reaction-add', body)).toBeNull()
    const shown = JSON.parse(fixtures.read('reaction-add.json').text)
    expect(keysOf(body)).toEqual(keysOf(shown))
    expect(keysOf(at(body, 'data'))).toEqual(keysOf(shown.data))
    expect(body).toMatchObject({
      data: { msgId: ids.chat, msgType: 'chat', groupId: null, createdAt: '2026-01-01T12:00:00.000Z' },
    })
    expect((await add('u0001', ids.group)).body).toMatchObject({
      data: { msgType: 'groupchat', groupId: GROUP },
    })
  })

  it('is made once by each user, and taken back once', async () => {
    const { add, remove, ids, sandbox } = await open()
    await add('u0001', ids.chat)
    expect(await add('u0001', ids.chat)).toMatchObject(refused('the user is already operation this message'))
    expect(await remove('u0002', ids.chat)).toMatchObject(refused('the user operation is illegal!'))
    const { status, body } = await remove('u0001', ids.chat)
    expect([status, faultOf('reaction-delete', body)]).toEqual([200, null])
    expect(keysOf(body)).toEqual(keysOf(JSON.parse(fixtures.read('reaction-delete.json').text)))
    expect(await remove('u0001', ids.chat)).toMatchObject(refused('the user operation is illegal!'))
    expect(sandbox.store.acts.reactions.get(ids.chat)?.size).toBe(0)
  })

  it('is for those who are in the conversation, to what is there, and not in chatrooms', async () => {
    const { add, ids, sandbox } = await open()
    const illegal = refused('the user operation is illegal!')
    expect(await add('u0003', ids.chat)).toMatchObject(illegal)
    expect(await add('u0070', ids.group)).toMatchObject(illegal)
    expect(await add('u0001', '1')).toMatchObject(illegal)
    expect(await add('u0001', ids.room)).toMatchObject(illegal)
    sandbox.store.acts.recalled.add(ids.chat)
    expect(await add('u0001', ids.chat)).toMatchObject(illegal)
  })

  it('is one of twenty at most', async () => {
    const { add, ids } = await open()
    for (let made = 0; made < 20; made += 1) {
      expect((await add('u0001', ids.chat, `r${made}`)).status).toBe(200)
    }
    expect(await add('u0001', ids.chat, 'more')).toMatchObject(
      refused('The quantity has exceeded the limit!'),
    )
    expect((await add('u0002', ids.chat, 'r0')).status).toBe(200)
  })

  it.each(['', 'x'.repeat(129)])('has 1 to 128 characters: not %j', async (name) => {
    const { add, ids } = await open()
    expect((await add('u0001', ids.chat, name)).status).toBe(400)
  })

  it.each([
    { method: 'GET', path: '/reaction/user/u0001?msgIdList=1&msgType=chat' },
    { method: 'GET', path: '/reaction/user/u0001/detail?msgId=1&message=r' },
    { method: 'DELETE', path: '/reaction/user/u0001?msgId=1&message=r' },
    { method: 'POST', path: '/reaction/user/u0001', json: { msgId: '1', message: 'r' } },
  ])('is nothing that an app need have: $method $path', async ({ method, path, json }) => {
    const { ask } = await open({ reactionsOpen: false })
    expect(await ask(method, path, json === undefined ? {} : { json })).toMatchObject(
      refused('this appKey is not open reaction service!'),
    )
  })
})

describe('GET /reaction/user/{username}', () => {
  it('tells how many reacted, the first three, and whether who looks has', async () => {
    const { ask, add, ids, members } = await open()
    for (const username of members.slice(0, 5)) await add(username, ids.group)
    const last = members[4]

    const path = `msgIdList=${ids.group},${ids.chat},1&msgType=groupchat&groupId=${GROUP}`
    const { status, body } = await ask('GET', `/reaction/user/${last}?${path}`)

    expect([status, faultOf('reaction-batch-get', body)]).toEqual([200, null])
    const shown = JSON.parse(fixtures.read('reaction-batch-get.json').text)
    const place = ['data', 0, 'reactionList', 0]
    expect(keysOf(at(body, ...place))).toEqual(keysOf(at(shown, ...place)))
    // The others are of no conversation of this kind, or have none.
    expect(body).toMatchObject({
      data: [{ msgId: ids.group, reactionList: [{ reaction: 'r', count: 5, state: true }] }],
    })
    expect(at(body, 'data', 0, 'reactionList', 0, 'userList')).toEqual(members.slice(0, 3))
    const other = await ask('GET', `/reaction/user/${members[9]}?${path}`)
    expect(at(other.body, 'data', 0, 'reactionList', 0, 'state')).toBe(false)
  })

  it('wants the group of messages in one', async () => {
    const { ask, ids } = await open()
    expect(await ask('GET', `/reaction/user/u0001?msgIdList=${ids.group}&msgType=groupchat`)).toMatchObject(
      refused('groupId can not be null!'),
    )
  })
})

describe('GET /reaction/user/{username}/detail', () => {
  it('tells who reacted, 50 a page, each of which has a cursor', async () => {
    const { ask, sandbox, ids } = await open()
    const users = new Map(manyNames(53).map((name) => [name, sandbox.store.nextSerial()]))
    sandbox.store.acts.reactions.set(ids.group, new Map([['r', { id: '9', users }]]))
    const page = (more = '') => ask('GET', `/reaction/user/u0001/detail?msgId=${ids.group}&message=r${more}`)

    const first = await page()
    const second = await page(`&limit=50&cursor=${at(first.body, 'data', 'cursor')}`)

    for (const { status, body } of [first, second]) {
      expect([status, faultOf('reaction-detail', body)]).toEqual([200, null])
      const shown = JSON.parse(fixtures.read('reaction-detail.json').text)
      expect(keysOf(at(body, 'data'))).toEqual(keysOf(shown.data))
      expect(body).toMatchObject({ data: { count: 53, state: true } })
    }
    expect(at(first.body, 'data', 'userList')).toEqual(manyNames(50))
    expect(at(second.body, 'data', 'userList')).toEqual(manyNames(3, 51))
  })

  it('takes no larger page', async () => {
    const { ask, ids } = await open()
    const { status } = await ask('GET', `/reaction/user/u0001/detail?msgId=${ids.group}&message=r&limit=51`)
    expect(status).toBe(400)
  })
})
