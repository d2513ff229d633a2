import { GROUP, ROOM, type Row } from './reads.ts'

const group = (fields: string) => `{ group(groupId: "${GROUP}") { ${fields} } }`
const room = (fields: string) => `{ chatroom(chatroomId: "${ROOM}") { ${fields} } }`
const numbered = (count: number, of: (number: number) => string) =>
  Array.from({ length: count }, (_, index) => of(index + 1)).join(' ')

/** What only groups have. */
const GROUP_EXTRAS: readonly Row[] = [
  {
    what: 'whether three users are members of a group',
    query: group(numbered(3, (number) => `m${number}: isMember(username: "u000${number}")`)),
    traffic: { 'group-get': 1 },
  },
  {
    what: 'whether a user is a member of each of eight groups',
    query: '{ groups { edges { node { isMember(username: "u0007") } } } }',
    traffic: { 'group-list': 1, 'group-get': 1 },
  },
  {
    what: 'members online in each of eight groups',
    query: '{ groups { edges { node { onlineMemberCount } } } }',
    traffic: { 'group-list': 1, 'presence-group-online-count': 8 },
  },
  {
    what: 'shared files of a group',
    query: group(`sharedFiles(first: 100) {
      edges { cursor node { fileId name sizeBytes uploadedAt uploader { username } } } pageInfo { hasNextPage }
    }`),
    traffic: { 'group-get': 1, 'group-file-list': 1 },
  },
  {
    what: 'shared files of eight groups, and the profiles of who shared them',
    query:
      '{ groups { edges { node { sharedFiles(first: 20) { edges { node { uploader { profile { nickname } } } } } } } } }',
    traffic: { 'group-list': 1, 'group-file-list': 8, 'user-attr-batch-get': 1 },
  },
  {
    what: 'attributes of ten members of a group, one of them twice',
    query: group(
      `again: memberAttributes(username: "U0001") ${numbered(10, (number) => `m${number}: memberAttributes(username: "u${String(number).padStart(4, '0')}")`)}`,
    ),
    traffic: { 'group-get': 1, 'group-member-attr-batch-get': 1 },
  },
  {
    what: 'attributes of eleven members of a group',
    query: group(numbered(11, (number) => `m${number}: memberAttributes(username: "u${number}")`)),
    traffic: { 'group-get': 1, 'group-member-attr-batch-get': 2 },
  },
  {
    what: 'attributes of thirty members of a group with their profiles',
    query: group('members(first: 30) { edges { attributes node { profile { nickname } } } }'),
    traffic: { 'group-get': 1, 'group-member-attr-batch-get': 3, 'user-attr-batch-get': 1 },
  },
  {
    what: 'attributes of five members of each of eight groups, whose calls are their own',
    query: '{ groups { edges { node { members(first: 5) { edges { attributes } } } } } }',
    traffic: { 'group-list': 1, 'group-get': 1, 'group-member-attr-batch-get': 8 },
  },
  {
    what: 'a group that was switched off, shown',
    query: `mutation { setGroupDisabled(groupId: "${GROUP}", isDisabled: true) { group { isDisabled } } }`,
    traffic: { 'group-disable': 1, 'group-get': 1 },
  },
  {
    what: 'a group that was switched on',
    query: `mutation { setGroupDisabled(groupId: "${GROUP}", isDisabled: false) { group { id } } }`,
    traffic: { 'group-enable': 1 },
  },
  {
    what: 'three shared files fewer than there are',
    query: `mutation { deleteGroupSharedFiles(input: { groupId: "${GROUP}", fileIds: ["a-1", "a-2", "a-3"] }) {
      results { fileId status error { code message } } group { sharedFiles { edges { cursor } } }
    } }`,
    // Once, whether the group is there.
    traffic: { 'group-file-delete': 3, 'group-get': 1, 'group-file-list': 1 },
  },
  {
    what: 'attributes of 25 users who are no members, shown',
    query: `mutation { setGroupMemberAttributes(input: { groupId: "${GROUP}", members: [
      ${numbered(25, (number) => `{ username: "nobody${number}", attributes: [{ name: "k", value: "v" }] }`)}
    ] }) { results { username status error { code } } group { memberAttributes(username: "u0001") } } }`,
    traffic: { 'group-member-attr-batch-set': 2, 'group-get': 1, 'group-member-attr-batch-get': 1 },
  },
  {
    what: 'whether a user is a member of a group too large for its detail',
    query: '{ group(groupId: "209999999999999") { isMember(username: "u0001") } }',
    traffic: { 'group-get': 1, 'group-is-joined': 1 },
    world: { sandbox: { seed: { users: 10, groups: 1, largeGroupMembers: 10_050 } } },
  },
  {
    what: 'the groups of a user where the service has only the older call for them',
    query: '{ user(username: "u0007") { groups { edges { node { groupId name } } } } }',
    traffic: { 'group-joined-legacy': 1 },
    world: { env: { JOINED_GROUPS_CALL: 'legacy' } },
  },
  {
    what: 'a shared file that is deleted',
    query: `mutation { deleteGroupSharedFiles(input: { groupId: "${GROUP}", fileIds: ["00000fcf-ed19-11ea-b480-f3cfbdd7bd1e"] }) {
      results { status }
    } }`,
    traffic: { 'group-file-delete': 1 },
  },
  {
    what: 'attributes of two members, shown',
    query: `mutation { setGroupMemberAttributes(input: { groupId: "${GROUP}", members: [
      { username: "u0001", attributes: [{ name: "k", value: "v" }] }
      { username: "u0002", attributes: [{ name: "k", value: "v" }] }
    ] }) { results { status } group { memberAttributes(username: "u0001") } } }`,
    traffic: { 'group-member-attr-batch-set': 1, 'group-member-attr-batch-get': 1 },
  },
]

/** What only chatrooms have. */
const CHATROOM_EXTRAS: readonly Row[] = [
  {
    what: 'attributes of a chatroom, by different names',
    query: room('all: attributes a: attributes(names: ["topic"]) b: attributes(names: ["host", "other"])'),
    traffic: { 'chatroom-get': 1, 'chatroom-attr-get': 1 },
  },
  {
    what: 'attributes of eight chatrooms, one call each',
    query: '{ chatrooms { edges { node { attributes(names: ["topic"]) } } } }',
    traffic: { 'chatroom-list': 1, 'chatroom-attr-get': 8 },
  },
  {
    what: 'attributes of the members of a chatroom, which there are not',
    query: room('members { edges { attributes } }'),
    traffic: { 'chatroom-get': 1 },
  },
  ...[
    { force: false, suffix: '' },
    { force: true, suffix: '-forced' },
  ].flatMap(({ force, suffix }): readonly Row[] => [
    {
      what: `twelve attributes of a chatroom, shown, force: ${force}`,
      query: `mutation { setChatroomAttributes(input: {
        chatroomId: "${ROOM}", username: "u0001", force: ${force}
        attributes: [${numbered(12, (number) => `{ name: "k${number}", value: "v" }`)}]
      }) { results { name status error { code message } } chatroom { attributes } } }`,
      traffic: { [`chatroom-attr-set${suffix}`]: 2, 'chatroom-attr-get': 1 },
    },
    {
      what: `twelve attributes fewer than a chatroom has, force: ${force}`,
      query: `mutation { deleteChatroomAttributes(input: {
        chatroomId: "${ROOM}", username: "u0001", force: ${force}
        names: [${numbered(12, (number) => `"k${number}"`)}]
      }) { results { name status } chatroom { attributes } } }`,
      // The second call makes stale what the first one's refusals were judged by.
      traffic: { [`chatroom-attr-delete${suffix}`]: 2, 'chatroom-attr-get': 2 },
    },
  ]),
  {
    what: 'super admins with their profiles',
    query: '{ chatroomSuperAdmins(first: 100) { edges { node { profile { nickname } } } } }',
    traffic: { 'chatroom-superadmin-list': 1, 'user-attr-batch-get': 1 },
  },
  ...(['add', 'remove'] as const).map((verb) => ({
    what: `${verb === 'add' ? 'two super admins more' : 'two super admins less'}, shown`,
    query: `mutation { ${verb}ChatroomSuperAdmins(usernames: ["u0001", "nobody"]) {
      results { username status } superAdmins { edges { node { username } } }
    } }`,
    traffic: { [`chatroom-superadmin-${verb}`]: 2, 'chatroom-superadmin-list': 1 },
  })),
]

export const EXTRAS: readonly Row[] = [...GROUP_EXTRAS, ...CHATROOM_EXTRAS]
