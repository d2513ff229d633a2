import { envelope, VendorError } from './answer.ts'
import { type Call, isObject, textOf } from './call.ts'
import { readUsername, userEntity } from './entity.ts'
import { addUser, type Store } from './store.ts'
import { checkToken } from './token.ts'

interface Registration {
  readonly username: string
  readonly password: string
  readonly nickname: string | undefined
}

const MOST_REGISTRATIONS = 60
const LONGEST_NICKNAME = 100

/**
 * One object or a one-element array registers one user and fails as a whole; a longer array fails user by user.
 * Without a token it is open registration, of one user.
 */
export function registerUsers(call: Call, store: Store) {
  checkMayRegister(call, store)
  const rows: readonly unknown[] = Array.isArray(call.body) ? call.body : [call.body]
  if (rows.length > MOST_REGISTRATIONS) {
    const description = `Request body array size[${rows.length}] had almost reached or been greater than the upper range value[${MOST_REGISTRATIONS}]`
    throw new VendorError(400, 'illegal_argument', description)
  }
  const registrations = rows.map(readRegistration)
  return registrations.length < 2
    ? registerOne(call, store, registrations)
    : registerMany(call, store, registrations)
}

function checkMayRegister(call: Call, store: Store): void {
  const isOpen = call.application.registrationOpen && !Array.isArray(call.body)
  if (call.authorization) checkToken(call.authorization, store, call.now)
  else if (!isOpen) {
    const description = 'registration is not open, please contact the app admin'
    throw new VendorError(401, 'unauthorized', description)
  }
}

function registerOne(call: Call, store: Store, [registration]: readonly Registration[]) {
  if (!registration) throw new VendorError(400, 'illegal_argument', 'username is not legal')
  if (store.users.has(registration.username)) {
    const { uuid } = call.application
    const description = `Application ${uuid} Entity user requires that property named username be unique, value of ${registration.username} exists`
    throw new VendorError(400, 'duplicate_unique_property_exists', description)
  }
  const user = addUser(store, { ...registration, created: call.now })
  return envelope(call, { path: '/users', entities: [userEntity(user)] })
}

/** Existing names are reported in `data`; the others are registered all the same. */
function registerMany(call: Call, store: Store, registrations: readonly Registration[]) {
  const entities = []
  const data = []
  for (const registration of withoutRepeats(registrations)) {
    const { username } = registration
    if (store.users.has(username)) {
      data.push({ username, registerUserFailReason: `the ${username} already exists` })
    } else {
      entities.push(userEntity(addUser(store, { ...registration, created: call.now })))
    }
  }
  return envelope(call, { path: '/users', entities, data })
}

function withoutRepeats(registrations: readonly Registration[]): Iterable<Registration> {
  const byName = new Map<string, Registration>()
  for (const registration of registrations) {
    const earlier = byName.get(registration.username)
    if (earlier && earlier.password !== registration.password) {
      const description = `the same user ${registration.username} has a different password`
      throw new VendorError(400, 'duplicate_unique_property_exists', description)
    }
    byName.set(registration.username, registration)
  }
  return byName.values()
}

function readRegistration(row: unknown): Registration {
  const { username, password, nickname } = isObject(row) ? row : {}
  const given = textOf(password)
  const name = readUsername(textOf(username) ?? '')
  if (given === undefined) throw new VendorError(400, 'illegal_argument', 'password or pin must provided')
  const push = textOf(nickname)
  if (push !== undefined && push.length > LONGEST_NICKNAME) {
    throw new VendorError(400, 'illegal_argument', 'NICKNAME_TOO_LONG')
  }
  return { username: name, password: given, nickname: push }
}
