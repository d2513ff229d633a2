import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { at, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const seed = { users: 20, groups: 0, chatrooms: 0 }
const PEER = '/users/u0001/notification/user/u0002'
const LANGUAGE = '/users/u0001/notification/language'
const SEVEN_DAYS_MS = 604_800_000

describe('push settings', () => {
  it('take the length of a silence and answer the time of its end', async () => {
    const { ask } = await openSandbox({ seed, clock: createFalseClock() })
    const json = { type: 'NONE', ignoreInterval: '21:30-08:00', ignoreDuration: SEVEN_DAYS_MS }
    const put = await ask('PUT', PEER, { json })
    const data = { ...json, ignoreDuration: 1_700_000_000_000 + SEVEN_DAYS_MS }
    expect(put).toMatchObject({ status: 200, body: { data } })
    const got = await ask('GET', '/users/U0001/notification/user/U0002')
    expect(at(got.body, 'data')).toEqual(data)
    expect(faultOf('push-setting-get', got.body)).toBeNull()
  })

  it('are apart for each peer, each group and the user itself, and keep what is not sent', async () => {
    const { ask } = await openSandbox({ seed })
    const group = '/users/u0001/notification/chatgroup/200000000000001'
    await ask('PUT', PEER, { json: { type: 'NONE' } })
    await ask('PUT', group, { json: { type: 'AT' } })
    await ask('PUT', PEER, { json: { ignoreInterval: '1:00-2:00' } })
    const dataOf = async (path: string) => at((await ask('GET', path)).body, 'data')
    expect(await dataOf(PEER)).toEqual({ type: 'NONE', ignoreInterval: '1:00-2:00' })
    expect(await dataOf(group)).toEqual({ type: 'AT' })
    expect(await dataOf('/users/u0001/notification/user/u0001')).toEqual({ type: 'DEFAULT' })
  })

  it.each([
    { json: { type: 'SOME' }, name: 'type' },
    { json: { ignoreInterval: '24:00-08:00' }, name: 'ignoreInterval' },
    { json: { ignoreDuration: SEVEN_DAYS_MS + 1 }, name: 'ignoreDuration' },
    { json: { ignoreDuration: -1 }, name: 'ignoreDuration' },
    { path: '/users/u0001/notification/chatroom/1', json: { type: 'ALL' }, name: 'chattype' },
  ])('refuse $json as an invalid $name', async ({ path = PEER, json, name }) => {
    const { ask } = await openSandbox({ seed })
    expect(await ask('PUT', path, { json })).toMatchObject({
      status: 400,
      body: { error: 'IllegalArgumentException', error_description: `parameters is invalid : ${name}` },
    })
  })
})

describe('the push language', () => {
  it('is nothing at first, then what was set; both answers call themselves put', async () => {
    const { ask } = await openSandbox({ seed })
    const before = await ask('GET', LANGUAGE)
    expect(before).toMatchObject({ status: 200, body: { action: 'put' } })
    expect(at(before.body, 'data')).toEqual({})
    expect(faultOf('push-language-get', before.body)).toBeNull()
    const put = await ask('PUT', LANGUAGE, { json: { translationLanguage: 'EU' } })
    expect(put).toMatchObject({ status: 200, body: { data: { language: 'EU' } } })
    expect(await ask('GET', LANGUAGE)).toMatchObject({ body: { action: 'put', data: { language: 'EU' } } })
  })

  it('is asked for by its name', async () => {
    const { ask } = await openSandbox({ seed })
    const answer = await ask('PUT', LANGUAGE, { json: { language: 'EU' } })
    expect(answer).toMatchObject({ status: 400, body: { error: 'IllegalArgumentException' } })
  })
})

describe('push templates', () => {
  const TEMPLATE = { name: 'test7', title_pattern: '你好,{0}', content_pattern: '推送测试,{0}' }

  it('are made, read, assigned and deleted by name', async () => {
    const { ask, sandbox } = await openSandbox({ seed, clock: createFalseClock() })
    const times = { createAt: 1_700_000_000_000, updateAt: 1_700_000_000_000 }
    const made = await ask('POST', '/notification/template', { json: TEMPLATE })
    expect(at(made.body, 'data')).toEqual({ ...TEMPLATE, ...times })
    const got = await ask('GET', '/notification/template/test7')
    expect(at(got.body, 'data')).toEqual({ ...TEMPLATE, ...times })

    const json = { templateName: 'test7' }
    const assigned = await ask('PUT', '/users/u0001/notification/template', { json })
    expect(assigned).toMatchObject({ status: 200, body: { data: json } })
    expect(sandbox.store.users.get('u0001')?.pushTemplate).toBe('test7')

    const deleted = await ask('DELETE', '/notification/template/test7')
    expect(at(deleted.body, 'data')).toEqual({ ...TEMPLATE, ...times })
    expect((await ask('GET', '/notification/template/test7')).status).toBe(400)
    expect(sandbox.store.users.get('u0001')?.pushTemplate).toBeUndefined()
  })

  it('are written anew under a name that exists, and keep the time of their making', async () => {
    const clock = createFalseClock()
    const { ask } = await openSandbox({ seed, clock })
    await ask('POST', '/notification/template', { json: TEMPLATE })
    clock.advance(1000)
    const again = await ask('POST', '/notification/template', { json: { ...TEMPLATE, title_pattern: '{1}' } })
    expect(again).toMatchObject({
      body: { data: { title_pattern: '{1}', createAt: 1_700_000_000_000, updateAt: 1_700_000_001_000 } },
    })
  })

  it.each([
    { asked: 'GET /notification/template/none', json: undefined },
    { asked: 'DELETE /notification/template/none', json: undefined },
    { asked: 'PUT /users/u0001/notification/template', json: { templateName: 'none' } },
  ])('answer $asked of $json with 400, not with 404', async ({ asked, json }) => {
    const { ask } = await openSandbox({ seed })
    const [method = '', path = ''] = asked.split(' ')
    expect(await ask(method, path, json ? { json } : {})).toMatchObject({
      status: 400,
      body: { error: 'EntityNotFoundException', error_description: 'none template is not exist' },
    })
  })

  it.each(['name', 'title_pattern', 'content_pattern'])('are refused without %s', async (key) => {
    const { ask } = await openSandbox({ seed })
    const answer = await ask('POST', '/notification/template', { json: { ...TEMPLATE, [key]: '' } })
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'IllegalArgumentException', error_description: `parameters is invalid : ${key}` },
    })
  })
})

describe('a stranger', () => {
  it.each([
    { asked: 'GET /users/ghost/notification/user/u0001', json: undefined },
    { asked: 'PUT /users/ghost/notification/user/u0001', json: { type: 'ALL' } },
    { asked: 'GET /users/ghost/notification/language', json: undefined },
    { asked: 'PUT /users/ghost/notification/language', json: { translationLanguage: 'EU' } },
    { asked: 'PUT /users/ghost/notification/template', json: { templateName: 'new-message' } },
  ])('gets 400 from $asked', async ({ asked, json }) => {
    const { ask } = await openSandbox({ seed })
    const [method = '', path = ''] = asked.split(' ')
    expect(await ask(method, path, json ? { json } : {})).toMatchObject({
      status: 400,
      body: {
        error: 'RequiredPropertyNotFoundException',
        error_description: 'Entity user requires a property named username',
      },
    })
  })
})
