import { GROUP, ROOM, type Row } from './reads.ts'

/** Groups and chatrooms are kept in order alike: each row once for both. */
const KINDS = [
  { kind: 'Group', noun: 'group', id: GROUP },
  { kind: 'Chatroom', noun: 'chatroom', id: ROOM },
]

export const MODERATION: readonly Row[] = KINDS.flatMap(({ kind, noun, id }) => {
  const of = (fields: string) => `{ ${noun}(${noun}Id: "${id}") { ${fields} } }`
  const input = (name: string, usernames: string) =>
    `{ ${noun}Id: "${id}", usernames: [${usernames}] ${name.startsWith('mute') ? ', term: { forever: true }' : ''} }`
  const change = (name: string, usernames: string) =>
    `mutation { ${name}(input: ${input(name, usernames)}) { results { username status } ${noun} { id } } }`
  const reads = [
    { field: 'admins', fields: 'admins { username }', operation: `${noun}-admin-list` },
    { field: 'blockedUsers', fields: 'blockedUsers { username }', operation: `${noun}-block-list` },
    { field: 'allowedUsers', fields: 'allowedUsers { username }', operation: `${noun}-white-list` },
    { field: 'mutes', fields: 'mutes { expiresAt user { username } }', operation: `${noun}-mute-list` },
    { field: 'announcement', fields: 'announcement', operation: `${noun}-announcement-get` },
    {
      field: 'who of the members is an admin',
      fields: 'members(first: 30) { edges { isAdmin role } }',
      operation: `${noun}-admin-list`,
    },
  ]
  return [
    ...reads.map(({ field, fields, operation }) => ({
      what: `${field} of a ${noun}`,
      query: of(fields),
      traffic: { [`${noun}-get`]: 1, [operation]: 1 },
    })),
    {
      what: `the admins of eight ${noun}s, one call each`,
      query: `{ ${noun}s(first: 8) { edges { node { admins { username } members(first: 5) { edges { isAdmin } } } } } }`,
      traffic: { [`${noun}-list`]: 1, [`${noun}-get`]: 1, [`${noun}-admin-list`]: 8 },
    },
    {
      what: `profiles of all whom a ${noun} mutes, blocks, allows or lets manage it`,
      query: `${of('admins { ...P } blockedUsers { ...P } allowedUsers { ...P } mutes { user { ...P } }')} fragment P on User { profile { nickname } }`,
      traffic: {
        [`${noun}-get`]: 1,
        [`${noun}-admin-list`]: 1,
        [`${noun}-block-list`]: 1,
        [`${noun}-white-list`]: 1,
        [`${noun}-mute-list`]: 1,
        'user-attr-batch-get': 1,
      },
    },
    ...['add', 'remove'].map((verb) => ({
      what: `${verb === 'add' ? 'one more admin' : 'an admin less'} of a ${noun}`,
      query: change(`${verb}${kind}Admins`, '"nobody"'),
      // One more to learn why it was refused.
      traffic: { [`${noun}-admin-${verb}`]: 1, [`${noun}-get`]: 1 },
    })),
    {
      what: `block${kind}Users of somebody who is not there`,
      query: change(`block${kind}Users`, '"nobody"'),
      // They may have been blocked before.
      traffic: { [`${noun}-block-add-batch`]: 1, [`${noun}-get`]: 1, [`${noun}-block-list`]: 1 },
    },
    ...[
      { name: `unblock${kind}Users`, operation: `${noun}-block-remove` },
      { name: `allow${kind}Users`, operation: `${noun}-white-add-batch` },
      { name: `disallow${kind}Users`, operation: `${noun}-white-remove` },
      { name: `mute${kind}Members`, operation: `${noun}-mute-add` },
      { name: `unmute${kind}Members`, operation: `${noun}-mute-remove` },
    ].map(({ name, operation }) => ({
      what: `${name} of somebody who is not there`,
      query: change(name, '"nobody"'),
      traffic: { [operation]: 1, [`${noun}-get`]: 1 },
    })),
    {
      what: `changes of a ${noun} that are not refused, one call each`,
      query: `mutation {
        ${[
          `add${kind}Members`,
          `add${kind}Admins`,
          `remove${kind}Admins`,
          `allow${kind}Users`,
          `disallow${kind}Users`,
          `mute${kind}Members`,
          `unmute${kind}Members`,
          `block${kind}Users`,
          `unblock${kind}Users`,
        ]
          .map((name) => `${name}(input: ${input(name, '"u0128"')}) { results { status } }`)
          .join('\n')}
      }`,
      traffic: {
        [`${noun}-member-add-batch`]: 1,
        [`${noun}-admin-add`]: 1,
        [`${noun}-admin-remove`]: 1,
        [`${noun}-white-add-batch`]: 1,
        [`${noun}-white-remove`]: 1,
        [`${noun}-mute-add`]: 1,
        [`${noun}-mute-remove`]: 1,
        [`${noun}-block-add-batch`]: 1,
        [`${noun}-block-remove`]: 1,
      },
    },
    {
      what: `another owner of a ${noun}, shown`,
      query: `mutation {
        add${kind}Members(input: { ${noun}Id: "${id}", usernames: ["u0128"] }) { results { status } }
        transfer${kind}(${noun}Id: "${id}", newOwner: "u0128") { ${noun} { owner { username } } }
      }`,
      traffic: { [`${noun}-member-add-batch`]: 1, [`${noun}-transfer`]: 1, [`${noun}-get`]: 1 },
    },
    {
      what: `${noun} settings`,
      query: `mutation {
        set${kind}MutedForAll(${noun}Id: "${id}", isMutedForAll: true) { ${noun} { id } }
        set${kind}Announcement(${noun}Id: "${id}", announcement: "Hello") { ${noun} { announcement } }
      }`,
      traffic: { [`${noun}-ban-all`]: 1, [`${noun}-announcement-set`]: 1, [`${noun}-announcement-get`]: 1 },
    },
  ]
})
