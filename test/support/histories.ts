import type { Config } from '../../src/config.ts'
import { createHistory, type History } from '../../src/history/history.ts'
import type { Store } from '../../src/store/store.ts'
import { type Clock, systemClock } from '../../src/upstream/clock.ts'
import type { Upstream } from '../../src/upstream/upstream.ts'

export interface HistoryNeeds {
  readonly config: Config
  readonly store: Store
  readonly upstream: Upstream
  /** Tells the time too; default: the real one. */
  readonly clock?: Clock | undefined
  readonly onTrouble?: (error: unknown) => void
}

/** The history of a server, which stands still until a test starts it. */
export function historyOf({ config, store, upstream, clock, onTrouble = () => {} }: HistoryNeeds): History {
  return createHistory({
    ...{ settings: config, store: store.history, upstream, onTrouble },
    ...{ clock: clock ?? systemClock, now: clock?.now ?? Date.now },
  })
}
