import type { Plugin } from 'graphql-yoga'
import type { Context } from '../context.ts'
import { moreFailed } from '../graph/refusal.ts'
import type { Asker } from '../upstream/asker.ts'
import type { Upstream } from '../upstream/upstream.ts'

/** Asks for `extensions.upstream` in the answer. GraphiQL always sends it. */
export const REPORT_HEADER = 'x-upstream-report'

/** What a request waits for ends with the request. */
export function useAskerLifetime(): Plugin<Context> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: () => args.contextValue.asker.leave(new Error('the request is answered')),
    }),
  }
}

/** Says when not all that failed is told. */
export function useFailureLimit(): Plugin<Context> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone({ result, setResult }) {
        if (!args.contextValue.failures.isCut || Symbol.asyncIterator in result) return
        const errors = result.errors ?? []
        setResult({ ...result, errors: [...errors, moreFailed(errors.length)] })
      },
    }),
  }
}

/** Upstream calls that have started for a request; none for one that has not come to ask for any. */
export function callsOf(asker: Asker | undefined): number {
  return [...(asker?.costs.values() ?? [])].reduce((sum, { calls }) => sum + calls, 0)
}

interface ReportOptions {
  /** Users too may have it. */
  readonly isOpen: boolean
}

/**
 * Tells in `extensions.upstream` what the answer cost, for those who ask. What was remembered, shared or is left says
 * what others have been asking, so it is for admins: a user who sends the header is answered as without it.
 */
export function useCostReport(upstream: Upstream, { isOpen }: ReportOptions): Plugin<Context> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone({ result, setResult }) {
        const { request, asker, caller } = args.contextValue
        if (!request.headers.has(REPORT_HEADER) || Symbol.asyncIterator in result) return
        if (caller.kind !== 'admin' && !isOpen) return
        setResult({ ...result, extensions: { ...result.extensions, upstream: reportOf(asker, upstream) } })
      },
    }),
  }
}

function reportOf(asker: Asker, upstream: Upstream) {
  const operations = [...asker.costs].map(([operation, cost]) => ({
    operation,
    calls: cost.calls,
    keys: cost.keys,
    batchFill: Math.round((cost.filled / cost.capacity) * 100) / 100,
  }))
  return {
    calls: callsOf(asker),
    operations,
    sharedCalls: asker.sharedCalls,
    joinedKeys: asker.joinedKeys,
    cacheHits: asker.cacheHits,
    waitedMs: Math.round(asker.waitedMs),
    budgetLeft: upstream.budgetLeft(),
  }
}
