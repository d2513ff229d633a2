import { expect, it } from 'vitest'
import { start } from '../support/harness.ts'
import { operation } from '../support/operations.ts'

const home = operation('user-home')

it('a hundred user-home at once all complete over real sockets in real time, and the service never has to refuse', async () => {
  const { askOverHttp, sandbox } = await start({
    // A busy machine may need longer than the usual time; that it is enough is shown on the false clock.
    env: { REQUEST_TIMEOUT_MS: '25000', CALLS_PER_SECOND: '100' },
    // More than two hundred calls: at the usual rate they take seven seconds, in which no more is seen than in two.
    sandbox: { jitterMs: 20, random: Math.random, callsPerSecond: 100 },
  })
  const usernames = Array.from({ length: 100 }, (_, number) => `u${String(number + 1).padStart(4, '0')}`)

  const answers = await Promise.all(usernames.map((username) => askOverHttp(home, { username })))

  expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([])
  expect(answers.map(({ data }) => data.user.username)).toEqual(usernames)
  expect(sandbox.calls.filter(({ status }) => status !== 200)).toEqual([])
}, 30_000)
