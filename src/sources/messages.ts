import type { BodyOf } from '../upstream/contract.ts'
import { InputError, UpstreamError } from '../upstream/errors.ts'
import { type MessageBody, type NewBody, toMessageBody } from './bodies.ts'
import { fateOf } from './fate.ts'
import { readDigits, readSome, readUsername } from './input.ts'
import { extWith, readKey } from './keys.ts'
import type { Once, SendingClient } from './once.ts'
import { toUsername } from './spelling.ts'
import { ALL_WAITING_TAG, waitingTag } from './tags.ts'
import type { User } from './users.ts'

export type TargetKind = 'User' | 'Group' | 'Chatroom'
export type MessagePriority = 'HIGH' | 'NORMAL' | 'LOW'

/** Who gets a message: exactly one of these. */
interface NewTargets {
  readonly users?: readonly string[] | null | undefined
  readonly groups?: readonly string[] | null | undefined
  readonly chatrooms?: readonly string[] | null | undefined
}

export interface NewMessage {
  readonly from: string
  readonly to: NewTargets
  readonly body: NewBody
  readonly ext?: Readonly<Record<string, unknown>> | null | undefined
  /** Not for chatrooms. */
  readonly onlineOnly?: boolean | null | undefined
  /** Also to the sender's own other devices. Groups always do. */
  readonly syncToDevices?: boolean | null | undefined
  /** Chatrooms only. */
  readonly priority?: MessagePriority | null | undefined
  /** Makes it safe to repeat. */
  readonly idempotencyKey?: string | null | undefined
}

export interface Sent {
  readonly from: User
  /** One per target, in the order given. */
  readonly results: readonly SendResult[]
}

/** What became of the message for one target. */
export interface SendResult {
  readonly kind: TargetKind
  readonly target: string
  readonly status: 'SENT' | 'FAILED' | 'UNKNOWN'
  readonly messageId: string | null
  readonly error: UpstreamError | null
}

const OPERATIONS = {
  User: 'message-send-users',
  Group: 'message-send-groups',
  Chatroom: 'message-send-rooms',
} as const

const PRIORITIES = { HIGH: 'high', NORMAL: 'normal', LOW: 'low' } as const

/** Body and ext together, in bytes: the service's limit since 2024. */
const LONGEST_MESSAGE = 5 * 1024

interface Targets {
  readonly kind: TargetKind
  readonly ids: readonly string[]
}

/** What all calls of one message share. */
type Template = Omit<BodyOf<'message-send-users'>, 'to'>

/** All this server knows about the REST side of messages. */
export function messagesSource(once: Once) {
  return {
    /**
     * Sends one message to any number of targets.
     * The service does not check targets or sender: an unknown one counts as sent.
     * Cost: one call per 600 users, 3 groups or 10 chatrooms. Never repeated when the outcome is unclear.
     * Source: operations `message-send-users`, `message-send-groups`, `message-send-rooms`.
     */
    async send({ idempotencyKey, ...message }: NewMessage): Promise<Sent> {
      const from = readUsername(message.from, 'from')
      const targets = readTargets(message.to)
      const key = readKey(idempotencyKey)
      const template = toTemplate({ ...message, from, ext: extWith(message.ext, key) }, targets.kind)
      return once({ mutation: 'sendMessage', key, input: message }, async (client) => ({
        from: { username: from },
        results: await sendAll(client, template, targets),
      }))
    },
  }
}

async function sendAll(
  client: SendingClient,
  template: Template,
  { kind, ids }: Targets,
): Promise<readonly SendResult[]> {
  const operation = OPERATIONS[kind]
  const max = client.batchMax(operation)
  const chunks = Array.from({ length: Math.ceil(ids.length / max) }, (_, index) =>
    ids.slice(index * max, (index + 1) * max),
  )
  client.assertFits({
    lane: 'send',
    operation,
    calls: chunks.length,
    targetsPerCall: Math.min(max, ids.length),
  })
  const sent = await Promise.all(chunks.map((chunk) => sendChunk(client, template, { kind, ids: chunk })))
  return sent.flat()
}

function readTargets({ users, groups, chatrooms }: NewTargets): Targets {
  if (users) return { kind: 'User', ids: readSome(users, 'to.users', readUsername) }
  if (groups) return { kind: 'Group', ids: readSome(groups, 'to.groups', readDigits) }
  if (chatrooms) return { kind: 'Chatroom', ids: readSome(chatrooms, 'to.chatrooms', readDigits) }
  throw new InputError('to', 'must have exactly one of its fields')
}

/** What the service would quietly ignore is refused: the sender counts on it. */
function toTemplate(message: NewMessage, kind: TargetKind): Template {
  const { from, ext, onlineOnly, priority, syncToDevices } = message
  if (onlineOnly && kind === 'Chatroom') throw new InputError('onlineOnly', 'is not for chatrooms')
  if (priority && kind !== 'Chatroom') throw new InputError('priority', 'is for chatrooms only')
  const body = toMessageBody(message.body)
  assertSize(body, ext)
  return {
    from,
    ...body,
    ...(ext == null ? {} : { ext }),
    ...(onlineOnly ? { routetype: 'ROUTE_ONLINE' } : {}),
    ...(syncToDevices && kind !== 'Group' ? { sync_device: true } : {}),
    ...(priority ? { chatroom_msg_level: PRIORITIES[priority] } : {}),
  }
}

function assertSize({ body }: MessageBody, ext: NewMessage['ext']): void {
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

/** For whom it may wait now; chatrooms keep nothing for those who are away. */
function waitingTagsOf({ kind, ids }: Targets): readonly string[] {
  if (kind === 'User') return ids.map(waitingTag)
  return kind === 'Group' ? [ALL_WAITING_TAG] : []
}

async function sendChunk(
  client: SendingClient,
  template: Template,
  { kind, ids }: Targets,
): Promise<readonly SendResult[]> {
  try {
    const messageIds = await client.send({
      lane: 'send',
      call: { operation: OPERATIONS[kind], body: { ...template, to: ids }, targets: ids.length },
      tags: waitingTagsOf({ kind, ids }),
      outcome: (reply, { appKey }) =>
        new Map(Object.entries(reply.data).map(([target, id]) => [toUsername(target, appKey), String(id)])),
    })
    return ids.map((target) => toResult(kind, target, messageIds.get(target)))
  } catch (error) {
    const fate = fateOf(error)
    return ids.map((target) => ({ kind, target, messageId: null, ...fate }))
  }
}

/** The oldest generation answers "success" in place of an id. */
function toResult(kind: TargetKind, target: string, messageId: string | undefined): SendResult {
  if (messageId === undefined) {
    const error = new UpstreamError('OUTCOME_UNKNOWN', OPERATIONS[kind], {
      hint: 'The answer does not name the target.',
    })
    return { kind, target, status: 'UNKNOWN', messageId: null, error }
  }
  return {
    kind,
    target,
    status: 'SENT',
    messageId: messageId === 'success' ? null : messageId,
    error: null,
  }
}
