import { describe, expect, it } from 'vitest'
import { toRecord } from '../../src/sandbox/records.ts'
import { createLiveClock } from '../support/clock.ts'
import { HOUR_MS, LAST_HOUR_MS, packed, startHistory } from '../support/hours.ts'
import { MESSAGE_FRAGMENT } from '../support/messages.ts'

const GROUP = '200000000000001'
const ROOM = '300000000000001'
const url = 'https://a1.easemob.com/org/app/chatfiles/2cd4b2a0'
const FILE = { url, filename: 'f', secret: 'hush' }

const BODIES = [
  { text: { content: '你好 🙂\n"quoted"' } },
  { image: { ...FILE, width: 640, height: 480 } },
  { audio: { ...FILE, durationSeconds: 7 } },
  { video: { ...FILE, durationSeconds: 7, sizeBytes: 9, thumbnailUrl: url, thumbnailSecret: 'hush' } },
  { file: FILE },
  { location: { latitude: 39.9, longitude: -0.5, address: '北京' } },
  { command: { action: 'refresh' } },
  { custom: { event: 'gift', extras: { count: '3' } } },
]

const TYPES = ['Audio', 'Command', 'Custom', 'File', 'Image', 'Location', 'Text', 'Video'].map(
  (type) => `${type}Message`,
)

const SEND = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) { results { message { ...WholeMessage } } }
} ${MESSAGE_FRAGMENT}`

const READ = `{
  user(username: "u0001") { messages(with: "U0002") { edges { node { ...WholeMessage } } } }
  group(groupId: "${GROUP}") { messages { edges { node { ...WholeMessage } } } }
  chatroom(chatroomId: "${ROOM}") { messages { edges { node { ...WholeMessage } } } }
} ${MESSAGE_FRAGMENT}`

describe('what was sent', () => {
  it.each([
    { to: { users: ['u0002'] }, place: 'user' },
    { to: { groups: [GROUP] }, place: 'group' },
    { to: { chatrooms: [ROOM] }, place: 'chatroom' },
    { to: { groupMembers: { groupId: GROUP, usernames: ['u0002'] } }, place: 'group' },
    { to: { chatroomMembers: { chatroomId: ROOM, usernames: ['u0002'] } }, place: 'chatroom' },
  ])(
    'is in the history as the answer had it, by the same fragment, of every type: $place',
    async ({ to, place }) => {
      let nowMs = LAST_HOUR_MS + HOUR_MS / 2
      const live = createLiveClock(0)
      const clock = { now: () => nowMs + live.now(), after: live.after }
      const { ask, catchUp, sandbox } = await startHistory({ clock })
      const sent = []
      for (const body of BODIES) {
        const { data, errors } = await ask(SEND, {
          input: { from: 'u0001', to, body, ext: { k: [1, { a: 'b' }] } },
        })
        expect(errors).toBeUndefined()
        sent.push(data.sendMessage.results[0].message)
      }
      nowMs += HOUR_MS

      await catchUp()
      const { data, errors } = await ask(READ)

      expect(errors).toBeUndefined()
      const found = data[place].messages.edges.map(({ node }: { node: object }) => node)
      expect(found.map(({ __typename }: { __typename: string }) => __typename).sort()).toEqual(TYPES)
      expect(byId(found)).toEqual(byId(sent))
      expect(JSON.stringify(found)).not.toMatch(/hush|chatfiles|forSomeMembers/)
      for (const { id } of sent) {
        const query = `query($id: ID!) { node(id: $id) { ...WholeMessage } } ${MESSAGE_FRAGMENT}`
        expect((await ask(query, { id })).data.node).toEqual(sent.find((message) => message.id === id))
      }
      expect(sandbox.downloads.map(({ signed }) => signed)).toEqual([false])
    },
  )
})

interface Shown {
  readonly messageId: string
}

const byId = (messages: readonly Shown[]) =>
  Object.fromEntries(messages.map((message) => [message.messageId, message]))

const PAGE = `query($first: Int = 3, $after: String, $from: DateTime, $until: DateTime) {
  group(groupId: "${GROUP}") {
    messages(first: $first, after: $after, from: $from, until: $until) {
      edges { cursor node { messageId } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      gaps { hour reason }
    }
  }
}`

const inGroup = (id: string, sinceMs: number) => ({
  ...({ id, targetType: 'chatgroups', target: GROUP, time: LAST_HOUR_MS + sinceMs } as const),
})

interface PageShown {
  readonly edges: readonly { readonly node: Shown }[]
}

const idsOf = ({ edges }: PageShown) => edges.map(({ node }) => node.messageId)

describe('a page of messages', () => {
  it('goes on behind a cursor, the newest first, whatever comes in meanwhile, and makes no upstream call', async () => {
    const { ask, said, catchUp, forget, calls, kept } = await startHistory()
    for (const id of ['11', '12', '13', '14', '15', '16', '17']) said(inGroup(id, Number(id) * 1000))
    // In one moment: by id.
    for (const id of ['21', '22']) said(inGroup(id, 12_500))
    await catchUp()
    forget()

    const { data: first } = await ask(PAGE)
    const late = toRecord({
      ...inGroup('18', 18_000),
      from: 'u0001',
      type: 'txt',
      body: { msg: 'late' },
    } as never)
    await kept.history.add([
      {
        ...{ id: '18', conversation: JSON.stringify(['Group', GROUP]), sender: 'u0001', isMarked: false },
        ...{ sentAt: LAST_HOUR_MS + 18_000, record: JSON.stringify(late) },
      },
    ])
    const { endCursor } = first.group.messages.pageInfo
    const { data: second } = await ask(PAGE, { after: endCursor, first: 4 })
    const { data: third } = await ask(PAGE, { after: second.group.messages.pageInfo.endCursor, first: 100 })
    const { data: newest } = await ask(PAGE, { first: 1 })

    expect(idsOf(first.group.messages)).toEqual(['17', '16', '15'])
    expect(first.group.messages.pageInfo).toEqual({
      ...{ hasNextPage: true, hasPreviousPage: false, endCursor },
      startCursor: first.group.messages.edges[0].cursor,
    })
    expect(idsOf(second.group.messages)).toEqual(['14', '13', '22', '21'])
    expect(idsOf(third.group.messages)).toEqual(['12', '11'])
    expect(third.group.messages.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    expect(idsOf(newest.group.messages)).toEqual(['18'])
    expect(calls().filter((call) => call.includes('chatmessages'))).toEqual([])
  })

  it('holds what was sent in a stretch of time: from its beginning on, and before its end', async () => {
    const { ask, said, catchUp } = await startHistory()
    for (const id of ['11', '12', '13']) said(inGroup(id, Number(id)))
    await catchUp()
    const at = (ms: number) => new Date(LAST_HOUR_MS + ms).toISOString()

    const { data } = await ask(PAGE, { from: at(12), until: at(13) })

    expect(idsOf(data.group.messages)).toEqual(['12'])
    expect(data.group.messages.gaps).toEqual([])
  })

  it.each([
    { variables: { after: 'nonsense' }, argument: 'after' },
    { variables: { after: btoa('["place","history other",1,"1"]') }, argument: 'after' },
    { variables: { first: 101 }, argument: 'first' },
    { variables: { from: '2026-06-01T08:00:00Z', until: '2026-06-01T08:00:00Z' }, argument: 'until' },
  ])('is refused for $variables', async ({ variables, argument }) => {
    const { ask } = await startHistory()

    const { errors } = await ask(PAGE, variables)

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
  })
})

const NOW_GAP = { hour: '2026-06-01T09:00:00.000Z', reason: 'NOT_YET' }

describe('the gaps of a page', () => {
  it('are the hours in line before they are fetched, and the present one for as long as it lasts', async () => {
    const { ask, said, catchUp } = await startHistory()
    said(inGroup('11', 0))

    const { data: before } = await ask(PAGE)
    await catchUp()
    const { data: after } = await ask(PAGE)

    expect(before.group.messages.gaps).toEqual([
      NOW_GAP,
      { hour: '2026-06-01T08:00:00.000Z', reason: 'FETCHING' },
      { hour: '2026-06-01T07:00:00.000Z', reason: 'FETCHING' },
      { hour: '2026-06-01T06:00:00.000Z', reason: 'FETCHING' },
    ])
    // Of the hours before nothing was said, and one of them has ended so long ago that none is to come.
    expect(after.group.messages.gaps).toEqual([
      NOW_GAP,
      { hour: '2026-06-01T07:00:00.000Z', reason: 'NOT_YET' },
      { hour: '2026-06-01T06:00:00.000Z', reason: 'NO_FILE' },
    ])
    expect(idsOf(after.group.messages)).toEqual(['11'])
  })

  it('are those of the time that the page covers', async () => {
    const { ask, said, catchUp } = await startHistory()
    for (const id of ['11', '12', '13', '14']) said(inGroup(id, 0))
    await catchUp()

    const { data } = await ask(PAGE)
    const { data: rest } = await ask(PAGE, { after: data.group.messages.pageInfo.endCursor })

    expect(data.group.messages.gaps).toEqual([NOW_GAP])
    expect(rest.group.messages.gaps).toEqual([
      { hour: '2026-06-01T07:00:00.000Z', reason: 'NOT_YET' },
      { hour: '2026-06-01T06:00:00.000Z', reason: 'NO_FILE' },
    ])
  })

  it('have one for all that is longer ago than what is kept', async () => {
    const { ask } = await startHistory()

    const { data } = await ask(PAGE, { from: '2020-01-01T00:00:00Z', until: '2026-06-01T06:30:00Z' })

    expect(data.group.messages.gaps).toEqual([
      { hour: '2026-06-01T06:00:00.000Z', reason: 'FETCHING' },
      { hour: '2026-06-01T05:00:00.000Z', reason: 'EXPIRED' },
    ])
  })

  it('say that a file is damaged, and show what was read of it', async () => {
    const { ask, said, catchUp, sandbox, troubles } = await startHistory({ env: { HISTORY_HOURS: '1' } })
    said(inGroup('11', 0))
    const record = JSON.stringify(toRecord(sandbox.store.messages[0] ?? missing()))
    const body = packed(record, '{"half":', record.replace('"11"', '"12"'))
    sandbox.fault({
      ...{ kind: 'answer', status: 200, body: body.subarray(0, -6), times: 1 },
      when: ({ path }) => path.startsWith('/chat-message-files'),
    })
    await catchUp()

    const { data } = await ask(PAGE)

    expect(data.group.messages.gaps).toContainEqual({ hour: '2026-06-01T08:00:00.000Z', reason: 'FAILED' })
    expect(idsOf(data.group.messages)).toEqual(['12', '11'])
    expect(troubles).toHaveLength(1)
  })
})

function missing(): never {
  throw new Error('nothing was said')
}

const HOUR = `query($hour: DateTime!) {
  messageHistory(hour: $hour) {
    hour state messageCount corruptLines triedAt nextTryAt
    messages(first: 1) { edges { node { messageId } } pageInfo { hasNextPage } gaps { reason } }
  }
}`

describe('an hour of the history', () => {
  it('tells what was in its file, and how many lines could not be read', async () => {
    const { ask, said, catchUp, sandbox } = await startHistory()
    said(inGroup('11', 0))
    const record = JSON.stringify(toRecord(sandbox.store.messages[0] ?? missing()))
    const lines = [record, 'not JSON', '{"msg_id":"12"}', '', record.replace('"11"', '"13"'), '[]']
    sandbox.fault({
      ...{ kind: 'answer', status: 200, body: packed(...lines) },
      when: ({ path }) => path.startsWith('/chat-message-files'),
    })
    const { data: before } = await ask(HOUR, { hour: '2026-06-01T08:59:59Z' })
    await catchUp()

    const { data } = await ask(HOUR, { hour: '2026-06-01T08:59:59Z' })

    expect(before.messageHistory).toMatchObject({ state: 'FETCHING', messageCount: 0, triedAt: null })
    expect(data.messageHistory).toEqual({
      ...{ hour: '2026-06-01T08:00:00.000Z', state: 'STORED', messageCount: 2, corruptLines: 3 },
      ...{ triedAt: expect.stringContaining('2026-06-01T09:30'), nextTryAt: null },
      messages: { edges: [{ node: { messageId: '13' } }], pageInfo: { hasNextPage: true }, gaps: [] },
    })
  })
})

describe('where no history is kept', () => {
  it('a list of messages is FEATURE_OFF, and no message is found', async () => {
    const { ask, history, said, forget, calls } = await startHistory({ env: { HISTORY_HOURS: '0' } })
    said(inGroup('11', 0))
    forget()
    history.start()

    const { data, errors } = await ask(
      `{ group(groupId: "${GROUP}") { messages { gaps { hour } } } node(id: "${btoa('Message:11')}") { id } }`,
    )

    expect(data).toEqual({ group: { messages: null }, node: null })
    expect(errors).toMatchObject([{ extensions: { code: 'FEATURE_OFF' } }])
    expect(calls()).toEqual([`GET /chatgroups/${GROUP}`])
  })
})
