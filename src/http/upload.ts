import type { IncomingMessage, ServerResponse } from 'node:http'
import { Forbidden } from '../access/forbidden.ts'
import type { Context } from '../context.ts'
import { FormError, type FormFault, readFileForm } from '../files/form.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { ACT_AS_HEADER } from './callers.ts'
import { type FileParts, openFor } from './file-request.ts'
import type { PlainRequest } from './plain.ts'
import type { HttpRefusal } from './refuse.ts'

/** A page of somebody else cannot send it without asking; with any value. */
export const PREFLIGHT_HEADER = 'graphql-require-preflight'

/** Of a form, besides its file. */
const LARGEST_FRAME = 16 * 1024

/** Hands a file on to the service while it comes. Throws what was wrong. */
export async function answerUpload(
  plain: PlainRequest,
  search: URLSearchParams,
  parts: FileParts,
): Promise<void> {
  const { request, response } = plain
  const { method = '' } = request
  const headers = headersOf(request)
  const caller = await parts.callers.identify({ method, headers })
  if (!('kind' in caller)) return plain.refuse(caller)
  if (!plain.begin(caller)) return
  const refusal = shapeRefusal(headers, search, parts.maxBytes)
  if (refusal !== undefined) return plain.refuse(refusal)

  parts.onAdmit(request)
  const context = openFor(plain, caller, parts.open)
  const groupId = search.get('group')
  if (groupId !== null) await assertMember(context, groupId)
  const ending = new AbortController()
  context.asker.onLeave((reason) => ending.abort(new FormError(faultOf(reason, response), { cause: reason })))
  const form = await readFileForm(request, { maxBytes: parts.maxBytes, signal: ending.signal })
  try {
    const file = context.files.checked({ ...form, isRepeatable: false })
    const answer =
      groupId === null
        ? await context.files.upload(file, { isRestricted: search.get('restricted') !== 'false' })
        : toShared(await context.files.share(groupId, file))
    plain.answer(200, answer)
  } catch (error) {
    form.fail(new FormError('broken', { cause: error }))
    throw error
  }
}

/** Who has left was not too slow; nor was one who was refused before their time was up. */
function faultOf(reason: unknown, { destroyed }: Pick<ServerResponse, 'destroyed'>): FormFault {
  if (destroyed) return 'gone'
  return reason instanceof UpstreamError && reason.code === 'UPSTREAM_TIMEOUT' ? 'too-slow' : 'broken'
}

async function assertMember({ access }: Pick<Context, 'access'>, id: string): Promise<void> {
  const isAllowed = access.isUnrestricted || (await access.isMember({ kind: 'Group', id }))
  if (!isAllowed) throw new Forbidden()
}

/** What the mutation `uploadSharedFile` tells, as far as it costs nothing. */
function toShared({ id, groupId, name, sizeBytes }: Awaited<ReturnType<Context['files']['share']>>) {
  return { fileId: id, groupId, name, sizeBytes }
}

function headersOf({ headers }: IncomingMessage): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  return new Headers(pairs)
}

/** What can be seen before anything of the form is read. */
function shapeRefusal(headers: Headers, search: URLSearchParams, maxBytes: number): HttpRefusal | undefined {
  const bad = (status: number, message: string): HttpRefusal => ({ status, code: 'BAD_REQUEST', message })
  if (!isMeant(headers)) return bad(403, `Send the header ${PREFLIGHT_HEADER}, with any value.`)
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'multipart/form-data') return bad(415, 'Send the file as multipart/form-data.')
  if (headers.has('content-encoding')) return bad(415, 'Send the body as it is, without content-encoding.')
  const length = headers.get('content-length')
  if (length === null) return bad(411, 'Send a Content-Length.')
  if (Number(length) > maxBytes + LARGEST_FRAME) {
    return { status: 413, code: 'REQUEST_TOO_LARGE', message: `A file may have ${maxBytes} bytes.` }
  }
  const restricted = search.get('restricted') ?? 'true'
  // One of them at most, once: what two mean together nobody can know.
  const isKnown =
    search.size === 0 || (search.size === 1 && (search.has('restricted') || search.has('group')))
  if (isKnown && ['true', 'false'].includes(restricted)) return undefined
  return bad(400, 'The URL may have `restricted=true` or `false`, or `group` with the id of a group.')
}

/**
 * A form can come from any page of anybody, with a password that the browser sends by itself, or to a server that asks
 * for none. A token, and a header that no form has, cannot.
 */
function isMeant(headers: Headers): boolean {
  const isBearer = /^bearer /i.test(headers.get('authorization') ?? '')
  return isBearer || headers.has(PREFLIGHT_HEADER) || headers.has(ACT_AS_HEADER)
}
