import { VendorError } from './answer.ts'
import type { Application, Call } from './call.ts'
import type { Store } from './store.ts'

/** One operation as data. To add an operation, add one of these to the table of its resource. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** After `/{org}/{app}`; a segment that starts with a colon is a parameter. */
  readonly path: string
  /** The body that the operation needs. Without it a body is ignored, and no Content-Type is asked for. */
  readonly body?: 'json' | 'form' | 'multipart'
  /** Needs no token, or not always: then the operation itself asks for it. */
  readonly open?: true
  /** Where documents disagree about a path, says whether this application has the operation here. */
  readonly offered?: (application: Application) => boolean
  /** The body of a 200, to be JSON unless it is a FileContent; everything else is a thrown VendorError. */
  readonly answer: (call: Call, store: Store) => unknown
}

export interface Found {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

export interface Router {
  /** Throws 404 for an unknown path, 405 for a known path with another method. */
  find(method: string, segments: readonly string[]): Found
}

/**
 * Literal segments win over parameters, and a method that only the parameter form knows still finds it:
 * `GET /users/batch/status` is the status of a user called `batch`, though `POST` is the batch operation.
 */
export function createRouter(routes: readonly Route[]): Router {
  const patterns = routes
    .map((route) => ({ route, segments: route.path.split('/').slice(1) }))
    .sort((one, other) => parameterCount(one.segments) - parameterCount(other.segments))

  return {
    find(method, segments) {
      let pathIsKnown = false
      for (const pattern of patterns) {
        const params = match(pattern.segments, segments)
        if (params && pattern.route.method === method) return { route: pattern.route, params }
        pathIsKnown ||= params !== undefined
      }
      if (pathIsKnown) throw new VendorError(405, 'method_not_allowed', 'Method Not Allowed')
      throw new VendorError(404, 'service_resource_not_found', 'Service resource not found')
    },
  }
}

function parameterCount(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith(':')).length
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (!expected.startsWith(':')) {
      if (expected !== segment) return undefined
    } else if (segment === '') {
      return undefined
    } else {
      params[expected.slice(1)] = segment
    }
  }
  return params
}
