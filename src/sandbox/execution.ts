import type { IncomingHttpHeaders } from 'node:http'
import { FileContent, fileReply, jsonReply, type Reply, VendorError } from './answer.ts'
import type { Application } from './call.ts'
import type { SandboxClock } from './clock.ts'
import { readStrictly, replyToFailure, type WireCall } from './http.ts'
import { createRouter } from './router.ts'
import { routes } from './routes.ts'
import type { Store } from './store.ts'
import { checkToken } from './token.ts'

/** A call whose bytes have all arrived. */
export interface ArrivedCall {
  readonly wire: WireCall
  readonly headers: IncomingHttpHeaders
  /** Throws the 413 of a body that was too large, when an operation asks for it. */
  readonly bytes: () => Buffer
}

export interface ExecutionOptions {
  readonly application: Application
  readonly store: Store
  readonly clock: SandboxClock
}

const LONGEST_URL_BYTES = 4096

/** Does one admitted call, in the vendor's order: application, path, method, token, body, operation. Never throws. */
export function createExecution({
  application,
  store,
  clock,
}: ExecutionOptions): (arrived: ArrivedCall) => Reply {
  const router = createRouter(routes.filter(({ offered }) => offered?.(application) ?? true))

  function answer({ wire, headers, bytes }: ArrivedCall, now: number): Reply {
    checkApplication(application, wire)
    const { method, query } = wire
    const { route, params } = router.find(method, wire.segments.slice(2))
    const { authorization } = headers
    if (!route.open) checkToken(authorization, store, clock.now())
    const body = route.body && readStrictly(route.body, bytes(), headers['content-type'])
    const baseUrl = `http://${headers.host}/${application.org}/${application.app}`
    const rawPath = wire.rawPath.slice(`/${application.org}/${application.app}`.length)
    const call = { method, baseUrl, rawPath, params, query, headers, body, authorization, now, application }
    const answered = route.answer(call, store)
    return answered instanceof FileContent ? fileReply(answered) : jsonReply(200, answered)
  }

  return (arrived) => {
    const now = Math.floor(clock.now())
    try {
      return answer(arrived, now)
    } catch (failure) {
      return replyToFailure(failure, now)
    }
  }
}

/** Whether a call is meant for this application. */
export function isOf({ org, app }: Application, { segments }: WireCall): boolean {
  return segments[0] === org && segments[1] === app
}

function checkApplication(application: Application, wire: WireCall): void {
  if (Buffer.byteLength(wire.rawPath) > LONGEST_URL_BYTES) {
    throw new VendorError(414, 'Request-URI Too Long', 'Request-URI Too Long')
  }
  if (isOf(application, wire)) return
  const [org = '', app = ''] = wire.segments
  const description = `Could not find application for ${org}/${app} from URI: ${wire.segments.join('/')}`
  throw new VendorError(404, 'organization_application_not_found', description)
}
