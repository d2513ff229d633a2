import type { Example } from './example.ts'

/** What clients change, with ids of the demo data. Each can be run again and again. */
export const CHANGES: readonly Example[] = [
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
      'Sends a text, a place and something that the app made',
      'up, and shows what was sent. The same fragment shows',
      'the messages of a history.',
      'Cost: 3 upstream calls, one for each message.',
    ],
    operation: `
mutation SendMessages($from: String!, $to: MessageTargetInput!) {
  text: sendMessage(input: {
    from: $from, to: $to
    body: { text: { content: "Where shall we meet?" } }
  }) { results { status message { ...Message } } }
  place: sendMessage(input: {
    from: $from, to: $to
    body: {
      location: { latitude: 39.9, longitude: 116.4, address: "Here" }
    }
  }) { results { status message { ...Message } } }
  gift: sendMessage(input: {
    from: $from, to: $to
    body: { custom: { event: "gift", extras: { kind: "flower" } } }
  }) { results { status message { ...Message } } }
}

fragment Message on Message {
  messageId
  sentAt
  from { username }
  to { __typename ... on User { username } }
  ext
  ... on TextMessage { content }
  ... on LocationMessage { latitude longitude address }
  ... on CustomMessage { event extras }
  ... on UnknownMessage { payload }
}`,
    variables: { from: 'u0001', to: { users: ['u0002'] } },
  },
  {
    comment: [
      'Sends a text to two members of a group; the others do',
      'not see it. Both get one message, so its id is the same.',
      'Cost: 1 upstream call; 20 members would travel in one.',
    ],
    operation: `
mutation SendToSomeMembers($input: SendMessageInput!) {
  sendMessage(input: $input) {
    results {
      target
      status
      message { messageId to { ... on Group { groupId } } }
      error { code message }
    }
  }
}`,
    variables: {
      input: {
        from: 'u0001',
        to: { groupMembers: { groupId: '200000000000001', usernames: ['u0002', 'u0003'] } },
        body: { text: { content: 'Only the two of you see this.' } },
      },
    },
  },
  {
    comment: [
      'Lets a user react to a message of a group and take it',
      'back; each answer shows the reaction after its write,',
      'with `hasReacted` as this user sees it. Messages of a',
      'list have `reactions`: 20 messages a call.',
      'Cost: 4 upstream calls: a write and a read, twice.',
    ],
    operation: `
mutation React($reaction: ReactionInput!) {
  addReaction(input: $reaction) {
    reaction
    user { username }
    current {
      count
      hasReacted
      users(first: 50) { edges { node { username } } }
    }
  }
  removeReaction(input: $reaction) {
    messageId
    current { count }
  }
}`,
    variables: {
      reaction: { messageId: '1029457500870543736', username: 'u0001', reaction: 'emoji_40' },
    },
  },
  {
    comment: [
      'Sends a text in the background, however long it takes,',
      'and tells how far it is. Put its `id` into FollowJob to',
      'ask again, or into CancelJob to stop it.',
      'Cost: 0 upstream calls now; later 1 for each 3 groups.',
    ],
    operation: `
mutation SendAsJob($input: SendMessageInput!) {
  sendMessage(input: $input) {
    job { ...Progress }
  }
}

fragment Progress on Job {
  id
  state
  total
  waiting
  sent
  failed
  unknown
  results(first: 20, status: FAILED) {
    edges { node { target error { code message } } }
  }
}`,
    variables: {
      input: {
        from: 'u0001',
        to: { groups: ['200000000000001', '200000000000002', '200000000000003'] },
        body: { text: { content: 'The office is closed tomorrow.' } },
        asJob: true,
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
      term: { durationSeconds: 3600 }
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
