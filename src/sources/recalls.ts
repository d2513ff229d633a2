import type { ReplyOf } from '../upstream/contract.ts'
import type { UpstreamCode } from '../upstream/errors.ts'
import type { Change } from './changes.ts'
import {
  CHAT_TYPES,
  type Conversation,
  type NewConversation,
  readConversation,
  waitingTagsIn,
} from './conversations.ts'
import { readByName, readDigits, readUpTo, readUsername } from './input.ts'
import { toId } from './spelling.ts'
import { reactionsTag } from './tags.ts'

interface MessageToRecall {
  readonly messageId: string
  /** Where it was said. */
  readonly to: NewConversation
}

export interface NewRecall {
  readonly messages: readonly MessageToRecall[]
  /** Who takes them back; the app itself unless it is said. */
  readonly recalledBy?: string | null | undefined
  /** Also what is too old, or no longer stored. */
  readonly force?: boolean | null | undefined
  /** Also on the sender's own devices; only of messages to single users. */
  readonly syncToDevices?: boolean | null | undefined
  /** For the client apps. */
  readonly extensionInfo?: string | null | undefined
}

const LONGEST_EXTENSION = 1024

/** The messages by their ids, and what the call says of all of them. */
export function readRecall(given: NewRecall) {
  const conversations = readByName(
    given.messages,
    { argument: 'messages', field: 'messageId' },
    ({ messageId, to }, at) => [readDigits(messageId, `${at}.messageId`), readConversation(to, `${at}.to`)],
  )
  const { force, syncToDevices, recalledBy, extensionInfo } = given
  const shared = {
    force: force ?? false,
    ...(recalledBy == null ? {} : { from: readUsername(recalledBy, 'recalledBy') }),
    ...(extensionInfo == null
      ? {}
      : { recallMessageExtensionInfo: readUpTo(extensionInfo, 'extensionInfo', LONGEST_EXTENSION) }),
  }
  return { conversations, shared, syncToDevices: syncToDevices ?? true }
}

/**
 * Takes messages of any conversations back. Each is told apart, where the service does it: else its refusal of a whole
 * call is narrowed down to those that it is about. Source: operation `message-recall-batch`.
 */
export function recallingMessages({
  conversations,
  shared,
  syncToDevices,
}: ReturnType<typeof readRecall>): Change<'message-recall-batch'> {
  const placesOf = (ids: readonly string[]) =>
    ids.flatMap((id): (readonly [string, Conversation])[] => {
      const conversation = conversations.get(id)
      return conversation === undefined ? [] : [[id, conversation]]
    })
  return {
    lane: 'membership',
    operation: 'message-recall-batch',
    call: (ids) => ({
      body: {
        msgs: placesOf(ids).map(([id, { kind, target }]) => ({
          ...{ msg_id: id, to: target, chat_type: CHAT_TYPES[kind], ...shared },
          ...(kind === 'User' ? { sync_device: syncToDevices } : {}),
        })),
      },
    }),
    tagsOf: (ids) => [
      ...ids.map(reactionsTag),
      ...placesOf(ids).flatMap(([, conversation]) => waitingTagsIn(conversation)),
    ],
    told: (reply) =>
      new Map(rowsIn(reply).map(({ msg_id, recalled }) => [toId(msg_id ?? ''), fateIn(recalled)])),
    // One that is too old need not keep the others.
    aboutSome: ['TOO_LATE'],
    apart: true,
  }
}

function rowsIn(reply: ReplyOf<'message-recall-batch'>) {
  return 'data' in reply ? reply.data : reply.msgs
}

/** The same words as those of refusals. */
function fateIn(word: string): boolean | UpstreamCode {
  if (word === 'yes') return true
  if (/time limit/i.test(word)) return 'TOO_LATE'
  return /not.?found/i.test(word) ? 'NOT_FOUND' : 'NOT_ALLOWED'
}
