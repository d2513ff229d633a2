import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { operation } from '../support/operations.ts'

const board = operation('group-board')

describe('group-board', () => {
  it.each([
    { users: 450, groups: 20, members: 30, jitterMs: 0 },
    { users: 450, groups: 20, members: 30, jitterMs: 15 },
    { users: 120, groups: 8, members: 30, jitterMs: 0 },
    { users: 120, groups: 8, members: 30, jitterMs: 15 },
  ])(
    'shows $groups groups of $users people with $jitterMs ms of jitter',
    async ({ users, groups, members, jitterMs }) => {
      const { ask, traffic } = await start({
        sandbox: { jitterMs, seed: { users, groups, groupMembers: members } },
      })

      const { data, errors } = await ask(board, { groups, members })

      expect(errors).toBeUndefined()
      expect(data.groups.edges).toHaveLength(groups)
      const people = new Set(
        data.groups.edges.flatMap(
          ({
            node,
          }: {
            node: { owner: { username: string }; members: { edges: { node: { username: string } }[] } }
          }) => [node.owner.username, ...node.members.edges.map((edge) => edge.node.username)],
        ),
      ).size
      expect(traffic()).toEqual({
        'group-list': 1,
        'group-get': 1,
        'user-attr-batch-get': Math.ceil(people / 100),
        'user-status-batch': Math.ceil(people / 100),
      })
    },
  )

  it('costs five clients at once as much as one', async () => {
    const { ask, traffic } = await start()

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(board, { groups: 20, members: 30 })),
    )

    expect(answers.map(({ errors }) => errors)).toEqual(Array(5).fill(undefined))
    expect(traffic()).toEqual({
      'group-list': 1,
      'group-get': 1,
      'user-attr-batch-get': 5,
      'user-status-batch': 5,
    })
  })
})
