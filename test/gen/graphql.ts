/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] }
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never }
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core'
/** A voice message that was uploaded before, or comes as `upload`. */
export type AudioBodyInput = {
  /** How long it is. */
  readonly durationSeconds: number
  /** The name that receivers see; needed with `url`, by default that of the `upload`. */
  readonly filename?: string | null | undefined
  /** The `share-secret` of the upload, when the file is restricted. */
  readonly secret?: string | null | undefined
  /** The file itself, to be uploaded first: 1 call more. Then neither `url` nor `secret` is given. */
  readonly upload?: unknown
  /** Address of the uploaded file: `https://{host}/{org}/{app}/chatfiles/{uuid}`; or leave it out and give `upload`. */
  readonly url?: string | null | undefined
}

/** What became of one item of a change on many. */
export type ChangeStatus =
  /** It is as asked for. Adding somebody who is there already is DONE too. Removing what is not there is FAILED with NOT_FOUND where the service tells it, else DONE: the mutation says which. */
  | 'DONE'
  /** It was not done; `error` says why. */
  | 'FAILED'
  /** No clear answer came: it may or may not have been done. Read it back before repeating. */
  | 'UNKNOWN'

/** Some members of one chatroom. */
export type ChatroomMembersTargetInput = {
  /** The chatroom. */
  readonly chatroomId: string
  /** Those of its members who get it. */
  readonly usernames: ReadonlyArray<string>
}

/** A command for the receiving app; people do not see it. */
export type CommandBodyInput = {
  /** What the app is to do. */
  readonly action: string
}

/** Anything the app made up. */
export type CustomBodyInput = {
  /** 1 to 32 of the characters a-z A-Z 0-9 - _ / . */
  readonly event: string
  /** Up to 16 keys, each with a text. */
  readonly extras?: { readonly [key: string]: unknown } | null | undefined
}

/** Any other file that was uploaded before, or comes as `upload`. */
export type FileBodyInput = {
  /** The name that receivers see; needed with `url`, by default that of the `upload`. */
  readonly filename?: string | null | undefined
  /** The `share-secret` of the upload, when the file is restricted. */
  readonly secret?: string | null | undefined
  /** The file itself, to be uploaded first: 1 call more. Then neither `url` nor `secret` is given. */
  readonly upload?: unknown
  /** Address of the uploaded file: `https://{host}/{org}/{app}/chatfiles/{uuid}`; or leave it out and give `upload`. */
  readonly url?: string | null | undefined
}

/** What a user entered as gender. */
export type Gender =
  /** Stored as 2. */
  | 'FEMALE'
  /** Stored as 1. */
  | 'MALE'
  /** Stored as 0, or as anything else. */
  | 'UNKNOWN'

/** Some members of one group. */
export type GroupMembersTargetInput = {
  /** The group. */
  readonly groupId: string
  /** Those of its members who get it. */
  readonly usernames: ReadonlyArray<string>
}

/** A picture that was uploaded before, or comes as `upload`. */
export type ImageBodyInput = {
  /** The name that receivers see; needed with `url`, by default that of the `upload`. */
  readonly filename?: string | null | undefined
  /** In pixels. */
  readonly height?: number | null | undefined
  /** The `share-secret` of the upload, when the file is restricted. */
  readonly secret?: string | null | undefined
  /** The file itself, to be uploaded first: 1 call more. Then neither `url` nor `secret` is given. */
  readonly upload?: unknown
  /** Address of the uploaded file: `https://{host}/{org}/{app}/chatfiles/{uuid}`; or leave it out and give `upload`. */
  readonly url?: string | null | undefined
  /** In pixels. */
  readonly width?: number | null | undefined
}

/** A place. */
export type LocationBodyInput = {
  /** What the place is called. */
  readonly address: string
  /** Degrees north. */
  readonly latitude: number
  /** Degrees east. */
  readonly longitude: number
}

/** The body of a message: exactly one of these. Body and `ext` together have at most 5 KB. */
export type MessageBodyInput =
  | {
      /** A voice message. */ readonly audio: AudioBodyInput
      readonly command?: never
      readonly custom?: never
      readonly file?: never
      readonly image?: never
      readonly location?: never
      readonly text?: never
      readonly video?: never
    }
  | {
      readonly audio?: never /** A command for the receiving app. */
      readonly command: CommandBodyInput
      readonly custom?: never
      readonly file?: never
      readonly image?: never
      readonly location?: never
      readonly text?: never
      readonly video?: never
    }
  | {
      readonly audio?: never
      readonly command?: never /** Anything the app made up. */
      readonly custom: CustomBodyInput
      readonly file?: never
      readonly image?: never
      readonly location?: never
      readonly text?: never
      readonly video?: never
    }
  | {
      readonly audio?: never
      readonly command?: never
      readonly custom?: never /** Any other file. */
      readonly file: FileBodyInput
      readonly image?: never
      readonly location?: never
      readonly text?: never
      readonly video?: never
    }
  | {
      readonly audio?: never
      readonly command?: never
      readonly custom?: never
      readonly file?: never /** A picture. */
      readonly image: ImageBodyInput
      readonly location?: never
      readonly text?: never
      readonly video?: never
    }
  | {
      readonly audio?: never
      readonly command?: never
      readonly custom?: never
      readonly file?: never
      readonly image?: never /** A place. */
      readonly location: LocationBodyInput
      readonly text?: never
      readonly video?: never
    }
  | {
      readonly audio?: never
      readonly command?: never
      readonly custom?: never
      readonly file?: never
      readonly image?: never
      readonly location?: never /** Text. */
      readonly text: TextBodyInput
      readonly video?: never
    }
  | {
      readonly audio?: never
      readonly command?: never
      readonly custom?: never
      readonly file?: never
      readonly image?: never
      readonly location?: never
      readonly text?: never /** A video. */
      readonly video: VideoBodyInput
    }

/** Which messages of a crowded chatroom are dropped last. */
export type MessagePriority =
  /** Dropped last. */
  | 'HIGH'
  /** Dropped first. */
  | 'LOW'
  /** The default. */
  | 'NORMAL'

/** Who gets the message: exactly one of these, with any number of targets. */
export type MessageTargetInput =
  | {
      /** Some members of one chatroom; the others do not see it. 1 call per 20, each of which makes one message. */
      readonly chatroomMembers: ChatroomMembersTargetInput
      readonly chatrooms?: never
      readonly groupMembers?: never
      readonly groups?: never
      readonly users?: never
    }
  | {
      readonly chatroomMembers?: never /** Chatrooms, by their ids in the service. 1 call per 10. */
      readonly chatrooms: ReadonlyArray<string>
      readonly groupMembers?: never
      readonly groups?: never
      readonly users?: never
    }
  | {
      readonly chatroomMembers?: never
      readonly chatrooms?: never /** Some members of one group; the others do not see it. 1 call per 20, each of which makes one message. */
      readonly groupMembers: GroupMembersTargetInput
      readonly groups?: never
      readonly users?: never
    }
  | {
      readonly chatroomMembers?: never
      readonly chatrooms?: never
      readonly groupMembers?: never /** Groups, by their ids in the service. 1 call per 3. */
      readonly groups: ReadonlyArray<string>
      readonly users?: never
    }
  | {
      readonly chatroomMembers?: never
      readonly chatrooms?: never
      readonly groupMembers?: never
      readonly groups?: never /** Names of users. 1 call per 600. */
      readonly users: ReadonlyArray<string>
    }

/** Whether a user has a connection to the service at this moment. */
export type OnlineStatus =
  /** No device is connected, or nobody has this name. Push messages still arrive. */
  | 'OFFLINE'
  /** At least one device is connected. */
  | 'ONLINE'

/** What a member may do in a group or chatroom. Admins count as members here; `isAdmin` tells them apart. */
export type Role =
  /** Everybody else. */
  | 'MEMBER'
  /** Made it, or was given it. */
  | 'OWNER'

/** A message, and who gets it. The service checks neither sender nor targets. */
export type SendMessageInput = {
  /** Answered at once with a `job` that is sent in the background, however long it takes; see `Job`. Under an `idempotencyKey` there is one job for each key. */
  readonly asJob?: boolean | null | undefined
  /** What it says. */
  readonly body: MessageBodyInput
  /** Anything that the app wants to travel along, but for the name `forSomeMembers`: with that this server marks messages to some members. */
  readonly ext?: { readonly [key: string]: unknown } | null | undefined
  /** Name of the sender. */
  readonly from: string
  /** Makes it safe to repeat: 1 to 128 printable characters of ASCII, new for each send, like a UUID. For 24 hours the same caller gets the same answer to the same input, without a call; to another input IDEMPOTENCY_KEY_REUSED. What is UNKNOWN stays so, and is not sent again. A send that failed as a whole, with an error or FAILED for every target, was not done: the same key tries again. Receivers find the key in `ext.idempotencyKey`. */
  readonly idempotencyKey?: string | null | undefined
  /** Names of users who get it, but do not find it again among the messages that the service stores for them. For users and whole groups only. */
  readonly leftOutOfRoamingOf?: ReadonlyArray<string> | null | undefined
  /** Whether members are asked to confirm that they read it. For whole groups only. */
  readonly needsReadReceipts?: boolean | null | undefined
  /** Only to those who are connected now; nobody else ever gets it. Not for chatrooms. */
  readonly onlineOnly?: boolean | null | undefined
  /** For whole chatrooms only. */
  readonly priority?: MessagePriority | null | undefined
  /** Also to the own devices of the sender. Groups always do; not for some members of a chatroom. */
  readonly syncToDevices?: boolean | null | undefined
  /** Who gets it. */
  readonly to: MessageTargetInput
}

/** What became of a message for one target. */
export type SendStatus =
  /** It was not sent, because its job was cancelled before. */
  | 'CANCELLED'
  /** It was certainly not sent; `error` says why. */
  | 'FAILED'
  /** The service took it. */
  | 'SENT'
  /** No clear answer came: it may have been sent. It is not sent again by itself, so that nobody gets it twice. */
  | 'UNKNOWN'

/** Text. */
export type TextBodyInput = {
  /** The text. */
  readonly content: string
}

/** A video that was uploaded before, or comes as `upload`, and its thumbnail, a file of its own. */
export type VideoBodyInput = {
  /** How long it is. */
  readonly durationSeconds: number
  /** The name that receivers see; needed with `url`, by default that of the `upload`. */
  readonly filename?: string | null | undefined
  /** The `share-secret` of the upload, when the file is restricted. */
  readonly secret?: string | null | undefined
  /** Size of the file; needed with `url`. */
  readonly sizeBytes?: number | null | undefined
  /** The `share-secret` of the thumbnail. */
  readonly thumbnailSecret?: string | null | undefined
  /** The thumbnail itself, to be uploaded before the video: 1 call more. */
  readonly thumbnailUpload?: unknown
  /** Address of the uploaded thumbnail. */
  readonly thumbnailUrl?: string | null | undefined
  /** The file itself, to be uploaded first: 1 call more. Then neither `url` nor `secret` is given. */
  readonly upload?: unknown
  /** Address of the uploaded file: `https://{host}/{org}/{app}/chatfiles/{uuid}`; or leave it out and give `upload`. */
  readonly url?: string | null | undefined
}

export type AnnounceMutationVariables = Exact<{
  input: SendMessageInput
}>

export type AnnounceMutation = {
  readonly sendMessage: {
    readonly results: ReadonlyArray<{
      readonly target: string
      readonly status: SendStatus
      readonly messageId: string | null
      readonly error: { readonly code: string; readonly message: string } | null
    }>
  } | null
}

export type ChangeMembershipMutationVariables = Exact<{
  groupId: string
  add: ReadonlyArray<string> | string
  remove: ReadonlyArray<string> | string
}>

export type ChangeMembershipMutation = {
  readonly addGroupMembers: {
    readonly group: { readonly id: string; readonly memberCount: number | null }
    readonly results: ReadonlyArray<{
      readonly username: string
      readonly status: ChangeStatus
      readonly error: { readonly code: string; readonly message: string } | null
    }>
  } | null
  readonly removeGroupMembers: {
    readonly group: {
      readonly id: string
      readonly memberCount: number | null
      readonly members: {
        readonly edges: ReadonlyArray<{ readonly role: Role; readonly node: { readonly username: string } }>
      } | null
    }
    readonly results: ReadonlyArray<{
      readonly username: string
      readonly status: ChangeStatus
      readonly error: { readonly code: string; readonly message: string } | null
    }>
  } | null
}

export type ChatroomLobbyQueryVariables = Exact<{ [key: string]: never }>

export type ChatroomLobbyQuery = {
  readonly chatrooms: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly chatroomId: string
        readonly name: string | null
        readonly description: string | null
        readonly memberCount: number | null
        readonly maxMembers: number | null
        readonly owner: {
          readonly username: string
          readonly profile: { readonly nickname: string | null } | null
        } | null
        readonly members: {
          readonly edges: ReadonlyArray<{
            readonly role: Role
            readonly node: { readonly username: string; readonly onlineStatus: OnlineStatus | null }
          }>
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
        } | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  } | null
}

export type GroupBoardQueryVariables = Exact<{
  groups?: number | null | undefined
  members?: number | null | undefined
}>

export type GroupBoardQuery = {
  readonly groups: {
    readonly edges: ReadonlyArray<{
      readonly cursor: string
      readonly node: {
        readonly id: string
        readonly groupId: string
        readonly name: string | null
        readonly description: string | null
        readonly memberCount: number | null
        readonly maxMembers: number | null
        readonly owner: {
          readonly username: string
          readonly profile: { readonly nickname: string | null; readonly avatarUrl: string | null } | null
        } | null
        readonly members: {
          readonly edges: ReadonlyArray<{
            readonly role: Role
            readonly node: {
              readonly username: string
              readonly onlineStatus: OnlineStatus | null
              readonly profile: { readonly nickname: string | null; readonly avatarUrl: string | null } | null
            }
          }>
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
        } | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  } | null
}

export type RefetchQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string
}>

export type RefetchQuery = {
  readonly nodes: ReadonlyArray<
    | { readonly __typename: 'AudioMessage'; readonly id: string }
    | {
        readonly __typename: 'Chatroom'
        readonly chatroomId: string
        readonly name: string | null
        readonly memberCount: number | null
        readonly id: string
      }
    | { readonly __typename: 'CombinedMessage'; readonly id: string }
    | { readonly __typename: 'CommandMessage'; readonly id: string }
    | { readonly __typename: 'CustomMessage'; readonly id: string }
    | { readonly __typename: 'FileMessage'; readonly id: string }
    | {
        readonly __typename: 'Group'
        readonly groupId: string
        readonly name: string | null
        readonly memberCount: number | null
        readonly id: string
      }
    | { readonly __typename: 'ImageMessage'; readonly id: string }
    | { readonly __typename: 'Job'; readonly id: string }
    | { readonly __typename: 'LocationMessage'; readonly id: string }
    | { readonly __typename: 'TextMessage'; readonly id: string }
    | { readonly __typename: 'Thread'; readonly id: string }
    | { readonly __typename: 'UnknownMessage'; readonly id: string }
    | {
        readonly __typename: 'User'
        readonly username: string
        readonly onlineStatus: OnlineStatus | null
        readonly id: string
        readonly profile: { readonly nickname: string | null } | null
      }
    | { readonly __typename: 'VideoMessage'; readonly id: string }
    | null
  >
}

export type UserCardQueryVariables = Exact<{
  username: string
}>

export type UserCardQuery = {
  readonly user: {
    readonly username: string
    readonly onlineStatus: OnlineStatus | null
    readonly profile: { readonly nickname: string | null; readonly avatarUrl: string | null } | null
  } | null
}

export type UserHomeQueryVariables = Exact<{
  username: string
}>

export type UserHomeQuery = {
  readonly user: {
    readonly id: string
    readonly username: string
    readonly onlineStatus: OnlineStatus | null
    readonly profile: {
      readonly nickname: string | null
      readonly avatarUrl: string | null
      readonly signature: string | null
      readonly gender: Gender | null
      readonly email: string | null
      readonly phone: string | null
      readonly birthday: string | null
      readonly ext: string | null
    } | null
    readonly groups: {
      readonly edges: ReadonlyArray<{
        readonly node: {
          readonly groupId: string
          readonly name: string | null
          readonly description: string | null
          readonly memberCount: number | null
          readonly maxMembers: number | null
          readonly owner: {
            readonly username: string
            readonly profile: { readonly nickname: string | null } | null
          } | null
        }
      }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    } | null
    readonly contacts: {
      readonly edges: ReadonlyArray<{
        readonly remark: string | null
        readonly node: {
          readonly username: string
          readonly onlineStatus: OnlineStatus | null
          readonly profile: { readonly nickname: string | null; readonly avatarUrl: string | null } | null
        }
      }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    } | null
  } | null
}

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>
  private value: string
  public __meta__?: Record<string, any> | undefined

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value)
    this.value = value
    this.__meta__ = __meta__
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value
  }
}

export const AnnounceDocument = new TypedDocumentString(
  `
    mutation Announce($input: SendMessageInput!) {
  sendMessage(input: $input) {
    results {
      target
      status
      messageId
      error {
        code
        message
      }
    }
  }
}
    `,
  { hash: 'sha256:bbfe52ce4272c26db32b4b479662c1e636fa200501d1b38eb0782831f28f6742' },
) as unknown as TypedDocumentString<AnnounceMutation, AnnounceMutationVariables>
export const ChangeMembershipDocument = new TypedDocumentString(
  `
    mutation ChangeMembership($groupId: ID!, $add: [String!]!, $remove: [String!]!) {
  addGroupMembers(input: {groupId: $groupId, usernames: $add}) {
    group {
      id
      memberCount
    }
    results {
      username
      status
      error {
        code
        message
      }
    }
  }
  removeGroupMembers(input: {groupId: $groupId, usernames: $remove}) {
    group {
      id
      memberCount
      members(first: 100) {
        edges {
          role
          node {
            username
          }
        }
      }
    }
    results {
      username
      status
      error {
        code
        message
      }
    }
  }
}
    `,
  { hash: 'sha256:aa90ad68606c5617bb3a43fefc4b42cfa7d86fa29ae938e4efbbe3c8d230547c' },
) as unknown as TypedDocumentString<ChangeMembershipMutation, ChangeMembershipMutationVariables>
export const ChatroomLobbyDocument = new TypedDocumentString(
  `
    query ChatroomLobby {
  chatrooms(first: 40) {
    edges {
      node {
        id
        chatroomId
        name
        description
        memberCount
        maxMembers
        owner {
          username
          profile {
            nickname
          }
        }
        members(first: 10) {
          edges {
            role
            node {
              username
              onlineStatus
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `,
  { hash: 'sha256:61856b824a8fabbbfd21d2ef442991af12479458aa531f5c3c379805c0f3930d' },
) as unknown as TypedDocumentString<ChatroomLobbyQuery, ChatroomLobbyQueryVariables>
export const GroupBoardDocument = new TypedDocumentString(
  `
    query GroupBoard($groups: Int = 20, $members: Int = 30) {
  groups(first: $groups) {
    edges {
      cursor
      node {
        id
        groupId
        name
        description
        memberCount
        maxMembers
        owner {
          username
          profile {
            nickname
            avatarUrl
          }
        }
        members(first: $members) {
          edges {
            role
            node {
              username
              onlineStatus
              profile {
                nickname
                avatarUrl
              }
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `,
  { hash: 'sha256:fbb358cfe1474ea30c4e7f26f55b84b07c5b72973c8b2c53bef6a1cb707f305f' },
) as unknown as TypedDocumentString<GroupBoardQuery, GroupBoardQueryVariables>
export const RefetchDocument = new TypedDocumentString(
  `
    query Refetch($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    id
    ... on User {
      username
      onlineStatus
      profile {
        nickname
      }
    }
    ... on Group {
      groupId
      name
      memberCount
    }
    ... on Chatroom {
      chatroomId
      name
      memberCount
    }
  }
}
    `,
  { hash: 'sha256:f2b415d75c5d96ac86ea0404963a178cb456fe89c1869f532f030f6c22712a2a' },
) as unknown as TypedDocumentString<RefetchQuery, RefetchQueryVariables>
export const UserCardDocument = new TypedDocumentString(
  `
    query UserCard($username: String!) {
  user(username: $username) {
    username
    onlineStatus
    profile {
      nickname
      avatarUrl
    }
  }
}
    `,
  { hash: 'sha256:441a8c1ea0dfe32a71ed0eea1fd22c7916b8e47ae48b3739ac9e15eb45dfb482' },
) as unknown as TypedDocumentString<UserCardQuery, UserCardQueryVariables>
export const UserHomeDocument = new TypedDocumentString(
  `
    query UserHome($username: String!) {
  user(username: $username) {
    id
    username
    onlineStatus
    profile {
      nickname
      avatarUrl
      signature
      gender
      email
      phone
      birthday
      ext
    }
    groups(first: 20) {
      edges {
        node {
          groupId
          name
          description
          memberCount
          maxMembers
          owner {
            username
            profile {
              nickname
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    contacts(first: 50) {
      edges {
        remark
        node {
          username
          onlineStatus
          profile {
            nickname
            avatarUrl
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `,
  { hash: 'sha256:624b8259477977fb1ffc2019872535529eda0f3ad8c2059b7234fe4e76181b3e' },
) as unknown as TypedDocumentString<UserHomeQuery, UserHomeQueryVariables>
