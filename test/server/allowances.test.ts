import { describe, expect, it } from 'vitest'
import { createAllowances } from '../../src/http/allowances.ts'
import { createFalseClock } from '../support/clock.ts'

const OPTIONS = { callsPerSecond: 10, burst: 100, requestsAtOnce: 20 }

function open(options: Partial<typeof OPTIONS> = {}) {
  const clock = createFalseClock()
  const allowances = createAllowances({ ...OPTIONS, ...options }, clock.now)
  /** A request from its beginning to its end; undefined when it was let in, else when to come back. */
  const request = (user: string, calls = 1) => {
    const beginning = allowances.begin(user)
    if (!('end' in beginning)) return beginning.retryAfterMs
    beginning.end(calls)
    return undefined
  }
  const many = (user: string, count: number) => {
    const answers = Array.from({ length: count }, () => request(user))
    return answers.filter((answer) => answer === undefined).length
  }
  return { clock, allowances, request, many }
}

describe('the allowance of a user', () => {
  it('is a burst, then so many calls a second', () => {
    const { clock, many } = open()
    expect(many('a', 150)).toBe(100)
    for (let second = 0; second < 5; second += 1) {
      clock.advance(1_000)
      expect(many('a', 150)).toBe(10)
    }
  })

  it('is nobody else’s', () => {
    const { many } = open()
    many('a', 150)
    expect(many('b', 150)).toBe(100)
  })

  it('is not more than a burst however long it was not used', () => {
    const { clock, many } = open()
    clock.advance(86_400_000)
    expect(many('a', 150)).toBe(100)
  })

  it('is paid for what a request did cost, and one that cost nothing counts as one', () => {
    const { many, request } = open()
    expect([request('a', 12), request('a', 0)]).toEqual([undefined, undefined])
    expect(many('a', 150)).toBe(100 - 12 - 1)
  })

  it('tells exactly when there is one call again', () => {
    const { clock, request } = open()
    request('a', 105)
    expect(request('a')).toBe(600)
    clock.advance(599)
    expect(request('a')).toBe(1)
    clock.advance(1)
    expect(request('a')).toBeUndefined()
  })

  it('is never owed more than a burst of it', () => {
    const { request } = open()
    request('a', 10_000)
    expect(request('a')).toBe(((100 + 1) / 10) * 1000)
  })

  it('holds for requests under way: one more begins when one has ended', () => {
    const { allowances } = open()
    const begun = Array.from({ length: 20 }, () => allowances.begin('a'))
    expect(allowances.begin('a')).toEqual({ retryAfterMs: 1_000 })
    expect(allowances.begin('b')).toHaveProperty('end')
    const [first] = begun
    if (first !== undefined && 'end' in first) first.end(1)
    expect(allowances.begin('a')).toHaveProperty('end')
    expect(allowances.begin('a')).toEqual({ retryAfterMs: 1_000 })
  })

  it('does not pay for a request that was refused', () => {
    const { allowances, many } = open({ requestsAtOnce: 1 })
    const first = allowances.begin('a')
    for (let refused = 0; refused < 500; refused += 1) allowances.begin('a')
    if ('end' in first) first.end(1)
    expect(many('a', 150)).toBe(99)
  })
})

describe('jobs of a user', () => {
  const take = ({ allowances }: ReturnType<typeof open>, most = 200) => {
    let taken = 0
    while (taken < most && allowances.takeForJob('a') === 0) taken += 1
    return taken
  }

  it('leave half of what can be saved up to requests, and share the rest with them', () => {
    const server = open()
    expect(take(server)).toBe(50)
    expect(server.many('a', 150)).toBe(50)
    server.clock.advance(5_000)
    expect([take(server), server.many('a', 150)]).toEqual([0, 50])
    server.clock.advance(7_000)
    expect(take(server)).toBe(20)
  })

  it.each([1, 2, 3])('go on where no more than %i can be saved up', (burst) => {
    const server = open({ burst })
    take(server)
    server.clock.advance(10_000)
    expect(take(server)).toBeGreaterThan(0)
  })

  it('are told exactly when there is one call for them', () => {
    const server = open()
    take(server)
    expect(server.allowances.takeForJob('a')).toBe(100)
    server.clock.advance(99)
    expect(server.allowances.takeForJob('a')).toBe(1)
    server.clock.advance(1)
    expect(server.allowances.takeForJob('a')).toBe(0)
  })

  it('pay for more calls than were taken, and get back what was not needed', () => {
    const server = open()
    server.allowances.takeForJob('a')
    server.allowances.settle('a', 3)
    server.allowances.takeForJob('a')
    server.allowances.settle('a', 0)
    expect(server.many('a', 150)).toBe(97)
  })
})

describe('what is remembered of users', () => {
  it('is forgotten when they have all their calls again, as others come', () => {
    const { clock, allowances, request } = open()
    for (let user = 0; user < 1_000; user += 1) request(`u${user}`, 50)
    expect(allowances.size).toBe(1_000)
    clock.advance(4_999)
    request('another')
    expect(allowances.size).toBe(1_001)
    clock.advance(1)
    request('another')
    expect(allowances.size).toBe(1)
  })

  it('is kept while a request of theirs is under way', () => {
    const { clock, allowances } = open({ requestsAtOnce: 1 })
    allowances.begin('a')
    clock.advance(86_400_000)
    allowances.begin('b')
    expect(allowances.begin('a')).toEqual({ retryAfterMs: 1_000 })
  })

  it('does not grow without end however many users come at once', () => {
    const { allowances, request } = open()
    for (let user = 0; user < 120_000; user += 1) request(`u${user}`, 100)
    expect(allowances.size).toBe(100_000)
    expect(request('u119999')).toBe(100)
  })
})
