import { connect } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startSandbox } from '../../src/sandbox/server.ts'
import { createFalseClock } from '../support/clock.ts'
import { ADMIN_KEY, type Running, runServer, serviceOf, type Variables } from '../support/process.ts'
import { openConnection } from '../support/wire.ts'

const KEY = { authorization: `Bearer ${ADMIN_KEY}` }
const CARD = 'query ($username: String!) { user(username: $username) { account { createdAt } } }'
const NAMES = ['u0001', 'u0002', 'u0003', 'u0004', 'u0005']

/** A server whose service holds its answers back until the test lets them go. */
async function open(variables: Variables = {}) {
  const clock = createFalseClock()
  const sandbox = await startSandbox({ clock, latencyMs: 50 })
  onTestFinished(() => sandbox.close())
  const releasing = setInterval(() => clock.advance(50), 5)
  onTestFinished(() => clearInterval(releasing))
  const server = await runServer({ ...serviceOf(sandbox), ...variables })
  await server.fetch('/ready') // its token call is behind us
  clearInterval(releasing)
  sandbox.clearCalls()
  const ask = (username: string) => server.ask(CARD, { username }, KEY)
  const reached = (calls: number) => vi.waitFor(() => expect(sandbox.calls).toHaveLength(calls), 10_000)
  return { ...server, ask, reached, release: () => clock.advance(50) }
}

describe('a server that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'gives every answer it owes after %s, then ends with 0',
    async (signal) => {
      const server = await open()
      const answers = Promise.all(NAMES.map((name) => server.ask(name)))
      await server.reached(NAMES.length)

      server.signal(signal)
      await refusesConnections(server)
      server.release()

      for (const response of await answers) {
        expect(response.status).toBe(200)
        expect(await response.json()).toEqual({
          data: { user: { account: { createdAt: expect.stringMatching(/^\d{4}-/) } } },
        })
      }
      expect(await server.ended).toMatchObject({ code: 0, errors: '' })
    },
  )

  it('answers what still comes on a connection that waits, then closes it', async () => {
    const server = await open()
    const { send, answers } = openConnection(server.url)
    const post = (username: string) => {
      const body = JSON.stringify({ query: CARD, variables: { username } })
      send('POST /graphql', { body, headers: [`authorization: ${KEY.authorization}`] })
    }
    post('u0001')
    await server.reached(1)
    server.signal('SIGTERM')
    await refusesConnections(server)
    post('u0002')
    await server.reached(2)
    server.release()

    expect((await answers).match(/"createdAt":"/g)).toHaveLength(2)
    expect((await server.ended).code).toBe(0)
  })

  it('waits no longer than DRAIN_MS', async () => {
    const server = await open({ DRAIN_MS: '100' })
    const lost = expect(server.ask('u0001')).rejects.toThrow('fetch failed')
    await server.reached(1)
    server.signal('SIGTERM')
    await lost
    expect((await server.ended).code).toBe(0)
  })

  it('ends at once when it is told twice', async () => {
    const server = await open()
    const lost = expect(server.ask('u0001')).rejects.toThrow('fetch failed')
    await server.reached(1)
    server.signal('SIGTERM')
    await refusesConnections(server)
    server.signal('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 1, errors: expect.stringContaining('without waiting') })
    await lost
  })
})

/** Resolves when nothing new is accepted any more. */
async function refusesConnections({ url }: Running): Promise<void> {
  await vi.waitFor(() => expect(accepts(url)).resolves.toBe(false), 10_000)
}

function accepts(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
