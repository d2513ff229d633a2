import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const SEND = `mutation($body: MessageBodyInput!, $ext: JSONObject) {
  sendMessage(input: { from: "u0001", to: { users: ["u0002"] }, body: $body, ext: $ext }) {
    results { status messageId error { code } }
  }
}`

const url = 'https://a1.easemob.com/org/app/chatfiles/2cd4b2a0'

describe('the body of a message', () => {
  it.each([
    { given: { text: { content: '你好 🙂' } }, type: 'txt', body: { msg: '你好 🙂' } },
    {
      given: { image: { url, filename: 'a.png', width: 640, height: 480, secret: 's' } },
      type: 'img',
      body: { url, filename: 'a.png', secret: 's', size: { width: 640, height: 480 } },
    },
    { given: { image: { url, filename: 'a.png' } }, type: 'img', body: { url, filename: 'a.png' } },
    {
      given: { image: { url, filename: 'a.png', width: 640 } },
      type: 'img',
      body: { url, filename: 'a.png' },
    },
    {
      given: { audio: { url, filename: 'a.amr', durationSeconds: 7, secret: 's' } },
      type: 'audio',
      body: { url, filename: 'a.amr', length: 7, secret: 's' },
    },
    {
      given: {
        video: {
          ...{ url, filename: 'a.mp4', durationSeconds: 7, sizeBytes: 123_456, secret: 's' },
          ...{ thumbnailUrl: `${url}2`, thumbnailSecret: 't' },
        },
      },
      type: 'video',
      body: {
        ...{ url, filename: 'a.mp4', length: 7, file_length: 123_456, secret: 's' },
        ...{ thumb: `${url}2`, thumb_secret: 't' },
      },
    },
    {
      given: { video: { url, filename: 'a.mp4', durationSeconds: 7, sizeBytes: 1, thumbnailUrl: null } },
      type: 'video',
      body: { url, filename: 'a.mp4', length: 7, file_length: 1 },
    },
    {
      given: { file: { url, filename: 'a.pdf', secret: 's' } },
      type: 'file',
      body: { url, filename: 'a.pdf', secret: 's' },
    },
    {
      given: { location: { latitude: 39.9, longitude: -0.5, address: 'Beijing' } },
      type: 'loc',
      body: { lat: '39.9', lng: '-0.5', addr: 'Beijing' },
    },
    { given: { command: { action: 'refresh' } }, type: 'cmd', body: { action: 'refresh' } },
    {
      given: { custom: { event: 'gift/rose_1.a-b', extras: { count: '3' } } },
      type: 'custom',
      body: { customEvent: 'gift/rose_1.a-b', customExts: { count: '3' } },
    },
    { given: { custom: { event: 'ping' } }, type: 'custom', body: { customEvent: 'ping', customExts: {} } },
  ])('arrives as the service has it: $type $given', async ({ given, type, body }) => {
    const { ask, sandbox } = await start()

    const { data, errors } = await ask(SEND, { body: given })

    expect(errors).toBeUndefined()
    const sent = sandbox.store.messages.at(-1)
    expect(data.sendMessage.results).toEqual([{ status: 'SENT', messageId: sent?.id, error: null }])
    expect(sent).toMatchObject({ from: 'u0001', targetType: 'users', target: 'u0002', ext: undefined })
    expect({ type: sent?.type, body: sent?.body }).toEqual({ type, body })
  })

  it.each([
    ['no kind', {}],
    ['two kinds', { text: { content: 'a' }, command: { action: 'b' } }],
    ['a kind of null', { text: null }],
    ['a kind and another of null', { text: { content: 'a' }, command: null }],
    ['an unknown kind', { sticker: { id: 1 } }],
    ['a kind without what it needs', { audio: { url, filename: 'f' } }],
  ])('must be exactly one: not %s', async (_what, body) => {
    const { ask, sandbox } = await start()

    const { data, errors } = await ask(SEND, { body })

    expect(data).toBeUndefined()
    expect(errors?.map(({ extensions }) => extensions.code)).toContain('GRAPHQL_VALIDATION_FAILED')
    expect(sandbox.calls).toEqual([])
  })

  it('must be exactly one in the text of a query too', async () => {
    const { ask, sandbox } = await start()

    const { errors } = await ask(`mutation { sendMessage(input: {
      from: "u0001", to: { users: ["u0002"] }, body: { text: { content: "a" }, command: { action: "b" } }
    }) { results { status } } }`)

    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }])
    expect(sandbox.calls).toEqual([])
  })

  const extras = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'v']))

  it.each([
    { argument: 'body.custom.event', custom: { event: '' } },
    { argument: 'body.custom.event', custom: { event: 'e'.repeat(33) } },
    { argument: 'body.custom.event', custom: { event: 'a b' } },
    { argument: 'body.custom.event', custom: { event: 'gift\n' } },
    { argument: 'body.custom.extras', custom: { event: 'e', extras: extras(17) } },
    { argument: 'body.custom.extras', custom: { event: 'e', extras: { count: 3 } } },
    { argument: 'body.custom.extras', custom: { event: 'e', extras: { nested: { a: 'b' } } } },
  ])('that is custom keeps the rules of the service: $argument $custom', async ({ argument, custom }) => {
    const { ask, sandbox } = await start()

    const { errors } = await ask(SEND, { body: { custom } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })

  it('that is custom may have 16 extras', async () => {
    const { ask, sandbox } = await start()

    await ask(SEND, { body: { custom: { event: 'e'.repeat(32), extras: extras(16) } } })

    expect(sandbox.store.messages.at(-1)?.body).toEqual({
      customEvent: 'e'.repeat(32),
      customExts: extras(16),
    })
  })

  it.each([
    { body: { text: { content: 'a'.repeat(5_108) } }, ext: undefined },
    { body: { text: { content: `${'好'.repeat(1_702)}aa` } }, ext: undefined },
    { body: { text: { content: 'a' } }, ext: { note: 'b'.repeat(5_098) } },
  ])('may be 5 KB large with its ext, and not a byte more', async ({ body, ext }) => {
    const { ask, sandbox } = await start()
    const larger =
      ext === undefined
        ? { body: { text: { content: `${body.text.content}a` } } }
        : { body, ext: { note: `${ext.note}b` } }

    const fits = await ask(SEND, { body, ext })
    expect(fits.data.sendMessage.results).toMatchObject([{ status: 'SENT' }])
    const calls = sandbox.calls.length
    const refused = await ask(SEND, larger)

    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'body' } }])
    expect(sandbox.calls).toHaveLength(calls)
  })
})
