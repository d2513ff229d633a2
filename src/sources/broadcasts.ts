import { type NewBody, toMessageBody } from './bodies.ts'
import { readUsername } from './input.ts'
import { extWith, readKey } from './keys.ts'
import { assertSize, type NewContent, PRIORITIES, type Sending } from './messages.ts'
import { toId } from './spelling.ts'
import { ALL_WAITING_TAG } from './tags.ts'
import { prepareBody } from './uploads.ts'
import type { User } from './users.ts'

/** Who gets a broadcast. */
export type Audience = 'USERS' | 'ONLINE_USERS' | 'CHATROOMS'

export interface Broadcasted {
  readonly broadcastId: string
  readonly from: User
}

const BROADCASTS = {
  USERS: { mutation: 'broadcastToUsers', operation: 'message-broadcast-users' },
  ONLINE_USERS: { mutation: 'broadcastToOnlineUsers', operation: 'message-broadcast-online' },
  CHATROOMS: { mutation: 'broadcastToChatrooms', operation: 'message-broadcast-rooms' },
} as const

/** What is sent, as the service has it. */
function toBroadcast({ from, body: given, ext, priority }: NewContent, key: string | null) {
  const { type, body } = toMessageBody(given)
  const marked = extWith(ext, key)
  assertSize({ body }, marked)
  return {
    ...{ msg: { ...body, type }, from },
    ...(marked == null ? {} : { ext: marked }),
    ...(priority ? { chatroom_msg_level: PRIORITIES[priority] } : {}),
  }
}

/** All this server knows about messages to everybody. */
export function broadcastsSource({ once, files }: Sending) {
  return {
    /**
     * One message to everybody; when they have it is not told. Cost: one call, besides one for each file that comes
     * with it, and never a second one after an answer that is not clear, or one that says that the quota is used up.
     * Fails: MESSAGE_QUOTA, with `retryAfterMs`; FEATURE_OFF.
     * Source: operations `message-broadcast-users`, `message-broadcast-online`, `message-broadcast-rooms`.
     */
    async send(audience: Audience, { idempotencyKey, ...content }: NewContent): Promise<Broadcasted> {
      const from = readUsername(content.from, 'from')
      const key = readKey(idempotencyKey)
      const prepared = prepareBody(files, content.body)
      const broadcastOf = (body: NewBody) => toBroadcast({ ...content, from, body }, key)
      const expected = broadcastOf(prepared.expected)
      const { mutation, operation } = BROADCASTS[audience]
      return once({ mutation, key, input: { ...content, from } }, async (client) => {
        const broadcast = prepared.upload === null ? expected : broadcastOf(await prepared.upload(client))
        const { broadcastId } = await client.send({
          lane: 'send',
          call: {
            operation,
            body: { ...(audience === 'USERS' ? { target_type: 'users' } : {}), ...broadcast },
          },
          tags: audience === 'CHATROOMS' ? [] : [ALL_WAITING_TAG],
          outcome: ({ data }) => ({ broadcastId: toId(data.id) }),
          recall: ({ broadcastId }) => ({ broadcastId: String(broadcastId) }),
        })
        return { broadcastId, from: { username: from } }
      })
    },
  }
}
