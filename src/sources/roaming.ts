import type { Client } from '../upstream/upstream.ts'
import { allDone, type Change, changeMany, type ItemResult } from './changes.ts'
import {
  CHAT_TYPES,
  type Conversation,
  type NewConversation,
  readConversation,
  readLastingConversation,
} from './conversations.ts'
import { readDigits, readSome, readUsername } from './input.ts'
import type { User } from './users.ts'

/** A conversation, as one of those who are in it has it. */
interface OneWay {
  /** For whom; the others keep what they have. */
  readonly username: string
  readonly conversation: NewConversation
}

export interface ConversationDeletion extends OneWay {
  /** Besides the entry in the list of conversations, the messages that the service stores. */
  readonly withRoamingMessages?: boolean | null | undefined
}

export interface RoamingDeletion extends OneWay {
  readonly messageIds: readonly string[]
  readonly notifyDevices?: boolean | null | undefined
}

export interface RoamingDeletionUpTo extends OneWay {
  readonly upTo: Date
}

/**
 * All this server knows about deletions for one user alone. Roaming messages are those that the service stores for the
 * devices of users; no call reads them. Whether there was something to delete is not told.
 */
export function roamingSource(client: Client) {
  return {
    /** Cost: one call, of which a user may have 5 a minute: beyond it MESSAGE_QUOTA. Source: `conversation-delete`. */
    async deleteConversation(deletion: ConversationDeletion): Promise<User> {
      const username = readUsername(deletion.username)
      const { kind, target } = readLastingConversation(deletion.conversation, 'conversation')
      const withMessages = deletion.withRoamingMessages ?? false
      return client.write({
        lane: 'membership',
        call: {
          operation: 'conversation-delete',
          path: { username },
          body: { channel: target, type: CHAT_TYPES[kind], delete_roam: withMessages },
        },
        tags: [],
        outcome: () => ({ username }),
      })
    },

    /** Cost: one call per 50 messages. Source: operations `roaming-delete-user-ids`, `roaming-delete-group-ids`. */
    async deleteMessages(deletion: RoamingDeletion): Promise<readonly ItemResult[]> {
      const username = readUsername(deletion.username)
      const conversation = readConversation(deletion.conversation, 'conversation')
      const ids = readSome(deletion.messageIds, 'messageIds', readDigits)
      const isNotify = deletion.notifyDevices ?? false
      return conversation.kind === 'User'
        ? changeMany(client, ids, deletingOfUser(username, conversation, isNotify))
        : changeMany(client, ids, deletingOfPlace(username, conversation, isNotify))
    },

    /** Cost: one call. Source: operations `roaming-clear-chat-before`, `roaming-clear-group-before`. */
    async deleteMessagesUpTo(deletion: RoamingDeletionUpTo): Promise<User> {
      const userId = readUsername(deletion.username)
      const { kind, target } = readConversation(deletion.conversation, 'conversation')
      const delTime = deletion.upTo.getTime()
      const shared = { lane: 'background', tags: [], outcome: () => ({ username: userId }) } as const
      const path = { userId }
      return kind === 'User'
        ? client.write({
            ...shared,
            call: { operation: 'roaming-clear-chat-before', path, query: { userId: target, delTime } },
          })
        : client.write({
            ...shared,
            call: { operation: 'roaming-clear-group-before', path, query: { groupId: target, delTime } },
          })
    },

    /** Of all conversations. Cost: one call. Source: operation `roaming-clear-user`. */
    async deleteAllMessages(given: string): Promise<User> {
      const username = readUsername(given)
      return client.write({
        lane: 'background',
        call: { operation: 'roaming-clear-user', path: { userId: username } },
        tags: [],
        outcome: () => ({ username }),
      })
    },
  }
}

/** What deleting is alike for both. */
const DELETING = { lane: 'membership', tagsOf: () => [], told: allDone, apart: true } as const

function deletingOfUser(
  userId: string,
  { target }: Conversation,
  isNotify: boolean,
): Change<'roaming-delete-user-ids'> {
  return {
    ...DELETING,
    operation: 'roaming-delete-user-ids',
    call: (ids) => ({ path: { userId }, query: { userId: target, msgIdList: ids.join(','), isNotify } }),
  }
}

function deletingOfPlace(
  userId: string,
  { target }: Conversation,
  isNotify: boolean,
): Change<'roaming-delete-group-ids'> {
  return {
    ...DELETING,
    operation: 'roaming-delete-group-ids',
    call: (ids) => ({ path: { userId }, query: { groupId: target, msgIdList: ids.join(','), isNotify } }),
  }
}
