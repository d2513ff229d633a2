import {
  admins,
  anybody,
  both,
  contactsIn,
  either,
  joining,
  managers,
  managersIn,
  meeting,
  members,
  membersIn,
  membersOfItsGroup,
  membersOrPublic,
  namingMembersIn,
  openIn,
  ownerIn,
  ownJob,
  ownJobIn,
  ownProfileOrPublic,
  type Rule,
  self,
  selfIn,
  selfWhereIn,
  shown,
  visible,
  visibleIn,
  whereUsersAddContacts,
  withParent,
  writers,
  writersIn,
} from './rule.ts'

/** Rules by type and field; `*` is for the fields of a type that have none of their own. */
export type Rules = Readonly<Record<string, Readonly<Record<string, Rule>>>>

/** What a group and a chatroom let be changed alike: who may is the same for both. */
const CHATROOM = 'input.chatroomId'
const GROUP = 'input.groupId'
const USERS = 'input.usernames'

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

    Mutation: {
      // Their own
      setProfile: selfIn('input.username'),
      clearProfile: selfIn('username'),
      setPresence: selfIn('input.username'),
      subscribePresence: both(selfIn('input.subscriber'), visibleIn(USERS)),
      unsubscribePresence: selfIn('input.subscriber'),
      // Whoever is added has them on the list from then on, without being asked.
      addContacts: both(selfIn('input.username'), whereUsersAddContacts),
      removeContacts: selfIn('input.username'),
      setContactRemark: selfIn('input.username'),
      blockUsers: selfIn('input.username'),
      unblockUsers: selfIn('input.username'),
      disconnectUser: selfIn('username'),
      setPushBinding: selfIn('input.username'),
      removePushBinding: selfIn('input.username'),
      setPushDisplayStyle: selfIn('username'),
      setPushDoNotDisturb: selfIn('input.username'),
      setPushLanguage: selfIn('username'),
      setPushNotification: selfIn('input.username'),
      setPushNicknames: selfIn('nicknames.username'),

      sendMessage: {
        ...both(
          selfIn('input.from'),
          either(
            both(contactsIn('input.to.users'), writers),
            writersIn('Group', 'input.to.groups'),
            writersIn('Chatroom', 'input.to.chatrooms'),
            both(
              writersIn('Group', 'input.to.groupMembers.groupId'),
              namingMembersIn('Group', 'input.to.groupMembers.groupId', 'input.to.groupMembers.usernames'),
            ),
            both(
              writersIn('Chatroom', 'input.to.chatroomMembers.chatroomId'),
              namingMembersIn(
                'Chatroom',
                'input.to.chatroomMembers.chatroomId',
                'input.to.chatroomMembers.usernames',
              ),
            ),
          ),
        ),
        who: 'only as themselves, to contacts, own groups and own chatrooms or members of these, and not while muted there; 1 call more for them, and 1 for each 100 contacts or each group or chatroom, of which 30 can be checked',
      },

      cancelJob: ownJobIn('id'),

      // Groups
      addGroupMembers: either(both(selfIn(USERS), openIn('Group', GROUP)), managersIn('Group', GROUP)),
      removeGroupMembers: either(both(selfIn(USERS), membersIn('Group', GROUP)), managersIn('Group', GROUP)),
      updateGroup: managersIn('Group', GROUP),
      setGroupAnnouncement: managersIn('Group', 'groupId'),
      setGroupMutedForAll: managersIn('Group', 'groupId'),
      setGroupMemberAttributes: either(
        both(selfIn('input.members.username'), membersIn('Group', GROUP)),
        managersIn('Group', GROUP),
      ),
      addGroupAdmins: managersIn('Group', GROUP),
      removeGroupAdmins: managersIn('Group', GROUP),
      blockGroupUsers: managersIn('Group', GROUP),
      unblockGroupUsers: managersIn('Group', GROUP),
      allowGroupUsers: managersIn('Group', GROUP),
      disallowGroupUsers: managersIn('Group', GROUP),
      muteGroupMembers: managersIn('Group', GROUP),
      unmuteGroupMembers: managersIn('Group', GROUP),
      uploadSharedFile: membersIn('Group', 'groupId'),
      deleteGroupSharedFiles: managersIn('Group', GROUP),
      transferGroup: ownerIn('Group', 'groupId'),
      deleteGroup: ownerIn('Group', 'groupId'),

      // Chatrooms
      addChatroomMembers: either(
        both(selfIn(USERS), openIn('Chatroom', CHATROOM)),
        managersIn('Chatroom', CHATROOM),
      ),
      removeChatroomMembers: either(
        both(selfIn(USERS), membersIn('Chatroom', CHATROOM)),
        managersIn('Chatroom', CHATROOM),
      ),
      updateChatroom: managersIn('Chatroom', CHATROOM),
      setChatroomAnnouncement: managersIn('Chatroom', 'chatroomId'),
      setChatroomMutedForAll: managersIn('Chatroom', 'chatroomId'),
      setChatroomAttributes: both(selfIn('input.username'), managersIn('Chatroom', CHATROOM)),
      deleteChatroomAttributes: both(selfIn('input.username'), managersIn('Chatroom', CHATROOM)),
      addChatroomAdmins: managersIn('Chatroom', CHATROOM),
      removeChatroomAdmins: managersIn('Chatroom', CHATROOM),
      blockChatroomUsers: managersIn('Chatroom', CHATROOM),
      unblockChatroomUsers: managersIn('Chatroom', CHATROOM),
      allowChatroomUsers: managersIn('Chatroom', CHATROOM),
      disallowChatroomUsers: managersIn('Chatroom', CHATROOM),
      muteChatroomMembers: managersIn('Chatroom', CHATROOM),
      unmuteChatroomMembers: managersIn('Chatroom', CHATROOM),
      transferChatroom: ownerIn('Chatroom', 'chatroomId'),
      deleteChatroom: ownerIn('Chatroom', 'chatroomId'),

      // The app: accounts and what speaks for all
      broadcastToUsers: admins,
      broadcastToOnlineUsers: admins,
      broadcastToChatrooms: admins,
      // The service does not tell whose a message is.
      recallMessages: admins,
      editMessage: admins,
      importMessages: admins,
      addReaction: admins,
      removeReaction: admins,
      deleteConversation: admins,
      deleteRoamingMessages: admins,
      deleteRoamingMessagesUpTo: admins,
      deleteAllRoamingMessages: admins,
      registerUser: admins,
      registerUserOpenly: admins,
      registerUsers: admins,
      deleteUsers: admins,
      deleteOldestUsers: admins,
      activateUser: admins,
      deactivateUser: admins,
      setPassword: admins,
      createUserToken: admins,
      setGlobalMute: admins,
      importContacts: admins,
      assignPushTemplate: admins,
      createPushTemplate: admins,
      deletePushTemplate: admins,
      addChatroomSuperAdmins: admins,
      removeChatroomSuperAdmins: admins,
      createGroup: admins,
      setGroupDisabled: admins,
      createChatroom: admins,
      createThread: admins,
      updateThread: admins,
      deleteThread: admins,
      addThreadMembers: admins,
      removeThreadMembers: admins,
    },

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
