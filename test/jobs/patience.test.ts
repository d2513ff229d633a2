import { describe, expect, it } from 'vitest'
import { isOut, mayTryAgain, pauseMs } from '../../src/jobs/patience.ts'
import { MESSAGES, type UpstreamCode, UpstreamError } from '../../src/upstream/errors.ts'

const PASSING: readonly UpstreamCode[] = [
  ...(['CONFLICT', 'MESSAGE_QUOTA', 'PLAN_LIMIT', 'RATE_LIMITED', 'TOKEN_REFUSED'] as const),
  ...(['CREDENTIALS_REFUSED', 'UPSTREAM_BUSY', 'UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE'] as const),
  'NOT_SENT',
]
const CODES = Object.keys(MESSAGES).filter((code): code is UpstreamCode => code in MESSAGES)

describe('a chunk that failed', () => {
  it.each(CODES)('with %s is tried again only where that passes, and only when it was not done', (code) => {
    const again = mayTryAgain(new UpstreamError(code, 'message-send-users', { notExecuted: true }))
    expect(again).toBe(PASSING.includes(code))
    expect(mayTryAgain(new UpstreamError(code, 'message-send-users'))).toBe(false)
  })

  it('because there was no token is tried again, whatever kept it away', () => {
    const cause = new UpstreamError('UPSTREAM_BAD_REPLY', 'token-app')
    const error = new UpstreamError('UPSTREAM_BAD_REPLY', 'message-send-users', { cause, notExecuted: true })
    expect(mayTryAgain(error)).toBe(true)
  })

  it('for a fault of ours is never tried again', () => {
    expect(mayTryAgain(new Error('a fault'))).toBe(false)
  })
})

describe('a service that is asked something harmless', () => {
  it.each([
    { what: 'does not answer', error: new UpstreamError('UPSTREAM_TIMEOUT', 'user-list'), is: true },
    {
      what: 'refuses the rate',
      ...{ error: new UpstreamError('RATE_LIMITED', 'user-list', { notExecuted: true }), is: true },
    },
    {
      what: 'does not allow it',
      ...{ error: new UpstreamError('NOT_ALLOWED', 'user-list', { notExecuted: true }), is: false },
    },
  ])('and $what is out: $is', ({ error, is }) => {
    expect(isOut(error)).toBe(is)
  })
})

describe('the pause after failures', () => {
  it('doubles up to a minute', () => {
    const pauses = [1, 2, 3, 6, 7, 8, 1_000].map((failures) => pauseMs(failures, undefined))
    expect(pauses).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000])
  })

  it('is as long as the service says', () => {
    expect(pauseMs(1, new UpstreamError('MESSAGE_QUOTA', 'x', { retryAfterMs: 90_000 }))).toBe(90_000)
  })
})
