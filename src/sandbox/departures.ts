import type { Gathering, Store } from './store.ts'

/** A member leaves, and with it goes all that only members have: its rights, its mute, its attributes, its threads. */
export function leaveGathering(store: Store, gathering: Gathering, username: string): void {
  const { members, admins, allowed, mutes, memberAttributes, attributes } = gathering
  for (const listed of [members, admins, allowed, mutes, memberAttributes]) listed.delete(username)
  for (const [key, attribute] of attributes) {
    if (attribute.autoDelete && attribute.owner === username) attributes.delete(key)
  }
  for (const thread of store.threads.values()) {
    if (thread.groupId === gathering.id) thread.members.delete(username)
  }
}

/** A group or a chatroom ends, and the threads on its messages with it. */
export function closeGathering(store: Store, { id }: Gathering): void {
  store.groups.delete(id)
  store.chatrooms.delete(id)
  for (const thread of store.threads.values()) {
    if (thread.groupId === id) store.threads.delete(thread.id)
  }
}
