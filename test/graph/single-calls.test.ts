import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'
import { KINDS } from './memberships.ts'

const FIELDS = [
  { field: 'admins { username }', operation: 'admin-list' },
  { field: 'blockedUsers { username }', operation: 'block-list' },
  { field: 'allowedUsers { username }', operation: 'white-list' },
  { field: 'mutes { expiresAt }', operation: 'mute-list' },
  { field: 'announcement', operation: 'announcement-get' },
]

const ROWS = KINDS.flatMap((place) => FIELDS.map((row) => ({ ...place, ...row })))

async function world(env: Readonly<Record<string, string>> = {}) {
  const clock = createFalseClock()
  const seed = { users: 60, groups: 40, groupMembers: 5, chatrooms: 40, chatroomMembers: 5 }
  const { ask, traffic } = await start({ clock, env, sandbox: { seed } })
  return { ask: (query: string) => clock.until(ask(query)), traffic }
}

describe('a field that the service answers for one object a call', () => {
  it.each(ROWS)('is answered for 30 of 40, and refused for 10: $field of $all', async (row) => {
    const { one, all, field, operation } = row
    const { ask, traffic } = await world()
    const [name = ''] = field.split(' ')

    const { data, errors = [] } = await ask(
      `{ ${all}(first: 40) { edges { node { name memberCount ${field} } } } }`,
    )

    expect(errors).toHaveLength(10)
    for (const { path, extensions, message } of errors) {
      expect(path).toEqual([all, 'edges', expect.any(Number), 'node', name])
      expect(extensions.code).toBe('UPSTREAM_CALL_LIMIT')
      expect(message).toContain('30')
    }
    expect(traffic()).toMatchObject({ [`${one}-${operation}`]: 30 })
    // Those that are refused it keep what else was asked of them.
    const nodes = data[all].edges.map(({ node }: { node: object }) => node)
    expect(nodes).toHaveLength(40)
    for (const node of nodes) {
      expect(node).toMatchObject({ name: expect.any(String), memberCount: expect.any(Number) })
    }
  })

  it.each(KINDS)('is bounded apart from the other such fields: $all', async ({ one, all }) => {
    const { ask, traffic } = await world({ UPSTREAM_CALL_LIMIT: '200' })
    const [first, second] = ['admins { username }', 'announcement']

    const { errors } = await ask(`{ ${all}(first: 40) { edges { node { ${first} ${second} } } } }`)

    expect(errors).toHaveLength(20)
    expect(traffic()).toMatchObject({ [`${one}-admin-list`]: 30, [`${one}-announcement-get`]: 30 })
  })

  it.each(KINDS)('is bounded as the operator says: $all', async ({ one, all }) => {
    const { ask, traffic } = await world({ SINGLE_CALL_LIMIT: '3' })

    const { errors } = await ask(`{ ${all}(first: 5) { edges { node { admins { username } } } } }`)

    expect(errors).toHaveLength(2)
    expect(traffic()).toMatchObject({ [`${one}-admin-list`]: 3 })
  })
})
