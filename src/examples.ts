/** An operation that shows something, for the tabs of GraphiQL. */
export interface Example {
  /** What it shows, then `Cost:` as counted when nothing is remembered. Lines of 56: so wide is the editor. */
  readonly comment: readonly string[]
  readonly operation: string
  readonly variables?: object
}

/** Global id, as `id` fields tell it. */
function globalId(type: 'User' | 'Group' | 'Chatroom', key: string): string {
  return Buffer.from(`${type}:${key}`).toString('base64')
}

const groupBoard = (groups: number, members: number) => `
query GroupBoard($groups: Int = ${groups}, $members: Int = ${members}) {
  groups(first: $groups) {
    edges {
      node {
        groupId
        name
        description
        memberCount
        maxMembers
        owner { username profile { nickname avatarUrl } }
        members(first: $members) {
          edges {
            role
            node {
              username
              onlineStatus
              profile { nickname avatarUrl }
            }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`

/** The operations that clients send, with ids of the demo data. */
export const SANDBOX_EXAMPLES: readonly Example[] = [
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
      'Sends one text to three users, with one result for each;',
      '600 users would travel in one call.',
      'Cost: 1 upstream call. It is never repeated when its',
      'outcome is unclear: then the status is UNKNOWN.',
    ],
    operation: `
mutation Announce($input: SendMessageInput!) {
  sendMessage(input: $input) {
    results {
      target
      status
      messageId
      error { code message }
    }
  }
}`,
    variables: {
      input: {
        from: 'u0001',
        to: { users: ['u0002', 'u0003', 'u0004'] },
        body: { text: { content: 'The office closes at four today.' } },
        ext: { campaign: 'closing-time' },
      },
    },
  },
  {
    comment: [
      'Adds two members to a group and removes them again; each',
      'answer shows the group after its own write.',
      'Cost: 4 upstream calls: a write and a read, twice.',
    ],
    operation: `
mutation ChangeMembership(
  $groupId: ID!
  $add: [String!]!
  $remove: [String!]!
) {
  addGroupMembers(input: { groupId: $groupId, usernames: $add }) {
    group { id memberCount }
    results { username status error { code message } }
  }
  removeGroupMembers(input: { groupId: $groupId, usernames: $remove }) {
    group {
      id
      memberCount
      members(first: 100) { edges { role node { username } } }
    }
    results { username status error { code message } }
  }
}`,
    variables: { groupId: '200000000000001', add: ['u0101', 'u0102'], remove: ['u0101', 'u0102'] },
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
      'Keeps two members from writing for an hour, and lets',
      'them again; each answer shows the list after its write.',
      'Cost: 4 upstream calls: a write and a read, twice.',
    ],
    operation: `
mutation MuteAndUnmute($groupId: ID!, $usernames: [String!]!) {
  muteGroupMembers(
    input: {
      groupId: $groupId
      usernames: $usernames
      durationSeconds: 3600
    }
  ) {
    group { mutes { expiresAt user { username } } }
    results { username status error { code message } }
  }
  unmuteGroupMembers(
    input: { groupId: $groupId, usernames: $usernames }
  ) {
    group { mutes { expiresAt user { username } } }
    results { username status error { code message } }
  }
}`,
    variables: { groupId: '200000000000001', usernames: ['u0002', 'u0003'] },
  },
]

const PUT_KEY = [
  'Put your key in place of <ADMIN_KEY> in Headers below;',
  'each tab has its own. Then the two arrows at the lower',
  'left load the docs.',
]

/** For any app: without ids, and without changes. */
export const SERVICE_EXAMPLES: readonly Example[] = [
  {
    comment: [
      'The four newest groups with 20 members each.',
      'Cost: 4 upstream calls at most: 1 list, 1 for all',
      'details and members, 1 for profiles, 1 for statuses.',
      ...PUT_KEY,
    ],
    operation: groupBoard(4, 20),
  },
  {
    comment: [
      'The first users of the app. Copy `endCursor` into the',
      'variable `after` to see the next page.',
      'Cost: 3 upstream calls: list, profiles, statuses.',
      ...PUT_KEY,
    ],
    operation: `
query UserList($first: Int = 20, $after: String) {
  users(first: $first, after: $after) {
    edges {
      node {
        username
        onlineStatus
        profile { nickname }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
    variables: { first: 20, after: null },
  },
  {
    comment: [
      'What can be asked and changed, and what it costs. The',
      'book at the upper left shows the same and more.',
      'Cost: 0 upstream calls.',
      ...PUT_KEY,
    ],
    operation: `
query SchemaTour {
  __schema {
    queryType { fields { name description } }
    mutationType { fields { name description } }
  }
}`,
  },
]
