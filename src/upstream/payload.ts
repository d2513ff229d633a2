import { randomUUID } from 'node:crypto'
import type { Call } from './dispatch.ts'
import { formOf, type Turns } from './streams.ts'

interface Payload {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | AsyncIterable<Uint8Array> | null
}

/** What a call carries besides its URL: JSON, a form, a file, or nothing. */
export function payloadOf({ body, form, upload, headers = {} }: Call, turns: Turns): Payload {
  if (upload !== undefined) {
    // One that nobody can know: a file with a line like it would become several.
    const boundary = randomUUID()
    const type = `multipart/form-data; boundary=${boundary}`
    return { headers: { ...headers, 'content-type': type }, body: formOf(upload, boundary, turns) }
  }
  if (form !== undefined) {
    const type = 'application/x-www-form-urlencoded'
    return { headers: { ...headers, 'content-type': type }, body: new URLSearchParams(form).toString() }
  }
  if (body === undefined) return { headers, body: null }
  return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
