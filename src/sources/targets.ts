import { InputError } from '../upstream/errors.ts'
import { readDigits, readSome, readUsername } from './input.ts'
import { type Recipient, type RecipientKind, toRecipient } from './message.ts'
import { ALL_WAITING_TAG, waitingTag } from './tags.ts'

type Names = readonly string[] | null | undefined

/** Who gets a message: exactly one of these. */
export interface NewTargets {
  readonly users?: Names
  readonly groups?: Names
  readonly chatrooms?: Names
  /** Some members of one group or chatroom; the others do not see it. */
  readonly groupMembers?:
    | { readonly groupId: string; readonly usernames: readonly string[] }
    | null
    | undefined
  readonly chatroomMembers?:
    | { readonly chatroomId: string; readonly usernames: readonly string[] }
    | null
    | undefined
}

/** The group or chatroom of a message to some of its members. */
interface Within {
  readonly kind: 'Group' | 'Chatroom'
  readonly id: string
}

export interface Targets {
  readonly kind: RecipientKind
  readonly ids: readonly string[]
  /** Null for all others than `groupMembers` and `chatroomMembers`. */
  readonly within: Within | null
}

export function readTargets(to: NewTargets): Targets {
  const { users, groups, chatrooms, groupMembers, chatroomMembers } = to
  if (users) return { kind: 'User', ids: readSome(users, 'to.users', readUsername), within: null }
  if (groups) return { kind: 'Group', ids: readSome(groups, 'to.groups', readDigits), within: null }
  if (chatrooms) {
    return { kind: 'Chatroom', ids: readSome(chatrooms, 'to.chatrooms', readDigits), within: null }
  }
  if (groupMembers) return readMembers('Group', groupMembers.groupId, groupMembers.usernames)
  if (chatroomMembers) return readMembers('Chatroom', chatroomMembers.chatroomId, chatroomMembers.usernames)
  throw new InputError('to', 'must have exactly one of its fields')
}

const ARGUMENTS = {
  Group: { id: 'to.groupMembers.groupId', usernames: 'to.groupMembers.usernames' },
  Chatroom: { id: 'to.chatroomMembers.chatroomId', usernames: 'to.chatroomMembers.usernames' },
} as const

function readMembers(kind: Within['kind'], id: string, usernames: readonly string[]): Targets {
  const within = { kind, id: readDigits(id, ARGUMENTS[kind].id) }
  return { kind: 'User', ids: readSome(usernames, ARGUMENTS[kind].usernames, readUsername), within }
}

const WHOLE = {
  User: 'message-send-users',
  Group: 'message-send-groups',
  Chatroom: 'message-send-rooms',
} as const

const TO_MEMBERS = { Group: 'message-send-group-targeted', Chatroom: 'message-send-room-targeted' } as const

export type SendOperation = (typeof WHOLE)[keyof typeof WHOLE] | (typeof TO_MEMBERS)[keyof typeof TO_MEMBERS]

export function operationOf({ kind, within }: Targets): SendOperation {
  return within === null ? WHOLE[kind] : TO_MEMBERS[within.kind]
}

/** Where one call says who gets it. */
export function addressesOf({ ids, within }: Targets) {
  return within === null ? { to: ids } : { to: [within.id], users: ids }
}

/** Whom the message to one of them is said to, and so where its conversation is. */
export function recipientOf({ kind, within }: Targets, target: string): Recipient {
  return within === null ? toRecipient(kind, target) : toRecipient(within.kind, within.id)
}

/** For whom it may wait now; chatrooms keep nothing for those who are away. */
export function waitingTagsOf({ kind, ids }: Targets): readonly string[] {
  if (kind === 'User') return ids.map(waitingTag)
  return kind === 'Group' ? [ALL_WAITING_TAG] : []
}
