import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Fault, startSandbox } from '../../src/sandbox/server.ts'
import { createFalseClock } from '../support/clock.ts'
import { connect } from '../support/service.ts'

const APP = {
  org: 'easemob-demo',
  app: 'testapp',
  clientId: 'the-client-id',
  clientSecret: 'the-client-secret',
}
const TEXT = 'the-text-of-the-message'
const PASSWORD = 'the-password-of-the-user'

const OPERATIONS = [
  `mutation {
    sendMessage(input: { from: "u0002", to: { users: ["u0001"] }, body: { text: { content: "${TEXT}" } } }) {
      results { status error { code message } }
    }
  }`,
  `mutation { registerUser(input: { username: "new", password: "${PASSWORD}" }) { user { username } } }`,
  `mutation { createUserToken(input: { username: "u0001", password: "${PASSWORD}" }) { user { username } } }`,
  `mutation { setPassword(username: "u0001", newPassword: "${PASSWORD}") { user { username } } }`,
  `mutation { registerUsers(users: [{ username: "new", password: "${PASSWORD}" }]) {
    results { status error { code message } }
  } }`,
  '{ user(username: "u0001") { onlineStatus account { isActive } } }',
]

/** Everything that is written to the console from now on. */
function watchConsole(): unknown[] {
  const written: unknown[] = []
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const spy = vi.spyOn(console, method).mockImplementation((...values) => void written.push(values))
    onTestFinished(() => spy.mockRestore())
  }
  return written
}

const echo = (call: { body: unknown }) =>
  JSON.stringify({ error: 'illegal_argument', error_description: call })

describe('secrets', () => {
  it.each<Fault>([
    { kind: 'unavailable' },
    { kind: 'reach-limit' },
    { kind: 'resource-limited' },
    { kind: 'bad-gateway' },
    { kind: 'not-json' },
    { kind: 'hang' },
    { kind: 'reset' },
    { kind: 'reset-after-accept' },
    { kind: 'truncate' },
    { kind: 'answer', status: 400, body: echo({ body: `${TEXT} ${PASSWORD} ${APP.clientSecret}` }) },
    { kind: 'answer', status: 200, body: `${TEXT} ${PASSWORD} ${APP.clientSecret}` },
    { kind: 'answer', status: 500, body: `${TEXT} ${PASSWORD} ${APP.clientSecret}` },
    { kind: 'answer', status: 200, body: { data: { [TEXT]: { [PASSWORD]: APP.clientSecret } } } },
  ])('are in no answer, no error and no log: $kind $status', async (fault) => {
    const written = watchConsole()
    const clock = createFalseClock()
    const sandbox = await startSandbox({ ...APP, clock })
    onTestFinished(() => sandbox.close())
    const { ask, faults, sources } = connect(`${sandbox.url}/easemob-demo/testapp`, { clock })
    await clock.until(ask('{ user(username: "u0009") { onlineStatus } }'))
    const tokens = [...sandbox.store.tokens.keys()]
    sandbox.fault(fault)

    const answers = await clock.until(Promise.all(OPERATIONS.map((operation) => ask(operation))))
    const user = { username: 'u0003' }
    const error = await clock.until(
      Promise.resolve(sources().users.account(user)).catch((reason: unknown) => reason),
    )

    expect(tokens).toHaveLength(1)
    expect(error).toBeInstanceOf(Error)
    expect(faults).toEqual([])
    const seen = inspect([answers, error, written], { depth: 20, showHidden: true })
    for (const secret of [APP.clientSecret, TEXT, PASSWORD, ...tokens]) expect(seen).not.toContain(secret)
  })

  it('are not in what is told of a token that could not be fetched', async () => {
    const clock = createFalseClock()
    const sandbox = await startSandbox({ ...APP, clientSecret: 'another', clock })
    onTestFinished(() => sandbox.close())
    const { ask, upstream } = connect(`${sandbox.url}/easemob-demo/testapp`, { clock })

    const answers = await clock.until(Promise.all(OPERATIONS.map((operation) => ask(operation))))

    const failure = await clock.until(upstream.ready())
    expect(failure).toMatchObject({ code: 'CREDENTIALS_REFUSED' })
    const seen = inspect([answers, failure], { depth: 20, showHidden: true })
    for (const secret of [APP.clientSecret, TEXT, PASSWORD]) expect(seen).not.toContain(secret)
  })
})
