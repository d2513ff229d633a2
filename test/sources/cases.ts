import type { Context } from '../../src/context.ts'

/** What the service answers, what is asked through the sources, and what must come of it. */
export interface Case {
  readonly what: string
  /** Settings, where they are not the usual ones. */
  readonly env?: Readonly<Record<string, string>>
  /** Files of `test/fixtures` by the call that they answer, in the order in which the calls must come. */
  readonly answers: Readonly<Record<string, string>>
  readonly ask: (sources: Context) => unknown
  readonly gives: unknown
}

export const firstPage = (first: number) => ({ first, after: null })
