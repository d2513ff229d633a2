import { UpstreamError } from '../upstream/errors.ts'
import type { Read } from '../upstream/reads.ts'
import type { Client } from '../upstream/upstream.ts'
import { CHAT_TYPES } from './conversations.ts'
import { readDigits, readText, readUsername } from './input.ts'
import { toCursor } from './lists.ts'
import { after, type Maybe } from './maybe.ts'
import type { Message } from './message.ts'
import { type PageRequest, pageByCursor, type ServicePage } from './paging.ts'
import { singleRead } from './singles.ts'
import { toId, toUsername } from './spelling.ts'
import { DELETIONS_TAG, reactionsTag } from './tags.ts'
import type { User } from './users.ts'

/** One reaction to one message. */
export interface Reaction {
  readonly messageId: string
  /** Through whose eyes the service shows it. */
  readonly seenBy: string
  readonly reaction: string
  readonly count: number
  /** Whether who asks has reacted so; null where nobody in particular asks. */
  readonly hasReacted: boolean | null
  readonly firstUsers: readonly User[]
}

/** What of a message says where its reactions are. */
export type ReactedMessage = Pick<Message, 'messageId' | 'from' | 'to'>

interface ReactionsKey {
  /** The service answers as it would a client of this user. */
  readonly seenBy: string
  readonly messageId: string
  /** Null for messages to single users. */
  readonly groupId: string | null
}

interface ReactionRow {
  readonly reaction: string
  readonly count?: number
  readonly state?: boolean
  readonly userList?: readonly string[]
}

/**
 * Reactions by message; none for an unknown one. Cost: one call per 20 messages of the same group, or of all single
 * users, seen by the same one. Source: operation `reaction-batch-get`.
 */
export const messageReactions: Read<ReactionsKey, readonly Reaction[], 'reaction-batch-get'> = {
  operation: 'reaction-batch-get',
  lifetime: 'list',
  leaf: false,
  idOf: ({ messageId, ...key }) => `${placeOf(key)}/${messageId}`,
  partitionOf: placeOf,
  tagsOf: ({ messageId }) => [reactionsTag(messageId), DELETIONS_TAG],
  call: (keys) => {
    const { seenBy = '', groupId = null } = keys[0] ?? {}
    return {
      path: { username: seenBy },
      query: {
        msgIdList: keys.map(({ messageId }) => messageId).join(','),
        ...(groupId === null ? { msgType: CHAT_TYPES.User } : { msgType: CHAT_TYPES.Group, groupId }),
      },
    }
  },
  answers({ data }, keys, { appKey }) {
    const rows = new Map(data.map(({ msgId, reactionList }) => [toId(msgId), reactionList]))
    return new Map(
      keys.map((key) => {
        const found = rows.get(key.messageId) ?? []
        return [messageReactions.idOf(key), found.map((row) => toReaction(row, key, appKey))] as const
      }),
    )
  },
  missing: () => [],
}

function placeOf({ seenBy, groupId }: Pick<ReactionsKey, 'seenBy' | 'groupId'>): string {
  return `${seenBy}/${groupId ?? ''}`
}

function toReaction(
  { reaction, count, state, userList = [] }: ReactionRow,
  { messageId, seenBy }: Pick<ReactionsKey, 'messageId' | 'seenBy'>,
  appKey: string,
): Reaction {
  const firstUsers = userList.map((name): User => ({ username: toUsername(name, appKey) }))
  return {
    ...{ messageId, seenBy, reaction, firstUsers },
    ...{ count: count ?? firstUsers.length, hasReacted: state ?? null },
  }
}

/** As many as a reaction names where many are read at once. */
const FIRST_USERS = 3

/** The largest page of the service. */
const LARGEST_REACTION_PAGE = 50

interface ReactionPageKey {
  readonly of: Pick<Reaction, 'messageId' | 'seenBy' | 'reaction'>
  readonly from: string | null
  readonly size: number
}

interface ReactionPage extends ServicePage<User> {
  readonly reaction: Reaction
}

/** Who reacted so, page by page. Cost: one call per 50. Source: operation `reaction-detail`. */
export const reactionPages = singleRead({
  operation: 'reaction-detail',
  lifetime: 'list',
  leaf: false,
  tagsOf: ({ of }: ReactionPageKey) => [reactionsTag(of.messageId), DELETIONS_TAG],
  call: ({ of, from, size }) => ({
    path: { username: of.seenBy },
    query: { msgId: of.messageId, message: of.reaction, limit: size, cursor: from ?? undefined },
  }),
  value: ({ data }, { appKey }, { of, size }): ReactionPage => {
    const reaction = toReaction(data, of, appKey)
    const { firstUsers: items } = reaction
    // The last page has a cursor too: a short one is the end.
    const next = items.length < size ? null : toCursor(data.cursor)
    return { items, next, reaction: { ...reaction, firstUsers: items.slice(0, FIRST_USERS) } }
  },
})

export interface NewReaction {
  readonly messageId: string
  /** Who reacts. */
  readonly username: string
  readonly reaction: string
}

const LONGEST_REACTION = 128

/** All this server knows about the REST side of reactions. */
export function reactionsSource(client: Client) {
  return {
    /** Null in chatrooms, where there are none. `seenBy`: who asks, where somebody in particular does. */
    of(message: ReactedMessage, seenBy: string | null): Maybe<readonly Reaction[] | null> {
      const { messageId, to } = message
      if ('kind' in to && to.kind === 'Chatroom') return null
      const groupId = 'kind' in to ? to.id : null
      if (seenBy !== null) {
        return client.read(messageReactions, { messageId, groupId, seenBy: readUsername(seenBy, 'as') })
      }
      return seenByNobody(client.read(messageReactions, { messageId, groupId, seenBy: someoneIn(message) }))
    },

    usersOf: ({ messageId, seenBy, reaction }: Reaction, request: PageRequest) =>
      pageByCursor(request, {
        operation: 'reaction-detail',
        list: `${reactionsTag(messageId)}:${reaction}`,
        max: LARGEST_REACTION_PAGE,
        fetchPage: (from, size) =>
          client.read(reactionPages, { of: { messageId, seenBy, reaction }, from, size }),
      }),

    /** As it is now, null for one that nobody has. Cost: one call. */
    current({ messageId, username, reaction }: NewReaction): Maybe<Reaction | null> {
      const of = { messageId, seenBy: username, reaction }
      const page = client.read(reactionPages, { of, from: null, size: LARGEST_REACTION_PAGE })
      return after(page, (found) => (found === null || found.reaction.count === 0 ? null : found.reaction))
    },

    /** Cost: one call. One that is there already is no failure. Source: operation `reaction-add`. */
    async add(given: NewReaction): Promise<NewReaction> {
      const { messageId, username, reaction } = readReaction(given)
      const done = { messageId, username, reaction }
      try {
        return await client.write({
          lane: 'membership',
          call: {
            operation: 'reaction-add',
            path: { username },
            body: { msgId: messageId, message: reaction },
          },
          tags: [reactionsTag(messageId)],
          outcome: () => done,
        })
      } catch (error) {
        if (error instanceof UpstreamError && error.code === 'ALREADY_EXISTS') return done
        throw error
      }
    },

    /** Cost: one call. Fails with `NOT_FOUND` where the user has not reacted so. Source: operation `reaction-delete`. */
    async remove(given: NewReaction): Promise<NewReaction> {
      const { messageId, username, reaction } = readReaction(given)
      try {
        return await client.write({
          lane: 'membership',
          call: {
            operation: 'reaction-delete',
            path: { username },
            query: { msgId: messageId, message: reaction },
          },
          tags: [reactionsTag(messageId)],
          outcome: () => ({ messageId, username, reaction }),
        })
      } catch (error) {
        // The one reason for which the service says so of a removal.
        if (!(error instanceof UpstreamError) || error.code !== 'NOT_ALLOWED' || error.status !== 400)
          throw error
        throw new UpstreamError('NOT_FOUND', error.operation, { cause: error, notExecuted: true })
      }
    },
  }
}

function readReaction(given: NewReaction): NewReaction {
  return {
    messageId: readDigits(given.messageId, 'messageId'),
    username: readUsername(given.username),
    reaction: readText(given.reaction, 'reaction', LONGEST_REACTION),
  }
}

/** Of two who talk to each other always the same one, so that all that they said comes in the same calls. */
function someoneIn({ from, to }: ReactedMessage): string {
  return 'username' in to && to.username < from.username ? to.username : from.username
}

async function seenByNobody(reactions: Maybe<readonly Reaction[]>): Promise<readonly Reaction[]> {
  return (await reactions).map((reaction) => ({ ...reaction, hasReacted: null }))
}
