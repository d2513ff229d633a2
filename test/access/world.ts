import { addContact, addUser, createGathering, type Gathering, type Store } from '../../src/sandbox/store.ts'
import { addThread } from '../../src/sandbox/threads.ts'
import { readContract } from '../support/contract.ts'
import { type Answer, actingAs, type Harness, type HarnessOptions, start } from '../support/harness.ts'
import { ADMIN_KEY } from '../support/process.ts'
import { createIssuer } from '../support/tokens.ts'

/**
 * A private group, public ones that one joins freely or not, and a chatroom. Everybody has one part to play:
 * anna is whom the rows about users are about; carl is her contact, gina is in a group with her, rosa in a chatroom,
 * and sven has nothing to do with anybody. olga owns the groups, adam and ivan are admins of them, mia and tom members.
 * rolf owns the chatroom, ada and ivan are its admins, sue is a super admin, rosa and tom are members. bert is blocked
 * everywhere, and nina and paul are nowhere.
 */
export const PEOPLE = [
  ...['anna', 'carl', 'gina', 'rosa', 'sven'],
  ...['olga', 'adam', 'ivan', 'mia', 'tom', 'rolf', 'ada', 'sue', 'bert', 'nina', 'paul'],
] as const
export type Person = (typeof PEOPLE)[number]

/** Private, with anna and gina in it. */
export const CLUB = '1001'
/** Public: one joins freely. */
export const PARK = '1002'
/** Public, but somebody must agree. */
export const GUILD = '1003'
/** Private; nobody but olga is in it. */
export const VAULT = '1004'
export const LOBBY = '2001'
export const FILE = '00000001-ed19-11ea-b480-f3cfbdd7bd1e'
/** What nothing has. */
export const NOWHERE = '1404'

const CREATED = Date.UTC(2026, 0, 1)
/** Never over. */
const FOR_EVER = -1

/** Who sends a request: a user by a token, an admin by a key, nobody at all, or somebody with a forged token. */
export type Caller = Person | 'key' | 'nobody' | 'forger'

export interface World extends Harness {
  readonly store: Store
  /** A job of anna's that waits, as `@job` in a query. */
  readonly job: string
  askAs(caller: Caller, query: string, variables?: object): Promise<Answer>
  headersOf(caller: Caller): Readonly<Record<string, string>>
  /** Calls since `forget` that changed something in the service, by their ids. */
  changes(): readonly string[]
  group(id: string): Gathering
  room(id: string): Gathering
  person(name: Person): NonNullable<ReturnType<Store['users']['get']>>
}

let readIds: ReadonlySet<string> | undefined

interface WorldOptions extends HarnessOptions {
  /** Without callers configured: users are named by a header. Tokens are checked in a time of their own. */
  readonly isOpen?: boolean
}

/** A server with an admin key and tokens of users, and the people above behind it. */
export async function openWorld({ env, sandbox, isOpen, ...rest }: WorldOptions = {}): Promise<World> {
  readIds ??= new Set(readContract().uses.flatMap(({ id, reads }) => (reads ? [id] : [])))
  const ids = readIds
  const issuer = createIssuer()
  const forger = createIssuer()
  const harness = await start({
    env: { ...(isOpen ? {} : { ...issuer.env, ADMIN_KEY }), ...FAST, DELETE_OLDEST_USERS: 'on', ...env },
    sandbox: { callsPerSecond: 0, registrationOpen: true, seed: EMPTY, ...sandbox },
    ...rest,
  })
  const { store } = harness.sandbox
  populate(store)

  const job = await addJob(harness)
  const headersOf = (caller: Caller): Readonly<Record<string, string>> => {
    if (isOpen) return actingAs(caller).headers ?? {}
    if (caller === 'nobody') return {}
    if (caller === 'forger') return forger.headersOf('anna')
    return caller === 'key' ? { authorization: `Bearer ${ADMIN_KEY}` } : issuer.headersOf(caller)
  }
  return {
    ...harness,
    store,
    job,
    headersOf,
    askAs: (caller, query, variables = {}) =>
      harness.ask(query.replaceAll('@job', job), variables, { headers: headersOf(caller) }),
    changes: () => Object.keys(harness.traffic()).filter((id) => !ids.has(id)),
    group: (id) => known(store.groups.get(id), id),
    room: (id) => known(store.chatrooms.get(id), id),
    person: (name) => known(store.users.get(name), name),
  }
}

async function addJob({ kept }: Harness): Promise<string> {
  const added = await kept.jobs.add({
    caller: 'user anna',
    about: JSON.stringify({ kind: 'User', within: null }),
    message: JSON.stringify({ from: 'anna', type: 'txt', body: { msg: 'm' } }),
    chunks: [['anna', 'carl']],
    request: null,
    mostOpen: 1,
  })
  return added.is === 'new' ? btoa(`Job:${added.job.id}`) : ''
}

/** Each answer comes at once. */
const FAST = { CALLS_PER_SECOND: '10000', BATCH_IDLE_MS: '0' }
const EMPTY = { users: 1, groups: 0, chatrooms: 0, contacts: 0 }

function populate(store: Store): void {
  store.superAdmins.clear()
  for (const username of PEOPLE) {
    addUser(store, { username, password: 'p', nickname: 'P', created: CREATED, online: true })
    const attributes = { nickname: username, avatarurl: 'a', gender: '2', sign: 's', mail: 'm', phone: '1' }
    store.attributes.set(username, new Map(Object.entries({ ...attributes, birth: 'b', ext: 'e' })))
  }
  store.superAdmins.add('sue')
  addContact(store, 'anna', 'carl')
  populateAnna(store)

  const friends = ['adam', 'ivan', 'mia', 'tom']
  addGroup(store, { id: CLUB, public: false, usernames: [...friends, 'anna', 'gina'] })
  addGroup(store, { id: PARK, public: true, usernames: friends })
  addGroup(store, { id: GUILD, public: true, membersonly: true, usernames: friends })
  addGroup(store, { id: VAULT, public: false, usernames: [] })
  const lobby = createGathering(store, { ...LIKE_ALL, id: LOBBY, owner: 'rolf', usernames: ROOM_MEMBERS })
  arrange(lobby, ['ada', 'ivan'])
  lobby.attributes.set('topic', { value: 't', owner: 'rolf', autoDelete: false })
  store.chatrooms.set(LOBBY, lobby)
  populateThreads(store)
}

const ROOM_MEMBERS = ['ada', 'ivan', 'rosa', 'tom', 'anna']
const LIKE_ALL = {
  ...{ created: CREATED, name: 'N', description: 'D', maxusers: 200 },
  ...{ announcement: 'A', custom: 'C', avatar: 'P' },
}

type NewGroup = Pick<Gathering, 'id' | 'public'> & Partial<Pick<Gathering, 'membersonly'>>

function addGroup(store: Store, given: NewGroup & { readonly usernames: readonly string[] }): void {
  const group = createGathering(store, { ...LIKE_ALL, owner: 'olga', ...given })
  arrange(group, ['adam', 'ivan'])
  group.memberAttributes.set('tom', new Map([['k', 'v']]))
  group.files.set(FILE, { id: FILE, name: 'f', owner: 'mia', created: CREATED, bytes: Buffer.from('f') })
  store.groups.set(group.id, group)
}

function arrange(place: Gathering, admins: readonly string[]): void {
  for (const admin of admins) place.admins.add(admin)
  place.blocked.add('bert')
  place.allowed.add('tom')
  place.mutes.set('tom', FOR_EVER)
}

function populateAnna(store: Store): void {
  const anna = known(store.users.get('anna'), 'anna')
  anna.blocks.set('tom', store.nextSerial())
  anna.subscriptions.set('carl', { serial: store.nextSerial(), endMs: FOR_EVER })
  anna.devices.set('ios_1', { res: 'ios_1', device_uuid: 'u', device_name: 'n' })
  anna.pushBindings.set('d1', { device_id: 'd1', device_token: 't', notifier_name: 'n' })
  anna.pushLanguage = 'en'
  for (const [key, value] of NOTIFICATIONS) anna.notifications.set(key, value)
  for (const username of PEOPLE) {
    const watched = { serial: store.nextSerial(), endMs: FOR_EVER }
    if (username !== 'anna') known(store.users.get(username), username).subscriptions.set('anna', watched)
  }
}

const NOTIFICATIONS = [
  ['notification_display_style', 1],
  ['notification_no_disturbing', true],
] as const

/** One message of the club has a thread of anna's, the other has none. */
function populateThreads(store: Store): void {
  const club = known(store.groups.get(CLUB), CLUB)
  for (const id of ['501', '502']) {
    const said = { targetType: 'chatgroups', target: CLUB, type: 'txt', body: { msg: 'm' } } as const
    store.messages.push({ id, from: 'anna', ext: undefined, time: CREATED, ...said })
  }
  const message = known(store.messages[0], 'message')
  const thread = addThread(store, { group: club, message, owner: 'anna', name: 'T', created: CREATED })
  thread.members.set('gina', store.nextSerial())
}

/** The thread of anna's. */
export const THREAD = '400000000000001'
/** A message without a thread. */
export const MESSAGE = '502'

function known<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`the world has no ${name}`)
  return value
}
