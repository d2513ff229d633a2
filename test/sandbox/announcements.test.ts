import { describe, expect, it } from 'vitest'
import { dataOf, openPlace, places } from './places.ts'

describe.each(places)('the announcement of $what', (kind) => {
  it('is read as it was written, up to 512 characters', async () => {
    const { ask, base } = await openPlace(kind)
    const announcement = '公'.repeat(512)
    const written = await ask('POST', `${base}/announcement`, { json: { announcement } })
    expect(dataOf(written)).toEqual({ id: kind.place, result: true })
    expect(dataOf(await ask('GET', `${base}/announcement`))).toEqual({ announcement })
  })

  it('is refused when it is longer, or no text, and stays what it was', async () => {
    const { ask, base, gathering } = await openPlace(kind)
    gathering.announcement = 'before'
    const write = (announcement: unknown) => ask('POST', `${base}/announcement`, { json: { announcement } })
    expect(await write('x'.repeat(513))).toMatchObject({
      status: 403,
      body: {
        error: kind.announcementError,
        error_description: 'announce info length exceeds limit!',
      },
    })
    expect(await write(null)).toMatchObject({
      status: 400,
      body: { error: 'illegal_argument', error_description: 'announcement is null' },
    })
    expect(dataOf(await ask('GET', `${base}/announcement`))).toEqual({ announcement: 'before' })
  })
})
