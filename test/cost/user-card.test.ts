import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { actingAs, start } from '../support/harness.ts'
import { operation, variables } from '../support/operations.ts'
import { withJitter } from './worlds.ts'

const card = operation('user-card')
const ofUser = (number: number) => ({ username: `u${String(number).padStart(4, '0')}` })

describe('user-card', () => {
  it.each(withJitter({ users: 450 }, { users: 50 }))(
    'is 2 calls among $users users, with $jitterMs ms of jitter',
    async ({ users, jitterMs }) => {
      const { ask, traffic } = await start({ sandbox: { jitterMs, seed: { users } } })

      const { data, errors } = await ask(card, variables('user-card'))

      expect(errors).toBeUndefined()
      expect(data.user.profile.nickname).not.toBeNull()
      expect(traffic()).toEqual({ 'user-attr-batch-get': 1, 'user-status-batch': 1 })
    },
  )

  it.each(withJitter({ users: 450 }, { users: 50 }))(
    'is 2 calls for 50 phones at once among $users users, with $jitterMs ms of jitter',
    async ({ users, jitterMs }) => {
      // The batches' own timing, by default; only the clock waits until a busy machine has read all connections.
      const clock = createFalseClock()
      const { askOverHttp, sandbox, traffic } = await start({ clock, sandbox: { jitterMs, seed: { users } } })
      const phones = Array.from({ length: 50 }, (_, index) => ofUser(index + 1))

      const asked = Promise.all(phones.map((phone) => askOverHttp(card, phone)))
      while (clock.waiting < phones.length) await new Promise((resolve) => setImmediate(resolve))
      const answers = await clock.until(asked)

      for (const [index, { data, errors }] of answers.entries()) {
        const { username } = phones[index] ?? { username: '' }
        expect(errors).toBeUndefined()
        expect(data.user.username).toBe(username)
        const nickname = sandbox.store.attributes.get(username)?.get('nickname') ?? null
        expect(data.user.profile.nickname).toBe(nickname)
      }
      expect(traffic()).toEqual({ 'user-attr-batch-get': 1, 'user-status-batch': 1 })
    },
  )

  it('is 2 calls for 50 users at once, each of whom asks for another one', async () => {
    const clock = createFalseClock()
    const { askOverHttp, traffic } = await start({ clock })
    const people = Array.from({ length: 50 }, (_, index) => ofUser(index + 1))

    const asked = Promise.all(
      people.map(({ username }, index) => askOverHttp(card, ofUser(index + 101), actingAs(username))),
    )
    while (clock.waiting < people.length) await new Promise((resolve) => setImmediate(resolve))
    const answers = await clock.until(asked)

    for (const [index, { data, errors }] of answers.entries()) {
      expect(errors).toBeUndefined()
      expect(data.user).toMatchObject({ ...ofUser(index + 101), profile: expect.any(Object) })
    }
    expect(traffic()).toEqual({ 'user-attr-batch-get': 1, 'user-status-batch': 1 })
  })

  it('costs nothing for a user who was shown a moment ago', async () => {
    const { ask, forget, traffic } = await start()
    await ask(card, ofUser(1))
    forget()

    await ask(card, ofUser(1))

    expect(traffic()).toEqual({})
  })
})
