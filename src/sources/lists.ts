import type { OperationId, ReplyOf } from '../upstream/contract.ts'
import type { AppSettings, Read } from '../upstream/reads.ts'
import type { ServicePage } from './paging.ts'

/** One page of one list of the service. */
export interface ListKey {
  /** Whose list: a username or an id; `''` for the lists of the whole app. */
  readonly of: string
  /** Where the page begins: a cursor, a page number, or null for the beginning. */
  readonly from: string | number | null
  readonly size: number
}

export interface ListOptions<Item, Id extends OperationId> {
  readonly operation: Id
  readonly tagsOf: (of: string) => readonly string[]
  readonly call: (key: ListKey) => ReturnType<Read<ListKey, unknown, Id>['call']>
  readonly page: (reply: ReplyOf<Id>, settings: AppSettings) => ServicePage<Item>
}

/** A read of one page. Null when the service does not know whose list it is. Cost: one call per page. */
export function listRead<Item, Id extends OperationId>(
  options: ListOptions<Item, Id>,
): Read<ListKey, ServicePage<Item> | null, Id> {
  const idOf = ({ of, from, size }: ListKey) => JSON.stringify([of, from, size])
  return {
    operation: options.operation,
    lifetime: 'list',
    leaf: false,
    idOf,
    tagsOf: ({ of }) => options.tagsOf(of),
    call: ([key]) => (key === undefined ? {} : options.call(key)),
    answers: (reply, keys, settings) =>
      new Map(keys.map((key) => [idOf(key), options.page(reply, settings)])),
    missing: () => null,
    notFound: () => null,
  }
}

/** No cursor, null and `''` all mean the last page. */
export function toCursor(cursor: string | number | null | undefined): string | null {
  return cursor === undefined || cursor === null || cursor === '' ? null : String(cursor)
}
