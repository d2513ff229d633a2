import type { MessageNotes } from '../store/notes.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { type NewBody, toMessageBody } from './bodies.ts'
import { changeMany, type ItemResult } from './changes.ts'
import { readDigits, readUsername } from './input.ts'
import type { JsonObject } from './json.ts'
import { assertUnmarked } from './marker.ts'
import { assertSize } from './messages.ts'
import { type NewRecall, readRecall, recallingMessages } from './recalls.ts'
import type { User } from './users.ts'

export interface MessageEdit {
  readonly messageId: string
  /** Who edits it. */
  readonly editedBy?: string | null | undefined
  readonly body: Pick<NewBody, 'text' | 'custom'>
  readonly ext?: JsonObject | null | undefined
  /** Whether keys of its ext that are not named stay. */
  readonly keepOtherExt?: boolean | null | undefined
}

export interface EditedMessage {
  readonly messageId: string
  readonly editedBy: User | null
}

/** Tells the history of what was changed; never fails. */
type Notes = Pick<MessageNotes, 'recalled' | 'edited'>

/** All this server knows about changing messages that were sent. */
export function sentMessagesSource(client: Client, notes: Notes) {
  return {
    /**
     * Takes messages back from all who have them, one result each in the order given.
     * FAILED with `NOT_FOUND` for one that is not there, or was taken back before; `TOO_LATE`; `FEATURE_OFF`.
     * Cost: one call per 30 messages, side by side. The history does not show them
     * any more, those neither of which it is UNKNOWN whether they are gone.
     */
    async recall(given: NewRecall): Promise<readonly ItemResult[]> {
      const recall = readRecall(given)
      const change = recallingMessages(recall)
      const results = await changeMany(client, [...recall.conversations.keys()], {
        ...change,
        told(reply, ids, settings) {
          const told = change.told(reply, ids, settings)
          // Each call as it is answered, also where nobody waits for that any more: the messages are gone.
          for (const id of ids) if (told.get(id) === true) void notes.recalled(id)
          return told
        },
      })
      // It may be gone, and nobody can ask: what somebody wanted back is not shown until it is known to be there.
      for (const { item, status } of results) if (status === 'UNKNOWN') await notes.recalled(item)
      return results
    },

    /**
     * Gives a message another content. Cost: one call; not repeated when the outcome is unclear, as each counts.
     * Fails with `NOT_FOUND`, `LIMIT_REACHED` after 10 edits, `NOT_ALLOWED` for who may not, `CONFLICT`, `FEATURE_OFF`.
     * Source: operation `message-rewrite`.
     */
    async edit(edit: MessageEdit): Promise<EditedMessage> {
      const messageId = readDigits(edit.messageId, 'messageId')
      const editor = edit.editedBy == null ? null : readUsername(edit.editedBy, 'editedBy')
      const { ext } = edit
      const { type, body } = toMessageBody(edit.body)
      assertUnmarked(ext)
      assertSize({ body }, ext)
      const keepsOtherExt = edit.keepOtherExt ?? true
      const newMessage = type === 'custom' ? { type, ...body } : { type: 'txt' as const, ...body }
      return client.write({
        lane: 'membership',
        call: {
          operation: 'message-rewrite',
          path: { msg_id: messageId },
          body: {
            ...(editor === null ? {} : { user: editor }),
            new_msg: newMessage,
            ...(ext == null ? {} : { new_ext: ext, is_combine_ext: keepsOtherExt }),
          },
        },
        tags: [],
        outcome({ data }) {
          if (data !== 'success')
            throw new UpstreamError('NOT_ALLOWED', 'message-rewrite', { notExecuted: true })
          // Also where nobody waits for the answer any more.
          void notes.edited(messageId, { bodies: [newMessage], ext: ext ?? null, keepsOtherExt })
          return { messageId, editedBy: editor === null ? null : { username: editor } }
        },
      })
    },
  }
}
