import type { ContractDocument, Use } from './contract.ts'

/** What there is besides the lists of the contract: where the judgement comes from. */
export interface Evidence {
  /** Method and path of each call that the sandbox plays, as `GET /users/{}`. */
  readonly played: ReadonlySet<string>
  /** Ids of the calls that were made for somebody who asked through GraphQL, and that succeeded. */
  readonly reached: ReadonlySet<string>
}

export interface Coverage {
  /** Everything that the service can do or tells. */
  readonly ids: readonly string[]
  /** What is wrong with the coverage of one of them, or null: it is offered, or listed as what it is. */
  faultOf(id: string): string | null
}

/** What the contract says of its ids. */
export type Listing = Pick<ContractDocument, 'uses' | 'callbacks' | 'replaced' | 'leftOut' | 'later'>

/** Judges whether each id is reached, served by another that is, or not offered for a reason; and is only one of these. */
export function judgeCoverage(listing: Listing, { played, reached }: Evidence): Coverage {
  const { uses, callbacks, replaced } = listing
  const own = uses.filter(({ otherPathOf }) => otherPathOf === undefined)
  const useOf = new Map(own.map((use) => [use.id, use]))
  const notOffered = [listing.leftOut, listing.later].map((rows) => rows.flatMap(({ ids }) => ids))
  const listed = [Object.keys(replaced), ...notOffered]
  const later = new Set(notOffered[1])

  function faultOf(id: string): string | null {
    const lists = listed.flat().filter((one) => one === id).length
    if (lists > 1) return 'is listed more than once'
    if (lists === 0) return offeringFault(useOf.get(id))
    if (reached.has(id)) return 'is listed as not called, but it is'
    const by = replaced[id]?.by
    if (by === undefined || reached.has(by) || later.has(by)) return null
    return `is said to be served by ${by}, which no row reaches`
  }

  function offeringFault(use: Use | undefined): string | null {
    if (use === undefined) return 'is a callback, and no list says what becomes of it'
    if (!played.has(shapeOf(use.method, use.path))) return 'has no route in the sandbox'
    return reached.has(use.id) ? null : 'is reached by no row'
  }

  return { ids: [...new Set([...useOf.keys(), ...callbacks, ...listed.flat()])].sort(), faultOf }
}

/** A call whatever its path says: the contract writes `{username}` where the sandbox writes `:username`. */
export function shapeOf(method: string, path: string): string {
  return `${method} ${path.replaceAll(/:\w+|\{\w+\}/g, '{}')}`
}
