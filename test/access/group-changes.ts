import { CAT } from '../support/files.ts'
import { type Change, type ChangeTable, type Columns, OTHERS, readTable } from './table.ts'
import { CLUB, FILE, GUILD, PARK } from './world.ts'

/** The first four are asked about the private group, the others about the public ones. */
const COLUMNS: Columns = {
  ...{
    owner: 'olga',
    admin: 'adam',
    member: 'mia',
    outside: 'sven',
    'of a public': 'sven',
    'of a guild': 'sven',
  },
  ...OTHERS,
}

const GROUP = '{ group { id } }'
const RESULTS = '{ results { status } }'

/** Changes of a group, whoever asks. */
export const changesOf = (id: string): Readonly<Record<string, Change>> => ({
  updateGroup: {
    mutation: `updateGroup(input: { groupId: "${id}", name: "New" }) ${GROUP}`,
    isDone: (world) => world.group(id).name === 'New',
  },
  setGroupAnnouncement: {
    mutation: `setGroupAnnouncement(groupId: "${id}", announcement: "New") ${GROUP}`,
    isDone: (world) => world.group(id).announcement === 'New',
  },
  setGroupMutedForAll: {
    mutation: `setGroupMutedForAll(groupId: "${id}", isMutedForAll: true) ${GROUP}`,
    isDone: (world) => world.group(id).mute,
  },
  addGroupMembers: {
    mutation: `addGroupMembers(input: { groupId: "${id}", usernames: ["nina"] }) ${RESULTS}`,
    isDone: (world) => world.group(id).members.has('nina'),
  },
  'addGroupMembers, oneself': {
    mutation: `addGroupMembers(input: { groupId: "${id}", usernames: ["@me"] }) ${RESULTS}`,
    isDone: (world) => world.group(id).members.has('sven'),
  },
  'addGroupMembers, oneself and another': {
    mutation: `addGroupMembers(input: { groupId: "${id}", usernames: ["@me", "nina"] }) ${RESULTS}`,
    isDone: (world) => world.group(id).members.has('nina'),
  },
  removeGroupMembers: {
    mutation: `removeGroupMembers(input: { groupId: "${id}", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => !world.group(id).members.has('tom'),
  },
  'removeGroupMembers, oneself': {
    mutation: `removeGroupMembers(input: { groupId: "${id}", usernames: ["@me"] }) ${RESULTS}`,
    isDone: (world) => ['mia', 'adam', 'tom'].some((name) => !world.group(id).members.has(name)),
  },
  'removeGroupMembers, oneself and another': {
    mutation: `removeGroupMembers(input: { groupId: "${id}", usernames: ["@me", "tom"] }) ${RESULTS}`,
    isDone: (world) => !world.group(id).members.has('tom'),
  },
  'setGroupMemberAttributes of another': {
    mutation: `setGroupMemberAttributes(input: { groupId: "${id}", members: [${attributesOf('tom')}] }) ${RESULTS}`,
    isDone: (world) => world.group(id).memberAttributes.get('tom')?.get('new') === 'v',
  },
  'setGroupMemberAttributes of oneself': {
    mutation: `setGroupMemberAttributes(input: { groupId: "${id}", members: [${attributesOf('@me')}] }) ${RESULTS}`,
    isDone: (world) => [...world.group(id).memberAttributes.values()].some((pairs) => pairs.has('new')),
  },
  'setGroupMemberAttributes of both': {
    mutation: `setGroupMemberAttributes(input: { groupId: "${id}", members: [
      ${attributesOf('@me')} ${attributesOf('tom')}
    ] }) ${RESULTS}`,
    isDone: (world) => world.group(id).memberAttributes.get('tom')?.get('new') === 'v',
  },
  addGroupAdmins: {
    mutation: `addGroupAdmins(input: { groupId: "${id}", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => world.group(id).admins.has('tom'),
  },
  removeGroupAdmins: {
    mutation: `removeGroupAdmins(input: { groupId: "${id}", usernames: ["ivan"] }) ${RESULTS}`,
    isDone: (world) => !world.group(id).admins.has('ivan'),
  },
  blockGroupUsers: {
    mutation: `blockGroupUsers(input: { groupId: "${id}", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => world.group(id).blocked.has('tom'),
  },
  unblockGroupUsers: {
    mutation: `unblockGroupUsers(input: { groupId: "${id}", usernames: ["bert"] }) ${RESULTS}`,
    isDone: (world) => !world.group(id).blocked.has('bert'),
  },
  allowGroupUsers: {
    mutation: `allowGroupUsers(input: { groupId: "${id}", usernames: ["mia"] }) ${RESULTS}`,
    isDone: (world) => world.group(id).allowed.has('mia'),
  },
  disallowGroupUsers: {
    mutation: `disallowGroupUsers(input: { groupId: "${id}", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => !world.group(id).allowed.has('tom'),
  },
  muteGroupMembers: {
    mutation: `muteGroupMembers(input: { groupId: "${id}", usernames: ["mia"], term: { forever: true } }) ${RESULTS}`,
    isDone: (world) => world.group(id).mutes.has('mia'),
  },
  unmuteGroupMembers: {
    mutation: `unmuteGroupMembers(input: { groupId: "${id}", usernames: ["tom"] }) ${RESULTS}`,
    isDone: (world) => !world.group(id).mutes.has('tom'),
  },
  deleteGroupSharedFiles: {
    mutation: `deleteGroupSharedFiles(input: { groupId: "${id}", fileIds: ["${FILE}"] }) ${RESULTS}`,
    isDone: (world) => !world.group(id).files.has(FILE),
  },
  uploadSharedFile: {
    mutation: `uploadSharedFile(groupId: "${id}", upload: $file) ${GROUP}`,
    file: CAT,
    isDone: (world) => world.group(id).files.size > 1,
  },
  transferGroup: {
    mutation: `transferGroup(groupId: "${id}", newOwner: "tom") ${GROUP}`,
    isDone: (world) => world.group(id).owner === 'tom',
  },
  deleteGroup: {
    mutation: `deleteGroup(groupId: "${id}") { groupId }`,
    isDone: ({ store }) => !store.groups.has(id),
  },
  setGroupDisabled: {
    mutation: `setGroupDisabled(groupId: "${id}", isDisabled: true) ${GROUP}`,
    isDone: (world) => world.group(id).disabled,
  },
  sendMessage: {
    mutation: `sendMessage(input: {
      from: "@me", to: { groups: ["${id}"] }, body: { text: { content: "Hi" } }
    }) ${RESULTS}`,
    isDone: ({ store }) => store.messages.some(({ target, body }) => target === id && body.msg === 'Hi'),
  },
})

function attributesOf(username: string): string {
  return `{ username: "${username}", attributes: [{ name: "new", value: "v" }] }`
}

/** Whether a change of a group is made. */
export const GROUP_CHANGES: ChangeTable = {
  columns: COLUMNS,
  subject: 'tom',
  changeOf: ({ what }, heading) =>
    changesOf(heading === 'of a public' ? PARK : heading === 'of a guild' ? GUILD : CLUB)[what],
  rows: readTable(`
  Mutation                                | owner     | admin     | member    | outside   | of a public | of a guild | admin key | anonymous | bad token
  updateGroup                             | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  setGroupAnnouncement                    | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  setGroupMutedForAll                     | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  addGroupMembers                         | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  addGroupMembers, oneself                | -         | -         | -         | FORBIDDEN | yes         | FORBIDDEN  | -         | 401       | 401
  addGroupMembers, oneself and another    | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  removeGroupMembers                      | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  removeGroupMembers, oneself             | -         | yes       | yes       | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  removeGroupMembers, oneself and another | -         | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  setGroupMemberAttributes of another     | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  setGroupMemberAttributes of oneself     | yes       | yes       | yes       | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  setGroupMemberAttributes of both        | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | -         | 401       | 401
  addGroupAdmins                          | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  removeGroupAdmins                       | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  blockGroupUsers                         | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  unblockGroupUsers                       | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  allowGroupUsers                         | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  disallowGroupUsers                      | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  muteGroupMembers                        | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  unmuteGroupMembers                      | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  deleteGroupSharedFiles                  | yes       | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  uploadSharedFile                        | yes       | yes       | yes       | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  transferGroup                           | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  deleteGroup                             | yes       | FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  setGroupDisabled                        | FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
  sendMessage                             | yes       | yes       | yes       | FORBIDDEN | FORBIDDEN   | FORBIDDEN  | yes       | 401       | 401
`),
}
