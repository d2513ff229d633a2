import { describe, expect, it } from 'vitest'
import { createLiveClock } from '../support/clock.ts'
import { actingAs } from '../support/harness.ts'
import { type HistoryWorld, HOUR_MS, LAST_HOUR_MS, startHistory } from '../support/hours.ts'

const GROUP = '200000000000001'
const SEND = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) { results { message { id messageId } } }
}`
const RECALL = `mutation($messageId: ID!) {
  recallMessages(input: { messages: [{ messageId: $messageId, to: { group: "${GROUP}" } }], force: true }) { results { status } }
}`
const RECALL_MANY =
  'mutation($input: RecallMessagesInput!) { recallMessages(input: $input) { results { status } } }'
const EDIT = `mutation($input: EditMessageInput!) { editMessage(input: $input) { messageId } }`
const READ = `query($id: ID!) {
  group(groupId: "${GROUP}") { messages { edges { node { messageId } } } }
  node(id: $id) { ... on TextMessage { content ext } }
}`

/** A server in whose sandbox something is said in an hour that can be made to end. */
async function open() {
  let nowMs = LAST_HOUR_MS + HOUR_MS / 2
  const live = createLiveClock(0)
  const clock = { now: () => nowMs + live.now(), after: live.after }
  const world = await startHistory({ clock })
  return {
    ...world,
    async endHour() {
      nowMs += HOUR_MS
      await world.catchUp()
    },
  }
}

async function say({ ask }: HistoryWorld, more: object = {}): Promise<{ id: string; messageId: string }> {
  const input = { from: 'u0001', to: { groups: [GROUP] }, body: { text: { content: 'first' } }, ...more }
  const { data, errors } = await ask(SEND, { input })
  expect(errors).toBeUndefined()
  return data.sendMessage.results[0].message
}

interface Leaving {
  /** The call under way when the client leaves. */
  readonly isMeant: (call: { readonly path: string }) => boolean
}

/** Resolves when the client has left, and the service has not answered yet. */
async function leaveDuring({ ask, sandbox }: HistoryWorld, sent: [string, object], { isMeant }: Leaving) {
  const leaving = new AbortController()
  const come = new Promise<void>((resolve) => {
    sandbox.fault({
      ...{ kind: 'delay', delayMs: 100 },
      when(call) {
        const isThis = isMeant(call)
        if (isThis) resolve()
        return isThis
      },
    })
  })
  const left = ask(...sent, { signal: leaving.signal }).catch(() => 'left')
  await come
  leaving.abort()
  expect(await left).toBe('left')
}

const EMPTY = { group: { messages: { edges: [] } }, node: null }

describe('a message that was recalled through this server', () => {
  it.each(['before', 'after'])('is shown no more: %s its hour was fetched', async (when) => {
    const world = await open()
    const { id, messageId } = await say(world)
    if (when === 'after') {
      await world.endHour()
      expect((await world.ask(READ, { id })).data.node).toEqual({ content: 'first', ext: {} })
    }
    expect((await world.ask(RECALL, { messageId })).data.recallMessages.results).toEqual([{ status: 'DONE' }])
    await world.endHour()
    expect((await world.ask(READ, { id })).data).toEqual(EMPTY)
  })

  it('stays where it was certainly not recalled', async () => {
    const world = await open()
    const { id, messageId } = await say(world)
    await world.endHour()
    const body = { data: [{ msg_id: messageId, recalled: 'exceed recall time limit' }] }
    world.sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /recall/ } })
    expect((await world.ask(RECALL, { messageId })).data.recallMessages.results).toEqual([
      { status: 'FAILED' },
    ])
    expect((await world.ask(READ, { id })).data.node).toEqual({ content: 'first', ext: {} })
  })

  it.each(['reset', 'reset-after-accept'] as const)(
    'is shown no more where nobody knows whether it was: %s',
    async (kind) => {
      const world = await open()
      const { id, messageId } = await say(world)
      await world.endHour()
      world.sandbox.fault({ kind, when: { path: /recall/ } })
      expect((await world.ask(RECALL, { messageId })).data.recallMessages.results).toEqual([
        { status: 'UNKNOWN' },
      ])
      expect((await world.ask(READ, { id })).data).toEqual(EMPTY)
    },
  )

  it('is shown no more, though who recalled it did not wait for the answers', async () => {
    const world = await open()
    // Two calls: while the second is under way, the first has been answered.
    const ids = Array.from({ length: 31 }, (_, index) =>
      world.said({ id: String(7_000_000_000_001 + index) }),
    )
    await world.endHour()
    expect(await world.kept.history.find(ids)).toHaveLength(31)
    const messages = ids.map((messageId) => ({ messageId, to: { user: 'u0002' } }))
    await leaveDuring(world, [RECALL_MANY, { input: { messages, force: true } }], {
      isMeant: ({ path }) => /recall/.test(path) && world.traffic()['message-recall-batch'] === 2,
    })
    await expect.poll(() => world.kept.history.find(ids)).toEqual([])
  })
})

describe('a message that was edited through this server', () => {
  it.each(['before', 'after'])('says what it says now: %s its hour was fetched', async (when) => {
    const world = await open()
    const { id, messageId } = await say(world, { ext: { a: 1, b: 2 } })
    if (when === 'after') await world.endHour()
    const edit = async (content: string, more: object = {}) =>
      world.ask(EDIT, { input: { messageId, body: { text: { content } }, ...more } })
    expect((await edit('second', { ext: { b: 3 } })).errors).toBeUndefined()
    await edit('third')
    await world.endHour()
    expect((await world.ask(READ, { id })).data.node).toEqual({ content: 'third', ext: { a: 1, b: 3 } })

    await edit('fourth', { ext: { c: 4 }, keepOtherExt: false })
    expect((await world.ask(READ, { id })).data.node).toEqual({ content: 'fourth', ext: { c: 4 } })
  })

  it('says what it says now, though who edited it did not wait for the answer', async () => {
    const world = await open()
    const { id, messageId } = await say(world)
    await world.endHour()
    const input = { messageId, body: { text: { content: 'second' } } }
    await leaveDuring(world, [EDIT, { input }], { isMeant: ({ path }) => path.includes('rewrite') })
    const shown = async () => (await world.ask(READ, { id })).data.node
    await expect.poll(shown).toEqual({ content: 'second', ext: {} })
  })

  it.each(['before', 'after'])(
    'is for those it went to, though its mark was edited away %s its hour was fetched',
    async (when) => {
      const world = await open()
      const to = { groupMembers: { groupId: GROUP, usernames: ['u0002'] } }
      const { id, messageId } = await say(world, { to })
      if (when === 'after') await world.endHour()
      const body = { text: { content: 'second' } }
      await world.ask(EDIT, { input: { messageId, body, ext: {}, keepOtherExt: false } })
      await world.endHour()

      const shown = async (username: string) => (await world.ask(READ, { id }, actingAs(username))).data
      expect(await shown('u0003')).toEqual(EMPTY)
      expect((await shown('u0002')).node).toEqual({ content: 'second', ext: {} })
    },
  )
})
