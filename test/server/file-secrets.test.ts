import { describe, expect, it } from 'vitest'
import { createFileLinks } from '../../src/files/links.ts'
import { createLog } from '../../src/log.ts'
import { postFile } from '../support/files.ts'
import { start } from '../support/harness.ts'
import { connect as connectTo } from '../support/service.ts'

const KEY = 'ab'.repeat(32)

const SEND = `mutation($body: MessageBodyInput!) {
  sendMessage(input: { from: "u0001", to: { users: ["u0001"] }, body: $body }) {
    results { message {
      ... on ImageMessage { file { filename downloadUrl } thumbnailUrl }
      ... on FileMessage { file { filename downloadUrl } }
      ... on VideoMessage { file { downloadUrl } thumbnailUrl thumbnail { downloadUrl } }
    } }
  }
}`

describe('a download', () => {
  it('stands in the log without its address, secret or name', async () => {
    const lines: string[] = []
    const log = createLog({ level: 'info', stream: { write: (line) => void lines.push(line) } })
    const { server } = connectTo('http://127.0.0.1:9/easemob-demo/testapp', {
      env: { FILE_URL_KEY: KEY },
      log,
    })
    const now = createFileLinks({
      appKey: 'easemob-demo#testapp',
      key: Buffer.from(KEY, 'hex'),
      lifeSeconds: 60,
      publicUrl: '',
    })
    const path = await now.urlOf(
      { kind: 'attachment', uuid: 'a-1', secret: 'hush', isThumbnail: false, filename: 'diary.png' },
      'u0007',
    )

    const response = await fetch(new URL(path, await server.listen()))
    await response.text()
    await expect.poll(() => lines.length).toBe(1)

    expect(JSON.parse(lines[0] ?? '')).toEqual({
      ...{
        level: 'info',
        time: expect.any(String),
        msg: 'request',
        requestId: response.headers.get('x-request-id'),
      },
      ...{ method: 'GET', route: '/files/*', caller: 'user', username: 'u0007', status: 502 },
      ...{ codes: ['UPSTREAM_UNAVAILABLE'], calls: 0, ms: expect.any(Number) },
    })
    expect(lines.join()).not.toMatch(/hush|diary|eyJ/)
  })
})

describe('a message', () => {
  it('never tells the secret of its file, nor where the service has it', async () => {
    const harness = await start()
    const uploaded = JSON.parse(await (await postFile(harness)).text())
    const { url, secret, filename } = uploaded
    const bodies = [
      { image: { url, secret, filename } },
      { file: { url, secret, filename } },
      {
        video: {
          url,
          secret,
          filename,
          durationSeconds: 1,
          sizeBytes: 1,
          thumbnailUrl: url,
          thumbnailSecret: secret,
        },
      },
    ]
    for (const body of bodies) {
      const text = JSON.stringify(await harness.ask(SEND, { body }))
      expect(text).toMatch(/\/files\//)
      expect(text).not.toContain(secret)
      expect(text).not.toMatch(/chatfiles/)
      expect(Buffer.from(text, 'base64url').toString('latin1')).not.toContain(secret)
    }
  })
})
