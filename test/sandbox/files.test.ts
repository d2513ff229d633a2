import { describe, expect, it } from 'vitest'
import { at, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const formWith = (content: string | Uint8Array<ArrayBuffer>) => {
  const form = new FormData()
  form.set('file', new Blob([content]), 'a.txt')
  return form
}
const RESTRICTED = { 'restrict-access': 'true' }

describe('attachments', () => {
  it('are uploaded, and downloaded with their secret alone', async () => {
    const { ask, sandbox } = await openSandbox()
    const { status, body } = await ask('POST', '/chatfiles', {
      multipart: formWith('abc'),
      headers: RESTRICTED,
    })
    expect([status, faultOf('file-upload', body)]).toEqual([200, null])
    const path = `/chatfiles/${at(body, 'entities', 0, 'uuid')}`
    const headers = { 'share-secret': String(at(body, 'entities', 0, 'share-secret')) }
    expect(at(body, 'uri')).toBe(`${sandbox.url}/${sandbox.org}/${sandbox.app}/chatfiles`)
    expect(await ask('GET', path, { headers })).toEqual({ status: 200, body: 'abc' })
    expect(await ask('GET', path, { headers: { ...headers, thumbnail: 'true' } })).toEqual({
      status: 200,
      body: 'abc',
    })
    expect(sandbox.calls.at(-1)).toMatchObject({ thumbnail: true })
    expect(await ask('GET', `${path}?share-secret=${headers['share-secret']}`)).toMatchObject({ status: 200 })
    expect(await ask('GET', path)).toMatchObject({ status: 403 })
    expect(await ask('GET', path, { headers: { 'share-secret': 'x' } })).toMatchObject({ status: 403 })
  })

  it('are open to the app unless they are restricted', async () => {
    const { ask } = await openSandbox()
    const { body } = await ask('POST', '/chatfiles', { multipart: formWith('abc') })
    expect(at(body, 'entities', 0, 'share-secret')).toBeUndefined()
    expect(await ask('GET', `/chatfiles/${at(body, 'entities', 0, 'uuid')}`)).toMatchObject({ status: 200 })
  })

  it('may have 10 MB', async () => {
    const { ask } = await openSandbox()
    const post = async (bytes: number) =>
      (await ask('POST', '/chatfiles', { multipart: formWith(new Uint8Array(bytes)) })).status
    expect([await post(10 * 1024 * 1024), await post(10 * 1024 * 1024 + 1)]).toEqual([200, 413])
  })

  it('are refused without a file, and with an empty restriction', async () => {
    const { ask } = await openSandbox()
    const none = new FormData()
    none.set('x', 'y')
    expect(await ask('POST', '/chatfiles', { multipart: none })).toMatchObject({
      status: 400,
      body: { error: 'illegal_argument', error_description: 'file must be provided.' },
    })
    const headers = { 'restrict-access': '' }
    expect(await ask('POST', '/chatfiles', { multipart: formWith('a'), headers })).toMatchObject({
      status: 400,
    })
  })

  it('are gone when they have expired, or never were', async () => {
    const { ask, sandbox } = await openSandbox()
    await ask('POST', '/chatfiles', { multipart: formWith('abc') })
    const file = [...sandbox.store.files.values()].at(-1)
    if (file !== undefined) file.expires = 1
    const missing = (error: string) => ({ status: 404, body: { error } })
    expect(await ask('GET', `/chatfiles/${file?.uuid}`)).toMatchObject(missing('file_expired'))
    expect(await ask('GET', '/chatfiles/a-1')).toMatchObject(missing('entity_not_found'))
  })

  it('of more than 200 MB together push the oldest out', async () => {
    const { ask, sandbox } = await openSandbox()
    const large = { uuid: 'a-1', name: 'a', secret: undefined, expires: Number.MAX_SAFE_INTEGER }
    sandbox.store.files.set('a-1', { ...large, bytes: Buffer.alloc(150 * 1024 * 1024) })
    sandbox.store.files.set('a-2', { ...large, uuid: 'a-2', bytes: Buffer.alloc(49 * 1024 * 1024) })
    await ask('POST', '/chatfiles', { multipart: formWith(new Uint8Array(2 * 1024 * 1024)) })
    expect([...sandbox.store.files.keys()]).toEqual(['a-2', expect.any(String)])
  })
})
