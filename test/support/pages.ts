export interface Edge {
  readonly cursor: string
  readonly node: Readonly<Record<string, unknown>>
}

export interface Connection {
  readonly edges: readonly Edge[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

export interface PageArguments {
  readonly first: number
  readonly after: string | null
}

/** Longer walks are taken for endless ones. */
const MOST_PAGES = 1_000

/** Reads a list to its end, page after page, each of the size that `sizeOf` says. */
export async function walk(
  fetchPage: (page: PageArguments) => Promise<Connection>,
  sizeOf: () => number,
): Promise<readonly Edge[]> {
  const edges: Edge[] = []
  let after: string | null = null
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const page: Connection = await fetchPage({ first: sizeOf(), after })
    edges.push(...page.edges)
    if (!page.pageInfo.hasNextPage) return edges
    after = page.pageInfo.endCursor
  }
  throw new Error(`the list goes on after ${MOST_PAGES} pages`)
}
