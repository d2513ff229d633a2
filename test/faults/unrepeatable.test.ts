import { describe, expect, it } from 'vitest'
import type { Fault } from '../../src/sandbox/server.ts'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'
import { STATUS } from './operations.ts'

/** What must not be done a second time by itself, some of it behind a method that looks harmless. */
const WRITES = [
  { call: 'GET /users/u0001/disconnect', write: 'disconnectUser(username: "u0001") { user { username } }' },
  {
    call: 'DELETE /users/u0001/disconnect/web_1',
    write: 'disconnectUser(username: "u0001", deviceId: "web_1") { user { username } }',
  },
  { call: 'DELETE /users', write: 'deleteOldestUsers(count: 2, confirmDeleting: 2) { usernames }' },
  {
    call: 'POST /users',
    write: 'registerUserOpenly(input: { username: "new", password: "p" }) { user { username } }',
  },
  { call: 'POST /token', write: 'createUserToken(input: { username: "u0001" }) { accessToken }' },
]

const FAULTS: readonly Fault[] = [
  { kind: 'reset' },
  { kind: 'reset-after-accept' },
  { kind: 'truncate' },
  { kind: 'hang' },
  { kind: 'bad-gateway' },
  { kind: 'not-json' },
]

describe('what must not be done twice', () => {
  it.each(WRITES.flatMap((write) => FAULTS.map((fault) => ({ ...write, fault }))))(
    'is OUTCOME_UNKNOWN after one call: $call, $fault.kind',
    async ({ call, write, fault }) => {
      const clock = createFalseClock()
      const { ask, calls, forget, sandbox } = await start({
        clock,
        env: { DELETE_OLDEST_USERS: 'on' },
        sandbox: { registrationOpen: true },
      })
      // The connection is there already, as it is when a call is lost in the midst of others.
      await clock.until(ask(STATUS))
      forget()
      sandbox.fault(fault)

      const { data, errors } = await clock.until(ask(`mutation { it: ${write} }`))

      expect(data).toEqual({ it: null })
      expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'OUTCOME_UNKNOWN' } }])
      expect(calls()).toEqual([call])
    },
  )
})
