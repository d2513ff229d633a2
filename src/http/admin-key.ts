import { createHash, timingSafeEqual } from 'node:crypto'
import type { Plugin } from 'graphql-yoga'
import { refuse } from './refuse.ts'

const REFUSAL = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'Send a valid admin key as `Authorization: Bearer …`.',
  headers: { 'www-authenticate': 'Bearer' },
} as const

/** Refuses every operation without a valid key, when keys are set. The page of GraphiQL itself holds no secret. */
export function useAdminKey(keys: readonly string[]): Plugin {
  const digests = keys.map(digestOf)
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      if (digests.length === 0 || isPageVisit(request)) return
      const [scheme, key = ''] = (request.headers.get('authorization') ?? '').split(' ')
      const given = digestOf(key)
      // Compared as digests: in constant time, whatever the lengths.
      const isKnown = digests.filter((digest) => timingSafeEqual(digest, given)).length > 0
      if (scheme?.toLowerCase() !== 'bearer' || !isKnown) endResponse(refuse(fetchAPI, REFUSAL))
    },
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

function isPageVisit(request: Request): boolean {
  // The same test by which yoga decides to answer with the page instead of running an operation.
  const wantsPage = request.headers.get('accept')?.includes('text/html') ?? false
  return request.method === 'OPTIONS' || (request.method === 'GET' && wantsPage)
}
