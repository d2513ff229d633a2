import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { at, manyNames } from './client.ts'
import { dataOf, openPlace, places } from './places.ts'

const NOW = 1_700_000_000_000

describe.each(places)('mutes in $what', (kind) => {
  const { place } = kind

  it('last as many milliseconds as were asked for, by the clock of the sandbox', async () => {
    const clock = createFalseClock(NOW)
    const { ask, base, inside } = await openPlace(kind, { clock })
    const [user = ''] = inside
    const muted = await ask('POST', `${base}/mute`, { json: { usernames: [user], mute_duration: 60_000 } })
    expect(dataOf(muted)).toEqual([{ result: true, expire: NOW + 60_000, user }])
    clock.advance(59_999)
    expect(dataOf(await ask('GET', `${base}/mute`))).toEqual([{ expire: NOW + 60_000, user }])
    clock.advance(1)
    expect(dataOf(await ask('GET', `${base}/mute`))).toEqual([])
    expect(dataOf(await ask('DELETE', `${base}/mute/${user}`))).toMatchObject([{ result: false, user }])
  })

  it('last for ever when -1 is asked for', async () => {
    const clock = createFalseClock(NOW)
    const { ask, base, inside } = await openPlace(kind, { clock })
    const [user = ''] = inside
    await ask('POST', `${base}/mute`, { json: { usernames: [user], mute_duration: -1 } })
    clock.advance(50 * 365 * 24 * 3_600_000)
    expect(dataOf(await ask('GET', `${base}/mute`))).toEqual([{ expire: 4_638_873_600_000, user }])
  })

  it('are lifted by name, each with its own result, in an array for one name too', async () => {
    const { ask, base, inside } = await openPlace(kind)
    const [first = '', second = '', third = ''] = inside
    await ask('POST', `${base}/mute`, { json: { usernames: [first, second], mute_duration: -1 } })
    expect(dataOf(await ask('DELETE', `${base}/mute/${first}`))).toEqual([{ result: true, user: first }])
    const reason = `user: ${third} is not muted in group: ${place}`
    expect(dataOf(await ask('DELETE', `${base}/mute/${second}%2C${third}`))).toEqual([
      { result: true, user: second },
      { result: false, user: third, reason },
    ])
    expect(dataOf(await ask('GET', `${base}/mute`))).toEqual([])
  })

  it('pass over strangers, and fail as a whole for the owner', async () => {
    const { ask, base, inside, outside, owner } = await openPlace(kind)
    const mute = (...usernames: unknown[]) =>
      ask('POST', `${base}/mute`, { json: { usernames, mute_duration: 1000 } })
    const reason = `user: ${outside[0]} doesn't exist in group: ${place}`
    expect(dataOf(await mute(outside[0], inside[0]))).toMatchObject([
      { result: false, reason, user: outside[0] },
      { result: true, user: inside[0] },
    ])
    expect(await mute(inside[1], owner)).toMatchObject({ status: 403, body: { error: 'forbidden_op' } })
    expect(dataOf(await ask('GET', `${base}/mute`))).toMatchObject([{ user: inside[0] }])
  })

  it.each([undefined, 'soon', 1.5, -2])('need a duration, which %o is not', async (mute_duration) => {
    const { ask, base, inside } = await openPlace(kind)
    const json = { usernames: [inside[0]], mute_duration }
    expect(await ask('POST', `${base}/mute`, { json })).toMatchObject({
      status: 400,
      body: { error: 'invalid_parameter' },
    })
  })

  it('take 60 names at once and no more', async () => {
    const { ask, base } = await openPlace(kind)
    const mute = (size: number) => {
      return ask('POST', `${base}/mute`, { json: { usernames: manyNames(size, 20), mute_duration: 1 } })
    }
    expect((await mute(60)).status).toBe(200)
    expect(await mute(61)).toMatchObject({
      status: 400,
      body: { error_description: 'userNames size is more than max limit : 60' },
    })
    expect(await ask('DELETE', `${base}/mute/${manyNames(61).join(',')}`)).toMatchObject({
      status: 400,
      body: { error_description: 'removeMute member size more than max limit : 60' },
    })
  })
})

describe.each(places)('muting everybody in $what', (kind) => {
  it('shows in its detail until it is lifted, and leaves the muted members alone', async () => {
    const { ask, base, inside } = await openPlace(kind)
    await ask('POST', `${base}/mute`, { json: { usernames: [inside[0]], mute_duration: -1 } })
    for (const method of ['POST', 'DELETE'] as const) {
      const mute = method === 'POST'
      expect(dataOf(await ask(method, `${base}/ban`))).toEqual({ mute })
      expect(at(await ask('GET', base), 'body', 'data', 0, 'mute')).toBe(mute)
      expect(dataOf(await ask('GET', `${base}/mute`))).toHaveLength(1)
    }
  })
})

describe('disabling a group', () => {
  it('shows in its detail and in the lists of its members until it is enabled', async () => {
    const { ask, base, owner } = await openPlace(places[0])
    for (const [call, disabled] of [
      ['disable', true],
      ['enable', false],
    ] as const) {
      expect(dataOf(await ask('POST', `${base}/${call}`))).toEqual({ disabled })
      expect(at(await ask('GET', base), 'body', 'data', 0, 'disabled')).toBe(disabled)
      const joined = await ask('GET', `/chatgroups/user/${owner}?pagesize=20`)
      expect(at(joined.body, 'entities')).toContainEqual(
        expect.objectContaining({ id: places[0].place, disabled }),
      )
    }
  })
})
