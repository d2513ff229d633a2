import { describe, expect, it } from 'vitest'
import { dataOf, openPlace, places } from './places.ts'

describe.each(places)('admins of $what', (kind) => {
  const { place } = kind

  it('are members who were made admins, and are so until they are made members again', async () => {
    const { ask, base, inside } = await openPlace(kind)
    const [first = '', second = ''] = inside
    const added = await ask('POST', `${base}/admin`, { json: { newadmin: first.toUpperCase() } })
    expect(dataOf(added)).toEqual({ result: 'success', newadmin: first })
    await ask('POST', `${base}/admin`, { json: { newadmin: second } })
    expect((await ask('GET', `${base}/admin`)).body).toMatchObject({ data: [first, second], count: 2 })
    const removed = await ask('DELETE', `${base}/admin/${first}`)
    expect(dataOf(removed)).toEqual({ result: 'success', oldadmin: first })
    expect((await ask('GET', `${base}/admin`)).body).toMatchObject({ data: [second], count: 1 })
  })

  it('are neither strangers nor the owner, and nobody stops being one twice', async () => {
    const { ask, base, outside, owner, inside } = await openPlace(kind)
    const add = (newadmin: unknown) => ask('POST', `${base}/admin`, { json: { newadmin } })
    expect(await add(outside[0])).toMatchObject({
      status: 404,
      body: {
        error: 'resource_not_found',
        error_description: `user: ${outside[0]} doesn't exist in group: ${place}`,
      },
    })
    expect(await add(owner)).toMatchObject({ status: 403, body: { error: 'forbidden_op' } })
    expect(await add(undefined)).toMatchObject({ status: 400, body: { error: 'invalid_parameter' } })
    expect(await ask('DELETE', `${base}/admin/${inside[0]}`)).toMatchObject({
      status: 403,
      body: { error: 'forbidden_op', error_description: `user:${inside[0]} is not admin of group:${place}` },
    })
  })

  it('are 99 at most', async () => {
    const { ask, base, gathering, inside } = await openPlace(kind)
    const [last = ''] = inside
    for (let number = 0; number < 99; number += 1) gathering.admins.add(`someone${number}`)
    const add = () => ask('POST', `${base}/admin`, { json: { newadmin: last } })
    expect(await add()).toMatchObject({ status: 403, body: { error: 'exceed_limit' } })
    gathering.admins.delete('someone0')
    expect(await add()).toMatchObject({ status: 200 })
  })

  it('are none of a place that does not exist', async () => {
    const { ask } = await openPlace(kind)
    expect(await ask('GET', `${kind.root}/404/admin`)).toMatchObject({
      status: 404,
      body: { error: 'resource_not_found', error_description: 'grpID 404 does not exist!' },
    })
  })
})
