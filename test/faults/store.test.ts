import { expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createHistory } from '../../src/store/history.ts'
import { createJobs } from '../../src/store/jobs.ts'
import { createNotes } from '../../src/store/notes.ts'
import { createRequests } from '../../src/store/requests.ts'
import { connect, startService } from '../support/service.ts'

const send = (key: string) => `mutation {
  sendMessage(input: { from: "u0001", to: { users: ["u0002"] }, body: { text: { content: "hi" } }, idempotencyKey: "${key}" }) {
    results { status }
  }
}`

it('a store that is full lets nothing be sent under a key, says so, and tells the operator why', async () => {
  const database = openDatabase(null)
  database.all('PRAGMA max_page_count = 30')
  const requests = createRequests(database, { now: Date.now, onFault: () => {} })
  const filling = async () => {
    for (let key = 0; key < 10_000; key += 1) {
      const fingerprint = 'f'.repeat(64)
      await requests.claim({ caller: 'admin', mutation: 'sendMessage', key: String(key), fingerprint })
    }
  }
  await expect(filling()).rejects.toThrow('full')
  const { baseUrl, calls } = await startService({})
  const jobs = createJobs(database, { now: Date.now, keptMs: 0 })
  const store = {
    requests: { ...requests, idle: async () => {} },
    history: createHistory(database, { now: () => 0 }),
    notes: createNotes(database, { now: Date.now, onFault: () => {} }),
    jobs,
    close: async () => {},
  }
  const { ask, faults } = connect(baseUrl, { store })

  const { data, errors } = await ask(send('new'))

  expect(data).toEqual({ sendMessage: null })
  expect(errors).toMatchObject([{ extensions: { code: 'STORE_UNAVAILABLE' } }])
  expect(JSON.stringify(errors)).not.toContain('full')
  expect(faults).toMatchObject([{ name: 'StoreError', message: expect.stringContaining('full') }])
  expect(calls).toEqual([])
})
