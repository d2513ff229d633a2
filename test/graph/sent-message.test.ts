import { describe, expect, it } from 'vitest'
import { type Harness, start } from '../support/harness.ts'
import { MESSAGE_FRAGMENT } from '../support/messages.ts'

const SEND = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) { results { status messageId message { ...WholeMessage } } }
} ${MESSAGE_FRAGMENT}`

const url = 'https://a1.easemob.com/org/app/chatfiles/2cd4b2a0'
const file = { filename: 'f', sizeBytes: null }

const CONTENTS = [
  {
    body: { text: { content: '你好 🙂' } },
    shown: { __typename: 'TextMessage', content: '你好 🙂' },
  },
  {
    body: { image: { url, filename: 'f', width: 640, height: 480, secret: 'hush' } },
    shown: { __typename: 'ImageMessage', file, width: 640, height: 480 },
  },
  {
    body: { image: { url, filename: 'f' } },
    shown: { __typename: 'ImageMessage', file, width: null, height: null },
  },
  {
    body: { audio: { url, filename: 'f', durationSeconds: 7, secret: 'hush' } },
    shown: { __typename: 'AudioMessage', file, durationSeconds: 7 },
  },
  {
    body: {
      video: {
        ...{ url, filename: 'f', durationSeconds: 7, sizeBytes: 9, secret: 'hush' },
        ...{ thumbnailUrl: url, thumbnailSecret: 'hush' },
      },
    },
    shown: {
      ...{ __typename: 'VideoMessage', durationSeconds: 7, width: null, height: null },
      ...{ file: { filename: 'f', sizeBytes: 9 }, thumbnail: { filename: null, sizeBytes: null } },
    },
  },
  {
    body: { file: { url, filename: 'f', secret: 'hush' } },
    shown: { __typename: 'FileMessage', file },
  },
  {
    body: { location: { latitude: 39.9, longitude: -0.5, address: 'Beijing' } },
    shown: { __typename: 'LocationMessage', latitude: 39.9, longitude: -0.5, address: 'Beijing' },
  },
  {
    body: { command: { action: 'refresh' } },
    shown: { __typename: 'CommandMessage', action: 'refresh' },
  },
  {
    body: { custom: { event: 'gift', extras: { count: '3' } } },
    shown: { __typename: 'CustomMessage', event: 'gift', extras: { count: '3' } },
  },
]

async function send({ ask }: Harness, input: object) {
  const { data, errors } = await ask(SEND, { input: { from: 'U0001', ...input } })
  expect(errors).toBeUndefined()
  return data.sendMessage.results
}

describe('the message of a result', () => {
  it.each(CONTENTS)('is what was sent: $shown.__typename of $body', async ({ body, shown }) => {
    const harness = await start()

    const [result] = await send(harness, { to: { users: ['U0002'] }, body, ext: { k: [1] } })

    const sent = harness.sandbox.store.messages.at(-1)
    expect(result).toEqual({
      status: 'SENT',
      messageId: sent?.id,
      message: {
        ...{ id: btoa(`Message:${sent?.id}`), messageId: sent?.id, from: { username: 'u0001' } },
        ...{ to: { username: 'u0002' }, ext: { k: [1] }, sentAt: new Date(sent?.time ?? 0).toISOString() },
        ...shown,
      },
    })
  })

  it('tells no secret of a file, and no address that one could be used at', async () => {
    const harness = await start()
    for (const { body } of CONTENTS) {
      const told = JSON.stringify(await send(harness, { to: { users: ['u0002'] }, body }))
      expect(told).not.toMatch(/hush|chatfiles/)
    }
  })

  it.each([
    { to: { groups: ['7'] }, recipient: { groupId: '7' } },
    { to: { chatrooms: ['7'] }, recipient: { chatroomId: '7' } },
    { to: { users: ['u0003'] }, recipient: { username: 'u0003' } },
  ])('says whom it went to: $recipient', async ({ to, recipient }) => {
    const [result] = await send(await start(), { to, body: { text: { content: 't' } } })
    expect(result.message).toMatchObject({ to: recipient, ext: {} })
  })

  it.each([
    { status: 403, body: { error: 'message_send_error' }, gives: 'FAILED' },
    { status: 500, body: { error: 'x' }, gives: 'UNKNOWN' },
    { status: 200, body: { data: {} }, gives: 'UNKNOWN' },
  ])('is null for one that is $gives', async ({ status, body, gives }) => {
    const harness = await start()
    harness.sandbox.fault({ kind: 'answer', status, body, when: ({ path }) => path === '/messages/users' })

    const results = await send(harness, { to: { users: ['u0002'] }, body: { text: { content: 't' } } })

    expect(results).toEqual([{ status: gives, messageId: null, message: null }])
  })

  it.each([
    { what: 'no id', answer: { data: { u0002: 'success' } }, message: null },
    {
      what: 'no time',
      answer: { data: { u0002: '17' } },
      message: expect.objectContaining({ messageId: '17', sentAt: null, content: 't' }),
    },
  ])('is as much as the service tells, when that is $what', async ({ answer, message }) => {
    const harness = await start()
    harness.sandbox.fault({
      ...{ kind: 'answer', status: 200, body: answer },
      when: ({ path }) => path === '/messages/users',
    })

    const results = await send(harness, { to: { users: ['u0002'] }, body: { text: { content: 't' } } })

    expect(results).toMatchObject([{ status: 'SENT', message }])
  })
})

it.each(['fail: words of the service', '', {}, -1])(
  'is UNKNOWN where the answer has no id: %j',
  async (id) => {
    const { ask, sandbox } = await start()
    sandbox.fault({ kind: 'answer', status: 200, body: { data: { u0002: id } }, when: { path: /messages/ } })
    const input = { from: 'u0001', to: { users: ['u0002'] }, body: { text: { content: 'Hi' } } }
    const { data } = await ask(SEND, { input })
    expect(data.sendMessage.results).toEqual([{ status: 'UNKNOWN', messageId: null, message: null }])
  },
)
