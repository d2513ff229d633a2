import { describe, expect, it } from 'vitest'
import { UpstreamError } from '../../src/upstream/errors.ts'
import { createToken, type FetchedToken } from '../../src/upstream/token.ts'
import { createFalseClock } from '../support/clock.ts'

const HOUR_SECONDS = 3_600

/** A token whose fetches the test answers, one after the other. */
function tokenOf() {
  const clock = createFalseClock()
  const waiting: { resolve: (token: FetchedToken) => void; reject: (error: unknown) => void }[] = []
  let fetches = 0
  const token = createToken(() => {
    fetches += 1
    return new Promise<FetchedToken>((resolve, reject) => waiting.push({ resolve, reject }))
  }, clock)
  const settle = async (act: (next: (typeof waiting)[number]) => void) => {
    const next = waiting.shift()
    if (next === undefined) throw new Error('nobody fetches')
    act(next)
    await clock.run(0)
  }
  return {
    clock,
    token,
    fetches: () => fetches,
    arrives: (accessToken: string, expiresInSeconds = HOUR_SECONDS) =>
      settle(({ resolve }) => resolve({ accessToken, expiresInSeconds })),
    fails: (error: unknown) => settle(({ reject }) => reject(error)),
  }
}

/** Opens, and lets nobody hear of a failure that the test looks at elsewhere. */
const open = (token: ReturnType<typeof tokenOf>['token']) => token.open().catch(() => {})

describe('the app token', () => {
  it('is fetched once, however many wait for it', async () => {
    const { token, fetches, arrives } = tokenOf()
    const all = Promise.all(Array.from({ length: 100 }, () => token.open()))

    await arrives('first')
    await all

    expect(fetches()).toBe(1)
    expect(token.isOpen()).toBe(true)
    expect(token.bearer()).toBe('first')
  })

  it('is renewed at half of its life, once, while the old one goes on serving', async () => {
    const { clock, token, fetches, arrives } = tokenOf()
    void open(token)
    await arrives('first')
    clock.advance((HOUR_SECONDS * 1000) / 2 - 1)
    expect(token.isOpen()).toBe(true)
    expect(fetches()).toBe(1)

    clock.advance(1)
    for (let look = 0; look < 50; look += 1) expect(token.isOpen()).toBe(true)
    expect(fetches()).toBe(2)
    expect(token.bearer()).toBe('first')

    await arrives('second')
    expect(token.bearer()).toBe('second')
  })

  it('that lives for ever is never renewed', async () => {
    const { clock, token, fetches, arrives } = tokenOf()
    void open(token)
    await arrives('eternal', 0)

    clock.advance(1e12)

    expect(token.isOpen()).toBe(true)
    expect(fetches()).toBe(1)
  })

  it('closes when it expires before a new one came', async () => {
    const { clock, token, arrives } = tokenOf()
    void open(token)
    await arrives('first')

    clock.advance(HOUR_SECONDS * 1000)

    expect(token.isOpen()).toBe(false)
  })

  it('that the service refused is not used again; a new one is fetched for all', async () => {
    const { token, fetches, arrives } = tokenOf()
    void open(token)
    await arrives('first')

    for (let call = 0; call < 100; call += 1) token.refused('first')
    expect(token.isOpen()).toBe(false)
    void open(token)
    await arrives('second')
    // A call of the old days comes back late.
    token.refused('first')

    expect(token.isOpen()).toBe(true)
    expect(fetches()).toBe(2)
  })

  it('is not fetched again and again when each new one is refused', async () => {
    const { clock, token, fetches, arrives } = tokenOf()
    void open(token)
    await arrives('first')
    token.refused('first')
    void open(token)
    await arrives('second')

    token.refused('second')
    expect(token.isOpen()).toBe(true)
    clock.advance(10_000)
    token.refused('second')

    expect(token.isOpen()).toBe(false)
    expect(fetches()).toBe(2)
  })

  it.each([
    { what: 'refused credentials', code: 'CREDENTIALS_REFUSED' as const, pauseMs: 10_000 },
    { what: 'an outage', code: 'UPSTREAM_UNAVAILABLE' as const, pauseMs: 1_000 },
  ])('after $what is not asked for again for $pauseMs ms', async ({ code, pauseMs }) => {
    const { clock, token, fetches, arrives, fails } = tokenOf()
    const error = new UpstreamError(code, 'token-app')
    void open(token)
    await fails(error)
    expect(token.failure).toBe(error)

    clock.advance(pauseMs - 1)
    await expect(token.open()).rejects.toBe(error)
    expect(fetches()).toBe(1)

    clock.advance(1)
    void open(token)
    await arrives('first')
    expect(token.isOpen()).toBe(true)
    expect(token.failure).toBeUndefined()
  })

  it('serves on when its renewal fails, and is renewed after a pause', async () => {
    const { clock, token, fetches, arrives, fails } = tokenOf()
    void open(token)
    await arrives('first')
    clock.advance((HOUR_SECONDS * 1000) / 2)
    expect(token.isOpen()).toBe(true)
    await fails(new UpstreamError('UPSTREAM_TIMEOUT', 'token-app'))

    expect(token.isOpen()).toBe(true)
    expect(fetches()).toBe(2)
    clock.advance(1_000)
    expect(token.isOpen()).toBe(true)
    expect(fetches()).toBe(3)
  })
})
