import type { Asker } from './asker.ts'
import { type Claimant, createTurns } from './turns.ts'

/** Somebody who waits for the value of a key. */
export interface Waiter<Value> {
  readonly asker: Asker
  resolve(value: Value): void
  reject(error: unknown): void
}

/** One key on its way: in the queue first, then in a call. */
export interface Entry<Key, Value> {
  readonly id: string
  readonly key: Key
  readonly waiters: Set<Waiter<Value>>
  /** When it was first asked for, in ms. */
  readonly since: number
}

/**
 * The keys of one operation that wait for a call, in fair order: one caller's ten thousand keys do not hold up
 * another one's single key. A key that several callers ask for stands in the line of each.
 */
export class FairQueue<Key, Value> {
  readonly #entries = new Map<string, Entry<Key, Value>>()
  readonly #byCaller = new Map<string, Set<Entry<Key, Value>>>()
  readonly #turns = createTurns()

  get size(): number {
    return this.#entries.size
  }

  get(id: string): Entry<Key, Value> | undefined {
    return this.#entries.get(id)
  }

  /** When the key that waits longest was asked for. */
  get oldestSince(): number | undefined {
    return this.#entries.values().next().value?.since
  }

  add(entry: Entry<Key, Value>): void {
    this.#entries.set(entry.id, entry)
    for (const waiter of entry.waiters) this.#line(waiter).add(entry)
  }

  join(entry: Entry<Key, Value>, waiter: Waiter<Value>): void {
    entry.waiters.add(waiter)
    this.#line(waiter).add(entry)
  }

  /** Takes a waiter back; its key leaves with it when nobody else waits for it. */
  leave(entry: Entry<Key, Value>, waiter: Waiter<Value>): void {
    entry.waiters.delete(waiter)
    if (entry.waiters.size === 0) this.#entries.delete(entry.id)
    const { caller } = waiter.asker
    if (![...entry.waiters].some((other) => other.asker.caller === caller)) this.#unline(caller, entry)
  }

  /** In whose name the next call would be made. */
  claimant(): Claimant {
    const callers = [...this.#byCaller].map(([caller, entries]) => ({
      caller,
      goesFirst: goesFirst(entries),
    }))
    return this.#turns.first(callers, (caller) => caller) ?? { caller: '', goesFirst: false }
  }

  /** Up to `max` entries: one of the claimant, then one of each other caller in turn, until it is full. */
  take(max: number): Entry<Key, Value>[] {
    const taken: Entry<Key, Value>[] = []
    const claimant = this.claimant()
    this.#turns.served(claimant)
    let caller: string | undefined = claimant.caller
    while (taken.length < max && caller !== undefined) {
      const entries: ReadonlySet<Entry<Key, Value>> = this.#byCaller.get(caller) ?? new Set()
      const [entry] = entries
      if (entry !== undefined) taken.push(this.#remove(entry))
      this.#toTheEnd(caller)
      caller = this.#byCaller.keys().next().value
    }
    return taken
  }

  takeAll(): Entry<Key, Value>[] {
    const all = [...this.#entries.values()]
    this.#entries.clear()
    this.#byCaller.clear()
    return all
  }

  #line({ asker }: Waiter<Value>): Set<Entry<Key, Value>> {
    const line = this.#byCaller.get(asker.caller) ?? new Set()
    this.#byCaller.set(asker.caller, line)
    return line
  }

  #unline(caller: string, entry: Entry<Key, Value>): void {
    const line = this.#byCaller.get(caller)
    line?.delete(entry)
    if (line?.size === 0) this.#byCaller.delete(caller)
  }

  #remove(entry: Entry<Key, Value>): Entry<Key, Value> {
    this.#entries.delete(entry.id)
    for (const { asker } of entry.waiters) this.#unline(asker.caller, entry)
    return entry
  }

  #toTheEnd(caller: string): void {
    const line = this.#byCaller.get(caller)
    this.#byCaller.delete(caller)
    if (line !== undefined) this.#byCaller.set(caller, line)
  }
}

function goesFirst<Key, Value>(entries: ReadonlySet<Entry<Key, Value>>): boolean {
  const [first] = entries
  return first !== undefined && [...first.waiters].some(({ asker }) => asker.goesFirst)
}
