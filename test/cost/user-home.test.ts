import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { operation, variables } from '../support/operations.ts'
import { callsFor, namesIn, withJitter } from './worlds.ts'

const home = operation('user-home')

describe('user-home', () => {
  it.each(withJitter({ users: 450, groups: 20, contacts: 30 }, { users: 60, groups: 6, contacts: 9 }))(
    'is 5 calls among $users users with $contacts contacts, with $jitterMs ms of jitter',
    async ({ users, groups, contacts, jitterMs }) => {
      const { ask, traffic } = await start({ sandbox: { jitterMs, seed: { users, groups, contacts } } })

      const { data, errors } = await ask(home, variables('user-home'))

      expect(errors).toBeUndefined()
      expect(data.user.groups.edges).not.toHaveLength(0)
      expect(data.user.contacts.edges).toHaveLength(contacts - (contacts % 2) * (users % 2))
      expect(traffic()).toEqual({
        'group-joined': 1,
        'group-get': 1,
        'contact-list-paged': 1,
        'user-attr-batch-get': 1,
        'user-status-batch': 1,
      })
    },
  )

  // Everybody is in every group here, because the groups are as large as the world.
  const crowded = { users: 100, groups: 70, groupMembers: 100, contacts: 90 }

  it.each(
    withJitter(
      { groups: 20, contacts: 50, more: 0 },
      { groups: 40, contacts: 50, more: 1 },
      { groups: 70, contacts: 50, more: 3 },
      { groups: 20, contacts: 90, more: 1 },
      { groups: 70, contacts: 90, more: 4 },
    ),
  )(
    'is $more calls more for $groups groups and $contacts contacts, with $jitterMs ms of jitter',
    async ({ groups, contacts, more, jitterMs }) => {
      const { ask, calls, traffic } = await start({ sandbox: { jitterMs, seed: crowded } })
      const larger = home
        .replace('groups(first: 20)', `groups(first: ${groups})`)
        .replace('contacts(first: 50)', `contacts(first: ${contacts})`)

      const { data, errors } = await ask(larger, variables('user-home'))

      expect(errors).toBeUndefined()
      expect(data.user.groups.edges).toHaveLength(groups)
      expect(data.user.contacts.edges).toHaveLength(contacts)
      expect(traffic()).toEqual({
        'group-joined': callsFor(groups, 20),
        'group-get': 1,
        'contact-list-paged': callsFor(contacts, 50),
        'user-attr-batch-get': callsFor(namesIn(data).size),
        'user-status-batch': 1,
      })
      expect(calls()).toHaveLength(5 + more)
    },
  )
})
