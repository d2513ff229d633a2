import type { Database } from './database.ts'

/** A request that must be done once: whose it is, what it does, and the key that the caller gave it. */
export interface KeyedRequest {
  readonly caller: string
  readonly mutation: string
  readonly key: string
  /** Of its input: another input under the same key is another request. */
  readonly fingerprint: string
}

/** Requests that carry a key, and what became of their calls. */
export interface KeyedRequests {
  /** Notes the request unless it is known already. Of many at once one is `new`. */
  claim(request: KeyedRequest): Promise<Claim>
  /** Resolves when no request is being done any more. */
  idle(): Promise<void>
}

export type Claim =
  /** Nobody has done it. Whoever gets this must do it, and then end it. */
  | { readonly is: 'new'; readonly journal: OpenJournal }
  /** Somebody does it, or has done it. `ended` resolves when there is nothing more to come. */
  | { readonly is: 'known'; readonly journal: Journal; readonly ended: Promise<void> }
  /** The key was used for another input. */
  | { readonly is: 'other' }

/** What is known of the calls of a request. */
export interface Journal {
  /** By number, as it was noted; undefined: no outcome is known. */
  outcomeOf(call: number): string | undefined
  /** What the request failed with as a whole, while it was waited for. Not kept. */
  readonly failure: unknown
}

/** Held by whoever does the request. */
export interface OpenJournal {
  note(call: number, outcome: string): Promise<void>
  /** `forget`: certainly nothing was done, so the key is free again. Those who wait get what was noted. */
  end(how: { readonly forget: boolean; readonly failure?: unknown }): Promise<void>
}

export interface RequestsOptions {
  readonly now: () => number
  readonly onFault: (error: unknown) => void
}

export const KEPT_MS = 24 * 3_600_000

/** Expired requests that one claim deletes. More than one, so that they go faster than they come; few, so that it is short. */
const SWEPT = 5

const FIND = `SELECT id, fingerprint, expires_at FROM requests WHERE caller = ? AND mutation = ? AND key = ?`
const ADD = `INSERT INTO requests (caller, mutation, key, fingerprint, expires_at) VALUES (?, ?, ?, ?, ?)`
const SWEEP = `DELETE FROM requests WHERE id IN (SELECT id FROM requests WHERE expires_at <= ? ORDER BY expires_at LIMIT ${SWEPT})`
const FORGET = `DELETE FROM requests WHERE id = ?`
const NOTE = `INSERT INTO request_calls (request, call, outcome) VALUES (?, ?, ?)`
const READ = `SELECT call, outcome FROM request_calls WHERE request = ?`

/** One that is being done in this process. */
interface Run {
  readonly outcomes: Map<number, string>
  failure: unknown
  readonly ended: Promise<void>
}

/** Over a database of this process alone: a request that is not being done here has ended, or was cut off with its process. */
export function createRequests(database: Database, { now, onFault }: RequestsOptions): KeyedRequests {
  const runs = new Map<number, Run>()

  function begin(id: number): OpenJournal {
    const outcomes = new Map<number, string>()
    const { promise: ended, resolve: resolveEnded } = withResolvers()
    const run: Run = { outcomes, failure: undefined, ended }
    runs.set(id, run)
    // It is too late to refuse: what was sent is told. Whoever comes back will hear that it is unknown.
    const write = (sql: string, ...values: readonly (string | number)[]) => {
      try {
        database.run(sql, ...values)
      } catch (error) {
        onFault(error)
      }
    }
    return {
      async note(call, outcome) {
        outcomes.set(call, outcome)
        write(NOTE, id, call, outcome)
      },
      async end({ forget, failure }) {
        run.failure = failure
        if (forget) write(FORGET, id)
        runs.delete(id)
        resolveEnded()
      },
    }
  }

  function known(id: number): Exclude<Claim, { is: 'new' }> {
    const run = runs.get(id)
    if (run !== undefined) return { is: 'known', journal: journalOf(run), ended: run.ended }
    const outcomes = new Map(
      database.all(READ, id).map(({ call, outcome }) => [Number(call), String(outcome)]),
    )
    const journal = journalOf({ outcomes, failure: undefined })
    return { is: 'known', journal, ended: Promise.resolve() }
  }

  return {
    async claim(request) {
      const { is, id } = database.lasting(() => claimKey(database, request, now()))
      if (is === 'new') return { is, journal: begin(id) }
      return is === 'known' ? known(id) : { is }
    },
    async idle() {
      while (runs.size > 0) await Promise.all([...runs.values()].map(({ ended }) => ended))
    },
  }
}

/**
 * Notes the key of a request, by the number of its record, unless it is known already. To be called in a transaction,
 * together with what must be there when the key is.
 */
export function claimKey(
  database: Database,
  { caller, mutation, key, fingerprint }: KeyedRequest,
  now: number,
): { readonly is: 'new' | 'known' | 'other'; readonly id: number } {
  const [found] = database.all(FIND, caller, mutation, key)
  if (found !== undefined && Number(found.expires_at) > now) {
    return { is: found.fingerprint === fingerprint ? 'known' : 'other', id: Number(found.id) }
  }
  if (found !== undefined) database.run(FORGET, Number(found.id))
  database.run(SWEEP, now)
  const { added } = database.run(ADD, caller, mutation, key, fingerprint, now + KEPT_MS)
  return { is: 'new', id: added }
}

function journalOf(run: Pick<Run, 'outcomes' | 'failure'>): Journal {
  return {
    outcomeOf: (call) => run.outcomes.get(call),
    get failure() {
      return run.failure
    },
  }
}

/** As `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
