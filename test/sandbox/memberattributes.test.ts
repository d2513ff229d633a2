import { describe, expect, it } from 'vitest'
import { at, manyNames } from './client.ts'
import { dataOf, openPlace, places } from './places.ts'

/** The first group of a small world, with no attributes in it yet. */
async function openGroup() {
  const { ask, gathering, inside, outside } = await openPlace(places[0])
  gathering.memberAttributes.clear()
  const base = `/metadata/chatgroup/${gathering.id}`
  const [first = '', second = '', third = ''] = inside
  const [stranger = ''] = outside
  return { ask, base, gathering, first, second, third, stranger }
}

describe('attributes of a group member', () => {
  it('are added to those that are there; an empty text deletes', async () => {
    const { ask, base, first } = await openGroup()
    const set = (metaData: unknown) => ask('PUT', `${base}/user/${first}`, { json: { metaData } })
    expect(dataOf(await set({ badge: 'Captain', room: '12' }))).toEqual({ badge: 'Captain', room: '12' })
    await set({ badge: '', level: '3' })
    const read = await ask('GET', `${base}/user/${first}`)
    expect(Object.keys(Object(read.body)).sort()).toEqual(['data', 'duration', 'timestamp'])
    expect(dataOf(read)).toEqual({ room: '12', level: '3' })
  })

  it.each([
    { metaData: { ['k'.repeat(17)]: 'v' }, what: 'single key' },
    { metaData: { key: 'v'.repeat(513) }, what: 'single value' },
    { metaData: Object.fromEntries(manyNames(9).map((key) => [key, 'v'.repeat(512)])), what: 'total' },
  ])('are refused above the $what limit, all of them', async ({ metaData, what }) => {
    const { ask, base, first } = await openGroup()
    expect(await ask('PUT', `${base}/user/${first}`, { json: { metaData } })).toMatchObject({
      status: 400,
      body: { error: 'metadata_error', error_description: `exceeds chatgroup user metadata ${what} limit` },
    })
    expect(dataOf(await ask('GET', `${base}/user/${first}`))).toEqual({})
  })

  it('are kept up to their limits', async () => {
    const { ask, base, first } = await openGroup()
    const metaData = { ['k'.repeat(16)]: 'v'.repeat(512) }
    expect((await ask('PUT', `${base}/user/${first}`, { json: { metaData } })).status).toBe(200)
  })

  it('are not those of a stranger', async () => {
    const { ask, base, stranger } = await openGroup()
    const refusal = {
      status: 404,
      body: { error: 'MetadataException', error_description: 'user not in group' },
    }
    expect(await ask('GET', `${base}/user/${stranger}`)).toMatchObject(refusal)
    const json = { metaData: { badge: 'x' } }
    expect(await ask('PUT', `${base}/user/${stranger}`, { json })).toMatchObject(refusal)
  })

  it('are read of several members at once: the listed keys, or all, and nothing of strangers', async () => {
    const { ask, base, first, second, third, stranger } = await openGroup()
    const rows = [
      { username: first, metadata: { badge: 'a', room: '1' } },
      { username: second, metadata: { badge: 'b' } },
    ]
    const written = await ask('PUT', `${base}/users/batch`, { json: rows })
    expect(dataOf(written)).toEqual({ 'updateMetadataFailed:': [], 'updateMetadataSucceeded:': rows })
    const targets = [first, second, third, stranger]
    const all = await ask('POST', `${base}/get`, { json: { targets } })
    expect(dataOf(all)).toEqual({
      [first]: { badge: 'a', room: '1' },
      [second]: { badge: 'b' },
      [third]: {},
    })
    const some = await ask('POST', `${base}/get`, { json: { targets, properties: ['room'] } })
    expect(dataOf(some)).toEqual({ [first]: { room: '1' }, [second]: {}, [third]: {} })
  })

  it.each([
    { size: 10, status: 200 },
    { size: 11, status: 400 },
  ])('are read of $size members at once: $status', async ({ size, status }) => {
    const { ask, base } = await openGroup()
    const answer = await ask('POST', `${base}/get`, { json: { targets: manyNames(size) } })
    expect(answer.status).toBe(status)
    if (status === 400) {
      expect(answer.body).toMatchObject({
        error: 'metadata_error',
        error_description: 'query param reaches limit.',
      })
    }
  })

  it.each([
    { size: 20, status: 200 },
    { size: 21, status: 400 },
  ])('are written for $size members at once: $status', async ({ size, status }) => {
    const { ask, base, gathering } = await openGroup()
    for (const username of manyNames(size)) gathering.members.set(username, 0)
    const json = manyNames(size).map((username) => ({ username, metadata: { badge: 'x' } }))
    expect((await ask('PUT', `${base}/users/batch`, { json })).status).toBe(status)
  })

  it('fail one by one when they are too long, and all when one name is a stranger', async () => {
    const { ask, base, first, second, stranger } = await openGroup()
    const long = { username: first, metadata: { badge: 'x'.repeat(513) } }
    const good = { username: second, metadata: { badge: 'x' } }
    const partial = await ask('PUT', `${base}/users/batch`, { json: [long, good] })
    expect(dataOf(partial)).toEqual({ 'updateMetadataFailed:': [long], 'updateMetadataSucceeded:': [good] })
    const other = { username: stranger, metadata: { badge: 'y' } }
    const refused = await ask('PUT', `${base}/users/batch`, { json: [{ ...good, metadata: {} }, other] })
    expect(refused).toMatchObject({
      status: 400,
      body: {
        error: 'metadata_error',
        error_description: `Some users are not in the group: ${stranger}`,
      },
    })
    expect(at((await ask('GET', `${base}/user/${second}`)).body, 'data')).toEqual({ badge: 'x' })
  })
})
