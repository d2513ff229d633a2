import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { at, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const HOUR_MS = 3_600_000
const NINE = Date.UTC(2026, 5, 1, 9)

async function open() {
  const clock = createFalseClock(NINE + 1)
  const client = await openSandbox({ clock, seed: { users: 3, groups: 0, chatrooms: 0, contacts: 0 } })
  const send = () =>
    client.ask('POST', '/messages/users', { json: { to: ['u0002'], type: 'txt', body: { msg: 'hi' } } })
  return { clock, send, ...client }
}

describe('the file of an hour', () => {
  it('has a line for each message of it, and is opened by its address alone', async () => {
    const { clock, send, ask, sandbox } = await open()
    await send()
    await send()
    clock.advance(HOUR_MS)

    const { status, body } = await ask('GET', '/chatmessages/2026060109')
    const url = String(at(body, 'data', 0, 'url'))
    const file = await fetch(url)
    const lines = gunzipSync(Buffer.from(await file.arrayBuffer()))
      .toString()
      .trim()
      .split('\n')

    expect(status).toBe(200)
    expect(faultOf('history-url', body)).toBeNull()
    expect(lines.map((line) => JSON.parse(line).payload.bodies)).toEqual([
      [{ type: 'txt', msg: 'hi' }],
      [{ type: 'txt', msg: 'hi' }],
    ])
    // No call of the service.
    expect(sandbox.calls.at(-1)?.path).toBe('/chatmessages/2026060109')
    expect(sandbox.downloads).toMatchObject([{ path: '/chat-message-files/2026060109.gz', status: 200 }])
  })

  it.each([
    {
      what: 'with a token',
      change: (url: string) => url,
      headers: { authorization: 'Bearer t' },
      status: 400,
    },
    {
      what: 'of another hour',
      change: (url: string) => url.replace('09.gz', '08.gz'),
      headers: {},
      status: 403,
    },
    {
      what: 'with a longer life',
      change: (url: string) => url.replace(/Expires=\d/, 'Expires=9'),
      headers: {},
      status: 403,
    },
  ])('is not opened by an address $what', async ({ change, headers, status }) => {
    const { clock, send, ask } = await open()
    await send()
    clock.advance(HOUR_MS)
    const { body } = await ask('GET', '/chatmessages/2026060109')

    expect((await fetch(change(String(at(body, 'data', 0, 'url'))), { headers })).status).toBe(status)
  })

  it('is not opened any more when the address is ten minutes old', async () => {
    const { clock, send, ask } = await open()
    await send()
    clock.advance(HOUR_MS)
    const { body } = await ask('GET', '/chatmessages/2026060109')
    clock.advance(10 * 60_000 + 1000)

    expect((await fetch(String(at(body, 'data', 0, 'url')))).status).toBe(403)
  })

  it.each([
    { what: 'of which nothing was said', hour: '2026060108', status: 404, error: 'storage_object_not_found' },
    { what: 'that is not over', hour: '2026060110', status: 404, error: 'storage_object_not_found' },
    { what: 'longer than three days ago', hour: '2026052909', status: 400, error: 'illegal_argument' },
    { what: 'that there is not', hour: '2026063124', status: 400, error: 'illegal_argument' },
    { what: 'in other letters', hour: '2026-06-01', status: 400, error: 'illegal_argument' },
  ])('is refused for an hour $what', async ({ hour, status, error }) => {
    const { clock, send, ask } = await open()
    await send()
    clock.advance(HOUR_MS)
    await send()

    expect(await ask('GET', `/chatmessages/${hour}`)).toMatchObject({ status, body: { error } })
  })

  it('is told of ten times in any minute', async () => {
    const { clock, ask } = await open()
    const statuses = async (count: number) => {
      const answers = []
      for (let index = 0; index < count; index += 1)
        answers.push(await ask('GET', '/chatmessages/2026060108'))
      return answers.map(({ status }) => status)
    }

    expect(await statuses(11)).toEqual([...Array(10).fill(404), 429])
    clock.advance(60_000)
    expect(await statuses(1)).toEqual([404])
  })
})

describe('the demo world', () => {
  it('has messages of the last hours, whenever it is started, and the same', async () => {
    const of = async (now: number) => {
      const { sandbox } = await openSandbox({ clock: createFalseClock(now) })
      const recent = sandbox.store.messages.filter(({ time }) => time > now - 7 * HOUR_MS)
      return recent.map(({ time, ...message }) => ({ ...message, ago: now - time }))
    }

    const [one, other] = [await of(NINE + 60_000), await of(NINE + 60_000 + 24 * HOUR_MS)]

    expect(one).toEqual(other)
    expect(one).toHaveLength(6 * 8)
    expect(new Set(one.map(({ id }) => id)).size).toBe(48)
  })
})
