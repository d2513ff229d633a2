import { InputError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { type MessageBody, type NewBody, toMessageBody } from './bodies.ts'
import {
  type Conversation,
  type NewConversation,
  readLastingConversation,
  waitingTagsIn,
} from './conversations.ts'
import { fateOf } from './fate.ts'
import { readUsername } from './input.ts'
import type { JsonObject } from './json.ts'
import { assertUnmarked } from './marker.ts'
import { toRecipient, toSentMessage } from './message.ts'
import { assertSize } from './messages.ts'
import type { SendResult } from './sends.ts'
import { toId } from './spelling.ts'

/** A message that was said elsewhere, before. */
export interface OldMessage {
  readonly from: string
  readonly to: NewConversation
  readonly body: NewBody
  readonly ext?: JsonObject | null | undefined
  readonly sentAt?: Date | null | undefined
  readonly isRead?: boolean | null | undefined
  /** Whether the service fetches its file from where it is, and stores it. */
  readonly downloadFile?: boolean | null | undefined
}

interface Import {
  readonly from: string
  readonly to: Conversation<'User' | 'Group'>
  readonly body: MessageBody
  readonly old: OldMessage
}

const OPERATIONS = { User: 'message-import-user', Group: 'message-import-group' } as const

/** All this server knows about bringing old messages into the service. */
export function importsSource(client: Client) {
  return {
    /**
     * Imports messages, one result each in the order given. All are checked before the first is sent.
     * Cost: one call each, side by side. None is ever sent again when its outcome is unclear: it would be there twice.
     * Source: operations `message-import-user`, `message-import-group`.
     */
    async import(messages: readonly OldMessage[]): Promise<readonly SendResult[]> {
      if (messages.length === 0) throw new InputError('messages', 'must not be empty')
      const imports = messages.map((old, index) => readImport(old, `messages[${index}]`))
      const kinds = new Set(imports.map(({ to }) => to.kind))
      // All of them count for each kind: what they share is the time of this request.
      for (const kind of kinds) {
        client.assertFits({
          lane: 'background',
          operation: OPERATIONS[kind],
          calls: imports.length,
          targetsPerCall: 1,
        })
      }
      return Promise.all(imports.map((one) => importOne(client, one)))
    },
  }
}

function readImport(old: OldMessage, at: string): Import {
  const from = readUsername(old.from, `${at}.from`)
  const to = readLastingConversation(old.to, `${at}.to`)
  assertUnmarked(old.ext)
  const body = toMessageBody(old.body)
  assertSize(body, old.ext)
  return { from, to, body, old }
}

async function importOne(client: Client, { from, to, body, old }: Import): Promise<SendResult> {
  const { kind, target } = to
  const recipient = toRecipient(kind, target)
  const { ext, sentAt, isRead, downloadFile } = old
  try {
    const { messageId, timestamp } = await client.write({
      lane: 'background',
      call: {
        operation: OPERATIONS[kind],
        body: {
          ...{ from, target, ...body },
          ...(ext == null ? {} : { ext }),
          ...(sentAt == null ? {} : { msg_timestamp: sentAt.getTime() }),
          ...(isRead == null ? {} : { is_ack_read: isRead }),
          ...(downloadFile == null ? {} : { need_download: downloadFile }),
        },
      },
      tags: waitingTagsIn(to),
      outcome: (reply) => ({ messageId: toId(reply.data.msg_id), timestamp: reply.timestamp }),
    })
    const message = toSentMessage({
      ...{ messageId, from: { username: from }, to: recipient, ext },
      ...{ timestamp: sentAt?.getTime() ?? timestamp, ...body },
    })
    return { recipient, target, status: 'SENT', messageId, message, error: null }
  } catch (error) {
    return { recipient, target, messageId: null, message: null, ...fateOf(error) }
  }
}
