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
