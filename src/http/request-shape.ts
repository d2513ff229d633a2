import type { Plugin } from 'graphql-yoga'
import { refused } from '../graph/refusal.ts'
import { isMultipart } from './body-limit.ts'
import { type HttpRefusal, refuse } from './refuse.ts'
import { PREFLIGHT_HEADER } from './upload.ts'

/**
 * Refuses what GraphQL over HTTP does not know, with a code. Forms, texts and a missing type are refused because a
 * web page of anyone may send those without being asked for permission first.
 */
export function useRequestShape(): Plugin {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const refusal = refusalOf(request, url)
      if (refusal !== undefined) endResponse(refuse(fetchAPI, refusal))
    },
    onParams({ params: { variables } }) {
      if (hasWideObject(variables)) throw refused('BAD_REQUEST', TOO_WIDE)
    },
    onResponse({ response, fetchAPI, setResponse }) {
      // The rest of a body that is too large is not read: nothing can follow it on its connection.
      if (response.status === 413) response.headers.set('connection', 'close')
      if (response.status !== 406) return
      const message = 'Accept application/json or application/graphql-response+json.'
      setResponse(refuse(fetchAPI, { status: 406, code: 'BAD_REQUEST', message }))
    },
  }
}

/** The largest input has 12. What the schema does not know is repeated in errors, field by field, once for each. */
const MOST_FIELDS = 500
const TOO_WIDE = `An object in \`variables\` may have ${MOST_FIELDS} fields.`

/** Goes as deep as the values do, without a call for each level. */
function hasWideObject(variables: unknown): boolean {
  const rest = [variables]
  while (rest.length > 0) {
    const value = rest.pop()
    if (typeof value !== 'object' || value === null) continue
    const parts = Object.values(value)
    if (!Array.isArray(value) && parts.length > MOST_FIELDS) return true
    for (const part of parts) if (typeof part === 'object') rest.push(part)
  }
  return false
}

function refusalOf({ method, headers }: Request, { searchParams }: URL): HttpRefusal | undefined {
  const mediaType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  // A form comes from any page; one with this header does not.
  const isMeantForm = isMultipart({ headers }) && headers.has(PREFLIGHT_HEADER)
  if (method === 'POST' && mediaType !== 'application/json' && !isMeantForm) {
    const message = `Send the operation as application/json; with files as multipart/form-data, and the header ${PREFLIGHT_HEADER}.`
    return { status: 415, code: 'BAD_REQUEST', message }
  }
  if (headers.has('content-encoding')) {
    // Nothing is unpacked here: a few bytes could become more than fits into memory.
    return { status: 415, code: 'BAD_REQUEST', message: 'Send the body as it is, without content-encoding.' }
  }
  const broken = ['variables', 'extensions'].find((name) => !isObjectOrNothing(searchParams.get(name)))
  if (broken === undefined) return undefined
  return { status: 400, code: 'BAD_REQUEST', message: `${broken} in the URL must be a JSON object.` }
}

function isObjectOrNothing(text: string | null): boolean {
  if (text === null || text === '') return true
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && !Array.isArray(value)
  } catch {
    return false
  }
}
