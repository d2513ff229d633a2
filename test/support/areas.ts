import type { ContractDocument, Reason } from './contract.ts'

/** A part of the service, as the README shows it. */
export interface OfferedArea {
  readonly name: string
  /** What it is about, in the words of the contract. */
  readonly title: string
  /** Ids that the documents of the service have there. */
  readonly all: number
  /** Of those, how many a client of the graph has, by themselves or by another that serves them. */
  readonly offered: number
  readonly notYet: readonly Reason[]
  readonly never: readonly Reason[]
}

/** How much of each area is offered, by what the contract says of its ids. */
export function countAreas({
  uses,
  callbacks,
  areas,
  replaced,
  leftOut,
  later,
}: Omit<ContractDocument, 'fits'>): readonly OfferedArea[] {
  const own = uses.filter(({ otherPathOf }) => otherPathOf === undefined)
  const areaOf = new Map(own.map(({ id, area }) => [id, area]))
  for (const { area, ids } of [...leftOut, ...later]) for (const id of ids) areaOf.set(id, area)
  const served = Object.entries(replaced).filter(([id]) => !areaOf.has(id))
  for (const [id, { by }] of served) areaOf.set(id, areaOf.get(by) ?? '')
  const stray = [...callbacks, ...served.map(([id]) => id)].filter((id) => !areaOf.get(id))
  if (stray.length > 0) throw new Error(`In no area: ${stray}`)

  // What is a form of something that comes later comes with it.
  const withForms = later.map((row) => ({
    ...row,
    ids: [...row.ids, ...served.filter(([, { by }]) => row.ids.includes(by)).map(([id]) => id)],
  }))
  return areas.map(({ name, description }) => {
    const all = [...areaOf.values()].filter((area) => area === name).length
    const notYet = withForms.filter(({ area }) => area === name)
    const never = leftOut.filter(({ area }) => area === name)
    const missing = [...notYet, ...never].flatMap(({ ids }) => ids).length
    return { name, title: description.replace(/\.$/, ''), all, offered: all - missing, notYet, never }
  })
}
