import { describe, expect, it } from 'vitest'
import { isMarked } from '../../src/sources/marker.ts'
import { toMessage, toSentMessage } from '../../src/sources/message.ts'

const SETTINGS = { appKey: 'org#app' }
const TEXT = { type: 'txt', msg: 'Hi' }

/** A record of a history, with what is peculiar about it. */
const record = (payload: object, rest: object = {}) => ({
  ...{ msg_id: '1029457500870543736', timestamp: 1543312800000, chat_type: 'chat', direction: 'outgoing' },
  ...{ from: 'u1', to: 'u2', payload: { bodies: [TEXT], ext: {}, from: 'u1', to: 'u2', ...payload } },
  ...rest,
})
const read = (payload: object, rest?: object) => toMessage(record(payload, rest), SETTINGS)
const readBody = (body: unknown) => read({ bodies: [body] })

const url = 'https://a1.easemob.com/org/app/chatfiles/1'

describe('a body of a history', () => {
  it.each([
    {
      what: 'extras as a list of objects',
      body: { type: 'custom', customEvent: 'e', customExts: [{ a: '1' }, { b: '2' }] },
      gives: { kind: 'CustomMessage', event: 'e', extras: { a: '1', b: '2' } },
    },
    {
      what: 'extras as a list, and as an object beside it',
      body: {
        type: 'custom',
        customEvent: 'e',
        customExts: [{ a: '1' }],
        'v2:customExts': { a: '1', b: '2' },
      },
      gives: { kind: 'CustomMessage', extras: { a: '1', b: '2' } },
    },
    {
      what: 'no extras',
      body: { type: 'custom', customEvent: 'e' },
      gives: { kind: 'CustomMessage', extras: {} },
    },
    {
      what: 'extras that are nonsense',
      body: { type: 'custom', customEvent: 'e', customExts: [1, null, 'a', [2]], 'v2:customExts': 'x' },
      gives: { kind: 'CustomMessage', extras: {} },
    },
    {
      what: 'degrees as text',
      body: { type: 'loc', lat: '39.9', lng: '-0.5', addr: 'Beijing' },
      gives: { kind: 'LocationMessage', latitude: 39.9, longitude: -0.5, address: 'Beijing' },
    },
    {
      what: 'a place without an address',
      body: { type: 'loc', lat: 0, lng: '0' },
      gives: { kind: 'LocationMessage', latitude: 0, longitude: 0, address: null },
    },
    {
      what: 'a picture of which only the address is known',
      body: { type: 'img', url },
      gives: {
        ...{ kind: 'ImageMessage', width: null, height: null },
        file: { url, secret: null, filename: null, sizeBytes: null },
      },
    },
    {
      what: 'numbers that no GraphQL integer can be',
      body: { type: 'video', url, length: 7.4, file_length: 2 ** 31, size: { width: -1, height: '480' } },
      gives: { kind: 'VideoMessage', durationSeconds: 7, width: null, height: 480, thumbnail: null },
    },
    { what: 'an empty text', body: { type: 'txt', msg: '' }, gives: { kind: 'TextMessage', content: '' } },
    {
      what: 'combined messages, whatever type they say',
      body: {
        ...{ type: 'txt', subType: 'sub_combine', title: 'T', summary: 'S', combineLevel: 1, msg: 'm' },
        ...{ url, filename: 'f', secret: 's', file_length: 3 },
      },
      gives: {
        ...{ kind: 'CombinedMessage', title: 'T', summary: 'S' },
        file: { url, secret: 's', filename: 'f', sizeBytes: 3 },
      },
    },
  ])('can have $what', ({ body, gives }) => {
    expect(readBody(body)).toMatchObject(gives)
  })

  it.each([
    ['of a type that nobody knows', { type: 'sticker', id: 7 }],
    ['of a type that every object has', { type: 'constructor' }],
    ['without a type', { msg: 'Hi' }],
    ['of text without the text', { type: 'txt' }],
    ['of text that is none', { type: 'txt', msg: 7 }],
    ['of a picture without an address', { type: 'img', filename: 'a' }],
    ['of a recording with an empty address', { type: 'audio', url: '' }],
    ['of a video without an address', { type: 'video', thumb: url }],
    ['of a place without one', { type: 'loc', addr: 'Beijing' }],
    ['of a place with half of one', { type: 'loc', lat: '1', lng: '' }],
    ['of a place that is nowhere', { type: 'loc', lat: 'NaN', lng: '1' }],
    ['of a command without one', { type: 'cmd' }],
    ['of an event without a name', { type: 'custom', customExts: {} }],
    ['of combined messages without their file', { type: 'txt', msg: 'm', subType: 'sub_combine' }],
  ])('%s is unknown, and there as it came', (_what, body) => {
    expect(readBody(body)).toMatchObject({ kind: 'UnknownMessage', payload: { bodies: [body] } })
  })

  it.each([
    ['no bodies', []],
    ['several', [TEXT, { type: 'cmd', action: 'a' }]],
    ['what is none', ['Hi']],
    ['null', null],
    ['an object', { 0: TEXT }],
  ])('is unknown where there are, in its place, %s', (_what, bodies) => {
    expect(read({ bodies })).toMatchObject({ kind: 'UnknownMessage', payload: { bodies } })
  })

  it('that is unknown is shown without the secrets of its files, wherever they are', () => {
    const told = JSON.stringify(
      read({
        bodies: [
          { type: 'img', url: `${url}?share-secret=hush&x=1`, secret: 'hush', thumb_secret: 'hush' },
          { type: 'x', parts: [{ 'share-secret': 'hush', file: { Secret: { is: 'hush' } } }] },
        ],
        secret: 'hush',
      }),
    )
    expect(told).toContain('?share-secret=&x=1')
    expect(told).not.toContain('hush')
  })

  it.each([
    ['JSON as text', { bodies: JSON.stringify([{ type: 'img', secret: 'hush' }]) }],
    ['JSON in JSON as text', { bodies: [JSON.stringify({ a: JSON.stringify({ secret: 'hush' }) })] }],
    ['JSON as text, escaped', { bodies: ['{"s\\u0065cret":"hush"}'] }],
    ['a key of another name', { bodies: [{ share_key: 'hush', shareKey: 'hush' }] }],
    ['an address', { bodies: [`${url}?secret=hush`] }],
    ['an address, escaped', { bodies: [`${url}?share%2Dsecret=hush&s%65cret=hush`] }],
  ])('that is unknown is shown without secrets in %s', (_what, payload) => {
    const told = read(payload)
    expect(told?.kind).toBe('UnknownMessage')
    expect(JSON.stringify(told)).not.toContain('hush')
  })

  it('that is unknown is otherwise as it came, to the letter', () => {
    const bodies = ['{ "id": 12345678901234567890 }', 'a=b&c', '100%=x']
    expect(read({ bodies })).toMatchObject({ payload: { bodies } })
  })

  it.each([
    '{"forSomeMembers":true}',
    '{"for\\u0053omeMembers":true}',
    '{"forSomeMembers":tr',
    JSON.stringify('{"for\\u0053omeMembers":1}'),
  ])('is for some members too where its ext is a text with the mark: %j', (ext) => {
    expect(isMarked(ext)).toBe(true)
    expect(isMarked('{"k":1}')).toBe(false)
  })

  it.each([
    { depth: 90, isThere: true },
    { depth: 5_000, isThere: false },
  ])('has its ext where it can be written into an answer: $depth deep', ({ depth, isThere }) => {
    const ext = { deep: JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) }
    const message = read({ bodies: [{ type: 'txt', msg: 'Hi' }], ext })
    expect(message?.kind).toBe('TextMessage')
    expect(message?.ext).toEqual(isThere ? ext : {})
  })

  it('that is nested deeper than anything is cut, not followed to the end of the stack', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    const message = readBody({ type: 'x', deep })
    expect(message?.kind).toBe('UnknownMessage')
    expect(JSON.stringify(message).length).toBeLessThan(1_000)
  })
})

describe('a record of a history', () => {
  it('has sender and addressee inside, where those outside are internal', () => {
    const message = read(
      { from: 'U1', to: 'u2' },
      { from: 'org#app_x@easemob.com', to: 'org#app_y@easemob.com' },
    )
    expect(message).toMatchObject({ from: { username: 'u1' }, to: { username: 'u2' } })
  })

  it('has them outside where there are none inside', () => {
    const names = { from: 'org#app_X@easemob.com', to: 'org#app_77@conference.easemob.com' }
    expect(read({ from: undefined, to: null }, { ...names, chat_type: 'groupchat' })).toMatchObject({
      from: { username: 'x' },
      to: { kind: 'Group', id: '77' },
    })
  })

  it.each([
    ['id and time as text', { msg_id: '7', timestamp: '1543312800000' }],
    ['a small id as a number', { msg_id: 7 }],
  ])('may have %s', (_what, rest) => {
    expect(read({}, rest)).toMatchObject({ messageId: '7', sentAt: new Date('2018-11-27T10:00:00Z') })
  })

  it.each([undefined, null, [], 'text', 7])('without an ext (%j) has an empty one', (ext) => {
    expect(read({ ext })?.ext).toEqual({})
  })

  it.each([
    ['without an id', record({}, { msg_id: undefined })],
    ['with an id that has lost its last digits', record({}, { msg_id: 2 ** 53 })],
    ['with an id of other characters', record({}, { msg_id: '7/8' })],
    ['without a time', record({}, { timestamp: null })],
    ['of a time that is none', record({}, { timestamp: 9e15 })],
    ['from nobody', record({ from: '' }, { from: 7n })],
    ['to nobody', record({ to: undefined }, { to: undefined })],
    ['to a group that cannot be one', record({ to: 'u2' }, { chat_type: 'groupchat' })],
    ['of another kind', record({}, { chat_type: 'constructor' })],
    ['without a payload, to nobody', { ...record({}, { payload: undefined }), to: '' }],
    ['that is a list', [record({})]],
    ['that is a number', 7],
    ['that is nothing', null],
  ])('%s is no message', (_what, given) => {
    expect(toMessage(given, SETTINGS)).toBeNull()
  })

  it.each([[null], [[]], ['text'], [7], [{}]])('with the payload %j is unknown, and has none', (payload) => {
    expect(toMessage({ ...record({}), payload }, SETTINGS)).toMatchObject({
      ...{ kind: 'UnknownMessage', payload: {}, from: { username: 'u1' }, to: { username: 'u2' } },
    })
  })
})

describe('a message that was just sent', () => {
  const sending = {
    messageId: '1029457500870543736',
    from: { username: 'u1' },
    to: { username: 'u2' },
    ext: { k: 1 },
  }

  it.each([
    { type: 'txt', body: { msg: 'Hi' } },
    { type: 'img', body: { url, filename: 'f', secret: 's', size: { width: 1, height: 2 } } },
    { type: 'audio', body: { url, filename: 'f', length: 3 } },
    { type: 'video', body: { url, filename: 'f', length: 3, file_length: 4, thumb: url, thumb_secret: 't' } },
    { type: 'file', body: { url, filename: 'f' } },
    { type: 'loc', body: { lat: '1.5', lng: '-2', addr: 'A' } },
    { type: 'cmd', body: { action: 'a' } },
    { type: 'custom', body: { customEvent: 'e', customExts: { k: 'v' } } },
  ] as const)('is what a history tells of it: $type', ({ type, body }) => {
    const sent = toSentMessage({ ...sending, timestamp: 1543312800000, type, body })

    expect(sent.kind).not.toBe('UnknownMessage')
    expect(sent).toEqual(read({ bodies: [{ ...body, type }], ext: { k: 1 } }))
  })

  it.each([undefined, null, 'soon', 9e15])('has no time where the answer has none (%j)', (timestamp) => {
    const sent = toSentMessage({ ...sending, timestamp, type: 'txt', body: { msg: 'Hi' } })
    expect(sent.sentAt).toBeNull()
  })
})
