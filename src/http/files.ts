import type { IncomingMessage, ServerResponse } from 'node:http'
import { FormError, type FormFault } from '../files/form.ts'
import { FILES_PATH } from '../files/links.ts'
import { REQUEST_CODES, type RequestCode, toRefusal } from '../graph/refusal.ts'
import { MESSAGES, type UpstreamCode } from '../upstream/errors.ts'
import { answerDownload } from './download.ts'
import type { FileParts } from './file-request.ts'
import { answerPreflight, openPlain, type PlainRequest } from './plain.ts'
import type { HttpRefusal } from './refuse.ts'
import { answerUpload } from './upload.ts'

export interface FileRoutes {
  /** Whether it is a request for them. */
  takes(request: IncomingMessage): boolean
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
}

const NOWHERE: HttpRefusal = {
  status: 404,
  code: 'BAD_REQUEST',
  message: `Nothing is here. Files are sent to ${FILES_PATH} by POST.`,
}

/** `POST /files` and `GET /files/{token}`: what does not fit into an operation of GraphQL, because it is not JSON. */
export function createFileRoutes(parts: FileParts): FileRoutes {
  async function route(plain: PlainRequest, { pathname, searchParams }: URL): Promise<void> {
    const { method = '' } = plain.request
    const token = pathname.slice(FILES_PATH.length + 1)
    if (method === 'OPTIONS') return answerPreflight(plain)
    if (token === '' && pathname.endsWith('/')) return plain.refuse(NOWHERE)
    const allow = token === '' ? ['POST'] : ['GET', 'HEAD']
    if (!allow.includes(method)) {
      const message = `Use ${allow.join(' or ')} here.`
      const headers = { allow: allow.join(', ') }
      return plain.refuse({ status: 405, code: 'BAD_REQUEST', message, headers })
    }
    return token === '' ? answerUpload(plain, searchParams, parts) : answerDownload(plain, token, parts)
  }

  return {
    takes: ({ url = '' }) => /^\/files(?:[/?]|$)/.test(url),
    async answer(request, response) {
      const url = new URL(request.url ?? '', 'http://server')
      const name = url.pathname === FILES_PATH ? FILES_PATH : `${FILES_PATH}/*`
      const plain = openPlain(request, response, { route: name, parts })
      try {
        await route(plain, url)
      } catch (error) {
        const refusal = refusalOf(error, parts.onFault)
        if (refusal === undefined) response.destroy()
        else plain.refuse(refusal)
      }
    },
  }
}

const FAULTS: Readonly<Record<Exclude<FormFault, 'gone'>, HttpRefusal>> = {
  'too-large': { status: 413, code: 'REQUEST_TOO_LARGE', message: 'The file is too large.' },
  'too-slow': { status: 408, code: 'BAD_REQUEST', message: 'The file did not come in time.' },
  'not-one-file': {
    status: 400,
    code: 'BAD_REQUEST',
    message: 'Send a form with one file, as the part `file`, and nothing else.',
  },
  broken: { status: 400, code: 'BAD_REQUEST', message: 'The form is not whole multipart/form-data.' },
}

/** Where it is not 502: the service has failed. */
const STATUS: Readonly<Partial<Record<RequestCode | UpstreamCode, number>>> = {
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  INTERNAL_SERVER_ERROR: 500,
  NOT_FOUND: 404,
  LIMIT_REACHED: 413,
  FEATURE_OFF: 403,
  RATE_LIMITED: 503,
  UPSTREAM_BUSY: 503,
  UPSTREAM_TIMEOUT: 504,
  NOT_SENT: 504,
}

/** What is told of a failure; nothing to who has left. */
function refusalOf(error: unknown, onFault: (error: unknown) => void): HttpRefusal | undefined {
  // What kept an upload from leaving was the form itself.
  const cause = error instanceof Error && error.cause instanceof FormError ? error.cause : error
  if (cause instanceof FormError) return cause.fault === 'gone' ? undefined : FAULTS[cause.fault]
  const { message, extensions } = toRefusal(error, { onFault, isOpen: false })
  const code = isCode(extensions.code) ? extensions.code : 'INTERNAL_SERVER_ERROR'
  const argument = typeof extensions.argument === 'string' ? extensions.argument : undefined
  const retryAfterMs = typeof extensions.retryAfterMs === 'number' ? extensions.retryAfterMs : undefined
  return {
    status: argument === 'file' ? 415 : (STATUS[code] ?? 502),
    code,
    message,
    retryAfterMs,
    ...(argument === undefined ? {} : { argument }),
  }
}

function isCode(code: unknown): code is RequestCode | UpstreamCode {
  return typeof code === 'string' && (code in REQUEST_CODES || code in MESSAGES)
}
