/**
 * Names of facts that writes change. A read that carries a tag is stale as soon as a write touches it; a list is also
 * known by its tag in the cursors that continue it.
 */
export const USERS_TAG = 'users'
export const GROUPS_TAG = 'groups'
export const CHATROOMS_TAG = 'chatrooms'
/** The groups of each user, whoever it is: for what changes a group without telling whose lists it is in. */
export const JOINED_GROUPS_TAG = 'joined-groups'
export const JOINED_CHATROOMS_TAG = 'joined-chatrooms'

/** Whether the name is registered, and with it whether lists of that name exist. */
export const accountTag = (username: string) => `account:${username}`
export const profileTag = (username: string) => `profile:${username}`
export const contactsTag = (username: string) => `contacts:${username}`
export const joinedGroupsTag = (username: string) => `joined-groups:${username}`
export const joinedChatroomsTag = (username: string) => `joined-chatrooms:${username}`
export const groupTag = (groupId: string) => `group:${groupId}`
export const chatroomTag = (chatroomId: string) => `chatroom:${chatroomId}`
