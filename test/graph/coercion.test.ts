import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const SEND = (variable: string, body: string) => `mutation${variable} {
  sendMessage(input: { from: "u0001", to: { users: ["u0002"] }, body: ${body} }) { results { status } }
}`
const OF_BODY = SEND('($body: MessageBodyInput!)', '$body')

describe('an input that does not fit', () => {
  it.each([
    {
      body: { image: { url: 'u', filename: 'f', secret: { is: 'hush at "x"; hush' } } },
      at: 'body.image.secret',
    },
    { body: { image: { url: 'u', secret: 'hush', size: 1 } }, at: 'body.image' },
    { body: { image: ['hush'] }, at: 'body.image' },
    { body: 'hush', at: 'body' },
    { body: { audio: { url: 'u', secret: 'hush' } }, at: 'body.audio' },
  ])('is told by its place, and not repeated: $at', async ({ body, at }) => {
    const { ask } = await start()
    const { errors } = await ask(OF_BODY, { body })
    expect(errors?.map(({ message }) => message).join()).toContain(`has an invalid value at "${at}`)
    expect(JSON.stringify(errors)).not.toContain('hush')
  })

  it.each([
    '{ image: { url: "u", secret: ["hush"] } }',
    '{ image: "hush" }',
    '{ text: { content: { a: "hush" } } }',
  ])('is not repeated where it stands in the document: %s', async (body) => {
    const { errors } = await (await start()).ask(SEND('', body))
    expect(errors?.length).toBeGreaterThan(0)
    expect(JSON.stringify(errors)).not.toContain('hush')
  })
})
