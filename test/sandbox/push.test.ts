import { describe, expect, it } from 'vitest'
import { at, manyNames, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const seed = { users: 20, groups: 0, chatrooms: 0 }
const USER = '/users/u0001'

describe('PUT /users/{username}', () => {
  it.each([
    { json: { nickname: '阿达' }, shows: { nickname: '阿达' } },
    { json: { nickname: '' }, shows: { nickname: '' } },
    { json: { notification_display_style: '1' }, shows: { notification_display_style: 1 } },
    {
      json: {
        notification_no_disturbing: true,
        notification_no_disturbing_start: '22',
        notification_no_disturbing_end: 7,
      },
      shows: {
        notification_no_disturbing: true,
        notification_no_disturbing_start: 22,
        notification_no_disturbing_end: 7,
      },
    },
    {
      json: { notification_ignore_63112447328257: true },
      shows: { notification_ignore_63112447328257: true },
    },
  ])('keeps $json and shows it with the user', async ({ json, shows }) => {
    const { ask } = await openSandbox({ seed })
    const put = await ask('PUT', USER, { json })
    expect(put).toMatchObject({ status: 200, body: { entities: [{ username: 'u0001', ...shows }] } })
    const { body } = await ask('GET', USER)
    expect(at(body, 'entities', 0)).toEqual(at(put.body, 'entities', 0))
    expect(faultOf('user-get', body)).toBeNull()
    expect(at((await ask('GET', '/users?limit=1')).body, 'entities', 0)).toEqual(at(body, 'entities', 0))
  })

  it('leaves what is not sent as it is', async () => {
    const { ask } = await openSandbox({ seed })
    await ask('PUT', USER, { json: { notification_display_style: 1 } })
    await ask('PUT', USER, { json: { notification_no_disturbing: false } })
    expect(at((await ask('GET', USER)).body, 'entities', 0)).toMatchObject({
      notification_display_style: 1,
      notification_no_disturbing: false,
    })
  })

  it.each([
    { json: {}, error: 'illegal_argument' },
    { json: { nickname: 'x'.repeat(101) }, error: 'illegal_argument' },
    { json: { nickname: 7 }, error: 'illegal_argument' },
    { json: { notification_display_style: 2 }, error: 'illegal_argument' },
    { json: { notification_no_disturbing: 'true' }, error: 'illegal_argument' },
    {
      json: { notification_display_style: 1, notification_no_disturbing_start: 24 },
      error: 'illegal_argument',
    },
    { json: { notification_no_disturbing_end: 24 }, error: 'illegal_argument' },
    { json: { activated: false }, error: 'illegal_argument' },
  ])('refuses $json with 400 and changes nothing', async ({ json, error }) => {
    const { ask } = await openSandbox({ seed })
    const before = await ask('GET', USER)
    expect(await ask('PUT', USER, { json })).toMatchObject({ status: 400, body: { error } })
    expect(at((await ask('GET', USER)).body, 'entities')).toEqual(at(before.body, 'entities'))
  })

  it('takes a nickname of 100 characters, and answers 404 for a stranger', async () => {
    const { ask } = await openSandbox({ seed })
    expect((await ask('PUT', USER, { json: { nickname: 'x'.repeat(100) } })).status).toBe(200)
    expect(await ask('PUT', '/users/ghost', { json: { nickname: 'x' } })).toMatchObject({
      status: 404,
      body: { error: 'service_resource_not_found' },
    })
  })
})

describe('PUT /push/nickname', () => {
  it('sets the nicknames of those it knows, and leaves the others out of its answer', async () => {
    const { ask } = await openSandbox({ seed })
    const json = [
      { username: 'U0001', push_nickname: 'One' },
      { username: 'ghost', push_nickname: 'Nobody' },
      { username: 'u0002', push_nickname: 'Two' },
    ]
    const { body } = await ask('PUT', '/push/nickname', { json })
    expect(at(body, 'entities')).toEqual([
      { username: 'u0001', push_nickname: 'One' },
      { username: 'u0002', push_nickname: 'Two' },
    ])
    expect(await ask('GET', USER)).toMatchObject({ body: { entities: [{ nickname: 'One' }] } })
  })

  it.each([
    { size: 50, status: 200 },
    { size: 51, status: 400, error_description: 'put user push nicknames exceeds the limit' },
    { size: 0, status: 400 },
  ])('answers $size rows with $status', async ({ size, status, ...expected }) => {
    const { ask } = await openSandbox({ seed })
    const json = manyNames(size).map((username) => ({ username, push_nickname: 'x' }))
    expect(await ask('PUT', '/push/nickname', { json })).toMatchObject({ status, body: expected })
  })
})

describe('push bindings', () => {
  const BINDING = '/users/u0001/push/binding'
  const phone = { device_id: 'phone', device_token: 'token-1', notifier_name: '104410638' }
  const tablet = { device_id: 'tablet', device_token: 'token-2', notifier_name: 'apns' }

  it('are kept by device, shown with the user, and removed by an empty token', async () => {
    const { ask } = await openSandbox({ seed })
    await ask('PUT', BINDING, { json: phone })
    await ask('PUT', BINDING, { json: tablet })
    await ask('PUT', BINDING, { json: { ...phone, device_token: 'token-3' } })
    const { body } = await ask('GET', BINDING)
    expect(at(body, 'entities')).toEqual([tablet, { ...phone, device_token: 'token-3' }])
    expect(faultOf('push-binding-get', body)).toBeNull()
    expect(await ask('GET', USER)).toMatchObject({
      body: { entities: [{ device_token: 'token-3', notifier_name: '104410638' }] },
    })

    await ask('PUT', BINDING, { json: { device_id: 'phone', device_token: '' } })
    expect(at((await ask('GET', BINDING)).body, 'entities')).toEqual([tablet])
  })

  it.each([
    { asked: `PUT ${BINDING}`, json: { device_token: 't' }, error: 'IllegalArgumentException' },
    { asked: `PUT ${BINDING}`, json: { device_id: 'd' }, error: 'IllegalArgumentException' },
    { asked: 'PUT /users/ghost/push/binding', json: phone, error: 'RequiredPropertyNotFoundException' },
    { asked: 'GET /users/ghost/push/binding', error: 'RequiredPropertyNotFoundException' },
  ])('refuses $asked of $json with 400 $error', async ({ asked, json, error }) => {
    const { ask } = await openSandbox({ seed })
    const [method = '', path = ''] = asked.split(' ')
    expect(await ask(method, path, json ? { json } : {})).toMatchObject({ status: 400, body: { error } })
  })
})
