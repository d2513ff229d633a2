import { type Example, globalId, groupBoard } from './example.ts'

/** What clients show, with ids of the demo data. */
export const READS: readonly Example[] = [
  {
    comment: [
      'The card of one user. Press the play button, then look',
      'at extensions.upstream in the answer.',
      'Cost: 2 upstream calls, for the profile and the status.',
      'Press again within 3 seconds: it costs nothing.',
      '50 phones in the same moment, each for another user,',
      'cost 2 calls together.',
    ],
    operation: `
query UserCard($username: String! = "u0001") {
  user(username: $username) {
    username
    onlineStatus
    profile { nickname avatarUrl }
  }
}`,
  },
  {
    comment: [
      'What one user may see: under Headers, `x-act-as` makes',
      'you that user. Put another name there, or take it away',
      'to be an admin again. Only the sandbox does that: over',
      'a real service a user is who a token says.',
      'Others have no phone number, and no contacts: who may',
      'see what stands in the README.',
      'Cost: 3 upstream calls: joined groups, their details,',
      'and one batch of profiles. The rules cost none.',
    ],
    operation: `
query Viewer {
  viewer {
    username
    profile { nickname phone }
    groups(first: 3) {
      edges {
        node {
          name
          members(first: 3) { edges { node { username profile { nickname phone } } } }
        }
      }
    }
  }
  somebodyElse: user(username: "u0001") {
    profile { nickname phone }
    contacts { edges { node { username } } }
  }
}`,
    headers: { 'x-act-as': 'u0007' },
  },
  {
    comment: [
      'The home screen of one user: profile, groups with their',
      'owners, contacts with their status.',
      'Cost: 5 upstream calls: joined groups, their details,',
      'contacts, profiles, statuses.',
    ],
    operation: `
query UserHome($username: String!) {
  user(username: $username) {
    username
    onlineStatus
    profile { nickname avatarUrl signature gender email phone birthday ext }
    groups(first: 20) {
      edges {
        node {
          groupId
          name
          description
          memberCount
          maxMembers
          owner { username profile { nickname } }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
    contacts(first: 50) {
      edges {
        remark
        node { username onlineStatus profile { nickname avatarUrl } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
    variables: { username: 'u0007' },
  },
  {
    comment: [
      '20 groups with 30 members each, 450 people in all, with',
      'profile and status.',
      'Cost: 12 upstream calls: 1 list, 1 for all details and',
      'members, 5 for profiles, 5 for statuses.',
      'extensions.upstream stands at the end of the answer.',
    ],
    operation: groupBoard(20, 30),
    variables: { groups: 20, members: 30 },
  },
  {
    comment: [
      '40 chatrooms, their owners, and who of ten members each',
      'is online.',
      'Cost: 6 upstream calls: 1 list, 1 for all details and',
      'members, 1 for profiles, 3 for statuses.',
    ],
    operation: `
query ChatroomLobby {
  chatrooms(first: 40) {
    edges {
      node {
        chatroomId
        name
        description
        memberCount
        maxMembers
        owner { username profile { nickname } }
        members(first: 10) {
          edges { role node { username onlineStatus } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  },
  {
    comment: [
      'Any objects again by their global ids (field `id`).',
      'Cost: 4 upstream calls: group, chatroom, profile and',
      'status; 100 of each kind cost the same.',
    ],
    operation: `
query Refetch($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    id
    ... on User {
      username
      onlineStatus
      profile { nickname }
    }
    ... on Group { groupId name memberCount }
    ... on Chatroom { chatroomId name memberCount }
  }
}`,
    variables: {
      ids: [
        globalId('User', 'u0007'),
        globalId('Group', '200000000000001'),
        globalId('Chatroom', '300000000000001'),
      ],
    },
  },
  {
    comment: [
      'Who keeps order in a group, and who was kept from what.',
      'Cost: 7 upstream calls: the group with its members, the',
      'five lists and texts that the service answers for one',
      'group at a time, and profiles.',
    ],
    operation: `
query KeepOrder($groupId: ID!) {
  group(groupId: $groupId) {
    name
    isMutedForAll
    announcement
    admins { username profile { nickname } }
    mutes { expiresAt user { username } }
    blockedUsers { username }
    allowedUsers { username }
    members(first: 10) {
      edges { role isAdmin node { username } }
    }
  }
}`,
    variables: { groupId: '200000000000005' },
  },
  {
    comment: [
      'A settings page: where a user is logged in, what is',
      'pushed to them, whom they block.',
      'Cost: 6 upstream calls: the service answers these for',
      'one user at a time. `push` has its name, its style and',
      'its hours from one call, language and mode from others.',
    ],
    operation: `
query SettingsPage($username: String!) {
  user(username: $username) {
    username
    devices { deviceId name }
    push {
      nickname
      displayStyle
      doNotDisturb { isOn startHour endHour }
      language
      notification { mode mutedUntil quietHours { from to } }
    }
    globalMute { users { expiresAt } groups { expiresAt } }
    blockedUsers(first: 50) { edges { node { username } } }
  }
}`,
    variables: { username: 'u0007' },
  },
  {
    comment: [
      'The threads of a user, and the presence of whom they',
      'watch: as many as they like in one call.',
      'Cost: 4 upstream calls: threads, the groups they are in,',
      'whom the user watches, and the presence of all of them.',
    ],
    operation: `
query ThreadsAndPresence($username: String!) {
  user(username: $username) {
    threads(first: 20) {
      edges {
        node {
          threadId
          name
          parentMessageId
          createdAt
          group { name }
        }
      }
    }
    presenceSubscriptions(first: 50) {
      edges {
        expiresAt
        node {
          username
          presence(subscriber: $username) {
            lastSeenAt
            ext
            devices { deviceId status customStatus }
          }
        }
      }
    }
  }
}`,
    variables: { username: 'u0007' },
  },
  {
    comment: [
      'What was said in a group, and between two users, out of',
      'the files of the last hours. They are fetched in the',
      'background: what is not there yet is in `gaps`. Put',
      '`endCursor` into the variable `after` to go back. A',
      '`downloadUrl` can be opened by whoever has it, for an',
      'hour: behind the address of this server.',
      'Cost: 1 upstream call: the name of the group. Messages',
      'cost nothing.',
    ],
    operation: `
query History($groupId: ID!, $after: String) {
  group(groupId: $groupId) {
    name
    messages(first: 10, after: $after) {
      edges { node { ...Shown } }
      pageInfo { hasNextPage endCursor }
      gaps { hour reason }
    }
  }
  user(username: "u0001") {
    messages(with: "u0002", first: 10) { edges { node { ...Shown } } }
  }
}

fragment Shown on Message {
  messageId
  sentAt
  from { username }
  ext
  ... on TextMessage { content }
  ... on ImageMessage { file { filename sizeBytes downloadUrl } thumbnailUrl width height }
  ... on UnknownMessage { payload }
}`,
    variables: { groupId: '200000000000001', after: null },
  },
]
