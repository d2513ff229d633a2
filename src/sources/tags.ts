/**
 * Names of facts that writes change. A read that carries a tag is stale as soon as a write touches it; a list is also
 * known by its tag in the cursors that continue it.
 */
export const USERS_TAG = 'users'
/** The super admins of chatrooms. */
export const SUPER_ADMINS_TAG = 'superadmins'

/** Whether the name is registered, and with it whether lists of that name exist. */
export const accountTag = (username: string) => `account:${username}`
export const profileTag = (username: string) => `profile:${username}`
export const statusTag = (username: string) => `status:${username}`
export const contactsTag = (username: string) => `contacts:${username}`

type Prefix = 'group' | 'chatroom'

/** The list of all of them. */
export const allTag = (prefix: Prefix) => `${prefix}s`
export const gatheringTag = (prefix: Prefix, id: string) => `${prefix}:${id}`
/** The detail of each of them: for what changes some without telling which. */
export const allDetailsTag = (prefix: Prefix) => `${prefix}-details`
/** Those of a user. */
export const joinedTag = (prefix: Prefix, username: string) => `joined-${prefix}s:${username}`
/** Those of each user, whoever it is: for what changes one without telling whose lists it is in. */
export const allJoinedTag = (prefix: Prefix) => `joined-${prefix}s`
/** One of its lists (admins, mutes …): to change that leaves its detail as it is. */
export const listTag = (prefix: Prefix, id: string, list: string) => `${prefix}:${id}:${list}`
