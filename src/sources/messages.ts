import type { BodyOf } from '../upstream/contract.ts'
import { InputError, UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { readDigits, readSome, readUsername } from './input.ts'

export type TargetKind = 'User' | 'Group' | 'Chatroom'
export type MessagePriority = 'high' | 'normal' | 'low'
export type MessageBody = BodyOf<'message-send-users'>['body']
export type MessageType = BodyOf<'message-send-users'>['type']

export interface NewMessage {
  readonly from: string
  readonly to: { readonly kind: TargetKind; readonly ids: readonly string[] }
  readonly type: MessageType
  readonly body: MessageBody
  readonly ext: Readonly<Record<string, unknown>> | null
  readonly onlineOnly: boolean
  /** Also to the sender's own other devices. Groups always do. */
  readonly syncToDevices: boolean
  /** Chatrooms only. */
  readonly priority: MessagePriority | null
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

/** Body and ext together, in bytes: the service's limit since 2024. */
const LONGEST_MESSAGE = 5 * 1024

/** All this server knows about the REST side of messages. */
export function messagesSource(client: Client) {
  return {
    /**
     * Sends one message to any number of targets; answers one result per target, in the order given.
     * The service does not check targets or sender: an unknown one counts as sent.
     * Cost: one call per 600 users, 3 groups or 10 chatrooms. Never repeated when the outcome is unclear.
     * Source: operations `message-send-users`, `message-send-groups`, `message-send-rooms`.
     */
    async send(message: NewMessage): Promise<readonly SendResult[]> {
      const from = readUsername(message.from, 'from')
      const targets = readTargets(message.to)
      assertSize(message)
      const operation = OPERATIONS[message.to.kind]
      const max = client.batchMax(operation)
      const chunks = Array.from({ length: Math.ceil(targets.length / max) }, (_, index) =>
        targets.slice(index * max, (index + 1) * max),
      )
      client.assertFits({
        lane: 'send',
        operation,
        calls: chunks.length,
        targetsPerCall: Math.min(max, targets.length),
      })
      const sent = await Promise.all(chunks.map((chunk) => sendChunk(client, { ...message, from }, chunk)))
      return sent.flat()
    },
  }
}

function readTargets({ kind, ids }: NewMessage['to']): string[] {
  if (kind === 'User') return readSome(ids, 'to.users', readUsername)
  return readSome(ids, kind === 'Group' ? 'to.groups' : 'to.chatrooms', readDigits)
}

function assertSize({ body, ext }: NewMessage): void {
  const size =
    Buffer.byteLength(JSON.stringify(body)) + (ext === null ? 0 : Buffer.byteLength(JSON.stringify(ext)))
  if (size > LONGEST_MESSAGE) {
    throw new InputError(
      'body',
      `and ext together must have at most ${LONGEST_MESSAGE} bytes as JSON, not ${size}`,
    )
  }
}

async function sendChunk(client: Client, message: NewMessage, to: readonly string[]): Promise<SendResult[]> {
  const { kind } = message.to
  try {
    const ids = await client.write({
      lane: 'send',
      call: { operation: OPERATIONS[kind], body: toBody(message, to), targets: to.length },
      tags: [],
      outcome: (reply) =>
        new Map(Object.entries(reply.data).map(([target, id]) => [target.toLowerCase(), String(id)])),
    })
    return to.map((target) => toResult(message, target, ids.get(target)))
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    const status = error.notExecuted ? 'FAILED' : 'UNKNOWN'
    return to.map((target) => ({ kind, target, status, messageId: null, error }))
  }
}

/** The oldest generation answers "success" in place of an id. */
function toResult({ to: { kind } }: NewMessage, target: string, id: string | undefined): SendResult {
  if (id !== undefined)
    return { kind, target, status: 'SENT', messageId: id === 'success' ? null : id, error: null }
  const error = new UpstreamError('OUTCOME_UNKNOWN', OPERATIONS[kind], {
    hint: 'The answer does not name the target.',
  })
  return { kind, target, status: 'UNKNOWN', messageId: null, error }
}

function toBody(message: NewMessage, to: readonly string[]): BodyOf<'message-send-users'> {
  const { kind } = message.to
  return {
    from: message.from,
    to,
    type: message.type,
    body: message.body,
    ...(message.ext === null ? {} : { ext: message.ext }),
    ...(message.onlineOnly ? { routetype: 'ROUTE_ONLINE' as const } : {}),
    ...(message.syncToDevices && kind !== 'Group' ? { sync_device: true } : {}),
    ...(message.priority !== null && kind === 'Chatroom' ? { chatroom_msg_level: message.priority } : {}),
  }
}
