/** A value that may be there already. Remembered values stay synchronous: a promise per field is slow on long lists. */
export type Maybe<Value> = Value | Promise<Value>

export function after<Value, Next>(value: Maybe<Value>, next: (value: Value) => Maybe<Next>): Maybe<Next> {
  return value instanceof Promise ? value.then(next) : next(value)
}

export function all<Value>(values: readonly Maybe<Value>[]): Maybe<readonly Value[]> {
  const ready = values.filter((value): value is Value => !(value instanceof Promise))
  return ready.length === values.length ? ready : Promise.all(values)
}
