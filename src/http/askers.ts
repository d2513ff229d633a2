import type { Plugin } from 'graphql-yoga'
import type { Context } from '../context.ts'
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

/**
 * Tells admins in `extensions.upstream` what the answer cost. A user could tell by it what is there and not theirs: to
 * find out that a group is private takes another look at what is remembered than to find out that there is none.
 */
export function useCostReport(upstream: Upstream): Plugin<Context> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone({ result, setResult }) {
        const { request, asker, access } = args.contextValue as Context & { request: Request }
        if (!access.isUnrestricted || !request.headers.has(REPORT_HEADER) || Symbol.asyncIterator in result)
          return
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
    calls: operations.reduce((sum, { calls }) => sum + calls, 0),
    operations,
    sharedCalls: asker.sharedCalls,
    joinedKeys: asker.joinedKeys,
    cacheHits: asker.cacheHits,
    waitedMs: Math.round(asker.waitedMs),
    budgetLeft: upstream.budgetLeft(),
  }
}
