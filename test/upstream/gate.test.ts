import { describe, expect, it } from 'vitest'
import { LANES } from '../../src/upstream/claim.ts'
import { budgetOf, claim } from '../support/claims.ts'

describe('behind a closed gate', () => {
  function gated() {
    const setup = budgetOf(30)
    let isOpen = false
    let attempts = 0
    let settle: { open: () => void; fail: (error: unknown) => void } | undefined
    setup.budget.useGate({
      isOpen: () => isOpen,
      open() {
        attempts += 1
        return new Promise<void>((resolve, reject) => {
          settle = {
            open() {
              isOpen = true
              resolve()
            },
            fail: reject,
          }
        })
      },
    })
    return { ...setup, attempts: () => attempts, settle: () => settle }
  }

  it('nothing starts but what opens it', async () => {
    const { clock, budget, order, onGrant, settle, attempts } = gated()
    for (const lane of LANES) claim(budget, { lane, caller: lane, onGrant })
    await clock.run(5_000)
    expect(order).toEqual(['token'])

    settle()?.open()
    await clock.run(0)

    expect(order).toEqual(['token', 'send', 'membership', 'read', 'background'])
    expect(attempts()).toBe(1)
  })

  it('all that waits fails when it cannot be opened, and the next one tries again', async () => {
    const { clock, budget, order, onGrant, settle, attempts } = gated()
    const waiting = (['send', 'read'] as const).map((lane) => claim(budget, { lane, onGrant }))
    await clock.run(0)
    const refused = new Error('no token')
    settle()?.fail(refused)
    await clock.run(0)
    expect(waiting.map(({ failure }) => failure)).toEqual([refused, refused])

    const late = claim(budget, { caller: 'late', onGrant })
    await clock.run(0)
    settle()?.open()
    await clock.run(0)

    expect(attempts()).toBe(2)
    expect(order).toEqual(['late'])
    expect(late.failure).toBeUndefined()
  })

  it('ten thousand waiting calls ask once for it to be opened', async () => {
    const { clock, budget, settle, attempts, order, onGrant } = gated()
    for (let call = 0; call < 10_000; call += 1) claim(budget, { caller: `c${call}`, onGrant })
    await clock.run(0)
    for (let call = 0; call < 10; call += 1) {
      claim(budget)
      await clock.run(1)
    }
    settle()?.open()
    await clock.run(0)

    expect(attempts()).toBe(1)
    expect(order).toHaveLength(16)
  })
})
