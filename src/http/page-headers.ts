import type { Plugin } from 'graphql-yoga'

/** A page of anybody else must not show ours in a frame, where a click of an admin would run what stands in its URL. */
const OF_PAGES = {
  'content-security-policy': "frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** Tells browsers what they may do with answers and with the page of GraphiQL. */
export function usePageHeaders(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      headers.set('x-content-type-options', 'nosniff')
      if (!headers.get('content-type')?.startsWith('text/html')) return
      for (const [name, value] of Object.entries(OF_PAGES)) headers.set(name, value)
    },
  }
}
