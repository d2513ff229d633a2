import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import type { Change } from './changes.ts'
import { accounts } from './users.ts'

/**
 * For changes of a list that belongs to a user: a refusal with NOT_FOUND names nobody, so it may be about the owner of
 * the list. Then all of the change fails; else it is about the others. Asks for the owner's registration.
 */
export function judgeOwner(client: Client, owner: string): NonNullable<Change<never>['judge']> {
  return async (_items, { refusal }) => {
    if (refusal?.code === 'NOT_FOUND') {
      // What cannot be learned must not hide what is known of the write.
      const account = await Promise.resolve(client.read(accounts, owner)).catch(() => undefined)
      if (account === null) throw noOwner(refusal)
    }
    return new Map()
  }
}

export function noOwner(refusal: UpstreamError): UpstreamError {
  return new UpstreamError('NOT_FOUND', 'user-get', { cause: refusal, notExecuted: true })
}
