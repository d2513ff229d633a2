import type { HarnessOptions } from '../support/harness.ts'

/** In every world of the sandbox. */
export const GROUP = '200000000000001'
export const ROOM = '300000000000001'
const GLOBAL = { user: btoa('User:u0001'), group: btoa(`Group:${GROUP}`), room: btoa(`Chatroom:${ROOM}`) }

/** What a query asks for, and the upstream calls that it costs, cold. */
export interface Row {
  readonly what: string
  readonly query: string
  readonly traffic: Readonly<Record<string, number>>
  /** The user who asks, where it is not an admin. */
  readonly as?: string
  /** What of the history there is to fetch is fetched before it is asked. */
  readonly history?: true
  readonly variables?: object
  /** A mutation that makes a job first, whose id is the variable `id` then. */
  readonly before?: string
  /** Jobs are done, and their calls count. */
  readonly doesJobs?: true
  /** A mutation that changes what this server keeps, and nothing in the service. */
  readonly isHere?: true
  /** Where not all is as usual. */
  readonly world?: Pick<HarnessOptions, 'env' | 'sandbox'>
}

export const READS: readonly Row[] = [
  { what: 'a user by itself', query: '{ user(username: "u0001") { id username } }', traffic: {} },
  {
    what: 'a profile, whole',
    query: `{ user(username: "u0001") { profile {
      nickname avatarUrl signature gender email phone birthday ext attribute(name: "nickname")
    } } }`,
    traffic: { 'user-attr-batch-get': 1 },
  },
  {
    what: 'a status',
    query: '{ user(username: "u0001") { onlineStatus } }',
    traffic: { 'user-status-batch': 1 },
  },
  {
    what: 'an account',
    query: '{ user(username: "u0001") { account { createdAt modifiedAt isActive } } }',
    traffic: { 'user-get': 1 },
  },
  {
    what: 'three accounts, since the service has no batch for them',
    query:
      '{ a: user(username: "u0001") { ...A } b: user(username: "u0002") { ...A } c: user(username: "u0003") { ...A } } fragment A on User { account { isActive } }',
    traffic: { 'user-get': 3 },
  },
  {
    what: 'a page of users',
    query:
      '{ users(first: 100) { edges { cursor node { id username } } pageInfo { startCursor hasPreviousPage hasNextPage } } }',
    traffic: { 'user-list': 1 },
  },
  {
    what: 'a page of users with profiles and statuses',
    query: '{ users(first: 100) { edges { node { onlineStatus profile { nickname } } } } }',
    traffic: { 'user-list': 1, 'user-attr-batch-get': 1, 'user-status-batch': 1 },
  },
  {
    what: 'what the list of groups tells',
    query: '{ groups { edges { node { id groupId name memberCount owner { username } } } } }',
    traffic: { 'group-list': 1 },
  },
  {
    what: 'what the list of groups does not tell',
    query: '{ groups { edges { node { name description } } } }',
    traffic: { 'group-list': 1, 'group-get': 1 },
  },
  {
    what: 'what the list of chatrooms tells',
    query: '{ chatrooms { edges { cursor node { id chatroomId name memberCount owner { username } } } } }',
    traffic: { 'chatroom-list': 1 },
  },
  {
    what: 'what the list of chatrooms does not tell',
    query: '{ chatrooms { edges { node { maxMembers } } } }',
    traffic: { 'chatroom-list': 1, 'chatroom-get': 1 },
  },
  {
    what: 'what the list of joined groups tells',
    query: `{ user(username: "u0007") { groups { edges { cursor node {
      name description avatarUrl maxMembers isPublic needsApproval membersMayInvite isDisabled createdAt
      owner { username }
    } } } } }`,
    traffic: { 'group-joined': 1 },
  },
  {
    what: 'what the list of joined groups does not tell',
    query: '{ user(username: "u0007") { groups { edges { node { memberCount custom isMutedForAll } } } } }',
    traffic: { 'group-joined': 1, 'group-get': 1 },
  },
  {
    what: 'what the list of joined chatrooms tells',
    query: '{ user(username: "u0001") { chatrooms { edges { node { chatroomId name } } } } }',
    traffic: { 'chatroom-joined': 1 },
  },
  {
    what: 'what the list of joined chatrooms does not tell',
    query: '{ user(username: "u0001") { chatrooms { edges { node { memberCount owner { username } } } } } }',
    traffic: { 'chatroom-joined': 1, 'chatroom-get': 1 },
  },
  {
    what: 'contacts with their remarks',
    query:
      '{ user(username: "u0001") { contacts(first: 50) { edges { cursor remark node { username } } } } }',
    traffic: { 'contact-list-paged': 1 },
  },
  {
    what: 'a group, whole',
    query: `{ group(groupId: "${GROUP}") {
      id groupId name description avatarUrl owner { username } memberCount maxMembers isPublic needsApproval
      membersMayInvite isMutedForAll isDisabled custom createdAt
      members(first: 100) { edges { cursor role node { username } } }
    } }`,
    traffic: { 'group-get': 1 },
  },
  {
    what: 'a chatroom, whole',
    query: `{ chatroom(chatroomId: "${ROOM}") {
      id chatroomId name description owner { username } memberCount maxMembers isMutedForAll custom createdAt
      members(first: 100) { edges { role node { username } } }
    } }`,
    traffic: { 'chatroom-get': 1 },
  },
  {
    what: 'three groups and two chatrooms by alias',
    query: `{
      a: group(groupId: "${GROUP}") { name } b: group(groupId: "200000000000002") { name }
      c: group(groupId: "200000000000003") { name }
      d: chatroom(chatroomId: "${ROOM}") { name } e: chatroom(chatroomId: "300000000000002") { name }
    }`,
    traffic: { 'group-get': 1, 'chatroom-get': 1 },
  },
  {
    what: 'thirty aliases of one group',
    query: `{ ${Array.from({ length: 30 }, (_, index) => `a${index}: group(groupId: "${GROUP}") { name }`)} }`,
    traffic: { 'group-get': 1 },
  },
  {
    what: 'thirty aliases of one card',
    query: `{ ${Array.from({ length: 30 }, (_, index) => `a${index}: user(username: "U0001") { onlineStatus profile { ext } }`)} }`,
    traffic: { 'user-attr-batch-get': 1, 'user-status-batch': 1 },
  },
  {
    what: 'two spellings of one name',
    query:
      '{ a: user(username: "U0001") { account { isActive } } b: user(username: "u0001") { account { isActive } } }',
    traffic: { 'user-get': 1 },
  },
  {
    what: 'a user as a node',
    query: `{ node(id: "${GLOBAL.user}") { id ... on User { username } } }`,
    traffic: {},
  },
  {
    what: 'a group as a node',
    query: `{ node(id: "${GLOBAL.group}") { id ... on Group { name memberCount } } }`,
    traffic: { 'group-get': 1 },
  },
  {
    what: 'nodes of all kinds, and one of them alone too',
    query: `{
      nodes(ids: ["${GLOBAL.user}", "${GLOBAL.group}", "${GLOBAL.room}", "${GLOBAL.group}"]) {
        id ... on Group { name } ... on Chatroom { name } ... on User { profile { nickname } }
      }
      node(id: "${GLOBAL.room}") { ... on Chatroom { description } }
    }`,
    traffic: { 'group-get': 1, 'chatroom-get': 1, 'user-attr-batch-get': 1 },
  },
]
