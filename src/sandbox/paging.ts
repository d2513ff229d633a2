import { VendorError } from './answer.ts'
import type { Call } from './call.ts'

export interface PageSize {
  readonly usual: number
  readonly most: number
  /** What the query calls the size, where it is not `limit` or `pagesize`. */
  readonly sizeName?: string
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Absent on the last page. */
  readonly cursor: string | undefined
}

/**
 * A page by `limit` and `cursor`. `positionOf` must grow along `items`; the cursor says after which position to go on,
 * so what is added or removed between two pages neither repeats nor hides anything else.
 * A `limit` above the most is cut to it.
 */
export function cursorPage<Item>(
  call: Call,
  items: readonly Item[],
  positionOf: (item: Item) => number,
  size: PageSize,
): Page<Item> {
  const limit = sizeOf(call, 'limit', size)
  const after = readCursor(call.query.cursor)
  const rest = after === undefined ? items : items.filter((item) => positionOf(item) > after)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return { items: page, cursor: last && rest.length > limit ? toCursor(positionOf(last)) : undefined }
}

/** A page by `pagenum` and `pagesize`, counted from `first`. A `pagesize` above the most is cut to it. */
export function numberedPage<Item>(
  call: Call,
  items: readonly Item[],
  size: PageSize & { readonly first: 0 | 1; readonly pageName?: string },
): readonly Item[] {
  const pagesize = sizeOf(call, 'pagesize', size)
  const pagenum = wholeNumber(call, size.pageName ?? 'pagenum', size.first)
  const start = (Math.max(pagenum, size.first) - size.first) * pagesize
  return items.slice(start, start + pagesize)
}

function sizeOf(call: Call, name: string, size: PageSize): number {
  return Math.min(Math.max(wholeNumber(call, size.sizeName ?? name, size.usual), 1), size.most)
}

/** A whole number from the query, or `usual` where it says nothing. */
export function wholeNumber(call: Call, name: string, usual: number): number {
  const text = call.query[name]
  if (text === undefined) return usual
  if (!/^-?\d{1,9}$/.test(text))
    throw new VendorError(400, 'illegal_argument', `${name} is not legal: ${text}`)
  return Number(text)
}

/** The cursor that goes on after this position. */
export function toCursor(position: number): string {
  return Buffer.from(`after:${position}`).toString('base64url')
}

function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined || cursor === '') return undefined
  const position = /^after:(-?\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  if (position === undefined) throw new VendorError(400, 'illegal_argument', 'cursor is not legal')
  return Number(position)
}
