import { describe, expect, it } from 'vitest'
import { startSandbox } from '../../src/sandbox/server.ts'
import { openSandbox } from './client.ts'

describe('startSandbox', () => {
  it('says where it is and who it plays', async () => {
    const { sandbox } = await openSandbox({ org: 'o', app: 'a', clientId: 'i', clientSecret: 's' })
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(sandbox).toMatchObject({ org: 'o', app: 'a', clientId: 'i', clientSecret: 's', calls: [] })
  })

  it('names its own address in uri', async () => {
    const { sandbox, ask } = await openSandbox()
    expect(await ask('GET', '/users/u0001')).toMatchObject({
      body: { uri: `${sandbox.url}/demo-org/demo-app/users/u0001` },
    })
  })

  it('rejects when the port is taken', async () => {
    const { sandbox } = await openSandbox()
    await expect(startSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toThrow('EADDRINUSE')
  })

  it('closes at once, with idle sockets, hanging calls and slow answers open', async () => {
    const sandbox = await startSandbox({ latencyMs: 60_000 })
    sandbox.fault({ kind: 'hang', times: 1 })
    const asked = [1, 2].map(() => fetch(`${sandbox.url}/demo-org/demo-app/users`))
    while (sandbox.calls.length < 2) await new Promise((resolve) => setImmediate(resolve))
    await sandbox.close()
    const endings = await Promise.allSettled(asked)
    expect(endings.map((ending) => ending.status)).toEqual(['rejected', 'rejected'])
  })

  it('drains: answers what is under way and takes nothing new', async () => {
    const { sandbox, ask } = await openSandbox({ latencyMs: 30 })
    const asked = ask('GET', '/users/u0001')
    while (sandbox.calls.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const drained = sandbox.drain(5000)
    expect((await asked).status).toBe(200)
    await drained
    await expect(ask('GET', '/users')).rejects.toThrow()
  })
})
