import type { MessageNotes } from '../store/notes.ts'
import type { BodyOf } from '../upstream/contract.ts'
import { InputError, UpstreamError } from '../upstream/errors.ts'
import { type MessageBody, type NewBody, toMessageBody } from './bodies.ts'
import { chunksOf } from './chunks.ts'
import { fateOf } from './fate.ts'
import { readSome, readUsername } from './input.ts'
import { extWith, readKey } from './keys.ts'
import { withMark } from './marker.ts'
import { type Message, type RecipientKind, toSentMessage } from './message.ts'
import type { Once, SendingClient } from './once.ts'
import { recallTaken, type Taken } from './outcomes.ts'
import { toUsername } from './spelling.ts'
import {
  addressesOf,
  type NewTargets,
  operationOf,
  readTargets,
  recipientOf,
  type Targets,
  waitingTagsOf,
} from './targets.ts'
import { type Files, prepareBody } from './uploads.ts'
import type { User } from './users.ts'

export type MessagePriority = 'HIGH' | 'NORMAL' | 'LOW'

/** What a message says, whoever gets it. */
export interface NewContent {
  readonly from: string
  readonly body: NewBody
  readonly ext?: Readonly<Record<string, unknown>> | null | undefined
  /** Chatrooms only. */
  readonly priority?: MessagePriority | null | undefined
  /** Makes it safe to repeat. */
  readonly idempotencyKey?: string | null | undefined
}

export interface NewMessage extends NewContent {
  readonly to: NewTargets
  /** Not for chatrooms. */
  readonly onlineOnly?: boolean | null | undefined
  /** Also to the sender's own other devices. Groups always do. */
  readonly syncToDevices?: boolean | null | undefined
  /** Users who get it, but do not find it again among their stored messages. Users and groups only. */
  readonly leftOutOfRoamingOf?: readonly string[] | null | undefined
  /** Groups only. */
  readonly needsReadReceipts?: boolean | null | undefined
}

export interface Sent {
  readonly from: User
  /** One per target, in the order given. */
  readonly results: readonly SendResult[]
}

/** What became of the message for one target. */
export interface SendResult {
  readonly kind: RecipientKind
  readonly target: string
  readonly status: 'SENT' | 'FAILED' | 'UNKNOWN'
  readonly messageId: string | null
  /** What was sent; null when it was not, or when the service does not tell its id. */
  readonly message: Message | null
  readonly error: UpstreamError | null
}

export const PRIORITIES = { HIGH: 'high', NORMAL: 'normal', LOW: 'low' } as const

/** Body and ext together, in bytes: the service's limit since 2024. */
const LONGEST_MESSAGE = 5 * 1024

/** No list of targets travels in a URL. */
const ANY_LENGTH = Number.POSITIVE_INFINITY

/** What all calls of one message share. */
type Template = Omit<BodyOf<'message-send-users'>, 'to' | 'from'> & { readonly from: string }

type Notes = Pick<MessageNotes, 'recipients'>

/** What each way to send needs. */
export interface Sending {
  readonly once: Once
  readonly files: Files
}

/** All this server knows about the REST side of messages. */
export function messagesSource({ once, files, notes }: Sending & { readonly notes: Notes }) {
  return {
    /**
     * Sends one message to any number of targets.
     * The service does not check targets or sender: an unknown one counts as sent.
     * Cost: one call for each file that comes with it, and one per 600 users, 3 groups, 10 chatrooms, or 20 members of one of them. Never repeated when the
     * outcome is unclear.
     * Source: operations `message-send-users`, `message-send-groups`, `message-send-rooms`,
     * `message-send-group-targeted`, `message-send-room-targeted`.
     */
    async send({ idempotencyKey, ...message }: NewMessage): Promise<Sent> {
      const from = readUsername(message.from, 'from')
      const targets = readTargets(message.to)
      const key = readKey(idempotencyKey)
      const body = prepareBody(files, message.body)
      const keyed = extWith(message.ext, key)
      const ext = targets.within === null ? keyed : withMark(keyed)
      const templateOf = (whole: NewBody) => toTemplate({ ...message, from, body: whole, ext }, targets)
      // All that can be wrong is found before a file is uploaded.
      const expected = templateOf(body.expected)
      return once({ mutation: 'sendMessage', key, input: message }, async (client) => {
        const chunks = planned(client, targets)
        // Without a file nothing comes between the look at the line and a place in it.
        const template = body.upload === null ? expected : templateOf(await body.upload(client))
        const sent = await Promise.all(
          chunks.map((ids) => sendChunk({ client, notes }, template, { ...targets, ids })),
        )
        return { from: { username: from }, results: sent.flat() }
      })
    },
  }
}

/** The targets of each call. Refuses what cannot be sent in time. */
function planned(client: SendingClient, targets: Targets): readonly (readonly string[])[] {
  const operation = operationOf(targets)
  const max = client.batchMax(operation)
  const chunks = chunksOf(targets.ids, max, ANY_LENGTH)
  client.assertFits({
    lane: 'send',
    operation,
    calls: chunks.length,
    targetsPerCall: Math.min(max, targets.ids.length),
  })
  return chunks
}

/** What the service would quietly ignore is refused: the sender counts on it. */
function toTemplate(message: NewMessage, { kind, within }: Targets): Template {
  const { from, ext, onlineOnly, priority, syncToDevices, leftOutOfRoamingOf, needsReadReceipts } = message
  const place = within?.kind ?? kind
  if (onlineOnly && place === 'Chatroom') throw new InputError('onlineOnly', 'is not for chatrooms')
  if (priority && kind !== 'Chatroom') throw new InputError('priority', 'is for whole chatrooms only')
  if (needsReadReceipts && kind !== 'Group') {
    throw new InputError('needsReadReceipts', 'is for whole groups only')
  }
  if (syncToDevices && within?.kind === 'Chatroom') {
    throw new InputError('syncToDevices', 'is not for some members of a chatroom')
  }
  const leftOut = readLeftOut(leftOutOfRoamingOf)
  if (leftOut.length > 0 && (kind === 'Chatroom' || within !== null)) {
    throw new InputError('leftOutOfRoamingOf', 'is for users and whole groups only')
  }
  const body = toMessageBody(message.body)
  assertSize(body, ext)
  return {
    from,
    ...body,
    ...(ext == null ? {} : { ext }),
    ...(onlineOnly ? { routetype: 'ROUTE_ONLINE' } : {}),
    ...(syncToDevices && place !== 'Group' ? { sync_device: true } : {}),
    ...(priority ? { chatroom_msg_level: PRIORITIES[priority] } : {}),
    ...(leftOut.length > 0 ? { roam_ignore_users: leftOut } : {}),
    ...(needsReadReceipts ? { need_group_ack: true } : {}),
  }
}

function readLeftOut(usernames: NewMessage['leftOutOfRoamingOf']): readonly string[] {
  return usernames?.length ? readSome(usernames, 'leftOutOfRoamingOf', readUsername) : []
}

/** Refuses what the service would refuse as too large. */
export function assertSize({ body }: Pick<MessageBody, 'body'>, ext: NewContent['ext']): void {
  const size = sizeOf(body, 'body') + sizeOf(ext ?? {}, 'ext')
  if (size > LONGEST_MESSAGE) {
    throw new InputError(
      'body',
      `and ext together must have at most ${LONGEST_MESSAGE} bytes as JSON, not ${size}`,
    )
  }
}

function sizeOf(value: object, argument: string): number {
  try {
    return Buffer.byteLength(JSON.stringify(value))
  } catch {
    // Nested too deep for the stack: far beyond what could be sent.
    throw new InputError(argument, 'must not be nested so deep')
  }
}

async function sendChunk(
  { client, notes }: { readonly client: SendingClient; readonly notes: Notes },
  template: Template,
  targets: Targets,
): Promise<readonly SendResult[]> {
  const { kind, ids, within } = targets
  const operation = operationOf(targets)
  try {
    const { messageIds, timestamp } = await client.send({
      lane: 'send',
      call: { operation, body: { ...template, ...addressesOf(targets) }, targets: ids.length },
      tags: waitingTagsOf(targets),
      outcome: ({ data, timestamp }, { appKey }): Taken => ({
        messageIds: Object.entries(data).map(([target, id]) => [toUsername(target, appKey), String(id)]),
        timestamp,
      }),
      recall: recallTaken,
    })
    const idOf = new Map(messageIds)
    const shared = within === null ? undefined : idOf.get(within.id)
    if (shared !== undefined && shared !== 'success') await notes.recipients(shared, ids)
    return ids.map((target): SendResult => {
      const messageId = idOf.get(within?.id ?? target)
      if (messageId === undefined) return untold(targets, target)
      // The oldest generation answers "success" in place of an id.
      const id = messageId === 'success' ? null : messageId
      const { from, type, body, ext } = template
      const recipient = recipientOf(targets, target)
      const sent = { from: { username: from }, to: recipient, timestamp, type, body, ext }
      const message = id === null ? null : toSentMessage({ ...sent, messageId: id })
      return { kind, target, status: 'SENT', messageId: id, message, error: null }
    })
  } catch (error) {
    const fate = fateOf(error)
    return ids.map((target) => ({ kind, target, messageId: null, message: null, ...fate }))
  }
}

function untold(targets: Targets, target: string): SendResult {
  const error = new UpstreamError('OUTCOME_UNKNOWN', operationOf(targets), {
    hint: 'The answer does not name the target.',
  })
  return { kind: targets.kind, target, status: 'UNKNOWN', messageId: null, message: null, error }
}
