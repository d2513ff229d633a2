import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { operation, variables } from '../support/operations.ts'
import { withJitter } from './worlds.ts'

const announce = operation('announce')

/** The announcement of the file, to so many others. */
function toUsers(count: number) {
  const { input } = variables('announce')
  const users = Array.from({ length: count }, (_, index) => `guest${index + 1}`)
  return { input: { ...Object(input), to: { users } } }
}

describe('announce', () => {
  it.each(withJitter({ users: 450 }, { users: 10 }))(
    'is 1 call as it stands, among $users users with $jitterMs ms of jitter',
    async ({ users, jitterMs }) => {
      const { ask, traffic } = await start({ sandbox: { jitterMs, seed: { users } } })

      const { data, errors } = await ask(announce, variables('announce'))

      expect(errors).toBeUndefined()
      expect(data.sendMessage.results).toMatchObject([
        { target: 'u0002', status: 'SENT', error: null },
        { target: 'u0003', status: 'SENT', error: null },
        { target: 'u0004', status: 'SENT', error: null },
      ])
      expect(traffic()).toEqual({ 'message-send-users': 1 })
    },
  )

  it.each(
    withJitter(
      { count: 1, calls: 1 },
      { count: 600, calls: 1 },
      { count: 601, calls: 2 },
      { count: 1200, calls: 2 },
      { count: 1300, calls: 3 },
    ),
  )(
    'reaches $count users in $calls calls, with $jitterMs ms of jitter',
    async ({ count, calls, jitterMs }) => {
      const { ask, sandbox, traffic } = await start({ sandbox: { jitterMs } })
      const message = toUsers(count)

      const { data, errors } = await ask(announce, message)

      expect(errors).toBeUndefined()
      const results: readonly { target: string; status: string }[] = data.sendMessage.results
      expect(results.map(({ target }) => target)).toEqual(message.input.to.users)
      expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['SENT']))
      const reached = sandbox.store.messages.filter(({ target }) => target.startsWith('guest'))
      expect(reached.map(({ target }) => target).sort()).toEqual([...message.input.to.users].sort())
      expect(traffic()).toEqual({ 'message-send-users': calls })
    },
  )
})
