import { envelope, lean, VendorError } from './answer.ts'
import { type Call, objectBody, textOf, usernameParam, usernamesOf } from './call.ts'
import { findUser, userEntity } from './entity.ts'
import { cursorPage, wholeNumber } from './paging.ts'
import type { Route } from './router.ts'
import { addContact, contactsOf, type Store, type StoredContact } from './store.ts'

/** Note the singular `/user` of the two newer calls; the vendor has both. */
export const contactRoutes: readonly Route[] = [
  { method: 'POST', path: '/users/:owner/contacts/users/:friend', answer: add },
  { method: 'DELETE', path: '/users/:owner/contacts/users/:friend', answer: remove },
  { method: 'GET', path: '/users/:owner/contacts/users', answer: listAll },
  { method: 'GET', path: '/user/:username/contacts', answer: listPage },
  { method: 'PUT', path: '/user/:owner/contacts/users/:friend', body: 'json', answer: setRemark },
  { method: 'POST', path: '/users/:username/contacts/import', body: 'json', answer: importContacts },
  { method: 'POST', path: '/contacts/check', body: 'json', answer: checkContacts },
]

const MOST_CONTACTS = 3000
const MOST_ON_PAGE = 50
const LONGEST_REMARK = 100
const MOST_IMPORTED = 10
const MOST_CHECKED = 100

function add(call: Call, store: Store) {
  const owner = findUser(store, usernameParam(call, 'owner'))
  const friend = findUser(store, usernameParam(call, 'friend'))
  const contacts = contactsOf(store, owner.username)
  if (!contacts.has(friend.username) && contacts.size >= MOST_CONTACTS) {
    throw new VendorError(403, 'exceed_limit', 'user contact number exceed limit')
  }
  addContact(store, owner.username, friend.username)
  return friendAnswer(call, store, friend.username)
}

function remove(call: Call, store: Store) {
  const owner = findUser(store, usernameParam(call, 'owner'))
  const friend = findUser(store, usernameParam(call, 'friend'))
  contactsOf(store, owner.username).delete(friend.username)
  contactsOf(store, friend.username).delete(owner.username)
  return friendAnswer(call, store, friend.username)
}

function friendAnswer(call: Call, store: Store, friend: string) {
  return envelope(call, { path: call.rawPath, entities: [userEntity(findUser(store, friend))] })
}

function listAll(call: Call, store: Store) {
  const contacts = newestFirst(store, findUser(store, usernameParam(call, 'owner')).username)
  const data = contacts.slice(0, MOST_CONTACTS).map((contact) => contact.username)
  return lean(call, { data, count: data.length })
}

/** Unlike other lists, this one refuses a `limit` above its most. */
function listPage(call: Call, store: Store) {
  const { username } = findUser(store, usernameParam(call))
  if (wholeNumber(call, 'limit', 10) > MOST_ON_PAGE) {
    const description = `getContacts | page size more than max limit : ${MOST_ON_PAGE}`
    throw new VendorError(400, 'illegal_argument', description)
  }
  const size = { usual: 10, most: MOST_ON_PAGE }
  const { items, cursor } = cursorPage(call, newestFirst(store, username), (contact) => -contact.serial, size)
  const withRemark = call.query.needReturnRemark === 'true'
  const contacts = items.map(({ username, remark }) => (withRemark ? { username, remark } : { username }))
  const data = { contacts }
  return envelope(call, { params: undefined, entities: undefined, data, count: items.length, cursor })
}

function setRemark(call: Call, store: Store) {
  const { remark } = objectBody(call)
  const contact = contactsOf(store, usernameParam(call, 'owner')).get(usernameParam(call, 'friend'))
  if (!contact) {
    const description = 'updateRemark they are not friends, please add as a friend first.'
    throw new VendorError(400, 'illegal_argument', description)
  }
  if (typeof remark !== 'string' || remark.length > LONGEST_REMARK) {
    throw new VendorError(400, 'illegal_argument', 'remark is not legal')
  }
  contact.remark = remark
  return envelope(call, { entities: undefined, status: 'ok' })
}

type ImportOutcome = 'success' | 'NotExistFailed' | 'maxLimitFailed' | 'UnKnowFailed'

/** Adds those it can, and says of each name in which of four lists it ended. */
function importContacts(call: Call, store: Store) {
  const { username } = findUser(store, usernameParam(call))
  const friends = usernamesOf(objectBody(call).usernames)
  if (!friends?.length) throw new VendorError(400, 'illegal_argument', 'usernames is empty')
  if (friends.length > MOST_IMPORTED) {
    throw new VendorError(400, 'illegal_argument', `request user over flow limit:${MOST_IMPORTED}.`)
  }
  if (contactsOf(store, username).size >= MOST_CONTACTS) {
    throw new VendorError(403, 'exceed_limit', "Inviter's contact max count.")
  }
  const data: Record<ImportOutcome, string[]> = {
    UnKnowFailed: [],
    success: [],
    NotExistFailed: [],
    maxLimitFailed: [],
  }
  for (const friend of friends) data[importOne(store, username, friend)].push(friend)
  return envelope(call, { data, status: 'ok' })
}

function importOne(store: Store, owner: string, friend: string): ImportOutcome {
  if (friend === owner) return 'UnKnowFailed'
  if (!store.users.has(friend)) return 'NotExistFailed'
  const isFull = (username: string) => contactsOf(store, username).size >= MOST_CONTACTS
  if (!contactsOf(store, owner).has(friend) && (isFull(owner) || isFull(friend))) return 'maxLimitFailed'
  addContact(store, owner, friend)
  return 'success'
}

/** A stranger is no friend. Rows come in another order than the names did, as the vendor promises none. */
function checkContacts(call: Call, store: Store) {
  const { username, check_list } = objectBody(call)
  const owner = textOf(username)?.toLowerCase()
  if (owner === undefined) throw new VendorError(400, 'illegal_argument', 'username is empty')
  const names = usernamesOf(check_list) ?? []
  if (names.length === 0 || names.length > MOST_CHECKED) {
    const description = `check_list size must be between 1 and ${MOST_CHECKED}`
    throw new VendorError(400, 'illegal_argument', description)
  }
  const contacts = store.contacts.get(owner)
  const entities = names
    .reverse()
    .map((name) => ({ username: name, relation: contacts?.has(name) ? 'friend' : 'not_friend' }))
  return envelope(call, { path: '/contacts/check', entities })
}

function newestFirst(store: Store, username: string): StoredContact[] {
  return [...contactsOf(store, username).values()].sort((one, other) => other.serial - one.serial)
}
