import { GROUP, type Row } from './reads.ts'

/** Of these the first user is a member of 50 groups. */
const FIFTY_GROUPS = { sandbox: { seed: { users: 60, groups: 50, groupMembers: 60, contacts: 5 } } }
const RELATED = { env: { PROFILE_VISIBILITY: 'related' } }

const TWENTY = Array.from({ length: 20 }, (_, index) => `"u00${index + 10}"`)

/** What it costs to find out whether users may see and do what they ask for. */
export const ACCESS: readonly Row[] = [
  { what: 'the viewer', as: 'u0007', query: '{ viewer { id username } }', traffic: {} },
  {
    what: 'fifty groups of their own with members, whose membership is in the details that are read anyway',
    as: 'u0001',
    world: FIFTY_GROUPS,
    query: `{ viewer { groups(first: 50) { edges { node {
      name memberCount owner { username }
      members(first: 30) { edges { role node { username onlineStatus profile { nickname } } } }
    } } } } }`,
    traffic: { 'group-joined': 3, 'group-get': 1, 'user-attr-batch-get': 1, 'user-status-batch': 1 },
  },
  {
    what: 'the names of fifty groups of their own, since whoever has them on the list is a member',
    as: 'u0001',
    world: FIFTY_GROUPS,
    query: '{ viewer { groups(first: 50) { edges { node { name description } } } } }',
    traffic: { 'group-joined': 3 },
  },
  {
    what: 'fifty groups by their ids, shown or not, out of the one detail call',
    as: 'u0001',
    world: FIFTY_GROUPS,
    query: `{ nodes(ids: ${JSON.stringify(groupIds(50))}) { ... on Group { name members(first: 3) { edges { node { username } } } } } }`,
    traffic: { 'group-get': 1 },
  },
  {
    what: 'a group that is not there, as one that is not theirs: a look at their own groups too',
    as: 'u0001',
    query: '{ group(groupId: "7") { name members { edges { cursor } } announcement } }',
    traffic: { 'group-get': 1, 'group-joined': 1 },
  },
  {
    what: 'thirty contacts under `related`: who is met in a list needs no check',
    as: 'u0001',
    world: RELATED,
    query:
      '{ viewer { contacts(first: 30) { edges { node { username onlineStatus profile { nickname } } } } } }',
    traffic: { 'contact-list-paged': 1, 'user-attr-batch-get': 1, 'user-status-batch': 1 },
  },
  {
    what: 'forty users by name under `related`: one look at the contacts, and one at each circle',
    as: 'u0001',
    world: RELATED,
    query: `{ ${Array.from({ length: 40 }, (_, index) => `u${index}: user(username: "u00${index + 20}") { onlineStatus profile { nickname } }`).join(' ')} }`,
    traffic: {
      'contact-check': 1,
      'group-joined': 1,
      'group-get': 1,
      'chatroom-joined': 1,
      'chatroom-get': 1,
      'user-attr-batch-get': 1,
      'user-status-batch': 1,
    },
  },
  {
    what: 'a message to two own groups: both details in one call, and who is muted in the one that is not theirs',
    as: 'u0001',
    world: FIFTY_GROUPS,
    query: `mutation { sendMessage(input: {
      from: "u0001", to: { groups: ["200000000000001", "200000000000002"] }, body: { text: { content: "Hi" } }
    }) { results { status } } }`,
    traffic: { 'group-get': 1, 'global-mute-get': 1, 'group-mute-list': 1, 'message-send-groups': 1 },
  },
  {
    what: 'a message to twenty groups of their own: a look at the mutes of each that is not theirs, as many as are allowed',
    as: 'u0001',
    world: FIFTY_GROUPS,
    query: `mutation { sendMessage(input: {
      from: "u0001", to: { groups: ${JSON.stringify(numbers(20))} }, body: { text: { content: "Hi" } }
    }) { results { status } } }`,
    traffic: { 'group-get': 1, 'global-mute-get': 1, 'group-mute-list': 19, 'message-send-groups': 7 },
  },
  {
    what: 'a message to twenty members of an own group: they are in the detail that tells of the sender too',
    as: 'u0001',
    world: FIFTY_GROUPS,
    query: `mutation { sendMessage(input: {
      from: "u0001", body: { text: { content: "Hi" } }
      to: { groupMembers: { groupId: "200000000000002", usernames: [${TWENTY}] } }
    }) { results { status } } }`,
    traffic: {
      ...{ 'group-get': 1, 'global-mute-get': 1, 'group-mute-list': 1 },
      'message-send-group-targeted': 1,
    },
  },
  {
    what: 'a change by the owner of a group: its detail before and after',
    as: 'u0001',
    query: `mutation { updateGroup(input: { groupId: "${GROUP}", name: "New" }) { group { name } } }`,
    traffic: { 'group-get': 2, 'group-update': 1 },
  },
]

function numbers(count: number): string[] {
  const first = BigInt(GROUP)
  return Array.from({ length: count }, (_, index) => String(first + BigInt(index)))
}

function groupIds(count: number): string[] {
  return numbers(count).map((id) => btoa(`Group:${id}`))
}
