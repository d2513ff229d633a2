export type GatheringKind = 'Group' | 'Chatroom'

/** Where the service keeps groups, or chatrooms: the operations of each, and the part of their paths with the id. */
export interface GatheringPlace<Kind extends GatheringKind> {
  readonly kind: Kind
  readonly idPart: 'group_id' | 'chatroom_id'
  /** What clients call that id. */
  readonly idArgument: 'groupId' | 'chatroomId'
  readonly detail: 'group-get' | 'chatroom-get'
  readonly memberPage: 'group-member-list' | 'chatroom-member-list'
  readonly addMembers: 'group-member-add-batch' | 'chatroom-member-add-batch'
  readonly removeMembers: 'group-member-remove' | 'chatroom-member-remove'
  readonly remove: 'group-delete' | 'chatroom-delete'
  /** Whether somebody is a member: the service has this question for groups only. */
  readonly isMember?: 'group-is-joined'
  /** All of them. */
  readonly allTag: string
  readonly tagOf: (id: string) => string
  /** Those of a user. */
  readonly joinedTag: (username: string) => string
  /** Those of each user. */
  readonly allJoinedTag: string
}
