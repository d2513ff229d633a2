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

  return {
    get size() {
      return accounts.size
    },
    begin(user) {
      const account = accountOf(user)
      const missing = 1 - left(account)
      if (missing > 0) return { retryAfterMs: Math.ceil((missing / callsPerSecond) * 1000) }
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
  }
}
