import { GROUP, ROOM, type Row } from './reads.ts'

/** More members than the service puts into a detail, so that they come page by page. */
const LARGE = 10_050

/** What the sandbox calls it. */
const LARGE_GROUP = '209999999999999'

const KINDS = [
  {
    ...{ kind: 'Group', noun: 'group', id: GROUP, large: LARGE_GROUP },
    seed: { users: 10, groups: 1, largeGroupMembers: LARGE },
  },
  {
    ...{ kind: 'Chatroom', noun: 'chatroom', id: ROOM, large: ROOM },
    seed: { users: LARGE, chatrooms: 1, chatroomMembers: LARGE },
  },
]

/** People who come, go, and are changed while they are there: all of these are done, none is refused. */
export const MEMBERSHIPS: readonly Row[] = KINDS.flatMap(({ kind, noun, id, large, seed }) => {
  const change = (alias: string, field: string, names: readonly string[]) =>
    `${alias}: ${field}(input: { ${noun}Id: "${id}", usernames: ${JSON.stringify(names)} }) { results { status } }`
  const some = ['u0128', 'u0129']
  const one = some.slice(0, 1)
  return [
    {
      what: `members of a ${noun} who come together and leave one by one`,
      query: `mutation {
        ${change('come', `add${kind}Members`, some)}
        ${change('first', `remove${kind}Members`, some.slice(0, 1))}
        ${change('last', `remove${kind}Members`, some.slice(1))}
      }`,
      traffic: { [`${noun}-member-add-batch`]: 1, [`${noun}-member-remove`]: 2 },
    },
    {
      what: `members of a ${noun} who come and leave together`,
      query: `mutation { ${change('come', `add${kind}Members`, some)} ${change('go', `remove${kind}Members`, some)} }`,
      traffic: { [`${noun}-member-add-batch`]: 1, [`${noun}-member-remove-batch`]: 1 },
    },
    {
      what: `a member of a ${noun} who manages it for a while`,
      query: `mutation {
        ${change('come', `add${kind}Members`, one)}
        ${change('may', `add${kind}Admins`, one)} ${change('mayNot', `remove${kind}Admins`, one)}
      }`,
      traffic: {
        [`${noun}-member-add-batch`]: 1,
        [`${noun}-admin-add`]: 1,
        [`${noun}-admin-remove`]: 1,
      },
    },
    {
      what: `members of a ${noun} who are blocked, and let in again together and alone`,
      query: `mutation {
        ${change('come', `add${kind}Members`, [...some, 'u0130'])}
        ${change('block', `block${kind}Users`, [...some, 'u0130'])}
        ${change('unblock', `unblock${kind}Users`, some)} ${change('last', `unblock${kind}Users`, ['u0130'])}
      }`,
      traffic: {
        [`${noun}-member-add-batch`]: 1,
        [`${noun}-block-add-batch`]: 1,
        [`${noun}-block-remove-batch`]: 1,
        [`${noun}-block-remove`]: 1,
      },
    },
    {
      what: `a ${noun} muted for all, and not`,
      query: `mutation {
        on: set${kind}MutedForAll(${noun}Id: "${id}", isMutedForAll: true) { ${noun} { id } }
        off: set${kind}MutedForAll(${noun}Id: "${id}", isMutedForAll: false) { ${noun} { isMutedForAll } }
      }`,
      traffic: { [`${noun}-ban-all`]: 1, [`${noun}-unban-all`]: 1, [`${noun}-get`]: 1 },
    },
    {
      what: `members of a ${noun} too large for its detail`,
      query: `{ ${noun}(${noun}Id: "${large}") { members(first: 100) { edges { node { username } } } } }`,
      traffic: { [`${noun}-get`]: 1, [`${noun}-member-list`]: 1 },
      world: { sandbox: { seed } },
    },
  ]
})
