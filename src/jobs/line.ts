/** Who is next: callers take turns, and so do the jobs of one caller. So many jobs of one do not hold up the job of another. */
export interface Line {
  add(job: { readonly id: string; readonly caller: string }): void
  take(): { readonly id: string; readonly caller: string } | undefined
}

export function createLine(): Line {
  /** The caller who is next comes first. */
  const waiting = new Map<string, string[]>()
  return {
    add({ id, caller }) {
      const jobs = waiting.get(caller) ?? []
      jobs.push(id)
      waiting.set(caller, jobs)
    },
    take() {
      const [first] = waiting
      if (first === undefined) return undefined
      const [caller, jobs] = first
      const id = jobs.shift()
      waiting.delete(caller)
      if (jobs.length > 0) waiting.set(caller, jobs)
      return id === undefined ? undefined : { id, caller }
    },
  }
}
