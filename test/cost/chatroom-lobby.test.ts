import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { operation } from '../support/operations.ts'
import { callsFor, namesIn, withJitter } from './worlds.ts'

const lobby = operation('chatroom-lobby')

interface Room {
  readonly node: { readonly owner: unknown; readonly members: unknown }
}

describe('chatroom-lobby', () => {
  it.each(
    withJitter(
      { users: 450, chatrooms: 40, chatroomMembers: 12 },
      { users: 60, chatrooms: 7, chatroomMembers: 4 },
    ),
  )(
    'shows $chatrooms chatrooms among $users users, with $jitterMs ms of jitter',
    async ({ users, chatrooms, chatroomMembers, jitterMs }) => {
      const { ask, traffic } = await start({
        sandbox: { jitterMs, seed: { users, chatrooms, chatroomMembers } },
      })

      const { data, errors } = await ask(lobby)

      expect(errors).toBeUndefined()
      const rooms: readonly Room[] = data.chatrooms.edges
      expect(rooms).toHaveLength(chatrooms)
      expect(traffic()).toEqual({
        'chatroom-list': 1,
        'chatroom-get': 1,
        'user-attr-batch-get': callsFor(namesIn(rooms.map(({ node }) => node.owner)).size),
        'user-status-batch': callsFor(namesIn(rooms.map(({ node }) => node.members)).size),
      })
    },
  )
})
