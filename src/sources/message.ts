import type { AppSettings } from '../upstream/reads.ts'
import type { MessageBody } from './bodies.ts'
import type { Chatroom } from './chatrooms.ts'
import { type Content, type ContentKind, type ContentOf, toContent } from './contents.ts'
import type { Group } from './groups.ts'
import { DEEPEST, idIn, isDeeperThan, isJsonObject, type JsonObject, numberIn } from './json.ts'
import { isMarked, withoutMark } from './marker.ts'
import { toUsername } from './spelling.ts'
import type { User } from './users.ts'

export type RecipientKind = 'User' | 'Group' | 'Chatroom'
export type Recipient = User | Group | Chatroom

interface Sending {
  /** The service's own: digits, above 2^53. */
  readonly messageId: string
  readonly from: User
  /** Whom it was said to; of a message to some members of a group, the group. */
  readonly to: Recipient
  /** Null where the answer to a send does not tell it. */
  readonly sentAt: Date | null
  /** What the app let travel along; empty when it was nothing. */
  readonly ext: JsonObject
  /** Of one out of a history that went to some members of its group or chatroom only: those of whom that is known. */
  readonly onlyFor?: readonly string[]
}

export type MessageOf<Kind extends ContentKind> = Sending & ContentOf<Kind>

/** One message, the same whether it was just sent or comes out of a history. */
export type Message = Sending & Content
/** Out of a history: those tell when. */
export type StoredMessage = Message & { readonly sentAt: Date }

/** Who or what has this name or id, as a reference. */
export function toRecipient(kind: RecipientKind, target: string): Recipient {
  return kind === 'User' ? { username: target } : { kind, id: target, facts: {} }
}

const KINDS: ReadonlyMap<unknown, RecipientKind> = new Map([
  ['chat', 'User'],
  ['groupchat', 'Group'],
  ['chatroom', 'Chatroom'],
])

/**
 * A record of a history: a line of an hourly file, as JSON. Never throws. Null when it does not tell its id, its time,
 * who says it or to whom: that is no message, and nobody could be shown it. Content that cannot be read is an
 * `UnknownMessage`. Source: schema `HistoryRecord`.
 */
export function toMessage(record: unknown, { appKey }: Pick<AppSettings, 'appKey'>): StoredMessage | null {
  if (!isJsonObject(record)) return null
  const payload = isJsonObject(record.payload) ? record.payload : {}
  const kind = KINDS.get(record.chat_type)
  const messageId = idIn(record.msg_id)
  const sentAt = dateIn(record.timestamp)
  // Those outside of the payload are internal, and a makeshift.
  const from = nameIn(payload.from, appKey) ?? nameIn(record.from, appKey)
  const to = nameIn(payload.to, appKey) ?? nameIn(record.to, appKey)
  if (messageId === null || sentAt === null || from === null || to === null || kind === undefined) return null
  if (kind !== 'User' && idIn(to) === null) return null
  return {
    messageId,
    from: { username: from },
    to: toRecipient(kind, to),
    sentAt,
    // What is nested deeper than anything could not be written into an answer.
    ext: isJsonObject(payload.ext) && !isDeeperThan(DEEPEST, payload.ext) ? withoutMark(payload.ext) : {},
    ...(kind !== 'User' && isMarked(payload.ext) ? { onlyFor: [] } : {}),
    ...toContent(payload),
  }
}

/** Names the conversation of a message, whoever of the two says it. No name can be made that looks like another. */
export function conversationOf({ username }: User, to: Recipient): string {
  if ('kind' in to) return JSON.stringify([to.kind, to.id])
  return JSON.stringify(['User', ...[username, to.username].sort()])
}

export interface JustSent extends MessageBody {
  readonly messageId: string
  readonly from: User
  readonly to: Recipient
  /** When the service says that it answered, in milliseconds. */
  readonly timestamp: unknown
  readonly ext: JsonObject | null | undefined
}

/** What the service has just taken, as its history will tell it: read by the same readers. */
export function toSentMessage({ messageId, from, to, timestamp, ext, type, body }: JustSent): Message {
  const content = toContent({ bodies: [{ ...body, type }] })
  return { messageId, from, to, sentAt: dateIn(timestamp), ext: withoutMark(ext ?? {}), ...content }
}

/** The farthest from 1970 that there is, in milliseconds. */
const LAST_MOMENT = 8_640_000_000_000_000

function dateIn(value: unknown): Date | null {
  const time = numberIn(value)
  return time === null || Math.abs(time) > LAST_MOMENT ? null : new Date(time)
}

/** A name, or the id of a group; the internal form has the app key in front and a host behind. */
function nameIn(value: unknown, appKey: string): string | null {
  const name = toUsername(typeof value === 'string' ? value.replace(/@.*$/s, '') : '', appKey)
  return name === '' ? (idIn(value) ?? null) : name
}
