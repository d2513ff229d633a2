import { describe, expect, it } from 'vitest'
import { at } from './client.ts'
import { dataOf, openPlace, places } from './places.ts'

async function openGroup() {
  const place = await openPlace(places[0])
  place.gathering.files.clear()
  return place
}

function formWith(name: string, content: string | Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData()
  form.set('file', new Blob([content]), name)
  return form
}

describe('files shared in a group', () => {
  it('are uploaded, listed newest first, downloaded byte for byte and deleted', async () => {
    const { ask, base, gathering } = await openGroup()
    const share = (name: string, content: string) => {
      return ask('POST', `${base}/share_files`, { multipart: formWith(name, content) })
    }
    const uploaded = await share('运动.txt', 'first\r\n--line\r\n')
    const file_id = at(uploaded.body, 'data', 'file_id')
    expect(dataOf(uploaded)).toEqual({
      ...{ file_url: expect.stringMatching(`${base}/share_files/${file_id}$`), group_id: gathering.id },
      ...{ file_name: '运动.txt', created: expect.any(Number), file_id, file_size: 15 },
    })
    await share('b.txt', 'second')
    const listed = await ask('GET', `${base}/share_files?pagenum=1&pagesize=10`)
    expect(dataOf(listed)).toEqual([
      expect.objectContaining({ file_name: 'b.txt', file_size: 6 }),
      {
        ...{ file_id, file_name: '运动.txt', file_owner: 'admin', file_size: 15 },
        created: at(uploaded.body, 'data', 'created'),
      },
    ])
    expect(await ask('GET', `${base}/share_files/${file_id}`)).toEqual({
      status: 200,
      body: 'first\r\n--line\r\n',
    })
    const gone = await ask('DELETE', `${base}/share_files/${file_id}`)
    expect(dataOf(gone)).toEqual({ group_id: gathering.id, file_id, result: true })
    const missing = { status: 404, body: { error: 'RestGroupFeignException' } }
    expect(await ask('GET', `${base}/share_files/${file_id}`)).toMatchObject(missing)
    expect(await ask('DELETE', `${base}/share_files/${file_id}`)).toMatchObject(missing)
  })

  it('keep every byte that is no text', async () => {
    const { ask, base, gathering } = await openGroup()
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    await ask('POST', `${base}/share_files`, { multipart: formWith('all.bin', bytes) })
    const [file] = gathering.files.values()
    expect(file?.bytes.equals(bytes)).toBe(true)
  })

  it('come in pages from 1', async () => {
    const { ask, base } = await openGroup()
    for (const name of ['a', 'b', 'c']) {
      await ask('POST', `${base}/share_files`, { multipart: formWith(name, '') })
    }
    const second = await ask('GET', `${base}/share_files?pagenum=2&pagesize=2`)
    expect(dataOf(second)).toMatchObject([{ file_name: 'a' }])
  })

  it('are refused without a file, or as anything but a form', async () => {
    const { ask, base } = await openGroup()
    const form = new FormData()
    form.set('filename', 'a.txt')
    expect(await ask('POST', `${base}/share_files`, { multipart: form })).toMatchObject({
      status: 400,
      body: { error: 'IllegalArgumentException', error_description: 'file must be provided.' },
    })
    expect(await ask('POST', `${base}/share_files`, { json: {} })).toMatchObject({ status: 415 })
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    expect(await ask('POST', `${base}/share_files`, { headers })).toMatchObject({ status: 400 })
  })

  it('are logged by name and size', async () => {
    const { ask, base, sandbox } = await openGroup()
    await ask('POST', `${base}/share_files`, { multipart: formWith('a.txt', 'abc') })
    expect(sandbox.calls.at(-1)?.body).toEqual({ file: { name: 'a.txt', size: 3 } })
  })

  it('are none of a group that does not exist', async () => {
    const { ask } = await openGroup()
    expect(await ask('GET', '/chatgroups/404/share_files')).toMatchObject({
      status: 404,
      body: { error: 'RestGroupFeignException' },
    })
  })
})
