/** What bounds a field that costs calls for each object: the default of `SINGLE_CALL_LIMIT`, as `asker.price` counts. */
export const atMost = (what: string) =>
  `At most 30 ${what} in one request (setting \`SINGLE_CALL_LIMIT\`).` as const

/** For what the service answers for one object, or one page of one list, at a time. */
export const AT_MOST = atMost('such calls')
