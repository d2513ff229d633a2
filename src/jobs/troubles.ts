import { pauseMs } from './patience.ts'

export interface Failure {
  readonly error: unknown
  /** Nobody knows what became of its last chunk: before the next one it is found out whether the service is there. */
  readonly isUnclear: boolean
}

/** What went wrong with jobs since they last went on. */
export interface Troubles {
  isUnclear(id: string): boolean
  /** One failure more in a row; how long the job waits for its next try. */
  add(id: string, failure: Failure): number
  forget(id: string): void
}

export function createTroubles(): Troubles {
  const troubles = new Map<string, { readonly failures: number; readonly isUnclear: boolean }>()
  return {
    isUnclear: (id) => troubles.get(id)?.isUnclear ?? false,
    add(id, { error, isUnclear }) {
      const failures = (troubles.get(id)?.failures ?? 0) + 1
      troubles.set(id, { failures, isUnclear })
      return pauseMs(failures, error)
    },
    forget: (id) => void troubles.delete(id),
  }
}
