import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import type { Change, Verdict } from './changes.ts'
import { accounts } from './users.ts'

/**
 * For changes of a list that belongs to a user: a refusal with NOT_FOUND names nobody, so it may be about the owner of
 * the list. Then all of the change fails; else it is about the others. Asks for the owner's registration.
 */
export function judgeOwner(client: Client, owner: string): NonNullable<Change<never>['judge']> {
  return async (_items, { refusal }) => {
    if (refusal?.code === 'NOT_FOUND') {
      if ((await isRegistered(client, owner)) === false) throw noOwner(refusal)
    }
    return new Map()
  }
}

/** Undefined where it cannot be learned: that must not hide what is known of a write. Cost: one call. */
export async function isRegistered(client: Client, username: string): Promise<boolean | undefined> {
  try {
    return (await client.read(accounts, username)) !== null
  } catch {
    return undefined
  }
}

/**
 * Of names that an accepted call leaves out of its answer: nobody's are `NOT_FOUND`. Why it left out others nothing
 * tells, so they are UNKNOWN. Cost: one call per name.
 */
export async function judgeLeftOut(
  client: Client,
  usernames: readonly string[],
): Promise<ReadonlyMap<string, Verdict>> {
  const verdictOf = async (username: string): Promise<Verdict> =>
    (await isRegistered(client, username)) === false ? 'NOT_FOUND' : 'OUTCOME_UNKNOWN'
  const verdicts = await Promise.all(usernames.map(verdictOf))
  return new Map(usernames.map((username, index) => [username, verdicts[index]]))
}

export function noOwner(refusal: UpstreamError): UpstreamError {
  return new UpstreamError('NOT_FOUND', 'user-get', { cause: refusal, notExecuted: true })
}
