import type { Plugin } from 'graphql-yoga'
import { refused } from '../graph/refusal.ts'

/** Of an operation as JSON. */
export const LARGEST_BODY = 256 * 1024
/** Of an operation with files, which are in memory then: larger files go to `POST /files`. */
export const LARGEST_FORM = 1024 * 1024

export function isMultipart({ headers }: Pick<Request, 'headers'>): boolean {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === 'multipart/form-data'
}

/** Refuses operations that are too large as JSON. What yoga is told is the limit of forms; it keeps that one. */
export function useBodyLimit(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, fetchAPI }) {
      if (request.method !== 'POST' || isMultipart(request) || requestParser === undefined) return
      const length = request.headers.get('content-length')
      if (length !== null && Number(length) > LARGEST_BODY) throw tooLarge()
      if (length !== null) return
      // Who does not say how long it is gets it counted.
      setRequestParser(async (unmeasured) => {
        const body = await unmeasured.arrayBuffer()
        if (body.byteLength > LARGEST_BODY) throw tooLarge()
        const { url, method, headers, signal } = unmeasured
        return requestParser(new fetchAPI.Request(url, { method, headers, signal, body }))
      })
    },
  }
}

export function tooLarge(): Error {
  return refused('REQUEST_TOO_LARGE', 'Request body too large', { status: 413 })
}
