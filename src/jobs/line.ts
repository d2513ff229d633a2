/** Who is next: callers take turns, and so do the jobs of one caller. So many jobs of one do not hold up the job of another. */
export interface Line {
  add(job: QueuedJob): void
  take(): QueuedJob | undefined
  /** None of this caller's is taken until `resume`; this one, which was taken, is then their first. */
  hold(job: QueuedJob): void
  resume(caller: string): void
}

export interface QueuedJob {
  readonly id: string
  readonly caller: string
}

export function createLine(): Line {
  /** The caller who is next comes first. */
  const waiting = new Map<string, string[]>()
  const held = new Map<string, string[]>()
  return {
    add({ id, caller }) {
      const jobs = held.get(caller) ?? waiting.get(caller)
      if (jobs === undefined) waiting.set(caller, [id])
      else jobs.push(id)
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
    hold({ id, caller }) {
      held.set(caller, [id, ...(waiting.get(caller) ?? [])])
      waiting.delete(caller)
    },
    resume(caller) {
      const jobs = held.get(caller)
      held.delete(caller)
      if (jobs !== undefined) waiting.set(caller, jobs)
    },
  }
}
