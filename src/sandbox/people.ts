/** One login. `res` is what a single one is logged out by. */
export interface Device {
  readonly res: string
  readonly device_uuid: string
  readonly device_name: string
}

export interface PushBinding {
  readonly device_id: string
  readonly device_token: string
  readonly notifier_name: string
}

/** Keys that were never set are missing. */
export interface PushSetting {
  readonly type?: string
  readonly ignoreInterval?: string
  /** The end in milliseconds, though the request has a length. */
  readonly ignoreDuration?: number
}

export interface PushTemplate {
  readonly name: string
  readonly createAt: number
  readonly updateAt: number
  readonly title_pattern: string
  readonly content_pattern: string
}

export const MUTE_KINDS = ['chat', 'groupchat', 'chatroom'] as const
export type MuteKind = (typeof MUTE_KINDS)[number]

/** `serial` orders lists by the time of the entry; `endMs` is a time, or NEVER. */
export interface Expiring {
  readonly serial: number
  readonly endMs: number
}

/** What a user shows to its subscribers. */
export interface Presence {
  /** Milliseconds. */
  readonly changed: number
  readonly ext: string
  /** Status by device. */
  readonly statuses: ReadonlyMap<string, string>
}

/** What a user has beside its account. It goes when the user goes. */
export interface Person {
  /** By `res`; nobody who is offline has one. */
  readonly devices: Map<string, Device>
  /** The id of the last message before it went offline; later ones wait. Not a time: the demo world may be ahead. */
  lastDelivered: bigint
  /** What `PUT /users/{username}` set, under the vendor's keys, shown with the account. */
  readonly notifications: Map<string, boolean | number | string>
  /** By device id, the newest last. */
  readonly pushBindings: Map<string, PushBinding>
  /** By kind and key of the conversation, such as `user/u0001`. */
  readonly pushSettings: Map<string, PushSetting>
  pushLanguage: string | undefined
  pushTemplate: string | undefined
  /** Serial number by the name of who is blocked. */
  readonly blocks: Map<string, number>
  readonly mutes: Map<MuteKind, Expiring>
  presence: Presence | undefined
  /** By the name of whose presence is watched. */
  readonly subscriptions: Map<string, Expiring>
}

export function createPerson(): Person {
  return {
    devices: new Map(),
    lastDelivered: 0n,
    notifications: new Map(),
    pushBindings: new Map(),
    pushSettings: new Map(),
    pushLanguage: undefined,
    pushTemplate: undefined,
    blocks: new Map(),
    mutes: new Map(),
    presence: undefined,
    subscriptions: new Map(),
  }
}
