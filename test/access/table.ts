import { expect } from 'vitest'
import { schema } from '../../src/graph/schema.ts'
import { askWithFiles, type TestFile } from '../support/files.ts'
import type { Answer } from '../support/harness.ts'
import { type Caller, openWorld, type Person, type World } from './world.ts'

/** What a caller gets: a value, null without an error, a code, 401; `-` is a question that makes no sense. */
export type Cell = string

export interface TableRow {
  /** The first column. */
  readonly what: string
  /** What is expected, by the heading of the column. */
  readonly cells: Readonly<Record<string, Cell>>
}

/** Reads a table as it stands in a test: columns apart by `|`, the first line are the headings. */
export function readTable(text: string): readonly TableRow[] {
  const [headings = [], ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  return lines.map(([what = '', ...cells]) => {
    if (cells.length !== headings.length - 1) throw new Error(`${what}: the row has ${cells.length} cells`)
    return { what, cells: Object.fromEntries(cells.map((cell, at) => [headings[at + 1], cell])) }
  })
}

/** The callers of a table: the person behind each heading. */
export type Columns = Readonly<Record<string, Caller>>

/** Alike for all tables. */
export const OTHERS = { 'admin key': 'key', anonymous: 'nobody', 'bad token': 'forger' } as const

/** `@me` is the name of who asks; of who has none, that of the one whom the table is about. */
export const asMe = (text: string, caller: Caller, subject: Person) =>
  text.replaceAll('@me', caller === 'key' || caller === 'nobody' || caller === 'forger' ? subject : caller)

/** What came of one field of an answer, at a path as `user.it`; of an object with a `part` of that part. */
export function outcomeOf({ data, errors }: Answer, path: string): Cell {
  const codes = [...new Set(errors?.map(({ extensions }) => extensions.code))]
  if (codes.includes('UNAUTHENTICATED') && data === undefined) return '401'
  const whole = path.split('.').reduce<unknown>((found, name) => partOf(found, name), data)
  const value = hasPart(whole) ? whole.part : whole
  if (codes.length > 0) return value == null ? codes.join(' ') : `${codes.join(' ')} beside a value`
  return value == null ? 'null' : 'yes'
}

function partOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}

function hasPart(value: unknown): value is { readonly part: unknown } {
  return typeof value === 'object' && value !== null && 'part' in value
}

/** The fields that a type has in the schema. */
export function fieldsOf(typename: string): readonly string[] {
  const type = schema.getType(typename)
  return type !== undefined && 'getFields' in type ? Object.keys(type.getFields()).sort() : []
}

/** The fields that tables have rows for: the first word of each. */
export function fieldsIn(...tables: readonly (readonly TableRow[])[]): readonly string[] {
  return [...new Set(tables.flat().map(({ what }) => /^\w+/.exec(what)?.[0] ?? ''))].sort()
}

export interface ReadTable {
  readonly columns: Columns
  readonly subject: Person
  /** A query for the field, by which it comes in several ways, as `{ one: … two: … }`. */
  readonly ask: (
    field: string,
    heading: string,
  ) => { readonly query: string; readonly paths: readonly string[] }
}

/** Who sees a field, asked for by each of the columns in this order. The same in each way, or all ways are told. */
export async function readRow(
  world: World,
  { cells }: TableRow,
  { columns, subject, ask }: ReadTable,
  field: string,
) {
  const found: Record<string, Cell> = {}
  for (const [heading, caller] of Object.entries(columns)) {
    if (cells[heading] === '-') {
      found[heading] = '-'
      continue
    }
    const { query, paths } = ask(asMe(field, caller, subject), heading)
    const answer = await world.askAs(caller, query)
    const outcomes = new Set(paths.map((path) => outcomeOf(answer, path)))
    found[heading] = [...outcomes].join(' or ')
  }
  return found
}

export interface Change {
  readonly mutation: string
  /** A variable `$file` of it. */
  readonly file?: TestFile
  /** Whether it was done, by the state of the service, or by the answer. */
  readonly isDone: (world: World, data: unknown) => boolean
  /** It changes what this server keeps, and nothing in the service. */
  readonly isHere?: true
  /** What must be so before. */
  readonly before?: (world: World) => void
}

/** A change by one caller: what they are told; and that it was done, or that nothing was sent that changes anything. */
export async function changeBy(world: World, caller: Caller, subject: Person, change: Change): Promise<Cell> {
  change.before?.(world)
  expect(change.isDone(world, undefined), 'done before it was asked for').toBe(false)
  world.forget()
  const answer = await askFor(world, caller, subject, change)
  const outcome = outcomeOf(answer, 'it')
  if (outcome === 'yes') {
    expect(JSON.stringify(answer.data)).not.toMatch(/FAILED|UNKNOWN/)
    expect(change.isDone(world, answer.data), `${caller}: told that it was done`).toBe(true)
    if (!change.isHere) expect(world.changes()).not.toEqual([])
    return outcome
  }
  if (outcome !== '401') expect(answer.data).toEqual({ it: null })
  expect(change.isDone(world, undefined), `${caller}: told that it was refused`).toBe(false)
  expect(world.changes(), `${caller}: was refused`).toEqual([])
  return outcome
}

/** Asks for a change, with its file if it has one. */
export function askFor(
  world: World,
  caller: Caller,
  subject: Person,
  { mutation, file }: Change,
): Promise<Answer> {
  const text = `{ it: ${asMe(mutation, caller, subject)} }`
  if (file === undefined) return world.askAs(caller, `mutation ${text}`)
  const headers = world.headersOf(caller)
  return askWithFiles(world, `mutation($file: Upload!) ${text}`, { files: { file }, headers })
}

export interface ChangeTable {
  readonly columns: Columns
  readonly subject: Person
  readonly rows: readonly TableRow[]
  readonly env?: Readonly<Record<string, string>>
  /** What a row is about, which can depend on the column. */
  readonly changeOf: (row: TableRow, heading: string) => Change | undefined
}

/** What each of the columns is told of a change, each in a world where nothing was changed yet. */
export async function changeRow(row: TableRow, { columns, subject, env = {}, changeOf }: ChangeTable) {
  const found: Record<string, Cell> = {}
  let untouched: World | undefined
  for (const [heading, caller] of Object.entries(columns)) {
    const change = changeOf(row, heading)
    if (change === undefined) throw new Error(`no change is called ${row.what}`)
    if (row.cells[heading] === '-') {
      found[heading] = '-'
      continue
    }
    untouched ??= await openWorld({ env })
    const outcome = await changeBy(untouched, caller, subject, change)
    // That nothing is changed for who is refused has just been seen.
    if (outcome === 'yes') untouched = undefined
    found[heading] = outcome
  }
  return found
}
