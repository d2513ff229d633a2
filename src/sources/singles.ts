import type { OperationId, ReplyOf } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { AppSettings, Lifetime, Read } from '../upstream/reads.ts'

export interface SingleOptions<Key, Value, Id extends OperationId> {
  readonly operation: Id
  readonly lifetime: Lifetime
  /** Its value names nobody and nothing that can be asked about. Default true. */
  readonly leaf?: boolean
  /** Two keys with the same id are the same question. Default: a key that is text is its own id. */
  readonly idOf?: (key: Key) => string
  /** About the whole app and no object in it: then a 404 can only be about the path. Default false. */
  readonly isOfApp?: (key: Key) => boolean
  readonly tagsOf: (key: Key) => readonly string[]
  readonly call: (key: Key) => ReturnType<Read<Key, Value, Id>['call']>
  readonly value: (reply: ReplyOf<Id>, settings: AppSettings, key: Key) => Value
}

/**
 * A read of what the service answers for one object at a time: an id, a name, or a page of one list. Null when the
 * service does not know the object. Cost: one call a key, so at most `SINGLE_CALL_LIMIT` of a kind in one request.
 */
export function singleRead<Key, Value, Id extends OperationId>(
  options: SingleOptions<Key, Value, Id>,
): Read<Key, Value | null, Id> {
  const { operation, lifetime, leaf = true, isOfApp = () => false, tagsOf, call, value } = options
  const idOf = options.idOf ?? ((key) => (typeof key === 'string' ? key : JSON.stringify(key)))
  return {
    operation,
    lifetime,
    leaf,
    idOf,
    tagsOf,
    call: ([key]) => (key === undefined ? {} : call(key)),
    answers: (reply, keys, settings) => new Map(keys.map((key) => [idOf(key), value(reply, settings, key)])),
    missing: () => null,
    notFound: (key) => (isOfApp(key) ? noSuchPath(operation) : null),
  }
}

/** The service is of a generation that does not have the call, which must not look like nothing being there. */
export function noSuchPath(operation: OperationId): UpstreamError {
  return new UpstreamError('UPSTREAM_BAD_REPLY', operation, { status: 404, hint: 'It has no such path.' })
}
