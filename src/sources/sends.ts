import type { MessageNotes } from '../store/notes.ts'
import type { BodyOf } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { AppSettings } from '../upstream/reads.ts'
import { idIn, isJsonObject } from './json.ts'
import { type Message, type Recipient, toRecipient, toSentMessage } from './message.ts'
import { recallTaken, type Taken } from './outcomes.ts'
import { toUsername } from './spelling.ts'
import { addressesOf, operationOf, recipientOf, type Targets, waitingTagsOf } from './targets.ts'

/** The oldest generation answers this in place of an id. */
const SUCCESS = 'success'

/** Notes whom a message to some members went to; never fails. */
export type Notes = Pick<MessageNotes, 'recipients'>

/** What all calls of one message share. */
export type Template = Omit<BodyOf<'message-send-users'>, 'to' | 'from'> & { readonly from: string }

/** What became of the message for one target. */
export interface SendResult {
  readonly recipient: Recipient
  readonly target: string
  readonly status: 'SENT' | 'FAILED' | 'UNKNOWN' | 'CANCELLED'
  readonly messageId: string | null
  /** What was sent; null when it was not, or when the service does not tell its id. */
  readonly message: Message | null
  readonly error: UpstreamError | null
}

/** One call that sends a message to some of its targets, as a write without its lane. */
export function callOf(template: Template, targets: Targets, notes: Notes) {
  const operation = operationOf(targets)
  return {
    call: { operation, body: { ...template, ...addressesOf(targets) }, targets: targets.ids.length },
    tags: waitingTagsOf(targets),
    outcome: (
      { data, timestamp }: { readonly data: Readonly<Record<string, unknown>>; readonly timestamp?: unknown },
      { appKey }: AppSettings,
    ): Taken => {
      const taken: Taken = {
        messageIds: Object.entries(data).flatMap(([target, given]) => {
          const id = given === SUCCESS ? given : idIn(given)
          return id === null ? [] : [[toUsername(target, appKey), id] as const]
        }),
        timestamp,
      }
      noteRecipients(notes, targets, taken)
      return taken
    },
    recall: recallTaken,
  }
}

/** Also where nobody waits for the answer any more: without the note they would never see what they got. */
function noteRecipients(notes: Notes, targets: Targets, taken: Taken): void {
  const [id] = targets.within === null ? [] : idsOf(taken, targets)
  if (id !== undefined && id !== SUCCESS) void notes.recipients(id, targets.ids)
}

/** The id of the message for each of the targets, in their order; undefined where the answer does not name it. */
export function idsOf({ messageIds }: Taken, { ids, within }: Targets): readonly (string | undefined)[] {
  const idOf = new Map(messageIds)
  return ids.map((target) => idOf.get(within?.id ?? target))
}

/** What became of one target that the service was told of. */
export function toResult(
  targets: Targets,
  target: string,
  id: string | undefined,
): Omit<SendResult, 'message'> {
  const recipient = toRecipient(targets.kind, target)
  if (id !== undefined) {
    return { recipient, target, status: 'SENT', messageId: id === SUCCESS ? null : id, error: null }
  }
  const error = new UpstreamError('OUTCOME_UNKNOWN', operationOf(targets), {
    hint: 'The answer has no id of a message for the target.',
  })
  return { recipient, target, status: 'UNKNOWN', messageId: null, error }
}

/** What was sent to one target; null where the service does not tell its id. */
export function sentTo(
  { from, type, body, ext }: Template,
  targets: Targets,
  { target, messageId, timestamp }: { target: string; messageId: string | null; timestamp: unknown },
): Message | null {
  if (messageId === null) return null
  const recipient = recipientOf(targets, target)
  const sent = { from: { username: from }, to: recipient, timestamp, type, body, ext }
  return toSentMessage({ ...sent, messageId })
}

/** Of what this server has written itself. */
export function isTemplate(value: unknown): value is Template {
  return isJsonObject(value) && typeof value.from === 'string' && isJsonObject(value.body)
}
