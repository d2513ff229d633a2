import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

describe('contacts', () => {
  it('come newest first with what the owner of the list calls them', async () => {
    const { ask, sandbox } = await start()
    const stored = [...(sandbox.store.contacts.get('u0007')?.values() ?? [])].reverse()
    expect(stored.some(({ remark }) => remark !== null)).toBe(true)

    const { data, errors } = await ask(
      '{ user(username: "u0007") { contacts(first: 100) { edges { remark node { username } } } } }',
    )

    expect(errors).toBeUndefined()
    expect(data.user.contacts.edges).toEqual(
      stored
        .sort((one, other) => other.serial - one.serial)
        .map(({ username, remark }) => ({ remark, node: { username } })),
    )
  })

  it('are an empty page for a user who has none', async () => {
    const { ask, sandbox } = await start()
    sandbox.store.contacts.delete('u0007')

    const { data } = await ask(
      '{ user(username: "u0007") { contacts { edges { cursor } pageInfo { hasNextPage endCursor } } } }',
    )

    expect(data.user.contacts).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } })
  })
})
