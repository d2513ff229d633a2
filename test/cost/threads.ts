import { GROUP, type Row } from './reads.ts'

/** In every world of the sandbox: the thread on the first message of the first group. */
const THREAD = '400000000000001'
/** A message of that group without a thread. */
const MESSAGE = '1029457500870543737'

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(400000000000001 + index))

export const THREADS: readonly Row[] = [
  {
    what: 'a page of threads',
    query: '{ threads(first: 50) { edges { cursor node { id threadId name } } pageInfo { hasNextPage } } }',
    traffic: { 'thread-list': 1 },
  },
  {
    what: 'the threads of a user, whole',
    query: `{ user(username: "u0001") { threads(first: 50) { edges { cursor node {
      id threadId name owner { username } group { groupId } parentMessageId createdAt
    } } pageInfo { endCursor } } } }`,
    traffic: { 'thread-user-joined': 1 },
  },
  {
    what: 'the threads of a user in one group',
    query: `{ user(username: "u0001") { threads(groupId: "${GROUP}", order: OLDEST) { edges { node { name } } } } }`,
    traffic: { 'thread-user-group-joined': 1 },
  },
  {
    what: 'the names of the groups that the threads of a user are in, and of their owners',
    query: `{ user(username: "u0007") { threads { edges { node {
      group { name memberCount } owner { profile { nickname } }
    } } } } }`,
    traffic: { 'thread-user-joined': 1, 'group-get': 1, 'user-attr-batch-get': 1 },
  },
  {
    what: 'a thread as a node, which tells nothing by itself',
    query: `{ node(id: "${btoa(`Thread:${THREAD}`)}") { id ... on Thread { threadId name group { name } } } }`,
    traffic: {},
  },
  {
    what: 'the members of a thread with their profiles',
    query: `{ node(id: "${btoa(`Thread:${THREAD}`)}") { ... on Thread {
      members(first: 50) { edges { cursor node { username profile { nickname } } } }
    } } }`,
    traffic: { 'thread-member-list': 1, 'user-attr-batch-get': 1 },
  },
  {
    what: 'the members of twelve threads, one call each',
    query: `{ nodes(ids: ${JSON.stringify(ids(12).map((id) => btoa(`Thread:${id}`)))}) { ... on Thread {
      members(first: 5) { edges { node { onlineStatus } } }
    } } }`,
    traffic: { 'thread-member-list': 12, 'user-status-batch': 1 },
  },
  {
    what: 'a new thread, shown',
    query: `mutation { createThread(input: {
      groupId: "${GROUP}", parentMessageId: "${MESSAGE}", name: "n", owner: "u0001"
    }) { thread { threadId name owner { username } group { groupId } parentMessageId createdAt } } }`,
    traffic: { 'thread-create': 1 },
  },
  {
    what: 'a renamed thread, shown',
    query: `mutation { updateThread(input: { threadId: "${THREAD}", name: "n" }) { thread { name } } }`,
    traffic: { 'thread-update': 1 },
  },
  {
    what: 'a deleted thread',
    query: `mutation { deleteThread(threadId: "${THREAD}") { threadId } }`,
    traffic: { 'thread-delete': 1 },
  },
  {
    what: 'eleven new members of a thread, shown',
    query: `mutation { addThreadMembers(input: { threadId: "${THREAD}", usernames: [
      "u0002", "u0003", "u0004", "u0005", "u0006", "u0007", "u0008", "u0009", "u0010", "u0011", "u0012"
    ] }) { results { username status } thread { members(first: 50) { edges { node { username } } } } } }`,
    traffic: { 'thread-member-add-batch': 2, 'thread-member-list': 1 },
  },
  {
    what: 'eleven members of a thread fewer',
    query: `mutation { removeThreadMembers(input: { threadId: "${THREAD}", usernames: [
      "u0001", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10"
    ] }) { results { status } thread { id } } }`,
    traffic: { 'thread-member-remove-batch': 2 },
  },
]
