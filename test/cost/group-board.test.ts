import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { operation, variables } from '../support/operations.ts'
import { callsFor, namesIn, withJitter } from './worlds.ts'

const board = operation('group-board')

describe('group-board', () => {
  it.each(
    withJitter(
      { users: 450, groups: 20, members: 30, calls: 12 },
      { users: 120, groups: 8, members: 25, calls: 6 },
    ),
  )(
    'shows $groups groups of $users people in $calls calls, with $jitterMs ms of jitter',
    async ({ users, groups, members, calls, jitterMs }) => {
      const {
        ask,
        traffic,
        calls: all,
      } = await start({
        sandbox: { jitterMs, seed: { users, groups, groupMembers: members } },
      })

      const { data, errors } = await ask(board, { groups, members })

      expect(errors).toBeUndefined()
      expect(data.groups.edges).toHaveLength(groups)
      const people = namesIn(data).size
      expect(people).toBe(users)
      expect(traffic()).toEqual({
        'group-list': 1,
        'group-get': 1,
        'user-attr-batch-get': callsFor(people),
        'user-status-batch': callsFor(people),
      })
      expect(all()).toHaveLength(calls)
    },
  )

  it('costs five clients at once as much as one', async () => {
    const { ask, traffic } = await start()

    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(board, variables('group-board'))))

    expect(answers.map(({ errors }) => errors)).toEqual(Array(5).fill(undefined))
    expect(traffic()).toEqual({
      'group-list': 1,
      'group-get': 1,
      'user-attr-batch-get': 5,
      'user-status-batch': 5,
    })
  })

  it('asks for the profiles of owners too, and for the status of nobody who is not shown', async () => {
    const { ask, traffic, sandbox } = await start({ sandbox: { seed: { users: 900, groups: 100 } } })

    const { data } = await ask(board, { groups: 100, members: 1 })

    const shown = namesIn(data.groups.edges.map((edge: { node: { members: unknown } }) => edge.node.members))
    expect(namesIn(data).size).toBeGreaterThan(100)
    const asked = sandbox.calls.filter(({ path }) => path === '/users/batch/status')
    expect(namesOf(asked)).toEqual([...shown].sort())
    expect(traffic()).toMatchObject({
      'group-get': 1,
      'user-attr-batch-get': callsFor(namesIn(data).size),
      'user-status-batch': callsFor(shown.size),
    })
  })
})

function namesOf(calls: readonly { readonly body: unknown }[]): string[] {
  return calls
    .flatMap(({ body }) => {
      const names = typeof body === 'object' && body !== null && 'usernames' in body ? body.usernames : []
      return Array.isArray(names) ? names.map(String) : []
    })
    .sort()
}
