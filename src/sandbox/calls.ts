/** One call as it arrived. Refused calls, faulty ones and `/token` are recorded too. */
export interface CallRecord {
  /** Milliseconds, at arrival. */
  readonly at: number
  readonly method: string
  /** Decoded, without `/{org}/{app}` and without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Whether it came with a token, a good or a bad one. The token itself is not kept. */
  readonly signed: boolean
  /** Of a file the thumbnail was asked for. */
  readonly thumbnail?: boolean
  /** JSON and forms as values, files by name and size, anything else as text, nothing as undefined. */
  readonly body: unknown
  /** What was answered; 0 while there is no answer, and for ever if there is none. */
  readonly status: number
}

export type OpenRecord = { -readonly [Key in keyof CallRecord]: CallRecord[Key] }

/** A sandbox that runs for days must not keep every call it ever got. */
const MOST_RECORDS = 200_000

export interface CallLog {
  readonly records: readonly CallRecord[]
  open(arrived: Omit<CallRecord, 'body' | 'status'>): OpenRecord
  clear(): void
}

/** Keeps calls in order of arrival; above 200,000 the older half is dropped. */
export function createCallLog(): CallLog {
  const records: OpenRecord[] = []
  return {
    records,
    open(arrived) {
      const record: OpenRecord = { ...arrived, body: undefined, status: 0 }
      if (records.length >= MOST_RECORDS) records.splice(0, MOST_RECORDS / 2)
      records.push(record)
      return record
    },
    clear() {
      records.length = 0
    },
  }
}
