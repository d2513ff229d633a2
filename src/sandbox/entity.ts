import { VendorError } from './answer.ts'
import type { PushBinding } from './people.ts'
import type { Store, StoredUser } from './store.ts'

const LONGEST_USERNAME_BYTES = 64

/** The user, or the 404 that user calls give. Group and chatroom calls have another one: `checkUserExists`. */
export function findUser(store: Store, username: string): StoredUser {
  const user = store.users.get(username)
  if (user) return user
  throw new VendorError(
    404,
    'service_resource_not_found',
    'Service resource not found',
    'UserNotFoundException',
  )
}

/** The user, or the 400 that the services beside the user service give; push calls have an id of their own for it. */
export function findNamedUser(
  store: Store,
  username: string,
  error = 'required_property_not_found',
): StoredUser {
  const user = store.users.get(username)
  if (user) return user
  throw new VendorError(400, error, 'Entity user requires a property named username')
}

/** A user as answers show it, with those push settings that were set. The password never leaves. */
export function userEntity(user: StoredUser) {
  const { uuid, created, modified, username, activated, nickname } = user
  const binding = [...user.pushBindings.values()].at(-1)
  return {
    ...{ uuid, type: 'user', created, modified, username, activated, nickname },
    ...Object.fromEntries(user.notifications),
    ...(binding && shownBinding(binding)),
  }
}

function shownBinding({ device_token, notifier_name }: PushBinding) {
  return { device_token, notifier_name }
}

/** The name that a new user gets: in lower case, and made of what the vendor allows. */
export function readUsername(given: string): string {
  const username = given.toLowerCase()
  if (Buffer.byteLength(username) > LONGEST_USERNAME_BYTES) {
    throw new VendorError(400, 'illegal_argument', 'USERNAME_TOO_LONG')
  }
  if (!/^[a-z0-9_.-]+$/.test(username)) {
    throw new VendorError(400, 'illegal_argument', `username ${given} is not legal`)
  }
  return username
}
