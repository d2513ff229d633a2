/* eslint-disable */
import * as types from './graphql.ts'

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
  'mutation Announce($input: SendMessageInput!) {\n  sendMessage(input: $input) {\n    results {\n      target\n      status\n      messageId\n      error {\n        code\n        message\n      }\n    }\n  }\n}': typeof types.AnnounceDocument
  'mutation ChangeMembership($groupId: ID!, $add: [String!]!, $remove: [String!]!) {\n  addGroupMembers(input: {groupId: $groupId, usernames: $add}) {\n    group {\n      id\n      memberCount\n    }\n    results {\n      username\n      status\n      error {\n        code\n        message\n      }\n    }\n  }\n  removeGroupMembers(input: {groupId: $groupId, usernames: $remove}) {\n    group {\n      id\n      memberCount\n      members(first: 100) {\n        edges {\n          role\n          node {\n            username\n          }\n        }\n      }\n    }\n    results {\n      username\n      status\n      error {\n        code\n        message\n      }\n    }\n  }\n}': typeof types.ChangeMembershipDocument
  'query ChatroomLobby {\n  chatrooms(first: 40) {\n    edges {\n      node {\n        id\n        chatroomId\n        name\n        description\n        memberCount\n        maxMembers\n        owner {\n          username\n          profile {\n            nickname\n          }\n        }\n        members(first: 10) {\n          edges {\n            role\n            node {\n              username\n              onlineStatus\n            }\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}': typeof types.ChatroomLobbyDocument
  'query GroupBoard($groups: Int = 20, $members: Int = 30) {\n  groups(first: $groups) {\n    edges {\n      cursor\n      node {\n        id\n        groupId\n        name\n        description\n        memberCount\n        maxMembers\n        owner {\n          username\n          profile {\n            nickname\n            avatarUrl\n          }\n        }\n        members(first: $members) {\n          edges {\n            role\n            node {\n              username\n              onlineStatus\n              profile {\n                nickname\n                avatarUrl\n              }\n            }\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}': typeof types.GroupBoardDocument
  'query Refetch($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on User {\n      username\n      onlineStatus\n      profile {\n        nickname\n      }\n    }\n    ... on Group {\n      groupId\n      name\n      memberCount\n    }\n    ... on Chatroom {\n      chatroomId\n      name\n      memberCount\n    }\n  }\n}': typeof types.RefetchDocument
  'query UserCard($username: String!) {\n  user(username: $username) {\n    username\n    onlineStatus\n    profile {\n      nickname\n      avatarUrl\n    }\n  }\n}': typeof types.UserCardDocument
  'query UserHome($username: String!) {\n  user(username: $username) {\n    id\n    username\n    onlineStatus\n    profile {\n      nickname\n      avatarUrl\n      signature\n      gender\n      email\n      phone\n      birthday\n      ext\n    }\n    groups(first: 20) {\n      edges {\n        node {\n          groupId\n          name\n          description\n          memberCount\n          maxMembers\n          owner {\n            username\n            profile {\n              nickname\n            }\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    contacts(first: 50) {\n      edges {\n        remark\n        node {\n          username\n          onlineStatus\n          profile {\n            nickname\n            avatarUrl\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}': typeof types.UserHomeDocument
}
const documents: Documents = {
  'mutation Announce($input: SendMessageInput!) {\n  sendMessage(input: $input) {\n    results {\n      target\n      status\n      messageId\n      error {\n        code\n        message\n      }\n    }\n  }\n}':
    types.AnnounceDocument,
  'mutation ChangeMembership($groupId: ID!, $add: [String!]!, $remove: [String!]!) {\n  addGroupMembers(input: {groupId: $groupId, usernames: $add}) {\n    group {\n      id\n      memberCount\n    }\n    results {\n      username\n      status\n      error {\n        code\n        message\n      }\n    }\n  }\n  removeGroupMembers(input: {groupId: $groupId, usernames: $remove}) {\n    group {\n      id\n      memberCount\n      members(first: 100) {\n        edges {\n          role\n          node {\n            username\n          }\n        }\n      }\n    }\n    results {\n      username\n      status\n      error {\n        code\n        message\n      }\n    }\n  }\n}':
    types.ChangeMembershipDocument,
  'query ChatroomLobby {\n  chatrooms(first: 40) {\n    edges {\n      node {\n        id\n        chatroomId\n        name\n        description\n        memberCount\n        maxMembers\n        owner {\n          username\n          profile {\n            nickname\n          }\n        }\n        members(first: 10) {\n          edges {\n            role\n            node {\n              username\n              onlineStatus\n            }\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}':
    types.ChatroomLobbyDocument,
  'query GroupBoard($groups: Int = 20, $members: Int = 30) {\n  groups(first: $groups) {\n    edges {\n      cursor\n      node {\n        id\n        groupId\n        name\n        description\n        memberCount\n        maxMembers\n        owner {\n          username\n          profile {\n            nickname\n            avatarUrl\n          }\n        }\n        members(first: $members) {\n          edges {\n            role\n            node {\n              username\n              onlineStatus\n              profile {\n                nickname\n                avatarUrl\n              }\n            }\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}':
    types.GroupBoardDocument,
  'query Refetch($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on User {\n      username\n      onlineStatus\n      profile {\n        nickname\n      }\n    }\n    ... on Group {\n      groupId\n      name\n      memberCount\n    }\n    ... on Chatroom {\n      chatroomId\n      name\n      memberCount\n    }\n  }\n}':
    types.RefetchDocument,
  'query UserCard($username: String!) {\n  user(username: $username) {\n    username\n    onlineStatus\n    profile {\n      nickname\n      avatarUrl\n    }\n  }\n}':
    types.UserCardDocument,
  'query UserHome($username: String!) {\n  user(username: $username) {\n    id\n    username\n    onlineStatus\n    profile {\n      nickname\n      avatarUrl\n      signature\n      gender\n      email\n      phone\n      birthday\n      ext\n    }\n    groups(first: 20) {\n      edges {\n        node {\n          groupId\n          name\n          description\n          memberCount\n          maxMembers\n          owner {\n            username\n            profile {\n              nickname\n            }\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    contacts(first: 50) {\n      edges {\n        remark\n        node {\n          username\n          onlineStatus\n          profile {\n            nickname\n            avatarUrl\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}':
    types.UserHomeDocument,
}

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'mutation Announce($input: SendMessageInput!) {\n  sendMessage(input: $input) {\n    results {\n      target\n      status\n      messageId\n      error {\n        code\n        message\n      }\n    }\n  }\n}',
): typeof import('./graphql.ts').AnnounceDocument
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'mutation ChangeMembership($groupId: ID!, $add: [String!]!, $remove: [String!]!) {\n  addGroupMembers(input: {groupId: $groupId, usernames: $add}) {\n    group {\n      id\n      memberCount\n    }\n    results {\n      username\n      status\n      error {\n        code\n        message\n      }\n    }\n  }\n  removeGroupMembers(input: {groupId: $groupId, usernames: $remove}) {\n    group {\n      id\n      memberCount\n      members(first: 100) {\n        edges {\n          role\n          node {\n            username\n          }\n        }\n      }\n    }\n    results {\n      username\n      status\n      error {\n        code\n        message\n      }\n    }\n  }\n}',
): typeof import('./graphql.ts').ChangeMembershipDocument
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'query ChatroomLobby {\n  chatrooms(first: 40) {\n    edges {\n      node {\n        id\n        chatroomId\n        name\n        description\n        memberCount\n        maxMembers\n        owner {\n          username\n          profile {\n            nickname\n          }\n        }\n        members(first: 10) {\n          edges {\n            role\n            node {\n              username\n              onlineStatus\n            }\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}',
): typeof import('./graphql.ts').ChatroomLobbyDocument
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'query GroupBoard($groups: Int = 20, $members: Int = 30) {\n  groups(first: $groups) {\n    edges {\n      cursor\n      node {\n        id\n        groupId\n        name\n        description\n        memberCount\n        maxMembers\n        owner {\n          username\n          profile {\n            nickname\n            avatarUrl\n          }\n        }\n        members(first: $members) {\n          edges {\n            role\n            node {\n              username\n              onlineStatus\n              profile {\n                nickname\n                avatarUrl\n              }\n            }\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}',
): typeof import('./graphql.ts').GroupBoardDocument
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'query Refetch($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on User {\n      username\n      onlineStatus\n      profile {\n        nickname\n      }\n    }\n    ... on Group {\n      groupId\n      name\n      memberCount\n    }\n    ... on Chatroom {\n      chatroomId\n      name\n      memberCount\n    }\n  }\n}',
): typeof import('./graphql.ts').RefetchDocument
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'query UserCard($username: String!) {\n  user(username: $username) {\n    username\n    onlineStatus\n    profile {\n      nickname\n      avatarUrl\n    }\n  }\n}',
): typeof import('./graphql.ts').UserCardDocument
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'query UserHome($username: String!) {\n  user(username: $username) {\n    id\n    username\n    onlineStatus\n    profile {\n      nickname\n      avatarUrl\n      signature\n      gender\n      email\n      phone\n      birthday\n      ext\n    }\n    groups(first: 20) {\n      edges {\n        node {\n          groupId\n          name\n          description\n          memberCount\n          maxMembers\n          owner {\n            username\n            profile {\n              nickname\n            }\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    contacts(first: 50) {\n      edges {\n        remark\n        node {\n          username\n          onlineStatus\n          profile {\n            nickname\n            avatarUrl\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}',
): typeof import('./graphql.ts').UserHomeDocument

export function graphql(source: string) {
  return (documents as any)[source] ?? {}
}
