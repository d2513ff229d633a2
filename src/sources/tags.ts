/**
 * Names of facts that writes change. A read that carries a tag is stale as soon as a write touches it; a list is also
 * known by its tag in the cursors that continue it.
 */
export const USERS_TAG = 'users'
/** The super admins of chatrooms. */
export const SUPER_ADMINS_TAG = 'superadmins'

/**
 * Somebody is gone, and with them their groups and chatrooms: for all lists, because they may stand in any, and for
 * details. What is known of a single user goes stale by that user's own tags.
 */
export const DELETIONS_TAG = 'deletions'
/** What is known of each user: for what changes some without telling which. */
export const ANYBODY_TAG = 'anybody'

/** Whether the name is registered, and with it whether lists of that name exist. */
export const accountTag = (username: string) => `account:${username}`
/** All attributes of all users, taken together. */
export const PROFILES_TAG = 'profiles'
export const profileTag = (username: string) => `profile:${username}`
export const statusTag = (username: string) => `status:${username}`
/** Of anybody: for what counts who is connected. */
export const STATUSES_TAG = 'status'
/** Where they may not write. */
export const globalMuteTag = (username: string) => `global-mute:${username}`
export const GLOBAL_MUTES_TAG = 'mutes'
/** What waits for them while they are away. */
export const waitingTag = (username: string) => `waiting:${username}`
/** The same of everybody: for messages to many that do not name them. */
export const ALL_WAITING_TAG = 'waiting'
/** Who reacted to a message, and how. */
export const reactionsTag = (messageId: string) => `reactions:${messageId}`
export const contactsTag = (username: string) => `contacts:${username}`
/** Whom the user blocks. */
export const blocksTag = (username: string) => `blocks:${username}`
/** One part of what a user set for pushes, besides what comes with the registration. */
export const pushTag = (username: string, part: string) => `push:${username}:${part}`
export const templateTag = (name: string) => `template:${name}`

type Prefix = 'group' | 'chatroom'

/** The list of all of them. */
export const allTag = (prefix: Prefix) => `${prefix}s`
export const gatheringTag = (prefix: Prefix, id: string) => `${prefix}:${id}`
/** Those of a user. */
export const joinedTag = (prefix: Prefix, username: string) => `joined-${prefix}s:${username}`
/** Those of each user, whoever it is: for what changes one without telling whose lists it is in. */
export const allJoinedTag = (prefix: Prefix) => `joined-${prefix}s`
/** One of its lists (admins, mutes …): to change that leaves its detail as it is. */
export const listTag = (prefix: Prefix, id: string, list: string) => `${prefix}:${id}:${list}`

/** The list of all threads. */
export const THREADS_TAG = 'threads'
export const threadMembersTag = (threadId: string) => `thread:${threadId}:members`
/** The threads that a user is in. */
export const joinedThreadsTag = (username: string) => `joined-threads:${username}`
/** Those of each user: for what changes a thread without telling who is in it. */
export const ALL_JOINED_THREADS_TAG = 'threads:joined'

/** What a user shows of their devices. */
export const presenceTag = (username: string) => `presence:${username}`
/** Whose presence a user watches. */
export const subscriptionsTag = (username: string) => `subscriptions:${username}`
