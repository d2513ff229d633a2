import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { operation } from '../support/operations.ts'
import { withJitter } from './worlds.ts'

const refetch = operation('refetch')

/** Ids of so many objects of each kind, from pages of the lists. */
const IDS = `query Ids($users: Int!, $groups: Int!, $chatrooms: Int!) {
  users(first: $users) { edges { node { id } } }
  groups(first: $groups) { edges { node { id } } }
  chatrooms(first: $chatrooms) { edges { node { id } } }
}`

const world = { users: 450, groups: 120, groupMembers: 10, chatrooms: 120 }
const small = { users: 100, groups: 20, groupMembers: 30, chatrooms: 40 }

describe('refetch', () => {
  it.each(
    withJitter(
      { seed: world, users: 100, groups: 100, chatrooms: 100 },
      { seed: small, users: 100, groups: 20, chatrooms: 40 },
      { seed: small, users: 5, groups: 1, chatrooms: 1 },
    ),
  )(
    'is 4 calls for $users users, $groups groups and $chatrooms chatrooms, with $jitterMs ms of jitter',
    async ({ seed, users, groups, chatrooms, jitterMs }) => {
      const { ask, forget, traffic } = await start({ sandbox: { jitterMs, seed } })
      const { data: found } = await ask(IDS, { users, groups, chatrooms })
      const ids = [found.users, found.groups, found.chatrooms].flatMap(({ edges }) =>
        edges.map((edge: { node: { id: string } }) => edge.node.id),
      )
      forget()

      const { data, errors } = await ask(refetch, { ids })

      expect(errors).toBeUndefined()
      expect(data.nodes.map((node: { id: string }) => node.id)).toEqual(ids)
      expect(traffic()).toEqual({
        'group-get': 1,
        'chatroom-get': 1,
        'user-attr-batch-get': 1,
        'user-status-batch': 1,
      })
    },
  )

  it.each(
    withJitter(
      { kind: 'Group', traffic: { 'group-get': 2 } },
      { kind: 'Chatroom', traffic: { 'chatroom-get': 2 } },
      { kind: 'User', traffic: { 'user-attr-batch-get': 2, 'user-status-batch': 2 } },
    ),
  )(
    'is twice that for 101 of a kind: $kind, with $jitterMs ms of jitter',
    async ({ kind, jitterMs, ...expected }) => {
      const { ask, sandbox, traffic } = await start({ sandbox: { jitterMs, seed: world } })
      const { users, groups, chatrooms } = sandbox.store
      const keys = { User: users, Group: groups, Chatroom: chatrooms }[kind]?.keys() ?? []
      const ids = [...keys].slice(0, 101).map((key) => Buffer.from(`${kind}:${key}`).toString('base64'))

      const { data, errors } = await ask(refetch, { ids })

      expect(errors).toBeUndefined()
      expect(data.nodes.map((node: { id: string }) => node.id)).toEqual(ids)
      expect(traffic()).toEqual(expected.traffic)
    },
  )
})
