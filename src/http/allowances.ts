export interface AllowanceOptions {
  /** Upstream calls a user is given back each second. */
  readonly callsPerSecond: number
  /** Most that can be saved up; as much can be owed. */
  readonly burst: number
  readonly requestsAtOnce: number
}

/** A request was let in; `end` must be told, once, how many upstream calls have started for it. Or it was not. */
export type Beginning = { readonly end: (calls: number) => void } | { readonly retryAfterMs: number }

export interface Allowances {
  /** A request of this user has come. */
  begin(user: string): Beginning
  /** Takes one call for a job of this user, and answers 0; or none, and how many ms later there may be one. */
  takeForJob(user: string): number
  /** For a call that was taken so many were made: retries are paid, and one that was not needed is given back. */
  settle(user: string, calls: number): void
  /** Users of whom something is remembered. */
  readonly size: number
}

interface Account {
  /** Calls left at `at`; negative when they are owed. */
  calls: number
  at: number
  underWay: number
}

/** Beyond this many the ones that were quiet for longest are forgotten, as if they owed nothing. Some 15 MB. */
const REMEMBERED_USERS = 100_000
/** Of what can be saved up, as much is left to requests: so a job does not keep its user from everything else. */
const SHARE_OF_REQUESTS = 0.5
/** When one of the requests under way ends cannot be told. */
const ROOM_EXPECTED_MS = 1_000

/**
 * What each user may cost: a bucket of upstream calls, which fills by the second. A request takes one when it comes
 * and pays the rest when it ends, because nobody knows before what it will need; what others shared counts for each.
 * Costs nothing upstream. Forgets whoever has all calls again.
 */
export function createAllowances(
  { callsPerSecond, burst, requestsAtOnce }: AllowanceOptions,
  now: () => number,
): Allowances {
  /** In the order in which they came last. */
  const accounts = new Map<string, Account>()

  function left({ calls, at }: Account): number {
    return Math.min(burst, calls + ((now() - at) / 1000) * callsPerSecond)
  }

  function spend(account: Account, calls: number) {
    account.calls = Math.max(-burst, left(account) - calls)
    account.at = now()
  }

  function forgetQuiet() {
    for (const [user, account] of accounts) {
      const owesNothing = account.underWay === 0 && left(account) >= burst
      if (!owesNothing && accounts.size < REMEMBERED_USERS) return
      accounts.delete(user)
    }
  }

  function accountOf(user: string): Account {
    const account = accounts.get(user) ?? { calls: burst, at: now(), underWay: 0 }
    accounts.delete(user)
    forgetQuiet()
    accounts.set(user, account)
    return account
  }

  /** When there are so many calls. Never more than can be saved up. */
  function msUntil(calls: number, account: Account): number {
    const missing = Math.min(burst, calls) - left(account)
    return missing > 0 ? Math.ceil((missing / callsPerSecond) * 1000) : 0
  }

  return {
    get size() {
      return accounts.size
    },
    begin(user) {
      const account = accountOf(user)
      const retryAfterMs = msUntil(1, account)
      if (retryAfterMs > 0) return { retryAfterMs }
      if (account.underWay >= requestsAtOnce) return { retryAfterMs: ROOM_EXPECTED_MS }
      spend(account, 1)
      account.underWay += 1
      return {
        end(calls) {
          account.underWay -= 1
          spend(account, Math.max(0, calls - 1))
        },
      }
    },
    takeForJob(user) {
      const account = accountOf(user)
      const waitMs = msUntil(burst * SHARE_OF_REQUESTS + 1, account)
      if (waitMs === 0) spend(account, 1)
      return waitMs
    },
    settle: (user, calls) => spend(accountOf(user), calls - 1),
  }
}
