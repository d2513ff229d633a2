import { expect, it, onTestFinished, vi } from 'vitest'
import { startSandbox } from '../../src/sandbox/server.ts'
import { HOUR_MS } from '../support/hours.ts'
import { freshPath } from '../support/paths.ts'
import { ADMIN_KEY, type Running, runServer, serviceOf } from '../support/process.ts'

const KEY = { authorization: `Bearer ${ADMIN_KEY}` }
const STATE = 'query($hour: DateTime!) { messageHistory(hour: $hour) { state messageCount } }'

it('a server fetches the history by itself, ends when it is told to, and goes on where it was', async () => {
  const sandbox = await startSandbox({ seed: { users: 6, groups: 1, groupMembers: 3, chatrooms: 0 } })
  onTestFinished(() => sandbox.close())
  const variables = { ...serviceOf(sandbox), HISTORY_HOURS: '3', STORE_FILE: freshPath() }
  // The hour may turn meanwhile: this one has been over for long, and stays.
  const hour = new Date(Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS).toISOString()
  const links = () =>
    sandbox.calls.filter(({ path }) => path === `/chatmessages/${hour.slice(0, 13).replace(/\D/g, '')}`)
  const state = async (server: Running) => (await (await server.ask(STATE, { hour }, KEY)).json()).data
  const first = await runServer(variables)
  await vi.waitFor(
    async () => expect((await state(first)).messageHistory).toMatchObject({ state: 'STORED' }),
    10_000,
  )
  const before = await state(first)
  expect(before.messageHistory.messageCount).toBeGreaterThan(2)

  first.signal('SIGTERM')

  expect(await first.ended).toMatchObject({ code: 0, errors: '' })
  const second = await runServer(variables)
  expect(await state(second)).toEqual(before)
  second.signal('SIGTERM')
  expect(await second.ended).toMatchObject({ code: 0, errors: '' })
  expect(links()).toHaveLength(1)
}, 30_000)
