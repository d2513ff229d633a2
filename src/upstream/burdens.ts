/** What the requests of one caller that are under way need together. */
export interface Burden {
  /** Calls that they need or have had. */
  calls: number
  requests: number
}

export interface Burdens {
  /** One more request of this caller. */
  join(caller: string): Burden
  /** One less; a caller without any is forgotten. */
  leave(caller: string): void
}

export function createBurdens(): Burdens {
  const burdens = new Map<string, Burden>()
  return {
    join(caller) {
      const burden = burdens.get(caller) ?? { calls: 0, requests: 0 }
      burdens.set(caller, burden)
      burden.requests += 1
      return burden
    },
    leave(caller) {
      const burden = burdens.get(caller)
      if (burden === undefined) return
      burden.requests -= 1
      if (burden.requests === 0) burdens.delete(caller)
    },
  }
}
