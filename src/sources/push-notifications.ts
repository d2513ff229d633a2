import type { ReplyOf } from '../upstream/contract.ts'
import { InputError } from '../upstream/errors.ts'
import { readDigits, readUsername, readWhole } from './input.ts'
import { singleRead } from './singles.ts'
import { present, toDate } from './spelling.ts'
import { ANYBODY_TAG, accountTag, pushTag } from './tags.ts'

const MODES = ['DEFAULT', 'ALL', 'AT', 'NONE'] as const
export type PushMode = (typeof MODES)[number]

/** A span of each day, as `HH:MM`. */
export interface QuietHours {
  readonly from: string
  readonly to: string
}

/** Which messages of a conversation, or of all, are pushed. Null is what was never set. */
export interface PushNotification {
  readonly mode: PushMode | null
  readonly quietHours: QuietHours | null
  /** In the past when it is over. */
  readonly mutedUntil: Date | null
}

/** One conversation of a user; that with oneself stands for all of them. */
interface Conversation {
  readonly username: string
  readonly chattype: 'user' | 'chatgroup'
  readonly key: string
}

/** Cost: one call per conversation. Source: operation `push-setting-get`. */
export const notifications = singleRead({
  operation: 'push-setting-get',
  lifetime: 'account',
  tagsOf: (conversation: Conversation) => [
    conversationTag(conversation),
    accountTag(conversation.username),
    ANYBODY_TAG,
  ],
  call: ({ ...path }) => ({ path }),
  value: ({ data }) => toNotification(data),
})

export function conversationTag({ username, chattype, key }: Conversation): string {
  return pushTag(username, `${chattype}/${key}`)
}

type SettingRow = ReplyOf<'push-setting-get'>['data']

/** The service takes the length of a silence, and answers the time of its end. */
function toNotification({ type, ignoreInterval, ignoreDuration }: SettingRow): PushNotification {
  return {
    mode: MODES.find((mode) => mode === type) ?? null,
    quietHours: toQuietHours(ignoreInterval ?? ''),
    mutedUntil: ignoreDuration ? toDate(ignoreDuration) : null,
  }
}

/** `21:30-08:00`, also without the zero in front. */
function toQuietHours(interval: string): QuietHours | null {
  const [, from, to] = /^(\d{1,2}:\d{2})-(\d{1,2}:\d{2})$/.exec(interval) ?? []
  return from === undefined || to === undefined
    ? null
    : { from: from.padStart(5, '0'), to: to.padStart(5, '0') }
}

/** Whose messages are meant: those of a peer, of a group, or with neither all. */
export interface ConversationChoice {
  readonly peer?: string | null | undefined
  readonly groupId?: string | null | undefined
}

export function readConversation(username: string, { peer, groupId }: ConversationChoice): Conversation {
  if (peer != null && groupId != null) throw new InputError('groupId', 'must not be given beside peer')
  if (groupId != null) return { username, chattype: 'chatgroup', key: readDigits(groupId, 'groupId') }
  return { username, chattype: 'user', key: peer == null ? username : readUsername(peer, 'peer') }
}

export interface NotificationChange {
  readonly mode?: PushMode | null | undefined
  readonly quietHours?: QuietHours | null | undefined
  /** 0 ends a silence. */
  readonly muteForSeconds?: number | null | undefined
}

const MOST_MUTED_SECONDS = 7 * 24 * 3600

/** As the service takes it. Refuses a change of nothing. */
export function toSettingRow({ mode, quietHours, muteForSeconds }: NotificationChange) {
  const row = present({
    type: mode,
    ignoreInterval: quietHours == null ? undefined : readQuietHours(quietHours),
    ignoreDuration:
      muteForSeconds == null
        ? undefined
        : readWhole(muteForSeconds, 'muteForSeconds', {
            least: 0,
            most: MOST_MUTED_SECONDS,
            unit: 'seconds',
          }) * 1000,
  })
  if (Object.keys(row).length === 0)
    throw new InputError('input', 'must set mode, quietHours or muteForSeconds')
  return row
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

function readQuietHours({ from, to }: QuietHours): string {
  return `${readTime(from, 'quietHours.from')}-${readTime(to, 'quietHours.to')}`
}

function readTime(time: string, argument: string): string {
  if (TIME.test(time)) return time
  throw new InputError(argument, 'must be a time of the day from "00:00" to "23:59"')
}
