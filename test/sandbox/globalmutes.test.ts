import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { at, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const seed = { users: 12, groups: 0, chatrooms: 0 }

describe('global mutes', () => {
  it('last as many seconds as were asked for, by the clock of the sandbox', async () => {
    const clock = createFalseClock()
    const { ask } = await openSandbox({ seed, clock })
    const set = await ask('POST', '/mutes', { json: { username: 'U0001', chat: 60, chatroom: -1 } })
    expect(set).toMatchObject({ status: 200, body: { data: { result: 'ok' } } })

    clock.advance(59_001)
    const { body } = await ask('GET', '/mutes/u0001')
    expect(at(body, 'data')).toEqual({
      userid: 'demo-org#demo-app_u0001',
      ...{ chat: 1, groupchat: 0, chatroom: -1 },
      unixtime: 1_700_000_059,
    })
    expect(faultOf('global-mute-get', body)).toBeNull()
    clock.advance(999)
    expect(at((await ask('GET', '/mutes/u0001')).body, 'data', 'chat')).toBe(0)
  })

  it('keep the kinds that are not sent, and are lifted by 0', async () => {
    const { ask } = await openSandbox({ seed, clock: createFalseClock() })
    await ask('POST', '/mutes', { json: { username: 'u0001', chat: 60, groupchat: 2_147_483_647 } })
    await ask('POST', '/mutes', { json: { username: 'u0001', chat: 0 } })
    expect(await ask('GET', '/mutes/u0001')).toMatchObject({
      body: { data: { chat: 0, groupchat: 2_147_483_647, chatroom: 0 } },
    })
  })

  it('are listed by user and kind, newest first, those that are over with 0', async () => {
    const clock = createFalseClock()
    const { ask } = await openSandbox({ seed, clock })
    await ask('POST', '/mutes', { json: { username: 'u0001', chat: 60 } })
    await ask('POST', '/mutes', { json: { username: 'u0002', groupchat: 5, chatroom: -1 } })
    await ask('POST', '/mutes', { json: { username: 'u0001', chat: 90 } })
    clock.advance(10_000)
    const { body } = await ask('GET', '/mutes?pageNum=1&pageSize=50')
    expect(at(body, 'data')).toEqual({
      data: [
        { username: 'u0001', chat: 80 },
        { username: 'u0002', chatroom: -1 },
        { username: 'u0002', groupchat: 0 },
      ],
      unixtime: 1_700_000_010,
    })
    expect(faultOf('global-mute-list', body)).toBeNull()
  })

  it('come in pages of at most 50 rows, which may part the rows of one user', async () => {
    const { ask } = await openSandbox({ seed: { ...seed, users: 20 } })
    for (let number = 1; number <= 20; number += 1) {
      const username = `u${String(number).padStart(4, '0')}`
      await ask('POST', '/mutes', { json: { username, chat: -1, groupchat: -1, chatroom: -1 } })
    }
    const rowsOf = async (query: string) => {
      const rows = at((await ask('GET', `/mutes?${query}`)).body, 'data', 'data')
      return Array.isArray(rows) ? rows.map((row) => JSON.stringify(row)) : []
    }
    const pages = [await rowsOf('pageNum=1&pageSize=100'), await rowsOf('pageNum=2&pageSize=50')]
    expect(pages.map((page) => page.length)).toEqual([50, 10])
    expect(new Set(pages.flat()).size).toBe(60)
    expect(await rowsOf('pageNum=3&pageSize=50')).toEqual([])
  })

  it.each([
    { name: 'an unknown user', json: { username: 'ghost', chat: 1 }, error: 'required_property_not_found' },
    { name: 'no user', json: { chat: 1 }, error: 'required_property_not_found' },
    { name: '-2 seconds', json: { username: 'u0001', groupchat: 1, chat: -2 }, error: 'illegal_argument' },
    { name: 'too long', json: { username: 'u0001', chat: 2_147_483_648 }, error: 'illegal_argument' },
    { name: 'half a second', json: { username: 'u0001', chat: 0.5 }, error: 'illegal_argument' },
    { name: 'a word', json: { username: 'u0001', chat: '60' }, error: 'illegal_argument' },
  ])('refuses $name with 400 $error and mutes nobody', async ({ json, error }) => {
    const { ask, sandbox } = await openSandbox({ seed })
    expect(await ask('POST', '/mutes', { json })).toMatchObject({ status: 400, body: { error } })
    expect(sandbox.store.users.get('u0001')?.mutes.size).toBe(0)
  })

  it('answer for a stranger with 400, in the documented words', async () => {
    const { ask } = await openSandbox({ seed })
    expect(await ask('GET', '/mutes/ghost')).toMatchObject({
      status: 400,
      body: {
        error: 'required_property_not_found',
        error_description: 'Entity user requires a property named username',
      },
    })
  })
})
