import { GROUP, type Row } from './reads.ts'

const MEMBERS = `group(groupId: "${GROUP}")`
const names = (...numbers: readonly number[]) =>
  numbers.map((number) => `"u${String(number).padStart(4, '0')}"`).join()
const SHOWN = 'results { username status error { code } }'

/** What users have with each other: contacts and block lists. */
export const RELATIONS: readonly Row[] = [
  {
    what: 'who of 30 members is a contact of the viewer',
    query: `{ ${MEMBERS} { members(first: 30) { edges { node { isContactOf(username: "u0001") } } } } }`,
    traffic: { 'group-get': 1, 'contact-check': 1 },
  },
  {
    what: 'who of 30 members is a contact of either of two',
    query: `{ ${MEMBERS} { members(first: 30) { edges { node {
      a: isContactOf(username: "u0001") b: isContactOf(username: "U0002")
    } } } } }`,
    traffic: { 'group-get': 1, 'contact-check': 2 },
  },
  {
    what: 'who of 130 users is a contact of one',
    query: `{
      users(first: 100) { edges { node { isContactOf(username: "u0001") } } }
      ${Array.from({ length: 30 }, (_, index) => `a${index}: user(username: ${names(101 + index)}) { isContactOf(username: "u0001") }`)}
    }`,
    traffic: { 'user-list': 1, 'contact-check': 2 },
  },
  {
    what: 'the block list of a user',
    query:
      '{ user(username: "u0002") { blockedUsers(first: 50) { edges { cursor node { username } } pageInfo { endCursor } } } }',
    traffic: { 'user-block-list': 1 },
  },
  {
    what: 'the block lists of 30 users, one call each, since the service has no batch',
    query: '{ users(first: 30) { edges { node { blockedUsers { edges { node { username } } } } } } }',
    traffic: { 'user-list': 1, 'user-block-list': 30 },
  },
  {
    what: 'two new contacts, shown with their list',
    query: `mutation { addContacts(input: { username: "u0001", contacts: [${names(60, 61)}] }) {
      ${SHOWN} user { contacts(first: 50) { edges { remark node { username } } } }
    } }`,
    traffic: { 'contact-add': 2, 'contact-list-paged': 1 },
  },
  {
    what: 'two contacts that are none any more, checked',
    query: `mutation { removeContacts(input: { username: "u0001", contacts: [${names(60, 61)}] }) {
      results { status user { isContactOf(username: "u0001") } }
    } }`,
    traffic: { 'contact-remove': 2, 'contact-check': 1 },
  },
  {
    what: 'a contact that nobody is',
    query: `mutation { addContacts(input: { username: "u0001", contacts: ["nobody"] }) { ${SHOWN} } }`,
    // One more to learn that it is not the owner of the list who is unknown.
    traffic: { 'contact-add': 1, 'user-get': 1 },
  },
  {
    what: 'eleven contacts at once',
    query: `mutation { importContacts(input: {
      username: "u0001", notify: false, contacts: [${names(...Array.from({ length: 11 }, (_, index) => 60 + index))}]
    }) { ${SHOWN} } }`,
    traffic: { 'contact-import': 2 },
  },
  {
    what: 'another name for a contact, shown',
    query: `mutation {
      addContacts(input: { username: "u0001", contacts: [${names(60)}] }) { results { status } }
      setContactRemark(input: { username: "u0001", contact: "u0060", remark: "Lin" }) {
        user { contacts(first: 1) { edges { remark } } }
      }
    }`,
    traffic: { 'contact-add': 1, 'contact-remark-set': 1, 'contact-list-paged': 1 },
  },
  {
    what: 'sixty blocked users, shown',
    query: `mutation { blockUsers(input: {
      username: "u0001", usernames: [${names(...Array.from({ length: 60 }, (_, index) => 60 + index))}]
    }) { ${SHOWN} user { blockedUsers(first: 100) { edges { node { username } } } } } }`,
    traffic: { 'user-block-add': 2, 'user-block-list': 2 },
  },
  {
    what: 'a blocked user that nobody is, and the list that tells why',
    query: `mutation { blockUsers(input: { username: "u0001", usernames: ["u0002", "nobody"] }) { ${SHOWN} } }`,
    traffic: { 'user-block-add': 1, 'user-block-list': 1, 'user-get': 1 },
  },
  {
    what: 'two users who are not blocked any more',
    query: `mutation { unblockUsers(input: { username: "u0001", usernames: [${names(2, 3)}] }) { ${SHOWN} } }`,
    traffic: { 'user-block-remove': 2 },
  },
]
