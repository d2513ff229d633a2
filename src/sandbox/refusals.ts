import { VendorError } from './answer.ts'
import { type Call, objectBody, usernamesOf, usernamesParam } from './call.ts'
import type { GatheringKind } from './gatherings.ts'
import type { Gathering } from './store.ts'

/** How many names the calls on members and their lists take. */
const MOST_NAMES = 60

export const OWNER_IS_SAFE = 'forbidden operation on group owner!'

export function ownerIsSafe(): VendorError {
  return new VendorError(403, 'forbidden_op', OWNER_IS_SAFE)
}

export function notMembers(kind: GatheringKind, usernames: readonly string[]): VendorError {
  const description = `users [${usernames.join(', ')}] are not members of this group!`
  return new VendorError(kind.notMemberStatus, 'forbidden_op', description)
}

/** Why one of several could not be changed. */
export function isNotInside(username: string, { id }: Gathering, noun = 'group'): string {
  return `user: ${username} doesn't exist in ${noun}: ${id}`
}

/** Each call words it in its own way, up to the number. */
function tooManyNames(wording: string): VendorError {
  return new VendorError(400, 'invalid_parameter', `${wording} : ${MOST_NAMES}`)
}

/** The names in the body, 1 to 60 of them. */
export function namesInBody(call: Call, tooMany: string): string[] {
  const usernames = usernamesOf(objectBody(call).usernames)
  if (!usernames?.length) throw new VendorError(400, 'invalid_parameter', 'usernames must be provided')
  if (usernames.length > MOST_NAMES) throw tooManyNames(tooMany)
  return usernames
}

/** The names in the path, 60 at most. */
export function namesInPath(call: Call, tooMany: string): string[] {
  const usernames = usernamesParam(call)
  if (usernames.length > MOST_NAMES) throw tooManyNames(tooMany)
  return usernames
}
