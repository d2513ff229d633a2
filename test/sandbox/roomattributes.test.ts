import { describe, expect, it } from 'vitest'
import { manyNames } from './client.ts'
import { dataOf, openPlace, places } from './places.ts'

/** The first chatroom of a small world, with no attributes in it yet. */
async function openRoom() {
  const { ask, gathering, base, inside, outside } = await openPlace(places[1])
  gathering.attributes.clear()
  const path = `/metadata/chatroom/${gathering.id}`
  const [first = '', second = ''] = inside
  return {
    ...{ ask, gathering, base, path, first, second, stranger: outside[0] ?? '' },
    set: (username: string, metaData: unknown, more: object = {}, forced = '') => {
      return ask('PUT', `${path}/user/${username}${forced}`, { json: { metaData, ...more } })
    },
    remove: (username: string, keys: unknown, forced = '') => {
      return ask('DELETE', `${path}/user/${username}${forced}`, { json: { keys } })
    },
    read: async (keys?: readonly string[]) => dataOf(await ask('POST', path, { json: { keys } })),
  }
}

const OTHERS = "properties key 'topic' belongs to another user"

describe('attributes of a chatroom', () => {
  it('are read all, or by key', async () => {
    const { set, read, first } = await openRoom()
    const written = await set(first, { topic: 'Chess', mode: 'slow' })
    expect(dataOf(written)).toEqual({ successKeys: ['topic', 'mode'], errorKeys: {} })
    expect(await read()).toEqual({ topic: 'Chess', mode: 'slow' })
    expect(await read(['mode', 'none'])).toEqual({ mode: 'slow' })
  })

  it('belong to who set them: others change and delete them by force only', async () => {
    const { set, remove, read, first, second } = await openRoom()
    await set(first, { topic: 'Chess' })
    const refused = { successKeys: [], errorKeys: { topic: OTHERS } }
    expect(dataOf(await set(second, { topic: 'Go' }))).toEqual(refused)
    expect(dataOf(await remove(second, ['topic']))).toEqual(refused)
    expect(await read()).toEqual({ topic: 'Chess' })
    const forced = await set(second, { topic: 'Go' }, {}, '/forced')
    expect(dataOf(forced)).toEqual({ successKeys: ['topic'], errorKeys: {} })
    expect(await read()).toEqual({ topic: 'Go' })
    expect(dataOf(await remove(first, ['topic']))).toEqual(refused) // it is the other's now
    await remove(first, ['topic'], '/forced')
    expect(await read()).toEqual({})
  })

  it('are deleted by a body, key by key', async () => {
    const { set, remove, read, first } = await openRoom()
    await set(first, { topic: 'Chess', mode: 'slow' })
    expect(dataOf(await remove(first, ['topic', 'none']))).toEqual({
      successKeys: ['topic'],
      errorKeys: { none: "properties key 'none' is not found" },
    })
    expect(await read()).toEqual({ mode: 'slow' })
  })

  it.each(['', '/forced'])(
    'are not written by who is outside (user/…%s): a 401 that is not the token',
    async (forced) => {
      const { set, remove, stranger } = await openRoom()
      const refusal = {
        status: 401,
        body: { error: 'MetadataException', error_description: 'user is not in chatroom' },
      }
      expect(await set(stranger, { topic: 'x' }, {}, forced)).toMatchObject(refusal)
      expect(await remove(stranger, ['topic'], forced)).toMatchObject(refusal)
    },
  )

  it('are forced by admin, who need not be inside', async () => {
    const { set, read } = await openRoom()
    expect((await set('admin', { topic: 'x' })).status).toBe(401)
    expect((await set('admin', { topic: 'x' }, {}, '/forced')).status).toBe(200)
    expect(await read()).toEqual({ topic: 'x' })
  })

  it('are written and deleted 10 at once and no more', async () => {
    const { set, remove, first } = await openRoom()
    const keys = manyNames(10)
    const pairs = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 'v']))
    expect(dataOf(await set(first, pairs(keys)))).toEqual({ successKeys: keys, errorKeys: {} })
    const refusal = { status: 400, body: { error: '', error_description: 'exceed allowed batch size 10' } }
    expect(await set(first, pairs(manyNames(11)))).toMatchObject(refusal)
    expect(await remove(first, manyNames(11))).toMatchObject(refusal)
    expect((await remove(first, keys)).status).toBe(200)
  })

  it.each([
    { key: 'k'.repeat(129), value: 'v', reason: 'is exceeding maximum limit 128' },
    { key: 'two words', value: 'v', reason: 'is not legal' },
    { key: 'key', value: 'v'.repeat(4097), reason: 'is exceeding maximum limit 4096' },
  ])('fail key by key, with HTTP 200 even if all fail: $reason', async ({ key, value, reason }) => {
    const { set, read, first } = await openRoom()
    const answer = await set(first, { [key]: value })
    expect(answer.status).toBe(200)
    expect(dataOf(answer)).toEqual({ successKeys: [], errorKeys: { [key]: expect.stringContaining(reason) } })
    expect(await read()).toEqual({})
  })

  it('are 100 at most', async () => {
    const { set, gathering, first } = await openRoom()
    for (const key of manyNames(99))
      gathering.attributes.set(key, { value: '', owner: first, autoDelete: true })
    expect(dataOf(await set(first, { one: '1', two: '2', u0001: 'changed' }))).toMatchObject({
      successKeys: ['one', 'u0001'],
      errorKeys: { two: expect.stringContaining('100') },
    })
  })

  it('go when their owner leaves, unless they were set to stay', async () => {
    const { ask, base, set, read, first, second } = await openRoom()
    await set(first, { gone: '1' })
    await set(first, { stays: '2' }, { autoDelete: 'NO_DELETE' })
    await set(second, { others: '3' }, { autoDelete: 'DELETE' })
    await ask('DELETE', `${base}/users/${first}`)
    expect(await read()).toEqual({ stays: '2', others: '3' })
  })

  it('are not set with another autoDelete', async () => {
    const { set, first } = await openRoom()
    expect(await set(first, { topic: 'x' }, { autoDelete: 'MAYBE' })).toMatchObject({ status: 400 })
  })
})
