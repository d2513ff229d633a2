import type { Context } from '../context.ts'
import type { Maybe } from '../sources/maybe.ts'
import type { Page, PageRequest } from '../sources/paging.ts'
import { builder } from './builder.ts'
import { badArgument } from './refusal.ts'

const LARGEST_PAGE = 100
const DEFAULT_PAGE = 20

/** The arguments of every list. There is no `last` and no `before`: the service cannot page backwards. */
export const pageArgs = builder.args((arg) => ({
  first: arg.int({ defaultValue: DEFAULT_PAGE, description: `How many, 1 to ${LARGEST_PAGE}.` }),
  after: arg.string({ description: 'Begin after this cursor: an `endCursor`, or the `cursor` of an edge.' }),
}))

interface GivenPageArgs {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
}

/** What an edge of a connection holds, besides the type's own fields. */
export interface EdgeShape<Node> {
  readonly cursor: string
  readonly node: Node
}

interface PagedOptions<Parent, Item, Edge> {
  readonly page: (parent: Parent, request: PageRequest, context: Context) => Maybe<Page<Item> | null>
  readonly edge: (item: Item, parent: Parent) => Edge
}

/**
 * Arguments and resolver of a field that is a page of a list: `t.field({ type: XConnection, ...paged({ … }) })`.
 * A page of null becomes null: the service does not know whose list it is.
 */
export function paged<Parent, Item, Edge extends object>({ page, edge }: PagedOptions<Parent, Item, Edge>) {
  return {
    args: pageArgs,
    resolve: (parent: Parent, args: GivenPageArgs, context: Context) =>
      connectionOf(args, {
        page: (request) => page(parent, request, context),
        edge: (item) => edge(item, parent),
      }),
  }
}

interface ConnectionOptions<Item, Edge> {
  readonly page: (request: PageRequest) => Maybe<Page<Item> | null>
  readonly edge: (item: Item) => Edge
}

/** The value of a field that is a page of a list, for those that take other arguments besides `pageArgs`. */
export async function connectionOf<Item, Edge extends object>(
  args: GivenPageArgs,
  { page, edge }: ConnectionOptions<Item, Edge>,
) {
  const found = await page(toPageRequest(args))
  if (found === null) return null
  return {
    edges: found.items.map(({ cursor, item }) => ({ cursor, ...edge(item) })),
    pageInfo: {
      hasNextPage: found.hasNextPage,
      hasPreviousPage: args.after != null,
      startCursor: found.items[0]?.cursor ?? null,
      endCursor: found.endCursor ?? found.items.at(-1)?.cursor ?? null,
    },
  }
}

function toPageRequest({ first, after }: GivenPageArgs): PageRequest {
  const size = first ?? DEFAULT_PAGE
  if (size < 1 || size > LARGEST_PAGE) throw badArgument('first', `must be 1 to ${LARGEST_PAGE}, not ${size}`)
  return { first: size, after: after ?? null }
}
