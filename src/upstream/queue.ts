import type { Asker } from './asker.ts'
import type { Claimant, Turns } from './turns.ts'

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

/** What a caller waits for, and the request of theirs that does. */
type Line<Key, Value> = Map<Entry<Key, Value>, Asker>

/**
 * The keys of one operation that wait for a call, in fair order: one caller's ten thousand keys do not hold up
 * another one's single key. A key that several callers ask for stands in the line of each.
 */
export class FairQueue<Key, Value> {
  readonly #entries = new Map<string, Entry<Key, Value>>()
  readonly #lines = new Map<string, Line<Key, Value>>()
  /** Callers of large requests. */
  readonly #large = new Set<string>()

  constructor(private readonly turns: Turns) {}

  get size(): number {
    return this.#entries.size
  }

  /** Keys that are not for large requests. */
  get smallSize(): number {
    let size = this.size
    for (const caller of this.#large) size -= this.#lines.get(caller)?.size ?? 0
    return Math.max(0, size)
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
    for (const waiter of entry.waiters) this.#line(entry, waiter)
  }

  join(entry: Entry<Key, Value>, waiter: Waiter<Value>): void {
    entry.waiters.add(waiter)
    this.#line(entry, waiter)
  }

  /** Takes a waiter back; its key leaves with it when nobody else waits for it. */
  leave(entry: Entry<Key, Value>, waiter: Waiter<Value>): void {
    entry.waiters.delete(waiter)
    if (entry.waiters.size === 0) this.#entries.delete(entry.id)
    const { caller } = waiter.asker
    this.#unline(caller, entry)
    for (const other of entry.waiters) if (other.asker.caller === caller) this.#line(entry, other)
  }

  /** In whose name the next call would be made; nobody's when there is nothing to ask. */
  claimant(): Claimant | undefined {
    return this.turns.first(this.#fronts(), (asker) => asker)
  }

  /** Up to `max` entries: one of `first`, then one of each other caller in turn, until it is full. */
  take(max: number, first: string): Entry<Key, Value>[] {
    const taken: Entry<Key, Value>[] = []
    let caller: string | undefined = first
    while (taken.length < max && caller !== undefined) {
      const entry: Entry<Key, Value> | undefined = this.#lines.get(caller)?.keys().next().value
      if (entry !== undefined) taken.push(this.#remove(entry))
      this.#toTheEnd(caller)
      caller = this.#lines.keys().next().value
    }
    return taken
  }

  takeAll(): Entry<Key, Value>[] {
    const all = [...this.#entries.values()]
    this.#entries.clear()
    this.#lines.clear()
    this.#large.clear()
    return all
  }

  /** The request of each caller that waits for the first key in its line. */
  *#fronts(): Iterable<Asker> {
    for (const line of this.#lines.values()) {
      const front = line.values().next().value
      if (front !== undefined) yield front
    }
  }

  #line(entry: Entry<Key, Value>, { asker }: Waiter<Value>): void {
    const { caller } = asker
    const line = this.#lines.get(caller) ?? new Map()
    this.#lines.set(caller, line)
    if (!line.has(entry)) line.set(entry, asker)
    if (asker.standing === 'large') this.#large.add(caller)
  }

  #unline(caller: string, entry: Entry<Key, Value>): void {
    const line = this.#lines.get(caller)
    line?.delete(entry)
    if (line?.size !== 0) return
    this.#lines.delete(caller)
    this.#large.delete(caller)
  }

  #remove(entry: Entry<Key, Value>): Entry<Key, Value> {
    this.#entries.delete(entry.id)
    for (const { asker } of entry.waiters) this.#unline(asker.caller, entry)
    return entry
  }

  #toTheEnd(caller: string): void {
    const line = this.#lines.get(caller)
    this.#lines.delete(caller)
    if (line !== undefined) this.#lines.set(caller, line)
  }
}
