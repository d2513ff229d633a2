import type { Plugin } from 'graphql-yoga'
import { refuse } from './refuse.ts'

/**
 * Answers whatever is not for the GraphQL endpoint, so that all that follows is. Compares the whole path: yoga by
 * itself also takes `/graphql/`, and any URL that merely ends so.
 */
export function useRoutes(endpoint: string): Plugin {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (url.pathname === endpoint) return
      if (url.pathname === '/' && request.method === 'GET') {
        // Who opens the address without a path wants GraphiQL.
        endResponse(new fetchAPI.Response(null, { status: 302, headers: { location: endpoint } }))
        return
      }
      const message = `Nothing is here. GraphQL is at ${endpoint}.`
      endResponse(refuse(fetchAPI, { status: 404, code: 'BAD_REQUEST', message }))
    },
  }
}
