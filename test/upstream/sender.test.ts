import { expect, it } from 'vitest'
import type { Dispatch } from '../../src/upstream/dispatch.ts'
import { UpstreamError } from '../../src/upstream/errors.ts'
import { createLatency } from '../../src/upstream/latency.ts'
import { createRetryTiming } from '../../src/upstream/retry.ts'
import { withBudgetAndRetry } from '../../src/upstream/sender.ts'
import { budgetOf, WINDOW_MS } from '../support/claims.ts'
import { sharedContract } from '../support/contract.ts'

it('a call that could not leave gives its place back at once, not after the wait for its next attempt', async () => {
  const { clock, budget } = budgetOf(1)
  const startedAt = clock.now()
  const starts: { caller: string; at: number }[] = []
  const dispatch: Dispatch = async (call) => {
    throw new UpstreamError('UPSTREAM_UNAVAILABLE', call.operation, { notExecuted: true })
  }
  const timing = createRetryTiming(clock, () => 1)
  const send = withBudgetAndRetry(dispatch, {
    hasOneRate: true,
    budget,
    contract: sharedContract(),
    timing,
    clock,
    latency: createLatency(clock),
  })
  const start = (caller: string) =>
    send(
      { operation: 'user-get', path: { username: caller } },
      {
        lane: 'read',
        claimant: () => ({ caller, standing: 'new', since: startedAt }),
        signal: new AbortController().signal,
        onStart: () => starts.push({ caller, at: clock.now() - startedAt }),
      },
    ).catch(() => {})

  const both = [start('alice'), start('bob')]
  await clock.run(WINDOW_MS)

  expect(starts).toEqual([
    { caller: 'alice', at: 0 },
    { caller: 'bob', at: WINDOW_MS },
  ])
  await clock.until(Promise.all(both))
})
