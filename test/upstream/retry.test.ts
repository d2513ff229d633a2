import { describe, expect, it } from 'vitest'
import { type UpstreamCode, UpstreamError, type UpstreamErrorDetails } from '../../src/upstream/errors.ts'
import { ATTEMPTS_MAX, createRetryTiming, mayRetry } from '../../src/upstream/retry.ts'
import { createFalseClock } from '../support/clock.ts'

const failure = (code: UpstreamCode, details: UpstreamErrorDetails = {}) =>
  new UpstreamError(code, 'user-get', details)

describe('whether a failed call is made again', () => {
  it.each<{ code: UpstreamCode; details?: UpstreamErrorDetails; read: boolean; write: boolean; why: string }>(
    [
      {
        code: 'RATE_LIMITED',
        details: { status: 429, notExecuted: true },
        read: true,
        write: true,
        why: 'refused before it was accepted',
      },
      {
        code: 'RATE_LIMITED',
        details: { status: 503, notExecuted: true },
        read: true,
        write: true,
        why: "the limiter's word in the seed era",
      },
      {
        code: 'RATE_LIMITED',
        details: { status: 503 },
        read: true,
        write: false,
        why: 'a 503 that can mean anything',
      },
      {
        code: 'PLAN_LIMIT',
        details: { status: 429, notExecuted: true },
        read: false,
        write: false,
        why: 'waiting does not help',
      },
      {
        code: 'UPSTREAM_UNAVAILABLE',
        details: { notExecuted: true },
        read: true,
        write: true,
        why: 'nothing was sent',
      },
      {
        code: 'UPSTREAM_UNAVAILABLE',
        details: { status: 502 },
        read: true,
        write: false,
        why: 'may have been done',
      },
      { code: 'UPSTREAM_TIMEOUT', read: true, write: false, why: 'may have been done' },
      { code: 'UPSTREAM_BAD_REPLY', read: true, write: false, why: 'cut off on its way' },
      {
        code: 'UPSTREAM_BAD_REPLY',
        details: { status: 200 },
        read: false,
        write: false,
        why: 'it would break the contract again',
      },
      {
        code: 'CONFLICT',
        details: { status: 409, notExecuted: true },
        read: true,
        write: true,
        why: 'refused as a whole',
      },
      {
        code: 'TOKEN_REFUSED',
        details: { status: 401, notExecuted: true },
        read: true,
        write: true,
        why: 'with a new token',
      },
      {
        code: 'NOT_FOUND',
        details: { status: 404, notExecuted: true },
        read: false,
        write: false,
        why: 'an answer',
      },
      {
        code: 'INVALID_ARGUMENT',
        details: { status: 400, notExecuted: true },
        read: false,
        write: false,
        why: 'an answer',
      },
      {
        code: 'LIMIT_REACHED',
        details: { status: 403, notExecuted: true },
        read: false,
        write: false,
        why: 'an answer',
      },
      {
        code: 'MESSAGE_QUOTA',
        details: { status: 403, notExecuted: true },
        read: false,
        write: false,
        why: 'an answer',
      },
      {
        code: 'CREDENTIALS_REFUSED',
        details: { status: 400, notExecuted: true },
        read: false,
        write: false,
        why: 'an answer',
      },
      { code: 'OUTCOME_UNKNOWN', read: false, write: false, why: 'a send would go out twice' },
    ],
  )('$code ($why): a read $read, a write $write', ({ code, details, read, write }) => {
    const error = failure(code, details)

    expect(mayRetry({ reads: true, attempt: 1, error })).toBe(read)
    expect(mayRetry({ reads: false, attempt: 1, error })).toBe(write)
    expect(mayRetry({ reads: true, attempt: ATTEMPTS_MAX, error })).toBe(false)
    expect(mayRetry({ reads: false, attempt: ATTEMPTS_MAX, error })).toBe(false)
  })

  it('is asked three times at most in all', () => {
    expect(ATTEMPTS_MAX).toBe(3)
  })

  it('no second new token is fetched for one call', () => {
    expect(mayRetry({ reads: true, attempt: 2, tokensRefused: 2, error: failure('TOKEN_REFUSED') })).toBe(
      false,
    )
    // The first attempt had failed for another reason.
    expect(mayRetry({ reads: true, attempt: 2, tokensRefused: 1, error: failure('TOKEN_REFUSED') })).toBe(
      true,
    )
  })

  it('never for a fault of our own, or because the caller left', () => {
    expect(mayRetry({ reads: true, attempt: 1, error: new TypeError('ours') })).toBe(false)
    expect(mayRetry({ reads: true, attempt: 1, error: undefined })).toBe(false)
  })
})

describe('when it is made again', () => {
  const delays = (random: number, error: unknown = failure('UPSTREAM_UNAVAILABLE')) => {
    const timing = createRetryTiming(createFalseClock(), () => random)
    return [1, 2, 3, 4, 5].map((attempt) => timing.delayMs(attempt, error))
  }

  it('after anything between nothing and a time that doubles, so that no two come back together', () => {
    expect(delays(0)).toEqual([0, 0, 0, 0, 0])
    expect(delays(1)).toEqual([400, 800, 1600, 2000, 2000])
    expect(delays(0.5)[0]).toBe(200)
  })

  it('not before the moment that the service named', () => {
    expect(delays(0, failure('RATE_LIMITED', { retryAfterMs: 3_000 }))[0]).toBe(3_000)
  })
})

describe('how many are made again', () => {
  function takeAll(
    { takeRetry }: ReturnType<typeof createRetryTiming>,
    error = failure('UPSTREAM_UNAVAILABLE'),
  ): number {
    let taken = 0
    while (taken < 1_000 && takeRetry(error)) taken += 1
    return taken
  }

  it.each([
    { calls: 0, retries: 10 },
    { calls: 100, retries: 20 },
    { calls: 300, retries: 40 },
  ])('of $calls calls in the last 10 s, $retries', ({ calls, retries }) => {
    const timing = createRetryTiming(createFalseClock(), () => 0)
    for (let call = 0; call < calls; call += 1) timing.counted()

    expect(takeAll(timing)).toBe(retries)
  })

  it('those with a new token are not counted: all calls under way need it at the same moment', () => {
    const timing = createRetryTiming(createFalseClock(), () => 0)

    expect(takeAll(timing, failure('TOKEN_REFUSED'))).toBe(1_000)
    expect(takeAll(timing)).toBe(10)
  })

  it('is counted over the last 10 s only', () => {
    const clock = createFalseClock()
    const timing = createRetryTiming(clock, () => 0)
    for (let call = 0; call < 300; call += 1) timing.counted()
    expect(takeAll(timing)).toBe(40)
    clock.advance(9_999)
    expect(takeAll(timing)).toBe(0)
    clock.advance(1)
    expect(takeAll(timing)).toBe(10)
  })
})
