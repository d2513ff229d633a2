import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { toRecord } from '../../src/sandbox/records.ts'
import { openStore } from '../../src/store/store.ts'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'
import { HOUR_MS, LAST_HOUR_MS, packed, startHistory } from '../support/hours.ts'
import { freshPath } from '../support/paths.ts'

const isFile = ({ path }: { readonly path: string }) => path.startsWith('/chat-message-files')
const isLink = ({ path }: { readonly path: string }) => path.startsWith('/chatmessages')
const GROUP = '200000000000001'
const FROM_ONE_HOUR = `query($from: DateTime!, $until: DateTime!) {
  group(groupId: "${GROUP}") { messages(from: $from, until: $until) { edges { node { messageId } } gaps { reason } } }
}`

describe('the files of the history', () => {
  it('are fetched the newest first, each once, without the token of this server', async () => {
    const { said, catchUp, calls, sandbox } = await startHistory()
    said({ time: LAST_HOUR_MS })
    said({ time: LAST_HOUR_MS - 2 * HOUR_MS })

    await catchUp()
    await catchUp()

    expect(calls()).toEqual([8, 7, 6].map((hour) => `GET /chatmessages/202606010${hour}`))
    expect(sandbox.downloads.map(({ path, signed, status }) => ({ path, signed, status }))).toEqual([
      { path: '/chat-message-files/2026060108.gz', signed: false, status: 200 },
      { path: '/chat-message-files/2026060106.gz', signed: false, status: 200 },
    ])
  })

  it('that somebody asks for come first in line', async () => {
    const { ask, catchUp, calls } = await startHistory({ env: { HISTORY_HOURS: '5' } })
    const from = new Date(LAST_HOUR_MS - 3 * HOUR_MS).toISOString()
    const until = new Date(LAST_HOUR_MS - 2 * HOUR_MS).toISOString()
    await ask(FROM_ONE_HOUR, { from, until })

    await catchUp()

    const links = calls().filter((call) => call.includes('chatmessages'))
    expect(links.map((link) => link.slice(-2))).toEqual(['05', '08', '07', '06', '04'])
  })

  it('are named by the clocks of the service', async () => {
    const { catchUp, calls } = await startHistory({
      env: { HISTORY_HOURS: '1', HISTORY_TIME_ZONE: 'Asia/Shanghai' },
    })

    await catchUp()

    expect(calls()).toEqual(['GET /chatmessages/2026060116'])
  })

  it('are not fetched again after a restart, and what was in them is still there', async () => {
    const file = freshPath()
    const options = { file, now: Date.now, onFault() {}, jobsKeptMs: 0 }
    const first = openStore(options)
    const before = await startHistory({ store: first })
    const id = before.said({ targetType: 'chatgroups', target: GROUP })
    await before.catchUp()
    await before.history.stop()
    await first.close()
    const second = openStore(options)
    const after = await startHistory({ store: second })

    await after.catchUp()

    expect(after.calls()).toEqual([])
    const { data } = await after.ask(
      `{ node(id: "${btoa(`Message:${id}`)}") { ... on TextMessage { content } } }`,
    )
    expect(data).toEqual({ node: { content: 'm' } })
    await after.history.stop()
    await second.close()
  })

  it.each([
    { what: 'is cut off', answer: { kind: 'truncate' }, when: isFile },
    { what: 'is not there', answer: { kind: 'answer', status: 404, body: 'gone' }, when: isFile },
    { what: 'is no file of messages', answer: { kind: 'answer', status: 200, body: 'hello' }, when: isFile },
    { what: 'is elsewhere', answer: { kind: 'answer', status: 302, body: '' }, when: isFile },
    { what: 'cannot be asked for', answer: { kind: 'bad-gateway' }, when: isLink },
    {
      what: 'has no address',
      answer: { kind: 'answer', status: 200, body: { data: [{ url: 'file:///etc/passwd' }] } },
      when: isLink,
    },
    {
      what: 'has a path that the service does not know',
      answer: { kind: 'answer', status: 404, body: { error: 'service_resource_not_found' } },
      when: isLink,
    },
  ] as const)('one that $what is FAILED, is told of, and is tried again', async ({ answer, when }) => {
    const { ask, said, catchUp, sandbox, troubles } = await startHistory({ env: { HISTORY_HOURS: '1' } })
    said({})
    sandbox.fault({ ...answer, when, times: 1 })

    await catchUp()

    const { data } = await ask(
      '{ messageHistory(hour: "2026-06-01T08:00:00Z") { state corruptLines nextTryAt } }',
    )
    expect(data.messageHistory).toEqual({
      ...{ state: 'FAILED', corruptLines: 0 },
      nextTryAt: expect.stringContaining('2026-06-01T09:31:0'),
    })
    expect(troubles).toHaveLength(1)
    expect(inspect(troubles[0], { depth: 10 })).not.toMatch(/Signature/)
  })

  it('bring each message once, however often and in however many of them it stands', async () => {
    const { ask, said, catchUp, sandbox } = await startHistory()
    said({ time: LAST_HOUR_MS })
    said({ time: LAST_HOUR_MS - HOUR_MS })
    const record = toRecord({
      ...{ id: '77', from: 'u0001', targetType: 'users', target: 'u0002', type: 'txt' },
      ...{ body: { msg: 'once' }, ext: undefined, time: LAST_HOUR_MS },
    })
    const lines = [record, record, { ...record, direction: 'incoming' }].map((line) => JSON.stringify(line))
    sandbox.fault({ kind: 'answer', status: 200, body: packed(...lines), when: isFile })

    await catchUp()

    const { data } = await ask(
      '{ user(username: "u0001") { messages(with: "u0002") { edges { node { messageId } } } } }',
    )
    expect(data.user.messages.edges).toEqual([{ node: { messageId: '77' } }])
  })

  it('keep integers above 2^53 to the last digit', async () => {
    const { ask, said, catchUp, sandbox } = await startHistory({ env: { HISTORY_HOURS: '1' } })
    said({})
    const line = `{"msg_id":1029457500870543736,"timestamp":${LAST_HOUR_MS},"chat_type":"chat","payload":{"bodies":[{"type":"txt","msg":"m"}],"ext":{"big":1029457500870543737,"__proto__":{"x":1}},"from":"u0001","to":"u0002"}}`
    sandbox.fault({ kind: 'answer', status: 200, body: packed(line), when: isFile })

    await catchUp()

    const { data } = await ask(
      `{ node(id: "${btoa('Message:1029457500870543736')}") { ... on TextMessage { ext } } }`,
    )
    expect(data.node.ext.big).toBe('1029457500870543737')
  })
})

describe('the rate of the history', () => {
  it('is waited for, in any minute, and keeps nobody else waiting', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, upstream } = await start({
      clock,
      sandbox: { seed: { users: 5, groups: 1, chatrooms: 0 } },
    })
    const asked = Array.from({ length: 23 }, () =>
      upstream
        .inBackground(
          { operation: 'history-url', path: { hour: '2023111409' } },
          new AbortController().signal,
        )
        .catch(() => {}),
    )

    await clock.run(5_000)
    const { data } = await clock.until(ask('{ user(username: "u0001") { onlineStatus } }'), 500)
    await clock.until(Promise.all(asked), 200_000)

    expect(data.user.onlineStatus).not.toBeNull()
    const times = sandbox.calls.filter(isLink).map(({ at }) => at)
    expect(times).toHaveLength(23)
    expect(sandbox.calls.filter(({ status }) => status === 429)).toEqual([])
    const spans = times.slice(10).map((time, index) => time - (times[index] ?? 0))
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(60_000)
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(125_000)
  })

  it('ends no wait with an error when the server stops, but ends it', async () => {
    const { history, said, sandbox } = await startHistory({ env: { HISTORY_HOURS: '40' } })
    for (let ago = 0; ago < 40; ago += 1) said({ time: LAST_HOUR_MS - ago * HOUR_MS })
    history.start()
    const isFull = () => sandbox.downloads.length >= 10
    while (!isFull()) await new Promise((resolve) => setImmediate(resolve))

    await history.stop()

    expect(sandbox.downloads).toHaveLength(10)
  })
})

describe('what is too old', () => {
  it('is all of it where no history is kept any more', async () => {
    const file = freshPath()
    const options = { file, now: Date.now, onFault() {}, jobsKeptMs: 0 }
    const first = openStore(options)
    const before = await startHistory({ store: first })
    const id = before.said({})
    await before.catchUp()
    expect(await first.history.find([id])).toHaveLength(1)
    await before.history.stop()
    await first.close()
    const second = openStore(options)
    const after = await startHistory({ store: second, env: { HISTORY_HOURS: '0' } })

    await after.catchUp()

    expect(await second.history.find([id])).toEqual([])
    expect(after.calls()).toEqual([])
    await after.history.stop()
    await second.close()
  })

  it('is forgotten, with its hours, and is shown no more', async () => {
    const file = freshPath()
    const options = { file, now: Date.now, onFault() {}, jobsKeptMs: 0 }
    const first = openStore(options)
    const before = await startHistory({ store: first })
    const old = before.said({ time: LAST_HOUR_MS - 2 * HOUR_MS })
    const young = before.said({ time: LAST_HOUR_MS })
    await before.catchUp()
    await before.history.stop()
    await first.close()
    const second = openStore(options)
    const after = await startHistory({ store: second, env: { HISTORY_HOURS: '1' } })

    await after.catchUp()

    expect((await second.history.find([old, young])).map(({ id }) => id)).toEqual([young])
    expect((await second.history.hours(0, Number.MAX_SAFE_INTEGER)).map(({ hour }) => hour)).toEqual([
      LAST_HOUR_MS,
    ])
    await after.history.stop()
    await second.close()
  })
})
