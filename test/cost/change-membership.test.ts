import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { operation } from '../support/operations.ts'
import { withJitter } from './worlds.ts'

const changeMembership = operation('change-membership')

describe('change-membership', () => {
  it.each(
    withJitter(
      { users: 450, groupMembers: 30, add: 3, remove: 2, calls: 4 },
      { users: 100, groupMembers: 12, add: 1, remove: 1, calls: 4 },
      { users: 450, groupMembers: 80, add: 60, remove: 60, calls: 4 },
      { users: 450, groupMembers: 80, add: 61, remove: 60, calls: 5 },
      { users: 450, groupMembers: 80, add: 60, remove: 61, calls: 5 },
      { users: 450, groupMembers: 75, add: 121, remove: 70, calls: 7 },
    ),
  )(
    'adds $add and removes $remove of $users users in $calls calls, with $jitterMs ms of jitter',
    async ({ users, groupMembers, add, remove, calls, jitterMs }) => {
      const {
        ask,
        forget,
        traffic,
        calls: made,
        sandbox,
      } = await start({ sandbox: { jitterMs, seed: { users, groupMembers } } })
      const { data: found } = await ask('{ groups(first: 1) { edges { node { groupId memberCount } } } }')
      const { groupId, memberCount } = found.groups.edges[0].node
      const group = sandbox.store.groups.get(groupId)
      const strangers = [...sandbox.store.users.keys()].filter((name) => !group?.members.has(name))
      const members = [...(group?.members.keys() ?? [])].filter((name) => name !== group?.owner)
      const change = { groupId, add: strangers.slice(0, add), remove: members.slice(0, remove) }
      forget()

      const { data, errors } = await ask(changeMembership, change)

      expect(errors).toBeUndefined()
      expect(data.addGroupMembers.results).toEqual(change.add.map(done))
      expect(data.removeGroupMembers.results).toEqual(change.remove.map(done))
      // Each of the two shows its own write.
      expect(data.addGroupMembers.group.memberCount).toBe(memberCount + add)
      expect(data.removeGroupMembers.group.memberCount).toBe(memberCount + add - remove)
      const shown = data.removeGroupMembers.group.members.edges.map(
        (edge: { node: { username: string } }) => edge.node.username,
      )
      const left = new Set(group?.members.keys())
      expect(left).toEqual(new Set([...members.slice(remove), group?.owner, ...change.add]))
      expect(new Set(shown).size).toBe(Math.min(100, left.size))
      expect([...left]).toEqual(expect.arrayContaining(shown))
      expect(traffic()).toEqual({
        'group-member-add-batch': Math.ceil(add / 60),
        ...removals(remove),
        'group-get': 2,
      })
      expect(made()).toHaveLength(calls)
    },
  )
})

/** Up to 60 names go in one call; one by itself is another use of the path. */
function removals(names: number) {
  const single = names % 60 === 1 ? { 'group-member-remove': 1 } : {}
  const several = Math.ceil(names / 60) - Object.keys(single).length
  return { ...single, ...(several === 0 ? {} : { 'group-member-remove-batch': several }) }
}

function done(username: string) {
  return { username, status: 'DONE', error: null }
}
