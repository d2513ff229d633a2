import type { OperationId } from '../upstream/contract.ts'
import { InputError, UpstreamError } from '../upstream/errors.ts'
import { after, all, type Maybe } from './maybe.ts'

export interface PageRequest {
  /** 1 to 100 items. */
  readonly first: number
  /** The cursor of the item before the first one. */
  readonly after: string | null
}

export interface Page<Item> {
  readonly items: readonly { readonly cursor: string; readonly item: Item }[]
  readonly hasNextPage: boolean
  /** Where it ends, when that need not be its last item: what lies there may not be shown. */
  readonly endCursor?: string | null
}

/** One page as the service gives it. */
export interface ServicePage<Item> {
  readonly items: readonly Item[]
  /** Of a list that is paged by cursor: where the next page begins, null on the last one. */
  readonly next?: string | null
  /** Of a list that is paged by number: how long the whole list is, where it says so. */
  readonly total?: number
}

const LONGEST_CURSOR = 4096

function encode(...parts: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** What follows the style and the list in a cursor that this very list made, or an error that names the argument. */
function decode(cursor: string, style: string, list: string): readonly unknown[] {
  try {
    if (cursor.length > LONGEST_CURSOR) throw new Error('too long')
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parts) && parts[0] === style && parts[1] === list) return parts.slice(2)
  } catch {
    // Said below, alike for every way in which it can be wrong.
  }
  throw badCursor()
}

/** Whether a request goes on in this very list, which the service pages by number. */
export function isContinued({ after: cursor }: PageRequest, list: string): boolean {
  try {
    return cursor !== null && decode(cursor, 'number', list).length > 0
  } catch {
    return false
  }
}

function badCursor() {
  return new InputError('after', 'must be a cursor that this very field returned')
}

function readOffset(value: unknown, max = Number.MAX_SAFE_INTEGER): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max) return value
  throw badCursor()
}

/** What tells one list from another, as a cursor of one must not continue another. */
interface Listed {
  /** The tag of the list: its kind, and whose it is. */
  readonly list: string
}

interface WholeList<Item> extends Listed {
  readonly items: readonly Item[]
  readonly keyOf: (item: Item) => string
}

/**
 * A page out of a whole list. The cursor carries the item's key, so that a list that changed meanwhile neither
 * repeats nor skips; and its place, for the case that just that item is gone.
 */
export function pageOfList<Item>(request: PageRequest, whole: WholeList<Item>): Page<Item> {
  const { list, items, keyOf } = whole
  const start = request.after === null ? 0 : placeAfter(request.after, whole)
  const page = items.slice(start, start + request.first)
  return {
    items: page.map((item, index) => ({
      cursor: encode('list', list, start + index + 1, keyOf(item)),
      item,
    })),
    hasNextPage: start + request.first < items.length,
  }
}

function placeAfter<Item>(cursor: string, { list, items, keyOf }: WholeList<Item>): number {
  const [offset, key] = decode(cursor, 'list', list)
  const place = readOffset(offset)
  const before = items[place - 1]
  if (before !== undefined && keyOf(before) === key) return place
  const moved = items.findIndex((item) => keyOf(item) === key)
  return moved >= 0 ? moved + 1 : Math.max(0, place - 1)
}

/** No list of the service is longer; a larger place can only be made up. */
const LONGEST_LIST = 10_000_000

interface NumberedList<Item> extends Listed {
  /** Items on each page of the service. */
  readonly size: number
  readonly fetchPage: (index: number) => Maybe<ServicePage<Item> | null>
  /**
   * False for what has a place in the list but is not shown. Then a page can be shorter than asked for, even empty,
   * although more follow: to fill it up would take any number of calls.
   */
  readonly isShown?: (item: Item) => boolean
}

/**
 * A page of a list that the service pages by number. The service's page always has the same size here, whatever
 * `first` is: so a cursor is a place in the list, and another `first` skips nobody.
 * Null when the service does not know whose list it is.
 * Cost: one call per service page that it touches: the first one, then all others at the same time.
 */
export function pageByNumber<Item>(
  request: PageRequest,
  { list, size, fetchPage, isShown }: NumberedList<Item>,
): Maybe<Page<Item> | null> {
  const start =
    request.after === null ? 0 : readOffset(decode(request.after, 'number', list)[0], LONGEST_LIST)
  const firstPage = Math.floor(start / size)
  const lastPage = Math.floor((start + request.first - 1) / size)

  return after(fetchPage(firstPage), (opening) => {
    if (opening === null) return null
    const { items: opened, total } = opening
    // A short page is the last one, and a total tells how many there are: nothing is asked for behind the end.
    const lastThere = opened.length < size ? firstPage : Math.ceil((total ?? LONGEST_LIST) / size) - 1
    const further = Math.max(0, Math.min(lastPage, lastThere) - firstPage)
    const indexes = Array.from({ length: further }, (_, index) => firstPage + 1 + index)

    return after(all(indexes.map(fetchPage)), (fetched) => {
      const pages = [opening, ...fetched.filter((page) => page !== null)]
      if (pages.length <= fetched.length) return null
      const skipped = start - firstPage * size
      const found = pages.flatMap((page) => page.items)
      const items = found.slice(skipped, skipped + request.first)
      const placed = items.map((item, index) => ({ cursor: encode('number', list, start + index + 1), item }))
      const page = (hasNextPage: boolean): Page<Item> =>
        isShown === undefined
          ? { items: placed, hasNextPage }
          : {
              items: placed.filter(({ item }) => isShown(item)),
              hasNextPage,
              endCursor: placed.at(-1)?.cursor ?? null,
            }
      // An empty page is the last one whatever the total says: there is no cursor to go on from.
      if (total !== undefined) return page(items.length > 0 && start + items.length < total)
      if (found.length > skipped + items.length) return page(true)
      if ((pages.at(-1)?.items.length ?? 0) < size) return page(false)
      // Full to the brim, and the service does not say whether more follow.
      return after(fetchPage(lastPage + 1), (next) => page((next?.items.length ?? 0) > 0))
    })
  })
}

interface CursoredList<Item> extends Listed {
  readonly operation: OperationId
  /** Items on the largest page of the service. */
  readonly max: number
  readonly fetchPage: (cursor: string | null, limit: number) => Maybe<ServicePage<Item> | null>
}

/**
 * A page of a list that the service pages by cursor. The cursor of an item carries the page it was in (its start and
 * size) and its place in it, so that any item can be continued after.
 * Null when the service does not know whose list it is.
 * Cost: ceil(first / max) calls, one after the other.
 */
export function pageByCursor<Item>(
  request: PageRequest,
  { operation, list, max, fetchPage }: CursoredList<Item>,
): Maybe<Page<Item> | null> {
  const wantedSize = Math.min(request.first, max)
  if (request.after === null) return collect([], { from: null, size: wantedSize, skip: 0 })
  const [from, size, place] = decode(request.after, 'cursor', list)
  if (from !== null && typeof from !== 'string') throw badCursor()
  // Not bound by `max`: a service that does not page answers the whole list.
  const skip = readOffset(place, LONGEST_LIST)
  // Only a place inside a page is bound to the size which that page had.
  return collect([], { from, size: skip === 0 ? wantedSize : Math.max(1, readOffset(size, max)), skip })

  function collect(
    before: Page<Item>['items'],
    { from, size, skip }: { from: string | null; size: number; skip: number },
  ): Maybe<Page<Item> | null> {
    return after(fetchPage(from, size), (page) => {
      if (page === null) return null
      const { items, next = null } = page
      // Neither leads on: whoever followed it would never end.
      if (next !== null && (next === from || items.length === 0)) {
        const hint =
          items.length === 0 ? 'An empty page has a cursor.' : 'A page has its own cursor as the next.'
        throw new UpstreamError('UPSTREAM_BAD_REPLY', operation, { hint })
      }
      const wanted = request.first - before.length
      const taken = items.slice(skip, skip + wanted).map((item, index) => {
        const place = skip + index + 1
        const cursor =
          place === items.length && next !== null
            ? encode('cursor', list, next, size, 0)
            : encode('cursor', list, from, size, place)
        return { cursor, item }
      })
      const collected = [...before, ...taken]
      const isMoreHere = skip + wanted < items.length
      if (collected.length >= request.first || next === null) {
        return { items: collected, hasNextPage: isMoreHere || next !== null }
      }
      return collect(collected, {
        from: next,
        size: Math.min(request.first - collected.length, max),
        skip: 0,
      })
    })
  }
}

/** A place in the order of time; of what was sent in the same moment, by id. */
export interface Place {
  readonly sentAt: number
  readonly id: string
}

interface PlacedList<Item> extends Listed {
  /** What follows a place, or begins the list; a null item has a place, but is not shown. */
  readonly fetch: (
    after: Place | null,
    limit: number,
  ) => Promise<readonly { readonly place: Place; readonly item: Item | null }[]>
}

/**
 * A page of a list of our own, in the order of time. The cursor is a place in it: whatever comes in meanwhile, nothing
 * is repeated, and nothing is skipped that stands behind it.
 */
export async function pageByPlace<Item>(
  request: PageRequest,
  { list, fetch }: PlacedList<Item>,
): Promise<Page<Item>> {
  const after = request.after === null ? null : readPlace(decode(request.after, 'place', list))
  const found = await fetch(after, request.first + 1)
  const placed = found
    .slice(0, request.first)
    .map(({ place, item }) => ({ cursor: encode('place', list, place.sentAt, place.id), item }))
  return {
    items: placed.flatMap(({ cursor, item }) => (item === null ? [] : [{ cursor, item }])),
    hasNextPage: found.length > request.first,
    endCursor: placed.at(-1)?.cursor ?? null,
  }
}

function readPlace([sentAt, id]: readonly unknown[]): Place {
  if (typeof sentAt === 'number' && Number.isSafeInteger(sentAt) && typeof id === 'string') {
    return { sentAt, id }
  }
  throw badCursor()
}
