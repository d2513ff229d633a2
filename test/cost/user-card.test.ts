import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
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
      const { askOverHttp, sandbox, traffic } = await start({
        // Longer than by default, so that a busy machine cannot pull the fifty connections apart.
        env: { BATCH_IDLE_MS: '300', BATCH_LONGEST_MS: '3000' },
        sandbox: { jitterMs, seed: { users } },
      })
      await askOverHttp('{ __typename }')
      const phones = Array.from({ length: 50 }, (_, index) => ofUser(index + 1))

      const answers = await Promise.all(phones.map((phone) => askOverHttp(card, phone)))

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

  it('costs nothing for a user who was shown a moment ago', async () => {
    const { ask, forget, traffic } = await start()
    await ask(card, ofUser(1))
    forget()

    await ask(card, ofUser(1))

    expect(traffic()).toEqual({})
  })
})
