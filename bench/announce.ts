import type { Server } from 'node:http'

/** Listens on a free port and says where, as `child.ts` expects it of a server in a process of its own. */
export function announce(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null)
      console.log(`http://127.0.0.1:${address.port}/graphql`)
  })
}
