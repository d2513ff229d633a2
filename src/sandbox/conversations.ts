import type { SentMessage, Store } from './store.ts'

/** What each kind of target is called where a conversation is meant. */
export const CHAT_TYPES = { users: 'chat', chatgroups: 'groupchat', chatrooms: 'chatroom' } as const

/** A message that nobody has taken back. */
export function findMessage({ messages, acts }: Store, id: string): SentMessage | undefined {
  return acts.recalled.has(id) ? undefined : messages.find((message) => message.id === id)
}

/** Whether somebody can see the message: who says it, and whoever it is said to. */
export function isIn(
  store: Store,
  { from, targetType, target, only }: SentMessage,
  username: string,
): boolean {
  if (from === username) return true
  if (only !== undefined) return only.includes(username)
  if (targetType === 'users') return target === username
  const places = targetType === 'chatgroups' ? store.groups : store.chatrooms
  return places.get(target)?.members.has(username) ?? false
}
