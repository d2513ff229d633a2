/** What has failed in one request. */
export interface Failures {
  count: number
  /** More failed than is told. */
  isCut: boolean
}

/** Each error takes a tenth of a millisecond to make, and 200 bytes of the answer. */
export const MOST_FAILURES = 200

/** The value of a field; where too much has failed already nothing is asked, and no error told: the value is null. */
export function unlessTooManyFail(failures: Failures, read: () => unknown): unknown {
  if (failures.count >= MOST_FAILURES) {
    failures.isCut = true
    return null
  }
  try {
    const value = read()
    return value instanceof Promise ? value.catch((error) => fail(failures, error)) : value
  } catch (error) {
    return fail(failures, error)
  }
}

function fail(failures: Failures, error: unknown): null {
  failures.count += 1
  if (failures.count <= MOST_FAILURES) throw error
  failures.isCut = true
  return null
}
