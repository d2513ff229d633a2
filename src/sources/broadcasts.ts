import type { Client } from '../upstream/upstream.ts'
import { toMessageBody } from './bodies.ts'
import { readUsername } from './input.ts'
import { assertSize, type NewContent, PRIORITIES } from './messages.ts'
import { toId } from './spelling.ts'
import { ALL_WAITING_TAG } from './tags.ts'
import { type Files, prepareBody } from './uploads.ts'
import type { User } from './users.ts'

/** Who gets a broadcast. */
export type Audience = 'USERS' | 'ONLINE_USERS' | 'CHATROOMS'

export interface Broadcasted {
  readonly broadcastId: string
  readonly from: User
}

const OPERATIONS = {
  USERS: 'message-broadcast-users',
  ONLINE_USERS: 'message-broadcast-online',
  CHATROOMS: 'message-broadcast-rooms',
} as const

/** All this server knows about messages to everybody. */
export function broadcastsSource(client: Client, files: Files) {
  return {
    /**
     * One message to everybody; when they have it is not told. Cost: one call, besides one for each file, and never a second one after an answer
     * that is not clear, or one that says that the quota is used up.
     * Fails: MESSAGE_QUOTA, with `retryAfterMs`; FEATURE_OFF.
     * Source: operations `message-broadcast-users`, `message-broadcast-online`, `message-broadcast-rooms`.
     */
    async send(audience: Audience, { ext, priority, ...content }: NewContent): Promise<Broadcasted> {
      const from = readUsername(content.from, 'from')
      const prepared = prepareBody(files, content.body)
      assertSize(toMessageBody(prepared.expected), ext)
      const { type, body } = toMessageBody((await prepared.upload?.()) ?? prepared.expected)
      return client.write({
        lane: 'send',
        call: {
          operation: OPERATIONS[audience],
          body: {
            ...(audience === 'USERS' ? { target_type: 'users' } : {}),
            ...{ msg: { ...body, type }, from },
            ...(ext == null ? {} : { ext }),
            ...(priority ? { chatroom_msg_level: PRIORITIES[priority] } : {}),
          },
        },
        tags: audience === 'CHATROOMS' ? [] : [ALL_WAITING_TAG],
        outcome: ({ data }) => ({ broadcastId: toId(data.id), from: { username: from } }),
      })
    },
  }
}
