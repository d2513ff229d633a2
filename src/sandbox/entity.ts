import { VendorError } from './answer.ts'
import type { Store, StoredUser } from './store.ts'

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

/** A user as answers show it. The password never leaves. */
export function userEntity({ uuid, created, modified, username, activated, nickname }: StoredUser) {
  return { uuid, type: 'user', created, modified, username, activated, nickname }
}
