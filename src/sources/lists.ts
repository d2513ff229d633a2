import type { OperationId, ReplyOf } from '../upstream/contract.ts'
import type { AppSettings, Read } from '../upstream/reads.ts'
import type { ServicePage } from './paging.ts'
import { singleRead } from './singles.ts'
import { DELETIONS_TAG } from './tags.ts'

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
  readonly page: (reply: ReplyOf<Id>, settings: AppSettings, key: ListKey) => ServicePage<Item>
}

/** A read of one page. Null when the service does not know whose list it is. Cost: one call per page. */
export function listRead<Item, Id extends OperationId>(
  options: ListOptions<Item, Id>,
): Read<ListKey, ServicePage<Item> | null, Id> {
  return singleRead({
    operation: options.operation,
    lifetime: 'list',
    leaf: false,
    idOf: ({ of, from, size }) => JSON.stringify([of, from, size]),
    isOfApp: ({ of }) => of === '',
    // Whoever is deleted leaves every list.
    tagsOf: ({ of }) => [...options.tagsOf(of), DELETIONS_TAG],
    call: options.call,
    value: options.page,
  })
}

/** No cursor, null and `''` all mean the last page. */
export function toCursor(cursor: string | number | null | undefined): string | null {
  return cursor === undefined || cursor === null || cursor === '' ? null : String(cursor)
}
