import { createServer, type Server } from 'node:http'
import type { CallRecord } from './calls.ts'
import type { FaultRule } from './faults.ts'
import type { SandboxOptions } from './options.ts'
import type { Store } from './store.ts'
import { createVendor } from './vendor.ts'

export type { CallRecord } from './calls.ts'
export type { SandboxClock } from './clock.ts'
export type { Fault, FaultRule } from './faults.ts'
export type { SandboxOptions, SeedOptions } from './options.ts'

export interface Sandbox {
  /** Scheme, host and port. */
  readonly url: string
  readonly org: string
  readonly app: string
  readonly clientId: string
  readonly clientSecret: string
  /** Every call received, in order of arrival: refused ones, faulty ones and `/token` too. */
  readonly calls: readonly CallRecord[]
  /** Files of the history that were fetched, in order; they are no calls of the service. */
  readonly downloads: readonly CallRecord[]
  clearCalls(): void
  /** The state itself, for tests to look at and to change. */
  readonly store: Store
  /** Makes calls go wrong; returns the removal of the rule. */
  fault(rule: FaultRule): () => void
  /** From now on every token issued so far is answered by 401. */
  expireTokens(): void
  /** Ends at once: open sockets are destroyed, and answers that still wait are dropped. */
  close(): Promise<void>
  /** Takes no more calls, lets those under way be answered for at most `graceMs`, then closes. */
  drain(graceMs: number): Promise<void>
}

/**
 * A stand-in for the vendor's REST server: the same calls, batch sizes, errors and limits, all in memory.
 * Resolves when it listens; rejects when the port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0 } = options
  const vendor = createVendor(options)
  const server = createServer((request, response) => void vendor.converse(request, response))
  server.keepAliveTimeout = 65_000 // clients drop idle sockets first, so none is closed under a call
  const url = `http://${host}:${await listen(server, host, port)}`

  const { org, app, clientId, clientSecret } = vendor.application
  return {
    ...{ url, org, app, clientId, clientSecret },
    calls: vendor.calls,
    downloads: vendor.downloads,
    clearCalls: vendor.clearCalls,
    store: vendor.store,
    fault: vendor.fault,
    expireTokens: vendor.expireTokens,
    close: () => close(server, vendor.cancelWaiting),
    drain: (graceMs) => drain(server, graceMs),
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function close(server: Server, cancelWaiting: () => void): Promise<void> {
  cancelWaiting()
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const sweeping = setInterval(() => server.closeIdleConnections(), 20) // sockets fall idle one by one
  const ending = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(sweeping)
  clearTimeout(ending)
}
