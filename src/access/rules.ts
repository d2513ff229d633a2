import { CHANGES } from './changes.ts'
import {
  admins,
  anybody,
  both,
  either,
  joining,
  managers,
  meeting,
  members,
  membersOfItsGroup,
  membersOrPublic,
  ownJob,
  ownProfileOrPublic,
  type Rule,
  self,
  selfIn,
  selfWhereIn,
  shown,
  visible,
  withParent,
} from './rule.ts'

/** Rules by type and field; `*` is for the fields of a type that have none of their own. */
export type Rules = Readonly<Record<string, Readonly<Record<string, Rule>>>>

/**
 * WHO MAY SEE AND DO WHAT. Admins may everything, and are asked nothing. For users, what has no rule here does not
 * come into being: the server does not start.
 *
 * What is about an object that is not there, and what is about one that is not theirs, is answered alike: a field is
 * null, a change is FORBIDDEN.
 */
export const RULES: Rules = joined(
  {
    Query: {
      viewer: anybody,
      user: anybody,
      node: shown,
      nodes: shown,
      group: shown,
      chatroom: anybody,
      chatrooms: anybody,
      users: admins,
      groups: admins,
      threads: admins,
      mutedUsers: admins,
      userAttributesSizeBytes: admins,
      pushTemplate: admins,
      chatroomSuperAdmins: admins,
      messageHistory: admins,
      job: ownJob,
    },

    // A user is a reference; what is known of them is what the rules are about.
    User: {
      id: anybody,
      username: anybody,
      push: anybody, // its fields have rules
      onlineStatus: visible,
      profile: ownProfileOrPublic,
      presence: both(selfIn('subscriber'), visible),
      isContactOf: selfIn('username'),
      contacts: meeting(self),
      groups: joining(self),
      // Of a conversation of two each may see both sides, and nobody else either.
      messages: either(self, selfIn('with')),
      '*': self,
    },
    PushSettings: { '*': self },

    Group: {
      id: anybody,
      groupId: anybody,
      name: membersOrPublic,
      description: membersOrPublic,
      memberCount: membersOrPublic,
      owner: meeting(members),
      members: meeting(members),
      admins: meeting(members),
      mutes: meeting(managers),
      allowedUsers: meeting(managers),
      blockedUsers: managers,
      '*': members,
    },
    Chatroom: {
      // Whoever wants to may join any of them, and read along.
      messages: anybody,
      owner: meeting(anybody),
      members: meeting(anybody),
      admins: meeting(anybody),
      mutes: meeting(managers),
      allowedUsers: meeting(managers),
      blockedUsers: managers,
      '*': anybody,
    },
    Thread: { members: meeting(membersOfItsGroup), owner: meeting(withParent), '*': withParent },

    Mutation: CHANGES,

    MessageReaction: { firstUsers: meeting(withParent), users: meeting(withParent), '*': withParent },
    SharedFile: { uploader: meeting(withParent), '*': withParent },
  },
  messages(
    ...['TextMessage', 'ImageMessage', 'AudioMessage', 'VideoMessage', 'FileMessage', 'LocationMessage'],
    ...['CommandMessage', 'CustomMessage', 'CombinedMessage', 'UnknownMessage'],
  ),
  partsOf(
    // Values
    ['Account', 'Device', 'DevicePresence', 'DoNotDisturb', 'GlobalMute', 'Mute', 'MuteTerm', 'Presence'],
    ['Profile', 'PushBinding', 'PushNotification', 'PushTemplate', 'QuietHours'],
    // Lists
    ['PageInfo', 'UserConnection', 'UserEdge', 'ContactConnection', 'ContactEdge'],
    ['GroupConnection', 'GroupEdge', 'ChatroomConnection', 'ChatroomEdge', 'MemberConnection', 'MemberEdge'],
    ['ThreadConnection', 'ThreadEdge', 'SharedFileConnection', 'SharedFileEdge'],
    ['MutedUserConnection', 'MutedUserEdge', 'PresenceSubscriptionConnection', 'PresenceSubscriptionEdge'],
    // Messages: whoever leads to one says who may see it.
    ['MessageConnection', 'MessageEdge', 'HistoryGap', 'HistoryHour', 'MessageFile'],
    // Jobs: whoever leads to one says who may see it.
    ['Job', 'JobPause', 'SendResultConnection', 'SendResultEdge', 'CancelJobPayload'],
    // What became of changes
    ['AttributeResult', 'ItemError', 'MessageResult', 'SendResult', 'SharedFileResult', 'UserResult'],
    ['UserPayload', 'UsersPayload', 'UserUsersPayload', 'CreateUserTokenPayload', 'DeleteOldestUsersPayload'],
    ['GroupPayload', 'GroupUsersPayload', 'CreateGroupPayload', 'UpdateGroupPayload', 'DeleteGroupPayload'],
    ['ChatroomPayload', 'ChatroomUsersPayload', 'CreateChatroomPayload', 'UpdateChatroomPayload'],
    ['DeleteChatroomPayload', 'ChatroomAttributesPayload', 'ChatroomSuperAdminsPayload'],
    ['DeleteGroupSharedFilesPayload', 'PresenceSubscriptionsPayload', 'SendMessagePayload'],
    ['UploadSharedFilePayload'],
    ['PushTemplatePayload', 'DeletePushTemplatePayload', 'BroadcastPayload'],
    ['RecallMessagesPayload', 'EditMessagePayload', 'ImportMessagesPayload', 'ReactionPayload'],
    ['DeleteRoamingMessagesPayload'],
    ['ThreadPayload', 'ThreadUsersPayload', 'DeleteThreadPayload'],
  ),
)

/** One table of several. That a type stands in two of them is a mistake that could open it. */
function joined(...tables: readonly Rules[]): Rules {
  const rows = tables.flatMap((table) => Object.entries(table))
  const names = rows.map(([name]) => name)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  if (twice.length > 0) throw new Error(`These types have rules twice: ${twice.join(', ')}.`)
  return Object.fromEntries(rows)
}

/** Types whose values are parts of something that a rule has let the caller see, or of a change that they could make. */
function partsOf(...names: readonly (readonly string[])[]): Rules {
  return Object.fromEntries(names.flat().map((name) => [name, { '*': withParent }]))
}

/** Whoever leads to a message says who may see it. */
function messages(...names: readonly string[]): Rules {
  const fields = { reactions: selfWhereIn('as'), deliveryStatus: admins, '*': withParent }
  return Object.fromEntries(names.map((name) => [name, fields]))
}
