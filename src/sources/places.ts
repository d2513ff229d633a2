import { allTag, DELETIONS_TAG, gatheringTag, joinedTag, listTag } from './tags.ts'

export type GatheringKind = 'Group' | 'Chatroom'

/**
 * Where the service keeps groups, or chatrooms. Its operations on both are the same but for how their ids begin
 * (`group-mute-add`, `chatroom-mute-add`), and so are the parts of their paths, our arguments and our tags.
 */
export interface GatheringPlace<Kind extends GatheringKind = GatheringKind> {
  readonly kind: Kind
  readonly prefix: 'group' | 'chatroom'
}

export const GROUPS: GatheringPlace<'Group'> = { kind: 'Group', prefix: 'group' }
export const CHATROOMS: GatheringPlace<'Chatroom'> = { kind: 'Chatroom', prefix: 'chatroom' }

/** The path of one of them. */
export function pathOf({ prefix }: GatheringPlace, id: string | readonly string[]) {
  return { [`${prefix}_id`]: id }
}

/** The facts that a change of members touches. */
export function memberTagsOf({ prefix }: GatheringPlace, id: string, usernames: readonly string[]): string[] {
  return [gatheringTag(prefix, id), allTag(prefix), ...usernames.map((name) => joinedTag(prefix, name))]
}

/** What makes one of its lists stale: a change of the list, of the whole, or of all of them. */
export function listTagsOf({ prefix }: GatheringPlace, id: string, list: string): string[] {
  return [gatheringTag(prefix, id), DELETIONS_TAG, listTag(prefix, id, list)]
}
