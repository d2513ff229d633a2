import { InputError } from '../upstream/errors.ts'
import { type MessageBody, type NewBody, toMessageBody } from './bodies.ts'
import { chunksOf } from './chunks.ts'
import { fateOf } from './fate.ts'
import { readSome, readUsername } from './input.ts'
import type { Job, JobsSource } from './jobs.ts'
import { DEEPEST, isDeeperThan } from './json.ts'
import { extWith, readKey } from './keys.ts'
import { withMark } from './marker.ts'
import { toRecipient } from './message.ts'
import type { Once, SendingClient } from './once.ts'
import { callOf, idsOf, type Notes, type SendResult, sentTo, type Template, toResult } from './sends.ts'
import { type NewTargets, operationOf, readTargets, type Targets } from './targets.ts'
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
  /** Sent in the background, however long it takes. */
  readonly asJob?: boolean | null | undefined
}

export interface Sent {
  readonly from: User
  /** One per target, in the order given; none of a job. */
  readonly results: readonly SendResult[]
  /** Null: it was sent at once. */
  readonly job: Job | null
}

export const PRIORITIES = { HIGH: 'high', NORMAL: 'normal', LOW: 'low' } as const

/** Body and ext together, in bytes: the service's limit since 2024. */
const LONGEST_MESSAGE = 5 * 1024

/** What each way to send needs. */
export interface Sending {
  readonly once: Once
  readonly files: Files
}

interface MessagesParts extends Sending {
  readonly notes: Notes
  readonly jobs: Pick<JobsSource, 'create'>
}

/** All this server knows about the REST side of messages. */
export function messagesSource({ once, files, notes, jobs }: MessagesParts) {
  return {
    /**
     * Sends one message to any number of targets.
     * The service does not check targets or sender: an unknown one counts as sent.
     * Cost: one call for each file that comes with it, and one per 600 users, 3 groups, 10 chatrooms, or 20 members of
     * one of them. Never repeated when the outcome is unclear. As a job no call now, and as many later.
     * Source: operations `message-send-users`, `message-send-groups`, `message-send-rooms`,
     * `message-send-group-targeted`, `message-send-room-targeted`.
     */
    async send({ idempotencyKey, asJob, ...message }: NewMessage): Promise<Sent> {
      const from = readUsername(message.from, 'from')
      const targets = readTargets(message.to)
      const key = readKey(idempotencyKey)
      // As it was read: two spellings of a name are one input.
      const input = { ...message, from, to: targets }
      const body = prepareBody(files, message.body)
      const keyed = extWith(message.ext, key)
      const ext = targets.within === null ? keyed : withMark(keyed)
      const templateOf = (whole: NewBody) => toTemplate({ ...message, from, body: whole, ext }, targets)
      if (asJob) {
        const job = await jobs.create(
          { mutation: 'sendMessage', key, input: { ...input, asJob } },
          templateOf(message.body),
          targets,
        )
        return { from: { username: from }, results: [], job }
      }
      // All that can be wrong is found before a file is uploaded.
      const expected = templateOf(body.expected)
      return once({ mutation: 'sendMessage', key, input }, async (client) => {
        const chunks = planned(client, targets)
        // Without a file nothing comes between the look at the line and a place in it.
        const template = body.upload === null ? expected : templateOf(await body.upload(client))
        const sent = await Promise.all(
          chunks.map((ids) => sendChunk({ client, notes }, template, { ...targets, ids })),
        )
        return { from: { username: from }, results: sent.flat(), job: null }
      })
    },
  }
}

/** The targets of each call. Refuses what cannot be sent in time. */
function planned(client: SendingClient, targets: Targets): readonly (readonly string[])[] {
  const operation = operationOf(targets)
  const max = client.batchMax(operation)
  const chunks = chunksOf(targets.ids, max)
  client.assertFits({
    lane: 'send',
    operation,
    calls: chunks.length,
    targetsPerCall: Math.min(max, targets.ids.length),
    advice: 'Send it in parts, or as a job (`asJob: true`).',
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
  if (isDeeperThan(DEEPEST, value))
    throw new InputError(argument, `must not be nested deeper than ${DEEPEST}`)
  return Buffer.byteLength(JSON.stringify(value))
}

async function sendChunk(
  { client, notes }: { readonly client: SendingClient; readonly notes: Notes },
  template: Template,
  targets: Targets,
): Promise<readonly SendResult[]> {
  try {
    const taken = await client.send({ lane: 'send', ...callOf(template, targets, notes) })
    const { timestamp } = taken
    const ids = idsOf(taken, targets)
    return targets.ids.map((target, index) => {
      const result = toResult(targets, target, ids[index])
      return { ...result, message: sentTo(template, targets, { ...result, timestamp }) }
    })
  } catch (error) {
    const fate = fateOf(error)
    return targets.ids.map((target) => ({
      ...{ recipient: toRecipient(targets.kind, target), target, messageId: null, message: null },
      ...fate,
    }))
  }
}
