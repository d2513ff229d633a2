import { describe, expect, it } from 'vitest'
import { askWithFiles, CAT, pictureOf, type TestFile, uploadedTo } from '../support/files.ts'
import { actingAs, start } from '../support/harness.ts'

const SEND = `mutation($body: MessageBodyInput!) {
  sendMessage(input: { from: "u0001", to: { users: ["u0002"] }, body: $body }) { results { status error { code } } }
}`
const sendOf = (variables: string, body: string, more = '') => `mutation(${variables}) {
  sendMessage(input: { from: "u0001", to: { users: ["u0002"] }, body: { ${body} } ${more} }) { results { status } }
}`
const IMAGE = sendOf('$file: Upload', 'image: { upload: $file, width: 1, height: 2 }')
const SOUND: TestFile = { name: 'a.mp3', type: 'audio/mpeg', bytes: Buffer.from('ID3') }
const VIDEO: TestFile = { name: 'v.webm', type: 'video/webm', bytes: Buffer.from('1a45dfa3', 'hex') }
const TEXT: TestFile = { name: 't.txt', type: 'text/plain', bytes: Buffer.from('hello') }

const codesIn = ({ errors }: { errors?: readonly { extensions: { code: string } }[] }) =>
  errors?.map(({ extensions }) => extensions.code)

describe('a message that brings its file', () => {
  it.each([
    {
      what: 'a picture',
      query: IMAGE,
      files: { file: CAT },
      type: 'img',
      row: { filename: 'cat.png', size: { width: 1, height: 2 } },
    },
    {
      what: 'a sound',
      query: sendOf('$file: Upload', 'audio: { upload: $file, durationSeconds: 3 }'),
      files: { file: SOUND },
      ...{ type: 'audio', row: { filename: 'a.mp3', length: 3 } },
    },
    {
      what: 'a video',
      query: sendOf('$file: Upload', 'video: { upload: $file, durationSeconds: 3 }'),
      files: { file: VIDEO },
      ...{ type: 'video', row: { filename: 'v.webm', length: 3, file_length: 4 } },
    },
    {
      what: 'a text under another name',
      query: sendOf('$file: Upload', 'file: { upload: $file, filename: "other.txt" }'),
      files: { file: TEXT },
      ...{ type: 'file', row: { filename: 'other.txt' } },
    },
  ])('uploads it, restricted, and is sent with it: $what', async ({ query, files, type, row }) => {
    const harness = await start()

    const { data, errors } = await askWithFiles(harness, query, { files })

    expect(errors).toBeUndefined()
    expect(data.sendMessage.results).toEqual([{ status: 'SENT' }])
    const [stored] = uploadedTo(harness)
    expect(stored?.bytes.equals(files.file.bytes)).toBe(true)
    const { url, org, app } = harness.sandbox
    const address = { url: `${url}/${org}/${app}/chatfiles/${stored?.uuid}`, secret: stored?.secret }
    expect(harness.sandbox.store.messages.at(-1)).toMatchObject({ type, body: { ...address, ...row } })
    expect(harness.traffic()).toEqual({ 'file-upload': 1, 'message-send-users': 1 })
  })

  it('brings a video and its picture', async () => {
    const harness = await start()
    const query = sendOf(
      '$file: Upload, $small: Upload',
      'video: { upload: $file, thumbnailUpload: $small, durationSeconds: 3 }',
    )
    await askWithFiles(harness, query, { files: { file: VIDEO, small: CAT } })
    const [small, video] = uploadedTo(harness)
    expect(harness.sandbox.store.messages.at(-1)?.body).toMatchObject({
      ...{ url: expect.stringContaining(video?.uuid ?? '-'), secret: video?.secret },
      ...{ thumb: expect.stringContaining(small?.uuid ?? '-'), thumb_secret: small?.secret },
    })
  })

  it('is uploaded and sent once under a key, and told again with its file', async () => {
    const harness = await start()
    const query = `mutation($file: Upload) {
      sendMessage(input: {
        from: "u0001", to: { users: ["u0002"] }, body: { image: { upload: $file } }, idempotencyKey: "once"
      }) { results { status messageId message { ... on ImageMessage { file { filename sizeBytes } } } } }
    }`
    const [first, again] = [
      await askWithFiles(harness, query, { files: { file: CAT } }),
      await askWithFiles(harness, query, { files: { file: CAT } }),
    ]
    expect(first.data.sendMessage.results[0]).toMatchObject({
      status: 'SENT',
      message: { file: { filename: 'cat.png' } },
    })
    expect(again.data).toEqual(first.data)
    expect(harness.traffic()).toEqual({ 'file-upload': 1, 'message-send-users': 1 })
    const other = { ...CAT, bytes: pictureOf(2_001) }
    expect(codesIn(await askWithFiles(harness, query, { files: { file: other } }))).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ])
  })

  it('leaves its key free where it was uploaded and certainly not sent', async () => {
    const harness = await start()
    const query = sendOf('$file: Upload', 'image: { upload: $file }', 'idempotencyKey: "once"').replace(
      'results { status }',
      'results { status error { code } }',
    )
    const mend = harness.sandbox.fault({ kind: 'resource-limited', when: { path: /messages/ } })
    const failed = await askWithFiles(harness, query, { files: { file: CAT } })
    expect(failed.data.sendMessage.results).toMatchObject([{ status: 'FAILED' }])
    mend()
    const { data } = await askWithFiles(harness, query, { files: { file: CAT } })
    expect(data.sendMessage.results).toMatchObject([{ status: 'SENT' }])
    expect(harness.traffic()).toEqual({ 'file-upload': 2, 'message-send-users': 2 })
  })

  it.each([
    { what: 'neither', body: { image: {} }, argument: 'body.image' },
    { what: 'an address without a name', body: { image: { url: 'x' } }, argument: 'body.image.filename' },
    {
      what: 'a video without its size',
      body: { video: { url: 'x', filename: 'f', durationSeconds: 1 } },
      argument: 'body.video.sizeBytes',
    },
  ])('must have a file in one of two ways, not $what', async ({ body, argument }) => {
    const { ask, sandbox } = await start()
    const { errors } = await ask(SEND, { body })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })

  it.each([
    {
      what: 'both',
      query: sendOf('$file: Upload', 'image: { upload: $file, url: "x", filename: "f" }'),
      file: CAT,
    },
    { what: 'a secret', query: sendOf('$file: Upload', 'image: { upload: $file, secret: "x" }'), file: CAT },
    { what: 'a type that is not taken', query: IMAGE, file: { ...CAT, type: 'application/x-sh' } },
    {
      what: 'a page that calls itself a picture',
      query: IMAGE,
      file: { ...CAT, bytes: Buffer.from('<svg>') },
    },
    { what: 'nobody to go to', query: IMAGE.replace('["u0002"]', '[]'), file: CAT },
    { what: 'a strange option', query: IMAGE.replace('body:', 'priority: HIGH, body:'), file: CAT },
    {
      what: 'too much beside it',
      query: IMAGE.replace('body:', `ext: { a: "${'x'.repeat(5000)}" }, body:`),
      file: CAT,
    },
    {
      what: 'a bad thumbnail beside a good video',
      query: sendOf(
        '$file: Upload',
        'video: { upload: $file, thumbnailUpload: $file, thumbnailUrl: "x", durationSeconds: 1 }',
      ),
      file: VIDEO,
    },
  ])('is refused before anything is uploaded: $what', async ({ query, file }) => {
    const harness = await start()
    const answer = await askWithFiles(harness, query, { files: { file } })
    expect(codesIn(answer)).toEqual(['BAD_USER_INPUT'])
    expect(harness.traffic()).toEqual({})
  })

  it('is refused before that to who may not send it', async () => {
    const harness = await start()
    const headers = actingAs('u0450').headers ?? {}
    expect(codesIn(await askWithFiles(harness, IMAGE, { files: { file: CAT }, headers }))).toEqual([
      'FORBIDDEN',
    ])
    expect(uploadedTo(harness)).toEqual([])
  })

  it.each([
    { fault: 'reset-after-accept', code: 'OUTCOME_UNKNOWN' },
    { fault: 'resource-limited', code: 'PLAN_LIMIT' },
  ] as const)('is not sent when the upload ends with $code', async ({ fault, code }) => {
    const harness = await start()
    harness.sandbox.fault({ kind: fault, when: { path: /^\/chatfiles$/ } })
    const before = harness.sandbox.store.messages.length
    expect(codesIn(await askWithFiles(harness, IMAGE, { files: { file: CAT } }))).toEqual([code])
    expect(harness.traffic()).toEqual({ 'file-upload': 1 })
    expect(harness.sandbox.store.messages).toHaveLength(before)
  })

  it('is in memory, so its upload is tried again where that is safe', async () => {
    const harness = await start({ random: () => 0 })
    harness.sandbox.fault({ kind: 'unavailable', times: 1, when: { path: /^\/chatfiles$/ } })
    const { data } = await askWithFiles(harness, IMAGE, { files: { file: CAT } })
    expect(data.sendMessage.results).toEqual([{ status: 'SENT' }])
    expect(uploadedTo(harness).map(({ bytes }) => bytes.length)).toEqual([2_000])
  })
})
