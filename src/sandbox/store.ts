import { closeGathering, leaveGathering } from './departures.ts'
import { createMessageActs, type MessageActs } from './messageacts.ts'
import { createPerson, type Person, type PushTemplate } from './people.ts'

/** A registered user. `nickname` is the push nickname; the one people see is a user attribute. */
export interface StoredUser extends Person {
  readonly serial: number
  readonly uuid: string
  readonly username: string
  password: string
  nickname: string | undefined
  readonly created: number
  modified: number
  activated: boolean
  online: boolean
}

export interface StoredContact {
  readonly serial: number
  readonly username: string
  remark: string | null
}

/** What groups and chatrooms have in common, which is nearly everything. */
export interface Gathering {
  readonly serial: number
  readonly id: string
  readonly created: number
  lastModified: number
  owner: string
  /** Join time in milliseconds by user name, in order of joining. The owner is in it. */
  readonly members: Map<string, number>
  name: string
  description: string
  avatar: string
  custom: string
  /** Counts the owner too. */
  maxusers: number
  public: boolean
  membersonly: boolean
  allowinvites: boolean
  invite_need_confirm: boolean
  mute: boolean
  disabled: boolean
  announcement: string
  /** Members that may manage it; the owner is none of them. */
  readonly admins: Set<string>
  /** Who was put out and may not come back; none of them is a member. */
  readonly blocked: Set<string>
  /** Members that may speak while everybody is muted. */
  readonly allowed: Set<string>
  /** When each muted member may speak again: a time in milliseconds, or NEVER. */
  readonly mutes: Map<string, number>
  /** Groups only: attribute by key, by member. */
  readonly memberAttributes: Map<string, Map<string, string>>
  /** Groups only: by id, in order of sharing. */
  readonly files: Map<string, SharedFile>
  /** Chatrooms only: by key. */
  readonly attributes: Map<string, RoomAttribute>
}

export interface SharedFile {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly created: number
  readonly bytes: Buffer
}

/** What was uploaded for a message. */
export interface StoredFile {
  readonly uuid: string
  readonly name: string
  readonly bytes: Buffer
  /** Without one anybody of the application may download it. */
  readonly secret: string | undefined
  /** In milliseconds. */
  expires: number
}

export interface RoomAttribute {
  readonly value: string
  /** Who set it last; others need force. */
  readonly owner: string
  /** Goes when its owner leaves the chatroom. */
  readonly autoDelete: boolean
}

/** Hangs on one message of a group. */
export interface StoredThread {
  readonly serial: number
  readonly id: string
  readonly groupId: string
  readonly messageId: string
  readonly created: number
  readonly owner: string
  name: string
  /** A serial number by user name, in order of joining; the owner is in it. */
  readonly members: Map<string, number>
}

export type TargetType = 'users' | 'chatgroups' | 'chatrooms'

/** One message to one target; a send to three targets leaves three of these. */
export interface SentMessage {
  readonly id: string
  readonly from: string
  readonly targetType: TargetType
  readonly target: string
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
  readonly ext: Readonly<Record<string, unknown>> | undefined
  readonly time: number
  /** Nobody gets it later who is not connected now. */
  readonly onlineOnly?: boolean
  /** Of a message to some members of a group or chatroom: who they are. Nobody else gets it. */
  readonly only?: readonly string[]
}

export type BroadcastKind = 'users' | 'online' | 'chatrooms'

/** One message to everybody. It is in no conversation. */
export interface Broadcast {
  readonly id: string
  readonly kind: BroadcastKind
  readonly from: string
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
  readonly ext: Readonly<Record<string, unknown>> | undefined
  readonly time: number
}

/** Everything the sandbox remembers. Tests may read and change it directly. */
export interface Store {
  readonly users: Map<string, StoredUser>
  /** Attribute by key, by user name. Kept apart from `users`: the vendor does not check that the user exists. */
  readonly attributes: Map<string, Map<string, string>>
  /** Contact by contact's name, by user name. */
  readonly contacts: Map<string, Map<string, StoredContact>>
  readonly groups: Map<string, Gathering>
  readonly chatrooms: Map<string, Gathering>
  /** In the order of sending; `records.ts` shows them as histories do. */
  readonly messages: SentMessage[]
  /** What was done with messages after they were sent. */
  readonly acts: MessageActs
  readonly broadcasts: Broadcast[]
  /** Attachments by uuid, in order of their coming. */
  readonly files: Map<string, StoredFile>
  /** When files of the history were asked for of late, in milliseconds. */
  readonly historyCalls: number[]
  readonly threads: Map<string, StoredThread>
  /** Users who may create chatrooms. */
  readonly superAdmins: Set<string>
  /** Push templates of the application, by name. */
  readonly pushTemplates: Map<string, PushTemplate>
  /** When each token expires, in milliseconds. */
  readonly tokens: Map<string, number>
  /** Grows by one for each thing made; cursors are made of it, so paging survives what happens in between. */
  nextSerial(): number
  nextGroupId(): string
  nextChatroomId(): string
  nextThreadId(): string
  /** Digits above 2^53, so that a client that reads them as numbers is found out. */
  nextMessageId(): string
}

export function createStore(): Store {
  let serial = 0
  let groupId = 200_000_000_000_000
  let chatroomId = 300_000_000_000_000
  let threadId = 400_000_000_000_000
  let messageId = 1_029_457_500_870_543_735n
  return {
    users: new Map(),
    attributes: new Map(),
    contacts: new Map(),
    groups: new Map(),
    chatrooms: new Map(),
    messages: [],
    acts: createMessageActs(),
    broadcasts: [],
    files: new Map(),
    historyCalls: [],
    threads: new Map(),
    superAdmins: new Set(),
    pushTemplates: new Map(),
    tokens: new Map(),
    nextSerial: () => ++serial,
    nextGroupId: () => String(++groupId),
    nextChatroomId: () => String(++chatroomId),
    nextThreadId: () => String(++threadId),
    nextMessageId: () => String(++messageId),
  }
}

export interface NewUser {
  readonly username: string
  readonly password: string
  readonly nickname?: string | undefined
  readonly created: number
  readonly online?: boolean
}

export function addUser(
  store: Store,
  { username, password, nickname, created, online = false }: NewUser,
): StoredUser {
  const serial = store.nextSerial()
  const uuid = `${serial.toString(16).padStart(8, '0')}-e978-11e8-b697-5d598d5f8402`
  const user = {
    serial,
    uuid,
    username,
    password,
    nickname,
    created,
    modified: created,
    activated: true,
    online,
    ...createPerson(),
  }
  store.users.set(username, user)
  return user
}

/** Removes the user from wherever it occurs; groups and chatrooms that it owns go with it. */
export function removeUser(store: Store, username: string): void {
  store.users.delete(username)
  store.attributes.delete(username)
  store.contacts.delete(username)
  for (const contacts of store.contacts.values()) contacts.delete(username)
  for (const { blocks, subscriptions } of store.users.values()) {
    blocks.delete(username)
    subscriptions.delete(username)
  }
  store.superAdmins.delete(username)
  for (const gatherings of [store.groups, store.chatrooms]) {
    for (const gathering of gatherings.values()) {
      if (gathering.owner === username) closeGathering(store, gathering)
      else if (gathering.members.has(username)) leaveGathering(store, gathering, username)
      gathering.blocked.delete(username)
    }
  }
}

/** What a new gathering must have; the rest starts empty and open. */
export type NewGathering = Pick<Gathering, 'id' | 'created' | 'owner' | 'name' | 'maxusers'> &
  Partial<Omit<Gathering, 'serial' | 'members'>> & { readonly usernames: Iterable<string> }

export function createGathering(store: Store, made: NewGathering): Gathering {
  const { usernames, ...given } = made
  const joined = new Set([given.owner, ...usernames])
  return {
    description: '',
    avatar: '',
    custom: '',
    public: true,
    membersonly: false,
    allowinvites: false,
    invite_need_confirm: true,
    mute: false,
    disabled: false,
    announcement: '',
    admins: new Set(),
    blocked: new Set(),
    allowed: new Set(),
    mutes: new Map(),
    memberAttributes: new Map(),
    files: new Map(),
    attributes: new Map(),
    lastModified: given.created,
    ...given,
    serial: store.nextSerial(),
    members: new Map([...joined].map((username) => [username, given.created])),
  }
}

/** A contact is mutual: each of the two gets the other, and the remark is the owner's alone. */
export function addContact(store: Store, owner: string, friend: string): void {
  addOneWay(store, owner, friend)
  addOneWay(store, friend, owner)
}

function addOneWay(store: Store, owner: string, username: string): void {
  const contacts = contactsOf(store, owner)
  if (!contacts.has(username)) contacts.set(username, { serial: store.nextSerial(), username, remark: null })
}

export function contactsOf(store: Store, username: string): Map<string, StoredContact> {
  const known = store.contacts.get(username)
  if (known) return known
  const none = new Map<string, StoredContact>()
  store.contacts.set(username, none)
  return none
}
