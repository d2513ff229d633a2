import { InputError } from '../upstream/errors.ts'
import { readDigits, readUsername } from './input.ts'
import type { RecipientKind } from './message.ts'
import { ALL_WAITING_TAG, waitingTag } from './tags.ts'

/** Where something was said: exactly one of these. */
export interface NewConversation {
  readonly user?: string | null | undefined
  readonly group?: string | null | undefined
  readonly chatroom?: string | null | undefined
}

export interface Conversation<Kind extends RecipientKind = RecipientKind> {
  readonly kind: Kind
  /** A name, or the id of a group or chatroom. */
  readonly target: string
}

/** What the service calls each kind of conversation. */
export const CHAT_TYPES = { User: 'chat', Group: 'groupchat', Chatroom: 'chatroom' } as const

export function readConversation({ user, group, chatroom }: NewConversation, argument: string): Conversation {
  if (user) return { kind: 'User', target: readUsername(user, `${argument}.user`) }
  if (group) return { kind: 'Group', target: readDigits(group, `${argument}.group`) }
  if (chatroom) return { kind: 'Chatroom', target: readDigits(chatroom, `${argument}.chatroom`) }
  throw new InputError(argument, 'must have exactly one of its fields')
}

/** The same for what the service does not offer for chatrooms. */
export function readLastingConversation(
  given: NewConversation,
  argument: string,
): Conversation<'User' | 'Group'> {
  const { kind, target } = readConversation(given, argument)
  if (kind !== 'Chatroom') return { kind, target }
  throw new InputError(`${argument}.chatroom`, 'must be a user or a group: the service cannot do it there')
}

/** For whom what is said there may wait; chatrooms keep nothing for those who are away. */
export function waitingTagsIn({ kind, target }: Conversation): readonly string[] {
  if (kind === 'User') return [waitingTag(target)]
  return kind === 'Group' ? [ALL_WAITING_TAG] : []
}
